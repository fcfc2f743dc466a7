"""What is read of a guest list."""

import pytest

from foyer.events.models import Event
from foyer.guests.enums import InvitationStatus
from foyer.guests.queries import guests_on_list, list_counts
from tests.factories import (
    GuestFactory,
    SignInFactory,
)
from tests.guests.letters import letter

pytestmark = pytest.mark.django_db


class TestGuestsOnList:
    @pytest.mark.parametrize(
        ("wanted", "found"),
        [
            ({}, {"王小明", "李雷", "韩梅梅"}),
            ({"reply": "yes"}, {"李雷"}),
            ({"reply": "struck"}, {"赵不来"}),
            ({"letter": "sent"}, {"王小明"}),
            ({"letter": "none"}, {"李雷", "韩梅梅"}),
            ({"arrived": "yes"}, {"韩梅梅"}),
            ({"arrived": "no"}, {"王小明", "李雷"}),
            ({"table": "-"}, {"王小明", "韩梅梅"}),
            ({"table": "牡丹"}, {"李雷"}),
            ({"q": "小明"}, {"王小明"}),
            ({"q": "hanmei"}, {"韩梅梅"}),
            ({"q": "韓梅"}, {"韩梅梅"}),
        ],
    )
    def test_are_narrowed_down(self, event: Event, wanted: dict[str, str], found: set[str]) -> None:
        invited = GuestFactory(event=event, name="王小明", company="")
        GuestFactory(event=event, name="李雷", company="", replied_yes=True, table="牡丹")
        arrived = GuestFactory(event=event, name="韩梅梅", company="")
        GuestFactory(event=event, name="赵不来", company="", cancelled=True)
        GuestFactory(name="别的活动")
        letter(invited, InvitationStatus.FAILED)
        letter(invited)
        SignInFactory(guest=arrived)

        assert set(guests_on_list(event, wanted).values_list("name", flat=True)) == found


class TestListCounts:
    def test_add_up(self, event: Event) -> None:
        GuestFactory(event=event, replied_yes=True, reply_party=3)
        GuestFactory(event=event, replied_no=True)
        GuestFactory(event=event, cancelled=True, replied_yes=True, reply_party=9)
        arrived = GuestFactory(event=event)
        letter(arrived)
        letter(GuestFactory(event=event), InvitationStatus.QUEUED)
        SignInFactory(guest=arrived, party=2)
        SignInFactory(guest=GuestFactory(event=event), undone=True)

        counts = list_counts(event)

        assert (counts.asked, counts.yes, counts.no, counts.waiting) == (5, 1, 1, 3)
        assert (counts.people, counts.letters, counts.under_way, counts.struck_off) == (3, 1, 1, 1)
        assert [(door.guests, door.people) for door in counts.doors] == [(1, 2), (0, 0)]
        assert counts.arrived == 1
