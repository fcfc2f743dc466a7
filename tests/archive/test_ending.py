"""The time of records runs once their matter is over, whenever they were filed. (000-28)"""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from foyer.archive.models import ArchiveRecord
from foyer.archive.services.ending import reckon_ended
from foyer.archive.services.keeping import due_day
from foyer.cases.models import Case
from tests.factories import CaseFactory, ClientFactory, EventFactory, RecordFactory, UserFactory

pytestmark = pytest.mark.django_db


def moved(record, now):
    reckon_ended(at=now)
    record.refresh_from_db()
    return record.ended_on, record.due_on


class TestTheTimeOfARecord:
    def test_runs_once_its_event_is_over(self, now):
        event = EventFactory()
        record = RecordFactory(code="event", subjects=[event, ClientFactory()])
        before = moved(record, event.ends_at - timedelta(minutes=1))

        ended, due = moved(record, event.ends_at + timedelta(days=2))

        day = timezone.localdate(event.ends_at)
        assert before == (None, None)
        assert ended == day
        assert due == due_day(record) > day
        (entry,) = ModelLogEntry.objects.filter(action="foyer.archive.matter_ended")
        assert entry.data == {"ended_on": day.isoformat(), "due_on": due.isoformat()}

    def test_waits_for_the_last_of_its_matters(self, now):
        first, last = EventFactory(), EventFactory()
        type(last).objects.filter(pk=last.pk).update(ends_at=first.ends_at + timedelta(days=30))
        record = RecordFactory(code="event", subjects=[first, last])

        assert moved(record, first.ends_at + timedelta(days=2)) == (None, None)
        ended, _due = moved(record, first.ends_at + timedelta(days=60))
        assert ended == timezone.localdate(first.ends_at + timedelta(days=30))

    def test_runs_once_a_case_is_closed(self, now):
        case = CaseFactory()
        record = RecordFactory(code="case", subjects=[case])
        assert moved(record, now) == (None, None)
        closed = {"status": "closed", "outcome": "resolved", "closed_at": now - timedelta(days=3)}
        Case.objects.filter(pk=case.pk).update(**closed)

        ended, due = moved(record, now)

        assert ended == timezone.localdate(now - timedelta(days=3))
        assert due is not None

    def test_stays_as_somebody_typed_it(self, now):
        event = EventFactory()
        record = RecordFactory(code="event", subjects=[event], ended_on=date(2026, 4, 1))

        assert moved(record, event.ends_at + timedelta(days=2))[0] == date(2026, 4, 1)

    def test_is_reckoned_where_all_is_known_and_no_day_stands(self, now):
        record = RecordFactory(code="house")
        ArchiveRecord.objects.update(due_on=None)

        assert moved(record, now)[1] == due_day(record)


class TestTheScreens:
    def test_list_records_whose_end_is_not_known_and_take_it_for_many(self, client):
        records = [RecordFactory(code="client") for _ in range(3)]
        RecordFactory(code="house")
        client.force_login(UserFactory(role="Archivist"))
        due = reverse("archive:due") + "?view=endless"

        shown = [row.number for row in client.get(due).context["page"].object_list]
        client.post(
            reverse("archive:many"),
            {"record": [one.pk for one in records], "ended_on": "2026-05-01"},
        )

        assert sorted(shown) == sorted(one.number for one in records)
        assert set(
            ArchiveRecord.objects.filter(record_class__code="client").values_list(
                "ended_on", flat=True
            )
        ) == {date(2026, 5, 1)}
        assert client.get(due).context["page"].object_list.count() == 0
