"""What falls due, when, and for whom. (001-12, 001-15, 002-15, 003-15)"""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from foyer.clients.care_enums import DueGroup, DueKind, VisitMode
from foyer.clients.enums import Tier
from foyer.clients.models import CarePolicy, Client, DueDecision, FestivalDay
from foyer.clients.queries.due_items import DueItem, DueScope
from foyer.clients.queries.due_list import due_items, due_rows
from foyer.clients.services.due_decisions import (
    PutOffTooFar,
    hand_on,
    mark_done,
    put_off,
    skip_due,
    take_back,
)
from foyer.clients.services.visits import file_visit, strike_out_visit
from tests.clients.days import moment
from tests.factories import (
    CheckpointFactory,
    ClientFactory,
    ContactFactory,
    EventFactory,
    GuestFactory,
    SignInFactory,
    UserFactory,
    VisitFactory,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 26)


@pytest.fixture
def policy() -> CarePolicy:
    return CarePolicy.load()


@pytest.fixture
def manager():
    return UserFactory(role="Account managers")


def due(policy, *, on: date = TODAY, kind: DueKind | None = None, **scope) -> list[DueItem]:
    items = due_items(DueScope(**scope), policy=policy, today=on)
    return [item for item in items if kind in (None, item.kind)]


def kept_on(client: Client, day: date) -> Client:
    """Return a client the house has known since a day."""
    client.created_at = moment(day)
    client.save()
    return client


def spoken_to(client: Client, day: date, mode: str = VisitMode.PHONE, **more):
    return VisitFactory(client=client, mode=mode, happened_at=moment(day), **more)


class TestRegularContact:
    @pytest.mark.parametrize(
        ("tier", "last", "due_on"),
        [
            (Tier.KEY, date(2026, 10, 24), date(2026, 11, 24)),
            (Tier.KEY, date(2026, 10, 31), date(2026, 11, 30)),  # November is shorter
            (Tier.REGULAR, date(2026, 8, 31), date(2026, 11, 30)),
            (Tier.PROSPECT, date(2026, 5, 26), date(2026, 11, 26)),
        ],
    )
    def test_falls_due_by_the_tier(self, policy, tier, last, due_on):
        client = kept_on(ClientFactory(tier=tier), date(2024, 1, 1))
        spoken_to(client, last)

        (item,) = due(policy)

        assert (item.client, item.due_on, item.since) == (client.pk, due_on, last)

    def test_is_not_due_before_its_time(self, policy):
        client = kept_on(ClientFactory(key=True), date(2024, 1, 1))
        spoken_to(client, date(2026, 11, 10))

        assert due(policy) == []
        assert [item.due_on for item in due(policy, on=date(2026, 12, 1))] == [date(2026, 12, 10)]

    def test_of_a_key_client_needs_a_voice_of_a_regular_one_does_not(self, policy):
        for tier in (Tier.KEY, Tier.REGULAR):
            client = kept_on(ClientFactory(tier=tier), date(2024, 1, 1))
            spoken_to(client, date(2026, 7, 1))
            spoken_to(client, date(2026, 11, 20), VisitMode.WECHAT)

        assert [item.tier for item in due(policy)] == [Tier.KEY]

    def test_of_a_client_never_spoken_to_runs_from_the_day_they_were_kept(self, policy):
        kept_on(ClientFactory(key=True), date(2026, 10, 26))
        kept_on(ClientFactory(key=True), TODAY)

        (item,) = due(policy)

        assert (item.due_on, item.since, item.group(TODAY)) == (TODAY, None, DueGroup.TODAY)

    def test_is_overdue_from_the_day_after(self, policy):
        client = kept_on(ClientFactory(key=True), date(2024, 1, 1))
        spoken_to(client, date(2026, 9, 30))

        (item,) = due(policy)
        (row,) = due_rows([item], TODAY)

        assert item.group(TODAY) == DueGroup.OVERDUE
        assert row.overdue_days == (TODAY - date(2026, 10, 30)).days

    def test_follows_a_change_of_tier_or_rule_at_once(self, policy):
        client = kept_on(ClientFactory(key=True), date(2024, 1, 1))
        spoken_to(client, date(2026, 10, 1))
        assert len(due(policy)) == 1

        client.tier = Tier.REGULAR
        client.save()
        as_regular = due(policy)
        policy.regular_months = 1

        assert as_regular == []
        assert [item.due_on for item in due(policy)] == [date(2026, 11, 1)]

    def test_is_closed_by_a_visit_filed_today_and_due_again_when_it_is_struck_out(
        self, policy, manager
    ):
        client = kept_on(ClientFactory(key=True), date(2024, 1, 1))
        visit = VisitFactory.build(client=client, happened_at=moment(TODAY), staff=None)

        file_visit(visit=visit, contacts=[], by=manager, at=moment(TODAY, "11:00"))
        after = due(policy)
        strike_out_visit(visit=visit, reason="记错", by=manager, at=moment(TODAY, "12:00"))

        assert after == []
        assert len(due(policy)) == 1

    def test_counts_the_day_where_the_house_stands(self, policy):
        client = kept_on(ClientFactory(key=True), date(2024, 1, 1))
        spoken_to(client, date(2026, 10, 26))
        late = VisitFactory(client=client, happened_at=moment(date(2026, 10, 26), "23:59"))
        early = VisitFactory(client=client, happened_at=moment(date(2026, 10, 27), "00:01"))

        assert [late.happened_on, early.happened_on] == [date(2026, 10, 26), date(2026, 10, 27)]
        assert [item.due_on for item in due(policy)] == [date(2026, 11, 27)]

    def test_is_not_asked_for_where_the_policy_says_nought(self, policy):
        kept_on(ClientFactory(prospect=True), date(2020, 1, 1))
        policy.prospect_months = 0

        assert due(policy) == []


