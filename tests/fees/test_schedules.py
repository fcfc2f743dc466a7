"""Fee schedules: drafted, approved, kept as they are; never two on one day. (004-21)"""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError
from django.utils import timezone
from wagtail.models import ModelLogEntry

from foyer.clients.enums import Tier
from foyer.core.days import house_day
from foyer.core.refusals import Refusal
from foyer.fees.enums import FeeDays, FeeTier, ScheduleStatus
from foyer.fees.guards import install_guards
from foyer.fees.models import FeeDiscount, FeeItem, FeeSchedule
from foyer.fees.models.approving import (
    AlreadyApproved,
    ApprovedMeanwhile,
    BeginsTooSoon,
    NothingPriced,
    PriceTooFine,
    ReasonMissing,
    RoomPricedTwice,
    SchedulesOverlap,
    SchedulesOverlapBefore,
    UnitDoesNotFit,
)
from tests.factories import FeeScheduleFactory, RoomFactory, UserFactory

YEAR = date(2026, 1, 1)


def today() -> date:
    """The house's own today."""
    return house_day(timezone.now())


def in_days(count: int) -> date:
    """The day so many days from today."""
    return today() + timedelta(days=count)


def approve(schedule: FeeSchedule, by: Any = None) -> FeeSchedule:
    """Approve a draft as the end of the workflow does."""
    schedule.get_latest_revision().publish(user=by, skip_permission_checks=True)
    return FeeSchedule.objects.get(pk=schedule.pk)


@pytest.mark.django_db
class TestApproval:
    def test_numbers_the_version_and_says_who_and_when(self) -> None:
        manager = UserFactory(role="Management")

        first = FeeScheduleFactory(approved=True, by=manager)

        assert (first.number, first.status, first.approved_by) == (1, "approved", manager)
        assert first.live
        entry = ModelLogEntry.objects.for_instance(first).get(action="foyer.fees.approve")
        assert (entry.user, entry.data) == (manager, {"number": 1})

    def test_ends_the_version_it_replaces_on_the_day_before(self) -> None:
        first = FeeScheduleFactory(approved=True, valid_from=YEAR)

        second = FeeScheduleFactory(approved=True, valid_from=in_days(30), replaces=first)

        first.refresh_from_db()
        assert (first.valid_until, first.status) == (in_days(29), ScheduleStatus.APPROVED)
        assert second.number == 2
        days = (in_days(29), in_days(30))
        assert [FeeSchedule.objects.in_force_on(day).get() for day in days] == [first, second]

    def test_takes_back_a_version_whose_day_has_not_come(self) -> None:
        first = FeeScheduleFactory(approved=True, valid_from=YEAR, valid_until=in_days(29))
        second = FeeScheduleFactory(approved=True, valid_from=in_days(30))

        third = FeeScheduleFactory(approved=True, valid_from=in_days(30), replaces=second)

        second.refresh_from_db()
        assert second.status == ScheduleStatus.REPLACED
        assert list(FeeSchedule.objects.touching(YEAR, None)) == [first, third]
        assert list(FeeSchedule.objects.published()) == [third, second, first]

    @pytest.mark.parametrize(
        ("change", "refusal"),
        [
            ({"items": []}, NothingPriced),
            ({"reason": "", "reason_zh_hant": "", "reason_en": ""}, ReasonMissing),
            ({"valid_from": date(2025, 6, 1), "valid_until": date(2026, 1, 1)}, SchedulesOverlap),
            ({"valid_from": date(2026, 2, 1)}, SchedulesOverlapBefore),
            ({"currency": "TWD", "items": [{"amount": Decimal("300.50")}]}, PriceTooFine),
            ({"items": [{"kind": "deposit", "unit": "hour"}]}, UnitDoesNotFit),
        ],
    )
    def test_is_refused_in_words_that_say_what_to_do(
        self, change: dict[str, Any], refusal: type[Refusal]
    ) -> None:
        FeeScheduleFactory(approved=True, valid_from=YEAR)
        drafted = FeeScheduleFactory(**{"valid_from": date(2030, 1, 1)} | change)

        with pytest.raises(refusal) as refused:
            approve(drafted)

        assert "%(" not in str(refused.value)
        drafted.refresh_from_db()
        assert (drafted.number, drafted.live) == (None, False)

    def test_takes_nothing_back_of_a_day_that_has_begun(self) -> None:
        first = FeeScheduleFactory(approved=True, valid_from=YEAR)
        for day in (today(), in_days(-3)):
            with pytest.raises(BeginsTooSoon):
                FeeScheduleFactory(approved=True, valid_from=day, replaces=first)

        assert FeeScheduleFactory(approved=True, valid_from=in_days(1), replaces=first).number == 2

    def test_is_given_once(self) -> None:
        first = FeeScheduleFactory(approved=True)

        with pytest.raises(AlreadyApproved):
            approve(first)

    def test_lets_prices_change_places_but_not_stand_twice(self) -> None:
        room = RoomFactory()
        lines = [{"room": room, "days": "working"}, {"room": room, "days": "rest"}]
        drafted = FeeScheduleFactory(items=lines)
        one, two = drafted.items.all()
        one.days, two.days = FeeDays.REST, FeeDays.WORKING
        drafted.items = [one, two]
        drafted.save_revision()

        kept = approve(drafted)

        assert [item.days for item in kept.items.all()] == [FeeDays.REST, FeeDays.WORKING]
        again = FeeScheduleFactory(valid_from=date(2020, 1, 1), valid_until=date(2020, 1, 2))
        again.items = [*again.items.all(), FeeItem(room=again.items.get().room, amount=1)]
        again.save_revision()
        with pytest.raises(RoomPricedTwice):
            approve(again)


