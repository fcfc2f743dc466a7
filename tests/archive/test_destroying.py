"""Destroying records by two people, and what stays. (000-28)"""

import io
from datetime import date, timedelta
from pathlib import Path

import pypdfium2
import pytest
from django.apps import apps
from django.conf import settings
from django.core.files.base import ContentFile
from django.db import IntegrityError, connection, transaction
from django.db.models import CharField, TextField
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from foyer.archive.enums import DestructionStatus
from foyer.archive.models import (
    AccessRequest,
    ArchiveRecord,
    Destruction,
    DestructionItem,
    FileText,
    RecordClass,
)
from foyer.archive.services import access, bags, destroying, holding
from foyer.archive.services.bags import note_fetched
from foyer.archive.services.bags_reading import begin_verifying, hand_in, report_of
from foyer.archive.services.changing import change_record
from foyer.archive.services.keeping import reckon_class
from foyer.core.days import start_of
from tests.archive.keeping import bytes_of, carry, packed
from tests.factories import RecordFactory, UserFactory

PHRASE = "青鸾暗号叁柒贰"
YEARS_AGO = date(2015, 5, 1)
pytestmark = pytest.mark.django_db


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def archivist():
    return UserFactory(role="Archivist")


@pytest.fixture
def manager():
    return UserFactory(role="Management")


def old(**kwargs):
    """Return a record whose time is over."""
    return RecordFactory(code="house", dated_on=YEARS_AGO, **kwargs)