class TestDecisions:
    @pytest.fixture
    def item(self, policy) -> DueItem:
        client = kept_on(ClientFactory(key=True), date(2024, 1, 1))
        spoken_to(client, date(2026, 10, 20))
        (item,) = due(policy)
        return item

    def test_done_begins_the_time_anew(self, policy, manager, item):
        mark_done(item=item, by=manager, at=moment(TODAY))

        assert due(policy) == []
        assert [item.due_on for item in due(policy, on=date(2026, 12, 26))] == [date(2026, 12, 26)]

    def test_skipped_keeps_the_reason(self, policy, manager, item):
        skip_due(item=item, reason="客户出国", by=manager, at=moment(TODAY))

        assert due(policy) == []
        assert DueDecision.objects.get().reason == "客户出国"

    def test_put_off_comes_back_on_its_day_and_is_overdue_after_it(self, policy, manager, item):
        put_off(item=item, to=date(2026, 12, 1), policy=policy, by=manager, at=moment(TODAY))

        groups = {
            day: [item.group(day) for item in due(policy, on=day)]
            for day in (TODAY, date(2026, 12, 1), date(2026, 12, 2))
        }
        assert groups == {
            TODAY: [DueGroup.SOON],
            date(2026, 12, 1): [DueGroup.TODAY],
            date(2026, 12, 2): [DueGroup.OVERDUE],
        }

    def test_put_off_is_over_when_the_client_was_spoken_to(self, policy, manager, item):
        put_off(item=item, to=date(2026, 12, 1), policy=policy, by=manager, at=moment(TODAY))

        spoken_to(Client.objects.get(), date(2026, 11, 28))

        assert due(policy, on=date(2026, 12, 1)) == []

    def test_handed_on_moves_from_one_list_to_the_other(self, policy, manager, item):
        Client.objects.update(account_manager=manager)
        colleague = UserFactory(role="Account managers")

        hand_on(item=item, to=colleague, by=manager, at=moment(TODAY))

        assert due(policy, manager=manager.pk) == []
        assert [i.key for i in due(policy, manager=colleague.pk)] == [item.key]
        assert [i.manager for i in due(policy)] == [colleague.pk]

    def test_taken_back_is_due_again(self, policy, manager, item):
        decision = mark_done(item=item, by=manager, at=moment(TODAY))

        take_back(decision=decision, by=manager, at=moment(TODAY))

        assert [i.key for i in due(policy)] == [item.key]

    def test_taken_back_leaves_what_was_decided_before(self, policy, manager, item):
        Client.objects.update(account_manager=manager)
        colleague = UserFactory(role="Account managers")
        hand_on(item=item, to=colleague, by=manager, at=moment(TODAY))
        to = TODAY + timedelta(days=1)
        decision = put_off(item=item, to=to, policy=policy, by=colleague, at=moment(TODAY))

        take_back(decision=decision, by=colleague, at=moment(TODAY))

        assert [(i.due_on, i.manager) for i in due(policy)] == [(item.due_on, colleague.pk)]