CHANGES: list[Callable[[FeeSchedule], Any]] = [
    lambda one: FeeItem.objects.filter(schedule=one).update(amount=1),
    lambda one: FeeItem.objects.filter(schedule=one).delete(),
    lambda one: FeeItem.objects.create(schedule=one, kind="service", name="茶点", amount=1),
    lambda one: FeeDiscount.objects.filter(schedule=one).update(percent=50),
    lambda one: FeeDiscount.objects.filter(schedule=one).delete(),
    lambda one: FeeSchedule.objects.filter(pk=one.pk).update(currency="USD"),
    lambda one: FeeSchedule.objects.filter(pk=one.pk).update(valid_from=date(2025, 1, 1)),
    lambda one: FeeSchedule.objects.filter(pk=one.pk).update(valid_until=date(2040, 1, 1)),
    lambda one: FeeSchedule.objects.filter(pk=one.pk).update(valid_until=None),
    lambda one: FeeSchedule.objects.filter(pk=one.pk).update(number=None, status="draft"),
    lambda one: FeeSchedule.objects.filter(pk=one.pk).update(reason=""),
]


@pytest.mark.django_db
class TestDatabase:
    @pytest.mark.parametrize("change", CHANGES)
    def test_keeps_what_was_approved(self, change: Callable[[FeeSchedule], Any]) -> None:
        kept = FeeScheduleFactory(approved=True, valid_until=date(2030, 1, 1), discounts=[{}])
        before = _told(kept)

        with pytest.raises(IntegrityError), transaction.atomic():
            change(kept)

        assert _told(FeeSchedule.objects.get(pk=kept.pk)) == before

    @pytest.mark.parametrize("change", CHANGES[:6])
    def test_lets_a_draft_be_changed(self, change: Callable[[FeeSchedule], Any]) -> None:
        change(FeeScheduleFactory(valid_until=date(2030, 1, 1), discounts=[{}]))

    def test_knows_of_no_second_price_for_a_day(self) -> None:
        FeeScheduleFactory(approved=True, valid_from=YEAR, valid_until=date(2026, 6, 30))
        other = FeeScheduleFactory(valid_from=date(2026, 6, 30))

        with pytest.raises(IntegrityError), transaction.atomic():
            FeeSchedule.objects.filter(pk=other.pk).update(status="approved", number=9)
        FeeSchedule.objects.filter(pk=other.pk).update(
            status="approved", number=9, valid_from=date(2026, 7, 1)
        )

        assert FeeSchedule.objects.approved().count() == 2

    @pytest.mark.parametrize(
        "line",
        [
            {"amount": -1},
            {"overtime": -1},
            {"tax_rate": 101},
            {"minimum": 0},
            {"kind": "service", "name": ""},
        ],
    )
    def test_takes_no_line_that_makes_no_sense(self, line: dict[str, Any]) -> None:
        schedule = FeeScheduleFactory()
        room = schedule.items.get().room

        with pytest.raises(IntegrityError), transaction.atomic():
            FeeItem.objects.create(
                **{"schedule": schedule, "room": room, "unit": "day", "amount": 1} | line
            )

    def test_deletes_drafts_alone(self) -> None:
        kept, drafted = FeeScheduleFactory(approved=True), FeeScheduleFactory()

        drafted.delete()
        with pytest.raises(ProtectedError), transaction.atomic():
            FeeSchedule.objects.all().delete()

        assert FeeSchedule.objects.get() == kept

    def test_is_told_again_after_every_migration(self) -> None:
        call_command("migrate", "fees", verbosity=0)
        install_guards()

        with pytest.raises(IntegrityError), transaction.atomic():
            CHANGES[0](FeeScheduleFactory(approved=True))

    def test_needs_no_further_migration(self) -> None:
        call_command("makemigrations", "fees", check=True, dry_run=True, verbosity=0)


@pytest.mark.django_db(transaction=True)
class TestRace:
    def test_of_approvals_is_won_by_one(self) -> None:
        first = FeeScheduleFactory(approved=True, valid_from=YEAR)
        rivals = [
            FeeScheduleFactory(valid_from=in_days(10 + place), replaces=first) for place in range(6)
        ]
        start = threading.Barrier(len(rivals))

        def run(one: FeeSchedule) -> str:
            try:
                drafted = FeeSchedule.objects.get(pk=one.pk)
                start.wait()
                approve(drafted)
            except Refusal as refusal:
                return refusal.code
            finally:
                connection.close()
            return "approved"

        with ThreadPoolExecutor(len(rivals)) as desks:
            said = list(desks.map(run, rivals))

        assert said.count("approved") == 1, said
        assert set(said) <= {"approved", ApprovedMeanwhile.code, SchedulesOverlap.code}
        approved = list(FeeSchedule.objects.touching(YEAR, None))
        assert [one.number for one in approved] == [1, 2]
        assert approved[0].valid_until == approved[1].valid_from - timedelta(days=1)


@pytest.mark.django_db
class TestTiers:
    def test_are_those_of_clients(self) -> None:
        assert [value for value in FeeTier.values if value] == Tier.values


def _told(schedule: FeeSchedule) -> tuple[Any, ...]:
    fields = ("currency", "valid_from", "valid_until", "number", "reason")
    lines = list(FeeItem.objects.filter(schedule=schedule).values_list("key", "amount"))
    discounts = list(FeeDiscount.objects.filter(schedule=schedule).values_list("key", "percent"))
    return (*(getattr(schedule, field) for field in fields), lines, discounts)