class TestADestruction:
    def test_takes_two_people(self, archivist, manager, now):
        record = old(files={"a.txt": b"one"})
        proposed = destroying.propose(records=[record], reason="期满", by=archivist, at=now)
        with pytest.raises(destroying.SamePerson):
            destroying.carry_out(destruction=proposed, by=archivist, at=now)
        assert ArchiveRecord.objects.get() == record

        destroying.carry_out(destruction=proposed, by=manager, at=now)

        assert not ArchiveRecord.objects.exists()
        with pytest.raises(destroying.DestructionDecided):
            destroying.carry_out(destruction=proposed, by=manager, at=now)
        with pytest.raises(IntegrityError), transaction.atomic():
            Destruction.objects.create(
                number="X-1",
                reason="x",
                status=DestructionStatus.DONE,
                proposed_at=now,
                proposed_by=manager,
                decided_at=now,
                decided_by=manager,
            )

    def test_is_of_due_records_alone(self, archivist, manager, now):
        lasting = RecordFactory(code="lasting", dated_on=YEARS_AGO)
        young = RecordFactory(code="house", dated_on=timezone.localdate(now))
        open_matter = RecordFactory(code="event", dated_on=YEARS_AGO)
        for record in (lasting, young, open_matter):
            with pytest.raises(destroying.NotDue, match=record.number):
                destroying.propose(records=[record, old()], reason="期满", by=archivist, at=now)

        assert not Destruction.objects.exists()

    def test_waits_for_the_last_day_to_be_over(self, archivist):
        record = RecordFactory(code="house", dated_on=date(2020, 5, 1))
        last = start_of(date(2025, 12, 31)) + timedelta(hours=23, minutes=59)
        assert record.due_on == date(2025, 12, 31)

        with pytest.raises(destroying.NotDue):
            destroying.propose(records=[record], reason="期满", by=archivist, at=last)
        assert not ArchiveRecord.objects.due(record.due_on).exists()

        after = last + timedelta(minutes=1)
        assert destroying.propose(
            records=[record], reason="期满", by=archivist, at=after
        ).is_proposed

    def test_stops_at_a_hold_even_after_it_was_proposed(self, archivist, manager, now):
        record = old()
        proposed = destroying.propose(records=[record, old()], reason="期满", by=archivist, at=now)
        holding.hold(record=record, reason="诉讼未结", by=manager, at=now)
        with pytest.raises(holding.HeldAlready):
            holding.hold(record=record, reason="再次", by=manager, at=now)

        with pytest.raises(destroying.NotDue, match=record.number):
            destroying.carry_out(destruction=proposed, by=manager, at=now)

        assert ArchiveRecord.objects.count() == 2
        holding.lift_hold(record=record, reason="结案", by=manager, at=now)
        destroying.carry_out(destruction=proposed, by=manager, at=now)
        assert not ArchiveRecord.objects.exists()

    def test_is_turned_down_with_a_reason(self, archivist, manager, now):
        record = old()
        proposed = destroying.propose(records=[record], reason="期满", by=archivist, at=now)
        with pytest.raises(destroying.ProposedAlready):
            destroying.propose(records=[record], reason="期满", by=archivist, at=now)
        with pytest.raises(destroying.WhyMissing):
            destroying.turn_down(destruction=proposed, answer="", by=manager, at=now)

        turned = destroying.turn_down(destruction=proposed, answer="还要用", by=manager, at=now)

        assert turned.status == DestructionStatus.REFUSED
        again = destroying.propose(records=[record], reason="期满", by=archivist, at=now)
        taken_back = destroying.turn_down(destruction=again, answer="", by=archivist, at=now)
        assert taken_back.status == DestructionStatus.WITHDRAWN

    def test_closes_requests_that_wait_for_nothing_else(self, archivist, manager, now):
        records, staying = [old(), old()], RecordFactory()
        applicant, other = UserFactory(role="Finance"), UserFactory(role="Finance")
        requests = [*access.ask(records=records[:1], reason="核对", by=applicant, at=now)]
        department = records[1].department
        RecordFactory(department=department)
        mixed = ArchiveRecord.objects.filter(department=department)
        requests += access.ask(records=list(mixed), reason="核对", by=other, at=now)
        requests += access.ask(records=[staying], reason="核对", by=other, at=now)
        proposed = destroying.propose(records=records, reason="期满", by=archivist, at=now)

        destroying.carry_out(destruction=proposed, by=manager, at=now)

        for request in requests:
            request.refresh_from_db()
        assert [one.status for one in requests] == ["withdrawn", "asked", "asked"]
        assert requests[0].answer
        later = now + timedelta(days=9)
        access.chase(at=later)
        assert list(AccessRequest.objects.filter(escalated_at=later).order_by("pk")) == requests[1:]

    def test_leaves_a_certificate_nobody_changes(self, client, archivist, manager, now):
        record = old(files={"a.txt": b"one", "b.txt": b"two"})
        hashes = {file.sha256 for file in record.files.all()}
        bag, forgotten = packed(archivist, record), packed(archivist, record)
        packed(archivist, old())
        note_fetched(bag=bag, by=archivist, at=now)
        proposed = destroying.propose(records=[record], reason="保管期满", by=archivist, at=now)
        destroying.carry_out(destruction=proposed, by=manager, at=now)

        item = DestructionItem.objects.get()
        assert (item.record_number, item.class_code) == (record.number, "house")
        assert {one["sha256"] for one in item.files} == hashes
        assert item.copies == [bag.number] != [forgotten.number]
        for change in ({"files": []}, {"copies": []}, {"record_number": "D-1"}):
            with pytest.raises(IntegrityError), transaction.atomic():
                DestructionItem.objects.update(**change)
        with pytest.raises(IntegrityError), transaction.atomic():
            proposed.delete()
        client.force_login(manager)
        paper = client.get(reverse("archive:certificate", args=[proposed.pk]))
        said = _words(paper.content)
        for word in (
            proposed.number,
            record.number,
            "保管期满",
            str(archivist),
            str(manager),
            *hashes,
        ):
            assert word in said

    def test_shortens_no_time_by_a_changed_rule_but_moves_what_the_rule_moves(self, now):
        record = RecordFactory(code="house", dated_on=date(2024, 2, 1))
        kept_on = old()
        holding.keep_on(record=kept_on, until=date(2999, 1, 1), by=UserFactory(), at=now)
        RecordClass.objects.filter(code="house").update(keep_months=12)

        moved = reckon_class(RecordClass.objects.get(code="house"), at=now + timedelta(hours=1))

        record.refresh_from_db()
        kept_on.refresh_from_db()
        assert (record.due_on, kept_on.due_on) == (date(2025, 12, 31), date(2999, 1, 1))
        assert moved == 1
        assert record.changed_at == now + timedelta(hours=1) != kept_on.changed_at


