"""Acts upon many guests at once: those ticked, or all who match what the list is narrowed down by."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from foyer.core.spreadsheets.reader import read_table
from foyer.events.models import Event
from foyer.guests.enums import InvitationStatus
from foyer.guests.models import Guest, Invitation
from tests.conftest import LogIn
from tests.factories import ContactFactory, GuestFactory, SignInFactory
from tests.guests.letters import letter
from tests.guests.test_guest_export import wish

pytestmark = pytest.mark.django_db


class Bulk:
    """A member of staff at the list of one event."""

    def __init__(self, client: Client, event: Event) -> None:
        self.client, self.page = client, f"/admin/guests/{event.pk}/bulk/"

    def ask(self, act: str, *guests: Guest, **sent: Any) -> Any:
        """Choose an act for guests ticked."""
        ticked = [guest.pk for guest in guests]
        return self.client.post(self.page, {"act": act, "guest": ticked, **sent})

    def ask_for_all(self, act: str, filter: str = "", **sent: Any) -> Any:  # noqa: A002  the field's name
        """Choose an act for all who match."""
        return self.client.post(self.page, {"act": act, "all": "1", "filter": filter, **sent})

    def confirm(self, asked: Any, **sent: Any) -> Any:
        """Say yes to what was shown, as the form does."""
        selection = asked.context["selection"]
        fields: dict[str, Any] = {"act": asked.context["act"], "seen": selection.mark}
        for name, value in selection.fields:
            fields.setdefault(name, []).append(value)
        return self.client.post(self.page, fields | sent, follow=True)


@pytest.fixture
def bulk(event: Event, log_in: LogIn) -> Bulk:
    return Bulk(log_in("Account managers"), event)


def told(answer: Any) -> list[str]:
    return [str(message).strip() for message in answer.context["messages"]]


class TestGuestsTicked:
    def test_are_shown_with_the_number_and_the_exceptions_before_anything_is_sent(
        self, event: Event, bulk: Bulk
    ) -> None:
        reachable = GuestFactory(event=event)
        silent = GuestFactory(event=event, name="李无邮", email="")
        left_out, stranger = GuestFactory(event=event), GuestFactory()

        asked = bulk.client.post(
            bulk.page,
            {"act": "invite", "guest": [reachable.pk, silent.pk, stranger.pk, "x", 10**30]},
        )

        assert (asked.context["count"], asked.context["names"]) == (1, reachable.name)
        assert [(g.reason, g.names) for g in asked.context["left_out"]] == [
            ("此嘉宾没有电子邮箱。", "李无邮")
        ]
        assert not Invitation.objects.exists()

        done = bulk.confirm(asked)

        assert list(Invitation.objects.values_list("guest", flat=True)) == [reachable.pk]
        assert told(done) == ["1封邀请函正在发送。", "此嘉宾没有电子邮箱。未处理：李无邮。"]
        assert not left_out.invitations.exists()

    def test_are_seated_at_once(self, event: Event, bulk: Bulk) -> None:
        guests = GuestFactory.create_batch(2, event=event)

        bulk.ask("table", *guests, table="牡丹")
        refused = bulk.ask("table", *guests, table="长" * 41)

        assert set(event.guests.values_list("table", flat=True)) == {"牡丹"}
        assert refused.context["form"].errors.keys() == {"table"}

    def test_are_asked_for_when_there_are_none(self, event: Event, bulk: Bulk) -> None:
        GuestFactory(event=event)

        answer = bulk.ask("strike_off")

        assert answer.status_code == 302
        assert event.guests.get().cancelled_at is None


class TestAllWhoMatch:
    def test_are_those_of_every_page_and_no_others(self, event: Event, bulk: Bulk) -> None:
        guests = GuestFactory.create_batch(53, event=event, table="松")
        GuestFactory(event=event, table="竹")
        GuestFactory(event=event, table="松", cancelled=True)
        GuestFactory(table="松")

        asked = bulk.ask_for_all("invite", "table=松&p=2")
        done = bulk.confirm(asked)

        assert asked.context["count"] == 53
        assert asked.context["selection"].conditions == [("桌号", "松")]
        assert set(Invitation.objects.values_list("guest", flat=True)) == {g.pk for g in guests}
        assert told(done) == ["53封邀请函正在发送。"]

    def test_are_offered_when_the_list_has_more_than_one_page(
        self, event: Event, bulk: Bulk
    ) -> None:
        GuestFactory.create_batch(50, event=event)
        page = f"/admin/guests/{event.pk}/"
        before = bulk.client.get(page).content.decode()

        GuestFactory(event=event)

        assert 'data-tick-everybody="51"' not in before
        assert 'data-tick-everybody="51"' in bulk.client.get(page).content.decode()

    def test_are_shown_anew_when_somebody_has_joined_them_meanwhile(
        self, event: Event, bulk: Bulk
    ) -> None:
        GuestFactory(event=event)
        asked = bulk.ask_for_all("strike_off")
        GuestFactory(event=event)

        again = bulk.confirm(asked)

        assert again.context["count"] == 2
        assert len(told(again)) == 1
        assert event.guests.filter(cancelled_at=None).count() == 2

    def test_are_never_everybody_because_the_filter_is_no_longer_known(
        self, event: Event, bulk: Bulk
    ) -> None:
        GuestFactory(event=event, table="")

        answer = bulk.ask_for_all("strike_off", "table=昨天的桌")

        assert answer.status_code == 302
        assert event.guests.filter(cancelled_at=None).count() == 1

    def test_are_seated_only_after_they_were_shown(self, event: Event, bulk: Bulk) -> None:
        GuestFactory(event=event, table="松")
        GuestFactory(event=event)

        asked = bulk.ask_for_all("table", table="松")
        done = bulk.confirm(asked, table="竹")

        assert (asked.context["count"], asked.context["form"]["table"].value()) == (1, "松")
        assert set(event.guests.values_list("table", flat=True)) == {"竹"}
        assert told(done) == ["已为2位嘉宾重新排桌。"]


class TestStrikingOffMany:
    def test_says_who_has_accepted_who_is_here_and_whose_letter_waits(
        self, event: Event, bulk: Bulk
    ) -> None:
        coming = GuestFactory(event=event, replied_yes=True)
        here, waiting = GuestFactory.create_batch(2, event=event)
        SignInFactory(guest=here)
        letter(waiting, InvitationStatus.QUEUED)

        asked = bulk.ask("strike_off", coming, here, waiting)
        bulk.confirm(asked)

        assert len(asked.context["notes"]) == 3
        assert not event.guests.filter(cancelled_at=None).exists()
        assert waiting.invitations.get().status == InvitationStatus.CANCELLED

    def test_is_taken_back_for_all_who_may_come_back(self, event: Event, bulk: Bulk) -> None:
        contact = ContactFactory()
        back = GuestFactory(event=event, cancelled=True)
        GuestFactory(event=event, contact=contact, cancelled=True)
        GuestFactory(event=event, contact=contact)

        asked = bulk.ask_for_all("put_back", "reply=struck")
        bulk.confirm(asked)

        assert (asked.context["count"], asked.context["left_out_count"]) == (1, 1)
        back.refresh_from_db()
        assert back.cancelled_at is None


class TestWithdrawingMany:
    def test_leaves_the_guests_on_the_list(self, event: Event, bulk: Bulk) -> None:
        waiting, sent = GuestFactory.create_batch(2, event=event)
        letter(waiting, InvitationStatus.QUEUED)
        letter(sent)

        asked = bulk.ask_for_all("withdraw")
        done = bulk.confirm(asked)

        assert (asked.context["count"], asked.context["left_out_count"]) == (1, 1)
        assert told(done)[0] == "已撤回1封邀请函。"
        assert waiting.invitations.get().status == InvitationStatus.CANCELLED
        assert sent.invitations.get().status == InvitationStatus.SENT
        assert event.guests.filter(cancelled_at=None).count() == 2


class TestExportingMany:
    def test_writes_those_who_match_and_no_others(self, event: Event, bulk: Bulk) -> None:
        GuestFactory(event=event, name="王小明", table="松")
        GuestFactory(event=event, name="李雷", table="竹")

        ticked = bulk.ask("export", GuestFactory(event=event, name="韩梅", table="菊"))
        matching = bulk.ask_for_all("export", "table=松")

        names = []
        for answer in (ticked, matching):
            asked = bulk.client.get(answer["Location"])
            file = bulk.client.post(answer["Location"], wish(columns=["name"]))
            rows = read_table(b"".join(file.streaming_content)).rows
            assert asked.context["count"] == 1
            names += [row.cells[0] for row in rows[1:]]
        assert names == ["韩梅", "王小明"]


class TestRights:
    @pytest.mark.parametrize(
        ("role", "acts"),
        [
            ("Management", {"export"}),
            ("Marketing", {"invite", "again", "withdraw", "table", "strike_off", "put_back"}),
            ("Reception", {"table"}),
            ("Venue desk", set()),
        ],
    )
    def test_are_asked_for_each_act(
        self, guest: Guest, log_in: LogIn, role: str, acts: set[str]
    ) -> None:
        bulk = Bulk(log_in(role), guest.event)
        every = {"invite", "again", "withdraw", "table", "export", "strike_off", "put_back"}

        answers = {act: bulk.ask(act, guest) for act in every}
        shown = {act for act, answer in answers.items() if answer.status_code == 200}
        if "/export/" in answers["export"].get("Location", ""):
            shown.add("export")  # it is a page that asks
        bulk.ask("look_up", guest)

        assert shown | ({"table"} & acts) == acts  # seating guests ticked is carried out at once
        assert guest.invitations.count() == 0


def fill(event: Event, number: int) -> None:
    """Put guests on the list until it has so many, each with a letter that waits."""
    missing = number - event.guests.count()
    guests = Guest.objects.bulk_create(GuestFactory.build_batch(missing, event=event))
    Invitation.objects.bulk_create(Invitation(guest=g, queued_at=g.created_at) for g in guests)


class TestTwoThousandGuests:
    @pytest.mark.parametrize("act", ["again", "withdraw", "table", "strike_off"])
    def test_are_asked_about_at_the_cost_of_twenty(
        self, event: Event, bulk: Bulk, act: str
    ) -> None:
        counts = []
        for number in (20, 2000):
            fill(event, number)
            with CaptureQueriesContext(connection) as queries:
                asked = bulk.ask_for_all(act, table="松")
            counts.append(len(queries))
            assert asked.context["count"] + asked.context["left_out_count"] == number

        assert counts[0] == counts[1]

    def test_are_withdrawn_seated_asked_and_struck_off(self, event: Event, bulk: Bulk) -> None:
        fill(event, 2000)

        for act in ("withdraw", "table", "invite", "strike_off"):
            with CaptureQueriesContext(connection) as queries:
                bulk.confirm(bulk.ask_for_all(act), **({"table": "松"} if act == "table" else {}))
            assert len(queries) < 200, act

        assert event.guests.filter(cancelled_at=None).count() == 0
        assert set(event.guests.values_list("table", flat=True)) == {"松"}
        assert Invitation.objects.filter(status=InvitationStatus.CANCELLED).count() == 4000