class TestBirthday:
    def born(self, day: date, **traits):
        client = kept_on(ClientFactory(prospect=False), moment(TODAY).date())
        return ContactFactory(client=client, birthday=day, **traits)

    @pytest.mark.parametrize(
        ("on", "group"),
        [
            (date(2026, 11, 15), None),
            (date(2026, 11, 20), DueGroup.SOON),
            (date(2026, 11, 27), DueGroup.TODAY),
            (date(2026, 11, 30), DueGroup.TODAY),
            (date(2026, 12, 7), DueGroup.OVERDUE),
            (date(2026, 12, 8), None),
        ],
    )
    def test_comes_up_ahead_and_is_forgotten_when_it_is_too_late(self, policy, on, group):
        self.born(date(1980, 11, 30))

        items = due(policy, on=on, kind=DueKind.BIRTHDAY)

        assert [item.group(on) for item in items] == ([group] if group else [])

    @pytest.mark.parametrize(
        ("year", "kept"), [(2027, date(2027, 2, 28)), (2028, date(2028, 2, 29))]
    )
    def test_on_a_leap_day_is_kept_on_the_last_of_february(self, policy, year, kept):
        self.born(date(1984, 2, 29))

        items = due(policy, on=kept, kind=DueKind.BIRTHDAY)

        assert [item.due_on for item in items] == [kept]
        assert due(policy, on=kept.replace(month=3, day=9), kind=DueKind.BIRTHDAY) == []

    @pytest.mark.parametrize(
        ("lunar", "year", "kept"),
        [
            ("04-15", 2027, date(2027, 5, 20)),
            ("07-30", 2026, date(2026, 9, 10)),  # a month of 29 days
            ("06-15", 2025, date(2025, 7, 9)),  # in the month, not in the leap month after it
            ("12-30", 2026, date(2026, 2, 16)),  # of the lunar year before
        ],
    )
    def test_by_the_chinese_calendar_moves_with_it(self, policy, lunar, year, kept):
        self.born(date(1980, 11, 27), lunar_birthday=lunar)

        items = [
            item
            for n in range(0, 366, 7)
            for item in due(policy, on=date(year, 1, 1) + timedelta(days=n), kind=DueKind.BIRTHDAY)
        ]

        assert {item.due_on for item in items if item.due_on.year == year} == {kept}
        assert {item.lunar for item in items} == {True}

    def test_follows_the_contact_at_once(self, policy):
        contact = self.born(date(1980, 3, 3))
        contact.birthday = date(1980, 11, 27)
        contact.save()

        assert [item.contact for item in due(policy, kind=DueKind.BIRTHDAY)] == [contact.pk]

    def test_done_this_year_is_due_again_the_next(self, policy, manager):
        self.born(date(1980, 11, 27))
        (item,) = due(policy, kind=DueKind.BIRTHDAY)

        mark_done(item=item, by=manager, at=moment(TODAY))

        assert due(policy, kind=DueKind.BIRTHDAY) == []
        assert len(due(policy, on=TODAY.replace(year=2027), kind=DueKind.BIRTHDAY)) == 1

    def test_cannot_be_put_off_until_it_is_too_late(self, policy, manager):
        self.born(date(1980, 11, 27))
        (item,) = due(policy, kind=DueKind.BIRTHDAY)

        with pytest.raises(PutOffTooFar):
            put_off(item=item, to=date(2026, 12, 5), policy=policy, by=manager, at=moment(TODAY))


