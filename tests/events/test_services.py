"""Acts of the events room."""

from datetime import UTC, datetime

import pytest
from wagtail.models import ModelLogEntry

from foyer.core.models import NumberSeries
from foyer.events.enums import EventStatus
from foyer.events.models import Event
from foyer.events.services import StepNotNext, advance_event, create_event
from tests.factories import EventFactory, UserFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 6, 4, tzinfo=UTC)  # a moment far from any change of day or year


class TestCreateEvent:
    def test_gives_the_next_number_of_the_series(self) -> None:
        NumberSeries.objects.create(key="event", pattern="活{year}-{n:3}", next_number=7)
        by = UserFactory()
        events = [
            create_event(
                event=EventFactory.build(number="", type_id=_type(), room=None), by=by, at=NOW
            )
            for _ in range(2)
        ]

        numbers = [event.number for event in events]

        assert numbers == ["活2026-007", "活2026-008"]

    def test_passes_over_a_number_typed_by_hand_and_counts_in_the_houses_year(self) -> None:
        NumberSeries.objects.create(key="event", pattern="活{year}-{n:3}", next_number=7)
        EventFactory(number="活2027-007")
        new_year = datetime(2026, 12, 31, 17, tzinfo=UTC)  # one in the morning in Shanghai
        new = EventFactory.build(number="", type_id=_type(), room=None)

        event = create_event(event=new, by=UserFactory(), at=new_year)

        assert event.number == "活2027-008"


class TestAdvanceEvent:
    @pytest.mark.parametrize("now", EventStatus.values)
    @pytest.mark.parametrize("to", [*EventStatus.values, "nonsense"])
    def test_takes_only_the_steps_that_follow(self, now: str, to: str) -> None:
        event = EventFactory(status=now)
        follows = to in EventStatus.NEXT[now]

        if follows:
            advance_event(event=event, to=to, by=UserFactory(), at=NOW)
        else:
            with pytest.raises(StepNotNext):
                advance_event(event=event, to=to, by=UserFactory(), at=NOW)

        assert Event.objects.get(pk=event.pk).status == (to if follows else now)

    def test_judges_by_where_the_event_stands_not_by_what_a_second_tab_shows(self) -> None:
        event = EventFactory(status=EventStatus.PLANNED)
        stale = Event.objects.get(pk=event.pk)
        advance_event(event=event, to="announced", by=UserFactory(), at=NOW)

        with pytest.raises(StepNotNext):
            advance_event(event=stale, to="announced", by=UserFactory(), at=NOW)

    def test_writes_down_who_took_which_step(self) -> None:
        event, by = EventFactory(status=EventStatus.PLANNED), UserFactory()

        advance_event(event=event, to="announced", by=by, at=NOW)

        entry = ModelLogEntry.objects.get(action="foyer.event.advance")
        assert (entry.user, entry.data) == (by, {"from": "planned", "to": "announced"})


def _type() -> int:
    """The pk of one of the five kinds that every house starts with."""
    return Event._meta.get_field("type").related_model.objects.first().pk  # type: ignore[union-attr]  # a model
