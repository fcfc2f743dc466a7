"""What a process remembers of a door makes it quick, and is never believed."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from foyer.core.models import HousePolicy, User
from foyer.events.models import Event
from foyer.guests import known_doors
from foyer.guests.models import Checkpoint, Desk, Guest, SignIn
from foyer.guests.services.codes import issue_new_code
from foyer.guests.services.pairing import give_token, revoke_desk
from foyer.guests.services.sign_in import sign_in_by_hand
from tests.factories import CheckpointFactory, DeskFactory, EventFactory, GuestFactory
from tests.tablet import Tablet

pytestmark = pytest.mark.django_db
Change = Callable[[Desk, list[Guest]], object]
HOUR = timedelta(hours=1)


@pytest.fixture
def tablet(event: Event) -> Tablet:
    """A tablet at a door where somebody has just been welcome."""
    tablet = Tablet(DeskFactory(event=event, paired=True))
    for _ in range(2):  # the first makes the door known, the second relies on it
        assert tablet.scan(GuestFactory(event=event)).json()["result"] == "welcome"
    return tablet


def of_event(**values: object) -> Change:
    return lambda desk, _guests: Event.objects.filter(pk=desk.event_id).update(**values)


def of_guests(**values: object) -> Change:
    return lambda _desk, guests: Guest.objects.filter(pk__in=[g.pk for g in guests]).update(
        **values
    )


def new_codes(_desk: Desk, guests: list[Guest]) -> None:
    for guest in guests:  # the tablet still holds the old one
        fresh = Guest.objects.get(pk=guest.pk)
        issue_new_code(guest=fresh, by=guest.host, at=timezone.now())


def another_event(_desk: Desk, guests: list[Guest]) -> None:
    Guest.objects.filter(pk__in=[g.pk for g in guests]).update(event=EventFactory(running=True))


def already_in(desk: Desk, guests: list[Guest]) -> None:
    for guest in guests:
        sign_in_by_hand(
            guest=guest,
            checkpoint=desk.checkpoints.get(),
            by=guest.host,
            at=timezone.now(),
        )


def moved_checkpoint(desk: Desk, _guests: list[Guest]) -> None:
    twin = EventFactory(running=True)
    before = Event.objects.get(pk=desk.event_id)
    Event.objects.filter(pk=twin.pk).update(
        status=before.status, starts_at=before.starts_at, ends_at=before.ends_at
    )
    Checkpoint.objects.filter(desks=desk).update(event=twin)


def another_tablet(desk: Desk, _guests: list[Guest]) -> None:
    give_token(desk=desk, token="another", at=timezone.now())


CHANGES: dict[str, tuple[Change, str]] = {
    "the desk is revoked": (
        lambda desk, _guests: revoke_desk(desk=desk, at=timezone.now()),
        "desk_revoked",
    ),
    "the desk is another tablet's": (another_tablet, "desk_revoked"),
    "the desk has another name": (
        lambda desk, _guests: Desk.objects.filter(pk=desk.pk).update(name="南门"),
        "welcome",
    ),
    "the desk has another list": (
        lambda desk, _guests: desk.checkpoints.set([CheckpointFactory(event=desk.event)]),
        "checkpoint_not_allowed",
    ),
    "the list is another event's": (moved_checkpoint, "other_event"),
    "the event is cancelled": (of_event(status="cancelled"), "cancelled"),
    "the event is closed": (of_event(status="closed"), "not_open"),
    "the event is held": (of_event(status="held"), "welcome"),
    "the event is over": (of_event(ends_at=timezone.now() - timedelta(seconds=1)), "not_open"),
    "the event is put off": (
        of_event(starts_at=timezone.now() + 2 * HOUR, ends_at=timezone.now() + 3 * HOUR),
        "not_open",
    ),
    "the doors are shut": (of_event(doors_at=timezone.now() + HOUR), "not_open"),
    "the guest is struck off": (of_guests(cancelled_at=timezone.now()), "cancelled"),
    "the guest is another event's": (another_event, "other_event"),
    "the guest has a new code": (new_codes, "unknown"),
    "the guest is in": (already_in, "already"),
    "the guest brings others": (of_guests(party_limit=4, reply_party=3), "welcome"),
    "the guest's name is no text": (of_guests(name="赵 \x1f 敏"), "welcome"),
    "the guest has neither seat nor Chinese": (
        of_guests(language="en", table="", seat=""),
        "welcome",
    ),
}


class TestKnownDoor:
    def test_takes_one_question(self, tablet: Tablet, event: Event, django_assert_num_queries):
        guest = GuestFactory(event=event)

        with django_assert_num_queries(1):
            answer = tablet.scan(guest)

        assert answer.json()["result"] == "welcome"
        assert SignIn.objects.filter(guest=guest).count() == 1

    @pytest.mark.parametrize("what", CHANGES)
    def test_answers_as_one_never_seen_before_whatever_has_changed(
        self,
        tablet: Tablet,
        event: Event,
        administrator: User,
        monkeypatch: pytest.MonkeyPatch,
        what: str,
    ):
        change, expected = CHANGES[what]
        twins = GuestFactory.create_batch(
            2, event=event, name="赵敏", host=administrator, table="8", seat="A2"
        )
        change(Desk.objects.get(pk=tablet.desk.pk), twins)

        known = tablet.scan(twins[0])
        monkeypatch.setattr(known_doors, "_known", {})
        new = tablet.scan(twins[1])

        told = [
            {k: v for k, v in answer.json().items() if k not in ("id", "signed_in_at")}
            for answer in (known, new)
        ]
        assert told[0] == told[1]
        assert told[0].get("result") == expected or told[0].get("code") == expected
        kept = SignIn.objects.filter(guest__in=twins).values_list("party", "desk", "way")
        assert len(set(kept)) == len(kept) / 2 <= 1

    def test_opens_when_the_house_says_so_now(self, tablet: Tablet, event: Event):
        soon = timezone.now() + timedelta(minutes=30)
        Event.objects.filter(pk=event.pk).update(starts_at=soon, ends_at=soon + HOUR)
        results = [tablet.scan(GuestFactory(event=event)).json()["result"] for _ in range(2)]

        HousePolicy.objects.update_or_create(defaults={"doors_minutes": 0})

        assert results == ["welcome", "welcome"]
        assert tablet.scan(GuestFactory(event=event)).json()["result"] == "not_open"

    def test_of_thousands_of_tablets_keeps_only_so_many(
        self, tablet: Tablet, event: Event, monkeypatch: pytest.MonkeyPatch
    ):
        monkeypatch.setattr(known_doors, "_MOST", 2)
        tablets = [Tablet(DeskFactory(event=event, paired=True)) for _ in range(3)]

        results = [one.scan(GuestFactory(event=event)).json()["result"] for one in tablets]

        assert results == ["welcome"] * 3
        assert len(known_doors._known) <= 2