@pytest.mark.django_db(transaction=True)
class TestAfterADestruction:
    def test_a_planted_phrase_is_found_nowhere(self, archivist, manager, now):
        record = old(
            title=PHRASE,
            summary=f"内含{PHRASE}。",
            source=PHRASE,
            files={f"{PHRASE}.txt": PHRASE.encode()},
            subjects=[],
        )
        file = record.files.get()
        FileText.objects.create(file=file, page=1, words=f"正文{PHRASE}正文")
        applicant = UserFactory(role="Finance")
        [request] = access.ask(records=[record], reason="核对", by=applicant, at=now)
        path = Path(file.file.path)
        other = old(title="留下的一件")
        copy = packed(archivist, record, other)
        handed = hand_in(ContentFile(bytes_of(copy)))
        verified = begin_verifying(path=handed, by=archivist, at=now)
        carry()
        assert copy.packed == [record.number, other.number]
        assert report_of(verified)["records"][0]["title"] == PHRASE
        assert path.exists()
        assert _rows_with(PHRASE)
        assert _files_with(PHRASE)

        proposed = destroying.propose(records=[record], reason="期满", by=archivist, at=now)
        destroying.carry_out(destruction=proposed, by=manager, at=now + timedelta(seconds=1))

        assert not path.exists()
        assert _rows_with(PHRASE) == []
        assert _files_with(PHRASE) == []
        [item] = request.items.all()
        assert (item.record, item.record_number) == (None, record.number)
        copy.refresh_from_db()
        assert (copy.file.name, report_of(verified)) == ("", None)

    def test_a_copy_that_was_being_made_meanwhile_is_not_kept(
        self, archivist, manager, now, monkeypatch
    ):
        record = old(title=PHRASE, files={"a.txt": PHRASE.encode()})
        proposed = destroying.propose(records=[record], reason="期满", by=archivist, at=now)
        keep = bags._keep

        def destroyed_first(*args):
            destroying.carry_out(destruction=proposed, by=manager, at=now)
            keep(*args)

        monkeypatch.setattr(bags, "_keep", destroyed_first)

        copy = packed(archivist, record)

        assert (copy.is_ready, copy.file.name) == (False, "")
        assert _rows_with(PHRASE) == []
        assert _files_with(PHRASE) == []


