import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from foyer.core.models import HousePolicy
from foyer.events.enums import EventStatus
from foyer.events.models import Event
from foyer.guests.enums import ReplyState
from foyer.guests.models import Guest
from foyer.guests.services.replies import (
    EventFull,
    PartyTooMany,
    RepliesClosed,
    reply_to_invitation,
)
from tests.factories import EventFactory, GuestFactory


def reply(guest: Guest, *, yes: bool = True, party: int = 1, notes: str = "", at=None) -> None:
    reply_to_invitation(
        guest=guest, yes=yes, party=party, dietary_notes=notes, at=at or timezone.now()
    )


@pytest.mark.django_db
class TestReply:
    def test_is_kept_and_may_be_changed(self):
        guest = GuestFactory(event=EventFactory(), party_limit=3)

        reply(guest, party=3, notes="不吃香菜")
        guest.refresh_from_db()
        assert (guest.reply, guest.reply_party, guest.dietary_notes) == (
            ReplyState.YES,
            3,
            "不吃香菜",
        )

        reply(guest, yes=False, party=3)
        guest.refresh_from_db()
        assert (guest.reply, guest.reply_party, guest.dietary_notes) == (
            ReplyState.NO,
            0,
            "不吃香菜",
        )

    def test_is_for_as_many_as_were_invited_and_as_there_are_seats(self):
        event = EventFactory(capacity=3)
        guest, other = GuestFactory.create_batch(2, event=event, party_limit=2)
        GuestFactory(event=event, replied_yes=True, reply_party=3, cancelled=True)

        for party in (0, 3):
            with pytest.raises(PartyTooMany):
                reply(guest, party=party)
        reply(guest, party=2)
        with pytest.raises(EventFull):
            reply(other, party=2)
        reply(guest, party=2)  # their own seats are not in their way
        reply(other, party=1)

    def test_is_refused_after_the_day_and_when_there_is_nothing_to_reply_to(self, now):
        event = EventFactory()
        guest = GuestFactory(event=event)
        last_moment = event.replies_until(HousePolicy.load())

        reply(guest, at=last_moment)
        with pytest.raises(RepliesClosed):
            reply(guest, at=last_moment + timedelta(seconds=1))
        with pytest.raises(RepliesClosed):
            reply(GuestFactory(event=event, cancelled=True))
        for status in (EventStatus.CANCELLED, EventStatus.HELD, EventStatus.CLOSED):
            Event.objects.filter(pk=event.pk).update(status=status)
            with pytest.raises(RepliesClosed):
                reply(guest)


@pytest.mark.django_db(transaction=True)
class TestRepliesAtOnce:
    def test_never_give_the_last_seats_away_twice(self):
        event = EventFactory(capacity=4)
        guests = GuestFactory.create_batch(8, event=event, party_limit=2)
        start, refused = threading.Barrier(len(guests)), []

        def answer(guest: Guest) -> None:
            start.wait()
            try:
                reply(guest, party=2)
            except EventFull:
                refused.append(guest)
            finally:
                connection.close()

        threads = [threading.Thread(target=answer, args=[guest]) for guest in guests]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert len(refused) == 6
        assert event.guests.filter(reply=ReplyState.YES).count() == 2
