"""An invented person written into every kind of record, to see whether erasing finds them all. (PRV-06, PRV-07)"""

from __future__ import annotations

import json
import secrets
import uuid
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Revision

from foyer.core.models import User
from foyer.privacy.declarations import PersonalData
from foyer.privacy.fields import SealedDateField
from foyer.privacy.registry import registrations, stores, text_fields

from .erasing.traces import forget_traces

_BORN = date(1971, 11, 7)


class CannotBePlanted(Exception):
    """A registered kind of record needs a value nobody told: say it in `PersonalData.plant`."""


@dataclass
class Canary:
    """A person who is not, with words nobody else has.

    Attributes:
        word: what every text planted contains.
        records: the records planted, by kind.
    """

    by: User | None
    at: datetime
    word: str = field(default_factory=lambda: f"鸣禽{secrets.token_hex(6)}")
    number: int = field(default_factory=lambda: secrets.randbelow(10**8))
    records: dict[type[models.Model], Any] = field(default_factory=dict)
    helpers: dict[type[models.Model], Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The name."""
        return f"{self.word}的主人"

    @property
    def phone(self) -> str:
        """The phone number."""
        return f"170{self.number:08d}"

    @property
    def email(self) -> str:
        """The e-mail address."""
        return f"{self.word[2:]}@canary.example"

    @property
    def marks(self) -> tuple[str, ...]:
        """What must be found nowhere once the canary is erased."""
        return (self.word, self.phone, self.email, self.word[2:])

    def plant(self) -> None:
        """Write the canary into every registered kind of record that leads to a person.

        Raises:
            CannotBePlanted: a kind of record needs more than can be guessed.
        """
        for entry in reversed(registrations()):
            if entry.is_person or entry.links:
                self._plant(entry)
        for entry in registrations():
            if record := self.records.get(entry.model):
                self._leave_traces(record)
        for store in stores():
            store.plant(self)

    def helper(self, model: type[models.Model], **values: Any) -> Any:
        """Return a record the canary's records need, such as an event; made once, removed with them."""
        if model not in self.helpers:
            self.helpers[model] = model._base_manager.create(**values)
        return self.helpers[model]

    def remove(self) -> None:
        """Delete what is left of the canary's records, and what was made to hold them."""
        for entry in registrations():
            record = self.records.get(entry.model)
            if record and entry.objects.filter(pk=record.pk).delete()[0]:
                forget_traces(entry.model, [record.pk], gone=True)
        for model, helper in reversed(self.helpers.items()):
            model._base_manager.filter(pk=helper.pk).delete()
            forget_traces(model, [helper.pk], gone=True)

    def _plant(self, entry: PersonalData) -> None:
        values = {
            column.name: value
            for column in entry.model._meta.concrete_fields
            if (value := self._value(entry, column)) is not None
        }
        values |= {
            name: value(self) if callable(value) else value for name, value in entry.plant.items()
        }
        try:
            self.records[entry.model] = entry.model._base_manager.create(**values)
        except Exception as reason:
            message = f"{entry.label} cannot be planted: tell in `plant` what it needs. {reason}"
            raise CannotBePlanted(message) from reason

    def _value(self, entry: PersonalData, column: Any) -> Any:
        """Return what stands in a column of the canary's record, or None to leave it as it comes."""
        if column.name in entry.plant or column.primary_key:
            return None
        if column.related_model:
            return self._related(column)
        for names, value in (
            (entry.names, self.name),
            (entry.phones, self.phone),
            (entry.emails, self.email),
        ):
            if column.name in names:
                return value
        if column in set(text_fields(entry.model)):
            return self._text(column)
        may_stay_empty = column.has_default() or column.null or column.blank
        return None if may_stay_empty else _plain(column, self.at)

    def _text(self, column: Any) -> Any:
        match column:
            case SealedDateField():
                return _BORN
            case models.JSONField():
                return {self.word: [self.word]}
            case models.FileField():
                return None
            case _:
                return self.word[: column.max_length or None]

    def _related(self, column: Any) -> Any:
        if column.related_model in self.records:
            return self.records[column.related_model]
        if column.related_model is User:
            return self.by or (None if column.null else self._somebody())
        return None

    def _somebody(self) -> User:
        """Return a member of staff where a record cannot do without one; of a drill, one who cannot log in."""
        made: User = self.helper(User, username=f"drill-{self.number}", is_active=False)
        return made

    def _leave_traces(self, record: models.Model) -> None:
        """Have Wagtail remember the record as it does for what staff edit: revision, log."""
        columns = {
            column.name: column.value_to_string(record)
            for column in record._meta.concrete_fields
            if not column.related_model
        }
        Revision.objects.create(
            content_type=ContentType.objects.get_for_model(record),
            object_id=str(record.pk),
            object_str=f"{record}{self.word}",
            content=json.loads(json.dumps(columns)),
        )
        log(
            record,
            "wagtail.edit",
            user=self.by,
            title=f"{record}{self.word}",
            data={"note": self.word},
        )


def _plain(column: Any, at: datetime) -> Any:
    """Return some value for a column that must have one."""
    if column.choices:
        return next(value for value, _label in column.flatchoices if value != "")
    match column:
        case models.DateTimeField():
            return at
        case models.DateField():
            return timezone.localdate(at)
        case models.DecimalField():
            return Decimal(1)
        case models.UUIDField():
            return uuid.uuid4()
        case models.IntegerField() | models.FloatField():
            return 1
        case models.BooleanField():
            return False
        case _:
            return None
