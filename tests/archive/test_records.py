"""Who may know of a record, and who may open it. (000-29, security 12)"""

import hashlib
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from foyer.archive.enums import Scope, Secrecy
from foyer.archive.forms.filing import ForAllForm, RowForm
from foyer.archive.models import ArchiveRecord, PendingFile, RecordFile, RecordView
from foyer.archive.services.keeping import due_day
from foyer.archive.services.refusals import FileEmpty
from foyer.core.uploads.fields import DIRECTORY, private_storage
from tests.factories import (
    BookingFactory,
    CaseFactory,
    ClientFactory,
    DepartmentFactory,
    RecordFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
LEVELS = (Secrecy.OPEN, Secrecy.INTERNAL, Secrecy.CONFIDENTIAL, Secrecy.SECRET)


@pytest.fixture
def people():
    keeper, member = UserFactory(role="Marketing"), UserFactory(role="Marketing")
    deputy, head = UserFactory(role="Marketing"), UserFactory(role="Marketing")
    department = DepartmentFactory(head=head, members=[member], deputies=[deputy])
    return {
        "department": department,
        "keeper": keeper,
        "member": member,
        "head": head,
        "deputy": deputy,
        "archivist": UserFactory(role="Archivist"),
        "stranger": UserFactory(role="Finance"),
        "management": UserFactory(role="Management"),
        "superuser": UserFactory(is_superuser=True),
        "nobody": UserFactory(),
    }


@pytest.fixture
def records(people):
    keeping = {"keeper": people["keeper"], "department": people["department"]}
    return {level: RecordFactory(secrecy=level, **keeping) for level in LEVELS}


class TestKnowingOfARecord:
    @pytest.mark.parametrize(
        ("who", "highest"),
        [
            ("nobody", None),
            ("stranger", Secrecy.INTERNAL),
            ("management", Secrecy.INTERNAL),
            ("superuser", Secrecy.INTERNAL),
            ("member", Secrecy.CONFIDENTIAL),
            ("head", Secrecy.SECRET),
            ("deputy", Secrecy.SECRET),
            ("keeper", Secrecy.SECRET),
            ("archivist", Secrecy.SECRET),
        ],
    )
    def test_goes_as_far_as_level_department_and_role_say(self, people, records, who, highest):
        expected = {level for level in LEVELS if highest is not None and level <= highest}

        seen = ArchiveRecord.objects.visible_to(people[who])

        assert {record.secrecy for record in seen} == expected

    def test_ends_with_the_account(self, people, records):
        people["keeper"].is_active = False

        assert not ArchiveRecord.objects.visible_to(people["keeper"]).exists()

    def test_takes_sight_of_the_client_the_booking_and_the_case_it_is_about(self, people):
        stranger, archivist = people["stranger"], people["archivist"]
        hidden = RecordFactory(subjects=[CaseFactory()])
        shown = RecordFactory(subjects=[ClientFactory(), BookingFactory()])

        assert set(ArchiveRecord.objects.visible_to(stranger)) == {shown}
        assert set(ArchiveRecord.objects.visible_to(archivist)) == {hidden, shown}


class TestOpeningARecord:
    @pytest.mark.parametrize(
        ("who", "levels"),
        [
            ("nobody", ()),
            ("stranger", (Secrecy.OPEN,)),
            ("superuser", (Secrecy.OPEN,)),
            ("member", (Secrecy.OPEN, Secrecy.INTERNAL)),
            ("head", (Secrecy.OPEN, Secrecy.INTERNAL)),
            ("keeper", LEVELS),
            ("archivist", LEVELS),
        ],
    )
    def test_asks_for_a_request_wherever_role_and_department_do_not_do(
        self, people, records, who, levels
    ):
        opened = ArchiveRecord.objects.openable_by(people[who], at=timezone.now())

        assert {record.secrecy for record in opened} == set(levels)

    def test_gives_files_no_further_than_records(self, people):
        record = RecordFactory(files={"座位.txt": "松 1 桌".encode()}, secrecy=Secrecy.INTERNAL)
        at = timezone.now()

        assert not RecordFile.objects.openable_by(people["stranger"], at=at, scope=Scope.DOWNLOAD)
        assert list(RecordFile.objects.openable_by(record.keeper, at=at)) == []
        archivist = people["archivist"]
        assert list(RecordFile.objects.openable_by(archivist, at=at)) == list(record.files.all())


class TestFiling:
    def test_keeps_each_file_as_it_came_with_its_hash(self):
        data = "名单,桌号\r\n欧阳明,松 1".encode("gb18030")

        kept = RecordFactory(files={"..\\..\\名单.csv": data}).files.get()

        assert (kept.name, kept.size, kept.version) == ("名单.csv", len(data), 1)
        assert kept.sha256 == hashlib.sha256(data).hexdigest()
        with kept.file.open() as original:
            assert original.read() == data

    def test_leaves_nothing_behind_when_one_of_the_files_is_empty(self):
        before = _lying()

        with pytest.raises(FileEmpty):
            RecordFactory(files={"一.txt": b"one", "二.txt": b""})

        assert (ArchiveRecord.objects.count(), _lying()) == (0, before)

    def test_reckons_until_when_it_is_kept(self):
        lasting = RecordFactory(code="lasting")
        house = RecordFactory(code="house")
        event = RecordFactory(code="event")

        assert (lasting.due_on, event.due_on) == (None, None)
        assert f"{house.due_on}" == "2031-12-31"


class TestTheDatabase:
    def test_keeps_an_original_as_it_is(self):
        kept = RecordFactory(files={"a.txt": b"one"}).files.get()

        for change in ({"sha256": "0" * 64}, {"name": "b.txt"}, {"size": 1}, {"file": "uploads/b"}):
            with pytest.raises(IntegrityError), transaction.atomic():
                RecordFile.objects.filter(pk=kept.pk).update(**change)

    def test_keeps_the_register_of_views_as_it_is(self):
        record = RecordFactory()
        view = RecordView.objects.create(
            record=record, record_number=record.number, kind="page", at=timezone.now()
        )

        with pytest.raises(IntegrityError), transaction.atomic():
            view.delete()
        with pytest.raises(IntegrityError), transaction.atomic():
            RecordView.objects.filter(pk=view.pk).update(at=view.at - timedelta(hours=1))
        record.delete()
        view.refresh_from_db()
        assert (view.record, view.record_number) == (None, record.number)

    @pytest.mark.parametrize("fact", ["title", "source", "summary"])
    def test_refuses_a_record_without_one_of_its_facts(self, fact):
        with pytest.raises(IntegrityError), transaction.atomic():
            RecordFactory(**{fact: ""})


def _lying() -> set[str]:
    storage = private_storage()
    return set(storage.listdir(DIRECTORY)[1]) if storage.exists(DIRECTORY) else set()


class TestTheDayOfARecord:
    @pytest.mark.parametrize("typed", ["9999-01-01", "2950-01-01", "0026-03-18", "1899-12-31"])
    def test_is_one_somebody_can_mean(self, client, typed):
        record = RecordFactory(code="house")
        client.force_login(UserFactory(role="Archivist"))
        asked = {
            **{name: getattr(record, name) for name in ("title", "source", "summary", "secrecy")},
            "record_class": record.record_class_id,
            "keeper": record.keeper_id,
            "department": record.department_id,
            "language": record.language,
            "dated_on": "2026-03-01",
            "ended_on": "2026-03-02",
        }
        url = reverse("archive:change", args=[record.pk])

        for name in ("dated_on", "ended_on"):
            answer = client.post(url, asked | {name: typed})
            assert list(answer.context["form"].errors) == [name]

        assert client.post(url, asked).status_code == 302
        with pytest.raises(IntegrityError), transaction.atomic():
            ArchiveRecord.objects.update(dated_on=date(26, 3, 18))

    def test_never_leads_beyond_the_last_day_there_is(self):
        record = RecordFactory(code="house")
        record.dated_on = date(9999, 1, 1)

        assert due_day(record) == date.max

    def test_is_one_somebody_can_mean_when_papers_are_filed(self):
        typed = {"dated_on": "0026-03-18"}
        for_all = ForAllForm({f"all-{name}": day for name, day in typed.items()}, initial={})
        row = RowForm({"f1-dated_on": "2950-01-01"}, file=PendingFile(pk=1), papers=[], initial={})

        assert ("dated_on" in for_all.errors, "dated_on" in row.errors) == (True, True)
