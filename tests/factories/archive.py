"""Departments and records, filed by the acts of the house."""

from datetime import date, datetime
from typing import Any

import factory
from django.core.files.base import ContentFile
from django.utils import timezone
from factory.django import DjangoModelFactory

from foyer.archive.models import ArchiveRecord, RecordClass
from foyer.archive.services.filing import Description, file_record, stored
from foyer.staff.models import Department
from tests.factories import names

from .core import UserFactory


class DepartmentFactory(DjangoModelFactory[Department]):
    """A department; `members=[…]` and `deputies=[…]` put people into it."""

    class Meta:
        model = Department
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"第{n}部")
    head = factory.SubFactory(UserFactory)

    @factory.post_generation
    def members(self: Department, create: bool, extracted: Any, **_kwargs: Any) -> None:  # type: ignore[misc]  # factory_boy hands in the department made
        """Have people work there."""
        self.members.add(*(extracted or ()))

    @factory.post_generation
    def deputies(self: Department, create: bool, extracted: Any, **_kwargs: Any) -> None:  # type: ignore[misc]  # as above
        """Have people stand in for the head."""
        self.deputies.add(*(extracted or ()))


class RecordFactory(DjangoModelFactory[ArchiveRecord]):
    """A record as it is filed; `files={"名单.txt": b"…"}`, `subjects=[…]`, `code="event"` its class."""

    class Meta:
        model = ArchiveRecord

    title = factory.Sequence(lambda n: f"{names.person(n)}先生答谢宴策划方案")
    dated_on = date(2026, 3, 18)
    source = "市场部"
    summary = "晚宴的流程、座位与礼品安排。"
    keeper = factory.SubFactory(UserFactory)
    department = factory.SubFactory(DepartmentFactory)

    @classmethod
    def _create(cls, model_class: Any, *args: Any, **kwargs: Any) -> ArchiveRecord:
        at: datetime = kwargs.pop("at", timezone.now())
        by = kwargs.pop("by", None) or UserFactory()
        subjects = kwargs.pop("subjects", ())
        files = kwargs.pop("files", {})
        code = kwargs.pop("code", "event")
        kwargs.setdefault("record_class", RecordClass.objects.get(code=code))
        handed_in = [ContentFile(data, name=name) for name, data in files.items()]
        with stored(handed_in) as kept:
            return file_record(
                about=Description(**kwargs), files=kept, subjects=subjects, by=by, at=at
            )