class TestFestival:
    @pytest.mark.parametrize(
        ("code", "day"),
        [
            ("spring-festival", date(2027, 2, 6)),
            ("lantern", date(2027, 2, 20)),
            ("dragon-boat", date(2027, 6, 9)),
            ("mid-autumn", date(2027, 9, 15)),
            ("national-day", date(2027, 10, 1)),
            ("christmas", date(2027, 12, 25)),
            ("new-year", date(2027, 1, 1)),
            ("easter", date(2027, 3, 28)),
            ("diwali", date(2027, 10, 29)),
        ],
    )
    def test_falls_on_its_day(self, policy, code, day):
        FestivalDay.objects.exclude(code=code).delete()
        FestivalDay.objects.update(greeted="all")
        contact = ContactFactory(client=kept_on(ClientFactory(), day))

        items = due(policy, on=day, kind=DueKind.FESTIVAL)

        assert [(item.contact, item.due_on) for item in items] == [(contact.pk, day)]

    def test_last_day_of_the_lunar_year_is_found_though_it_lies_in_the_next(self, policy):
        eve = FestivalDay.objects.get(code="new-years-eve")

        assert [eve.day_in(year) for year in (2024, 2025)] == [date(2025, 1, 28), date(2026, 2, 16)]

    def test_is_the_houses_for_some_and_their_own_for_others(self, policy):
        day = date(2026, 12, 25)
        home = ContactFactory(client=kept_on(ClientFactory(), day))
        abroad = ContactFactory(client=kept_on(ClientFactory(region="foreign"), day))
        keeper = ContactFactory(client=home.client, festivals=["christmas", "diwali"])

        items = due(policy, on=day, kind=DueKind.FESTIVAL)

        christmas = {item.contact for item in items if item.key.source == "christmas"}
        new_year = {item.contact for item in items if item.key.source == "new-year"}
        assert christmas == {abroad.pk, keeper.pk}
        assert new_year == {home.pk, abroad.pk}

    def test_two_on_one_day_are_two(self, policy):
        day = date(2020, 10, 1)
        ContactFactory(client=kept_on(ClientFactory(), day))

        items = due(policy, on=day, kind=DueKind.FESTIVAL)

        assert {item.key.source for item in items} == {"mid-autumn", "national-day"}


class TestAgreedVisit:
    def agreed(self, next_on: date, **more):
        client = kept_on(ClientFactory(), TODAY)
        return spoken_to(client, date(2026, 11, 1), next_visit_on=next_on, **more)

    def test_is_due_on_its_day(self, policy):
        visit = self.agreed(date(2026, 11, 27))

        (item,) = due(policy, kind=DueKind.NEXT_VISIT)

        assert (item.client, item.due_on, item.group(TODAY)) == (
            visit.client_id,
            date(2026, 11, 27),
            DueGroup.TODAY,
        )

    @pytest.mark.parametrize(
        ("day", "mode", "left"),
        [
            (date(2026, 11, 20), VisitMode.PHONE, 1),  # long before
            (date(2026, 11, 23), VisitMode.VISIT, 0),  # a day early
            (date(2026, 11, 25), VisitMode.PHONE, 0),  # late
            (date(2026, 11, 25), VisitMode.EMAIL, 1),  # no visit
        ],
    )
    def test_is_fulfilled_by_a_visit_or_call_when_its_time_has_come(self, policy, day, mode, left):
        visit = self.agreed(date(2026, 11, 24))

        spoken_to(visit.client, day, mode)

        assert len(due(policy, kind=DueKind.NEXT_VISIT)) == left

    def test_vanishes_with_the_visit_that_agreed_it(self, policy, manager):
        visit = self.agreed(date(2026, 11, 24))

        strike_out_visit(visit=visit, reason="记错", by=manager, at=moment(TODAY))

        assert due(policy, kind=DueKind.NEXT_VISIT) == []

    def test_stays_due_until_it_is_decided_however_long_ago(self, policy, manager):
        self.agreed(date(2026, 11, 24))
        later = date(2028, 6, 1)
        (item,) = due(policy, on=later, kind=DueKind.NEXT_VISIT)

        mark_done(item=item, by=manager, at=moment(later))

        assert due(policy, on=later, kind=DueKind.NEXT_VISIT) == []
        assert due(policy, on=date(2029, 6, 1), kind=DueKind.NEXT_VISIT) == []