class TestTheScreens:
    def test_let_one_propose_and_another_carry_out(self, client, archivist, manager, now):
        record = old()
        client.force_login(archivist)
        due = reverse("archive:due") + "?view=review"
        assert record.number in client.get(due).text

        page = client.post(due, {"record": record.number, "reason": "期满"}, follow=True)

        destruction = Destruction.objects.get()
        url = reverse("archive:destruction", args=[destruction.pk])
        assert 'value="carry_out"' not in page.text
        client.force_login(manager)
        assert 'value="carry_out"' in client.get(url).text
        refused = client.post(url, {"act": "carry_out"})
        assert (refused.status_code, ArchiveRecord.objects.count()) == (200, 1)
        client.post(url, {"act": "carry_out", "knows": "on"})
        assert not ArchiveRecord.objects.exists()

    def test_show_the_second_person_what_is_to_be_destroyed_while_it_waits(
        self, client, archivist, manager, now
    ):
        record = old(title="绝密标题", source="董事会", secrecy=3)
        proposed = destroying.propose(records=[record], reason="期满", by=archivist, at=now)
        url = reverse("archive:destruction", args=[proposed.pk])
        client.force_login(manager)

        pages = [client.get(url).text, client.get(url).text]

        assert all("绝密标题" in page and "董事会" in page for page in pages)
        (entry,) = ModelLogEntry.objects.filter(action="foyer.archive.look_over_destruction")
        assert entry.user == manager
        assert client.get(reverse("archive:record", args=[record.pk])).status_code == 404
        destroying.turn_down(destruction=proposed, answer="还要用", by=manager, at=now)
        assert "绝密标题" not in client.get(url).text

    def test_tell_of_a_time_that_was_made_shorter_by_a_change(
        self, client, archivist, manager, now
    ):
        record = RecordFactory(code="house", dated_on=date(2026, 3, 1), secrecy=3)
        untouched = old()
        to = {"dated_on": date(2001, 1, 1), "secrecy": 0, "title": "不写进记录的话"}
        change_record(record=record, to=to, by=archivist, at=now)
        record.refresh_from_db()
        proposed = destroying.propose(
            records=[record, untouched], reason="期满", by=archivist, at=now
        )
        client.force_login(manager)

        page = client.get(reverse("archive:destruction", args=[proposed.pk]))

        entry = ModelLogEntry.objects.get(action="foyer.archive.change")
        assert entry.data["from"] == {
            "dated_on": "2026-03-01",
            "due_on": "2031-12-31",
            "secrecy": 3,
        }
        assert entry.data["to"] == {"dated_on": "2001-01-01", "due_on": "2006-12-31", "secrecy": 0}
        assert "不写进记录的话" not in str(entry.data)
        told = {item.record_id: before for item, _record, before in page.context["items"]}
        assert told[record.pk].day == date(2031, 12, 31)
        assert told[untouched.pk] is None
        assert f"{archivist} 于" in page.text

    def test_certify_what_a_record_was_when_it_was_destroyed(self, archivist, manager, now):
        record = old()
        proposed = destroying.propose(records=[record], reason="期满", by=archivist, at=now)
        change_record(record=record, to={"dated_on": date(2016, 1, 2)}, by=archivist, at=now)

        destroying.carry_out(destruction=proposed, by=manager, at=now)

        item = DestructionItem.objects.get()
        assert (item.dated_on, item.due_on) == (date(2016, 1, 2), date(2021, 12, 31))
        with pytest.raises(IntegrityError), transaction.atomic():
            DestructionItem.objects.update(due_on=date(2020, 1, 1))

    def test_keep_on_what_is_over_and_never_shorten(self, client, archivist, now):
        today = timezone.localdate(now)
        running = RecordFactory(code="house", dated_on=today)
        open_matter, over = RecordFactory(code="event"), old()
        days = {one: one.due_on for one in (running, open_matter)}
        soon, later = today + timedelta(days=1), today + timedelta(days=900)
        client.force_login(archivist)

        for record, until in ((running, soon), (open_matter, soon), (over, later), (over, soon)):
            client.post(
                reverse("archive:keeping", args=[record.pk]), {"act": "keep_on", "until": until}
            )

        for record, day in (*days.items(), (over, later)):
            record.refresh_from_db()
            assert record.due_on == day
        (entry,) = ModelLogEntry.objects.filter(action="foyer.archive.keep_on")
        assert entry.data == {"from": "2020-12-31", "until": later.isoformat()}

    def test_tell_why_a_record_is_held_back_only_who_holds_or_destroys(
        self, client, archivist, manager, now
    ):
        record = old(secrecy=0)
        holding.hold(record=record, reason="张三劳动争议", by=archivist, at=now)
        url, told = reverse("archive:keeping", args=[record.pk]), []

        for reader in (archivist, manager, UserFactory(role="Reception")):
            client.force_login(reader)
            page = client.get(url)
            assert page.status_code == 200
            told.append("张三劳动争议" in page.text)

        assert told == [True, True, False]

    def test_hold_back_and_lift(self, client, archivist):
        record = old()
        client.force_login(archivist)
        url = reverse("archive:keeping", args=[record.pk])
        client.post(url, {"act": "hold", "reason": "诉讼未结"})
        assert record.number not in client.get(reverse("archive:due") + "?view=review").text
        assert record.number in client.get(reverse("archive:due") + "?view=held").text

        client.post(url, {"act": "lift", "reason": "结案"})

        assert record.number in client.get(reverse("archive:due") + "?view=review").text

    @pytest.mark.parametrize("role", ["Marketing", "Finance", "Administrators", "Reception"])
    def test_are_closed_to_everybody_else(self, client, role, archivist, now):
        proposed = destroying.propose(records=[old()], reason="期满", by=archivist, at=now)
        client.force_login(UserFactory(role=role, is_superuser=role == "Administrators"))

        pages = [
            client.get(reverse("archive:due")),
            client.post(reverse("archive:due"), {"reason": "x"}),
            client.post(
                reverse("archive:destruction", args=[proposed.pk]),
                {"act": "carry_out", "knows": "on"},
            ),
        ]

        assert {page.status_code for page in pages} <= {302, 403}
        assert ArchiveRecord.objects.count() == 1


def _rows_with(phrase: str) -> list[str]:
    """Return the tables in which a phrase stands, as it is or with every character by itself."""
    found = []
    for model in apps.get_models():
        for column in model._meta.concrete_fields:
            text = Cast(
                column.attname, TextField() if connection.vendor == "sqlite" else CharField()
            )
            rows = model._base_manager.annotate(found_text=text)
            apart = ",".join(phrase)
            if (
                rows.filter(found_text__contains=phrase).exists()
                or rows.filter(found_text__contains=apart).exists()
            ):
                found.append(f"{model._meta.label}.{column.name}")
    return found


def _files_with(phrase: str) -> list[str]:
    needle = phrase.encode()
    folder = Path(settings.DATA_DIR)
    private = Path(settings.STORAGES["private"]["OPTIONS"]["location"])
    places = {*folder.rglob("*"), *private.rglob("*")}
    return [str(one) for one in places if one.is_file() and needle in one.read_bytes()]


def _words(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    try:
        pages = [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()
    return "".join("".join(pages).split())
