"""Who is expected, who is late, who did not come, and what follows. (000-12)"""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from freezegun import freeze_time

from foyer.clients.care_enums import DueKind, VisitMode
from foyer.clients.models import CarePolicy, ClientPolicy
from foyer.clients.queries.due_items import DueScope
from foyer.clients.queries.due_list import due_items
from foyer.clients.queries.due_words import reason
from foyer.core.days import house_day
from foyer.core.models import User
from foyer.events.models import Event
from foyer.guests.enums import Grouping, Presence
from foyer.guests.models import ArrivalPolicy
from foyer.guests.presence import grouped, read_presence
from tests.factories import (
    ClientFactory,
    ContactFactory,
    EventFactory,
    GuestFactory,
    SignInFactory,
    UserFactory,
    VisitFactory,
)

pytestmark = pytest.mark.django_db


def states(event: Event, *, at) -> dict[str, str]:
    found = read_presence(event, policy=ArrivalPolicy.load(), at=at)
    return {one.guest.name: str(one.state) for one in found}


class TestReadPresence:
    def test_tells_expected_from_late_from_not_come(self):
        event = EventFactory(starts_at=timezone.now())
        came = SignInFactory(guest=GuestFactory(event=event, name="已到"))
        SignInFactory(guest=GuestFactory(event=event, name="撤销"), undone=True)
        SignInFactory(guest=GuestFactory(event=event, name="改主意", replied_no=True))
        GuestFactory(event=event, name="婉拒", replied_no=True)
        GuestFactory(event=event, name="除名", cancelled=True)
        late = event.starts_at + timedelta(minutes=15)

        told = [
            states(event, at=moment)
            for moment in (late - timedelta(minutes=1), late, event.ends_at + timedelta(minutes=1))
        ]

        here = {came.guest.name: "arrived", "改主意": "arrived"}
        assert told == [here | {"撤销": missing} for missing in ("expected", "late", "no_show")]


class TestGrouped:
    @pytest.fixture
    def reader(self) -> User:
        return UserFactory(role="Account managers")

    @pytest.fixture
    def event(self, reader: User) -> Event:
        event = EventFactory(running=True)
        contact = ContactFactory(client=ClientFactory(key=True, account_manager=reader))
        theirs = ContactFactory(client=ClientFactory(account_manager=UserFactory()))
        GuestFactory(event=event, contact=contact, table="松 1", host=reader)
        SignInFactory(guest=GuestFactory(event=event, contact=theirs, table="松 1"))
        GuestFactory(event=event)
        return event

    def groups(self, event: Event, by: Grouping, reader: User) -> list[tuple[str, int, int, int]]:
        found = read_presence(event, policy=ArrivalPolicy.load(), at=timezone.now())
        made = grouped(found, by, shown=map(Presence, Presence.MISSING), reader=reader)
        return [(one.label, len(one.guests), one.arrived, one.expected) for one in made]

    def test_by_table_names_who_is_missing_and_counts_all(self, event: Event, reader: User):
        assert self.groups(event, Grouping.TABLE, reader) == [
            ("松 1", 1, 1, 2),
            ("未排桌", 1, 0, 1),
        ]

    def test_by_host(self, event: Event, reader: User):
        assert self.groups(event, Grouping.HOST, reader) == [
            (str(reader), 1, 0, 1),
            ("无接待人", 1, 1, 2),
        ]

    def test_by_tier_tells_none_of_a_client_the_reader_may_not_see(self, event, reader):
        ClientPolicy.objects.update_or_create(defaults={"account_managers_see": "own"})

        assert self.groups(event, Grouping.TIER, reader) == [
            ("重点", 1, 0, 1),
            ("没有您可查看的客户", 1, 1, 2),
        ]


class TestArrivalsPage:
    def test_costs_the_same_for_one_guest_and_for_many(
        self, event: Event, log_in, django_assert_num_queries
    ):
        def come(count: int) -> None:
            for _nth in range(count):
                contact, other = (ContactFactory(client=ClientFactory()) for _n in range(2))
                GuestFactory(event=event, contact=contact, host=UserFactory())
                SignInFactory(guest=GuestFactory(event=event, contact=other, host=UserFactory()))

        page, url = log_in("Management"), reverse("guests:arrivals_shown", args=[event.pk])
        come(1)
        page.get(url)
        with django_assert_num_queries(13) as asked:
            page.get(url)
        come(2)
        with django_assert_num_queries(len(asked)):
            page.get(url)

    @pytest.mark.parametrize("query", ["by=tier&show=all", "by=nothing&show=x", ""])
    def test_takes_any_question(self, query, event: Event, log_in):
        GuestFactory(event=event, name="王小明")

        shown = log_in("Reception").get(f"/admin/guests/{event.pk}/arrivals/?{query}")

        assert (shown.status_code, "王小明" in shown.content.decode()) == (200, True)


class TestFollowingUp:
    @pytest.fixture
    def event(self) -> Event:
        return EventFactory(past=True, starts_at=timezone.now() - timedelta(days=2))

    def absences(self, manager: User) -> list:
        today = house_day(timezone.now())
        items = due_items(DueScope(manager=manager.pk), policy=CarePolicy.load(), today=today)
        return [item for item in items if item.kind == DueKind.ABSENCE]

    @pytest.fixture
    def manager(self, event: Event) -> User:
        """Look after a client of whom one came, two said yes and did not, one never answered."""
        manager = UserFactory(role="Account managers")
        client = ClientFactory(account_manager=manager)
        came, missed, too, silent = ContactFactory.create_batch(4, client=client)
        SignInFactory(guest=GuestFactory(event=event, contact=came, replied_yes=True))
        for contact in (missed, too):
            GuestFactory(event=event, contact=contact, replied_yes=True)
        GuestFactory(event=event, contact=silent)
        GuestFactory(event=event, contact=ContactFactory(client=client), cancelled=True)
        return manager

    def test_asks_the_account_manager_why_they_did_not_come(self, manager: User, event: Event):
        [item] = self.absences(manager)

        assert (item.people, item.due_on) == (2, house_day(event.ends_at) + timedelta(days=1))
        assert "2 人" in reason(item)
        assert event.title in reason(item)

    def test_is_done_once_somebody_has_spoken_to_them(self, manager: User, event: Event):
        VisitFactory(
            client=manager.clients.get(),
            mode=VisitMode.PHONE,
            happened_at=event.ends_at + timedelta(hours=9),
        )

        assert self.absences(manager) == []

    def test_misses_nobody_where_no_list_was_kept_at_the_door(self, manager: User, event: Event):
        event.sign_ins.update(undone_at=timezone.now(), undo_reason="试机")

        assert self.absences(manager) == []

    def test_stands_on_the_list_of_what_is_due(self, manager: User, event: Event, log_in):
        with freeze_time(timezone.now()):
            shown = log_in(user=manager).get("/admin/care/due/")

        assert "未到场" in shown.content.decode()