class TestReturnVisit:
    def test_after_a_reception_asks_how_it_was(self, policy):
        client = kept_on(ClientFactory(), TODAY)
        spoken_to(client, date(2026, 11, 24), VisitMode.RECEPTION, direction="in")

        (item,) = due(policy, kind=DueKind.RETURN_VISIT)

        assert (item.due_on, item.since) == (TODAY, date(2026, 11, 24))

    def test_after_a_reception_is_fulfilled_by_any_later_call(self, policy):
        client = kept_on(ClientFactory(), TODAY)
        spoken_to(client, date(2026, 11, 24), VisitMode.RECEPTION, direction="in")

        spoken_to(client, date(2026, 11, 25))

        assert due(policy, kind=DueKind.RETURN_VISIT) == []

    @pytest.fixture
    def came(self):
        """Three guests at an event that ended on 23 November; two of one client."""
        event = EventFactory(
            starts_at=moment(date(2026, 11, 22), "19:00"),
            ends_at=moment(date(2026, 11, 23), "23:30"),
        )
        door, gift = CheckpointFactory.create_batch(2, event=event)
        client, other = (kept_on(ClientFactory(), TODAY) for _n in range(2))
        for contact in (
            *ContactFactory.create_batch(2, client=client),
            ContactFactory(client=other),
            ContactFactory(client=None),
        ):
            guest = GuestFactory(event=event, contact=contact)
            for point in (door, gift):
                SignInFactory(guest=guest, checkpoint=point)
        GuestFactory(event=event, contact=ContactFactory(client=kept_on(ClientFactory(), TODAY)))
        return client, other

    def test_after_an_event_is_due_once_a_client_who_came(self, policy, came):
        items = due(policy, kind=DueKind.RETURN_VISIT)

        assert [(item.client, item.people, item.due_on) for item in items] == [
            (came[0].pk, 2, TODAY),
            (came[1].pk, 1, TODAY),
        ]

    def test_after_an_event_is_fulfilled_by_a_call_and_closed_by_hand(self, policy, came, manager):
        spoken_to(came[0], date(2026, 11, 25))
        (item,) = due(policy, kind=DueKind.RETURN_VISIT)

        mark_done(item=item, by=manager, at=moment(TODAY))

        assert due(policy, kind=DueKind.RETURN_VISIT) == []

    def test_after_an_event_is_too_late_some_day(self, policy, came):
        assert due(policy, on=date(2026, 12, 26), kind=DueKind.RETURN_VISIT) != []
        assert due(policy, on=date(2026, 12, 27), kind=DueKind.RETURN_VISIT) == []


class TestDueList:
    def fill(self, manager) -> None:
        """Make one thing of every kind due at one more client."""
        client = kept_on(ClientFactory(key=True, account_manager=manager), date(2024, 1, 1))
        contact = ContactFactory(client=client, birthday=date(1980, 12, 28))
        spoken_to(client, date(2026, 11, 1), next_visit_on=date(2026, 12, 28), contacts=[contact])
        other = kept_on(ClientFactory(account_manager=manager), date(2024, 1, 1))
        spoken_to(other, date(2026, 12, 26), VisitMode.RECEPTION, direction="in")
        event = EventFactory(
            starts_at=moment(date(2026, 12, 26), "19:00"),
            ends_at=moment(date(2026, 12, 26), "22:00"),
        )
        SignInFactory(guest=GuestFactory(event=event))
        GuestFactory(event=event, contact=contact, replied_yes=True)

    def test_asks_as_often_for_three_clients_as_for_one_and_eleven_times_at_most(
        self, policy, manager
    ):
        day, asked = date(2026, 12, 28), []
        for _n in range(3):
            self.fill(manager)
            with CaptureQueriesContext(connection) as queries:
                policy = CarePolicy.load()
                items = due_items(DueScope(manager=manager.pk), policy=policy, today=day)
                due_rows(items, day)
            asked.append(len(queries))

        assert {item.kind for item in items} == set(DueKind)
        assert asked == [asked[0]] * 3
        assert asked[0] <= 11

    def test_shows_nobody_elses(self, policy, manager):
        self.fill(manager)
        stranger = UserFactory(role="Account managers")

        assert due(policy, on=date(2026, 12, 28), manager=stranger.pk) == []

    def test_names_each_thing_once(self, policy, manager):
        self.fill(manager)

        keys = [str(item.key) for item in due(policy, on=date(2026, 12, 28))]

        assert len(keys) == len(set(keys))

    def test_puts_what_waits_longest_first(self, policy):
        for last in (date(2026, 10, 28), date(2026, 9, 1), date(2026, 10, 20)):
            spoken_to(kept_on(ClientFactory(key=True), date(2024, 1, 1)), last)

        items = due(policy)

        assert [item.since for item in items] == [
            date(2026, 9, 1),
            date(2026, 10, 20),
            date(2026, 10, 28),
        ]
