"""From where things fall due, each read in one query whatever the number of clients. (001-12, 001-15)

Each source yields what is overdue, due today, or due within a week; what was decided about it is seen to
by `due_list`. What visits fulfil is left out here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import Case, Exists, OuterRef, Q, Subquery, When

from foyer.clients.care_enums import DueKind, Greeted, GreetedTiers, VisitMode
from foyer.clients.enums import Region, Tier
from foyer.clients.models import (
    CarePolicy,
    Client,
    Contact,
    DueDecision,
    FestivalDay,
    Visit,
)
from foyer.clients.models.due import DueDecisionQuerySet
from foyer.clients.models.visit import VisitQuerySet
from foyer.core.days import add_months, house_day, latest_start, start_of
from foyer.core.languages import wording

from .attendance import Reader, absence, attendance
from .birthdays import kept_between
from .due_items import SOON, DueItem, DueKey, DueScope

ABSENCE_DAYS = 1  # after the event, who did not come is asked why
# Which contacts keep a client of a tier from falling due. (001-12)
COUNTING: dict[str, Sequence[str]] = {
    Tier.KEY: VisitMode.CLOSE,
    Tier.REGULAR: VisitMode.values,
    Tier.PROSPECT: VisitMode.values,
}


def counts_for(tier: str, mode: str) -> bool:
    """Tell whether a contact of some mode is what a client of a tier is owed regularly."""
    return mode in COUNTING[tier]


def cadence(scope: DueScope, policy: CarePolicy, today: date) -> Iterator[DueItem]:
    """Yield the clients who should hear from the house again. (001-12)

    A client's time runs from the last contact that counts for their tier, from the day it was last marked
    as done or skipped, or from the day they were first kept, whichever is known and latest.
    """
    lead = timedelta(days=policy.cadence_lead_days)
    rules = {tier: policy.months_of(tier) for tier in Tier.values if policy.months_of(tier)}
    if not rules:
        return
    rows = (
        Client.objects.filter(scope.of())
        .filter(
            Q(*(_silent(tier, rules[tier], today + SOON + lead) for tier in rules), _connector=Q.OR)
        )
        .annotate(
            spoken_on=Case(*(When(tier=tier, then=_latest(_touched(tier))) for tier in rules)),
            settled_on=Subquery(_settled().order_by("-closed_on").values("closed_on")[:1]),
        )
        .order_by()
    )
    for pk, manager, tier, created_at, spoken_on, settled_on in rows.values_list(
        "pk", "account_manager", "tier", "created_at", "spoken_on", "settled_on"
    ):
        since = max(filter(None, (spoken_on, settled_on)), default=house_day(created_at))
        due_on = add_months(since, rules[tier])
        yield DueItem(
            key=DueKey(DueKind.CADENCE, pk, 0, "-", since),
            client=pk,
            contact=None,
            manager=manager,
            tier=tier,
            due_on=due_on,
            from_on=due_on - lead,
            since=spoken_on,
            months=rules[tier],
        )


def _silent(tier: str, months: int, horizon: date) -> Q:
    """Return the condition for clients of a tier whose months of silence are over by a day."""
    start = latest_start(horizon, months=months)
    touched, settled = _touched(tier), _settled()
    known = Q(created_at__lt=start_of(start + timedelta(days=1))) | Q(Exists(touched))
    return (
        Q(tier=tier)
        & ~Q(Exists(touched.filter(happened_on__gt=start)))
        & ~Q(Exists(settled.filter(closed_on__gt=start)))
        & known
    )


def _touched(tier: str) -> VisitQuerySet:
    counting = Visit.objects.standing().in_modes(COUNTING[tier])
    return counting.filter(client=OuterRef("pk"))


def _latest(visits: VisitQuerySet) -> Subquery:
    return Subquery(visits.order_by("-happened_on").values("happened_on")[:1])


def _settled() -> DueDecisionQuerySet:
    return DueDecision.objects.closed().filter(client=OuterRef("pk"), kind=DueKind.CADENCE)


def birthdays(scope: DueScope, policy: CarePolicy, today: date) -> Iterator[DueItem]:
    """Yield the contacts whose birthday is near or was just missed. (001-15, 002-13)"""
    lead = timedelta(days=policy.birthday_lead_days)
    first = today - timedelta(days=policy.greeting_grace_days)
    kept = kept_between(first, today + SOON + lead)
    born = Contact.objects.filter(
        Q(birthday_index__in=kept.solar) | Q(lunar_birthday_index__in=kept.lunar)
    )
    rows = born.filter(scope.of("client"), _greeted(policy)).order_by()
    for contact, *client, solar, lunar in rows.values_list(
        *_CONTACT, "birthday_index", "lunar_birthday_index"
    ):
        day = kept.lunar[lunar] if lunar else kept.solar[solar]
        yield _greeting(
            DueKey(DueKind.BIRTHDAY, 0, contact, "-", day), client, lead, lunar=bool(lunar)
        )


def festivals(scope: DueScope, policy: CarePolicy, today: date) -> Iterator[DueItem]:
    """Yield the contacts to be greeted on the festivals that are near or were just missed. (001-15)

    Who keeps festivals of their own is greeted on those; the others as the house greets their region.
    """
    lead = timedelta(days=policy.festival_lead_days)
    first = today - timedelta(days=policy.greeting_grace_days)
    near = festivals_between(first, today + SOON + lead)
    if not near:
        return
    rows = Contact.objects.filter(scope.of("client"), _greeted(policy)).order_by()
    for contact, *client, region, own in rows.values_list(*_CONTACT, "client__region", "festivals"):
        greeted = Greeted.OF_REGION[region or Region.DOMESTIC]
        for festival, day in near:
            if festival.code in own if own else festival.greeted in greeted:
                key = DueKey(DueKind.FESTIVAL, 0, contact, festival.code, day)
                yield _greeting(key, client, lead, title=wording(festival, "name"))


def festivals_between(first: date, last: date) -> list[tuple[FestivalDay, date]]:
    """Return the festivals of a span of time, each with its day."""
    return [
        (festival, day)
        for festival in FestivalDay.objects.all()
        for day in festival.between(first, last)
    ]


_CONTACT = ("pk", "client", "client__account_manager", "client__tier")


def _greeting(
    key: DueKey, client: Sequence[Any], lead: timedelta, *, title: str = "", lunar: bool = False
) -> DueItem:
    pk, manager, tier = client
    return DueItem(
        key=key,
        client=pk,
        contact=key.contact,
        manager=manager,
        tier=tier or "",
        due_on=key.occasion_on,
        from_on=key.occasion_on - lead,
        title=title,
        lunar=lunar,
    )


def _greeted(policy: CarePolicy) -> Q:
    """Return the condition for contacts of the clients whose people are greeted."""
    if policy.greeted_tiers == GreetedTiers.ALL:
        return Q()
    return Q(client__tier__in=GreetedTiers.TIERS[policy.greeted_tiers])


def from_visits(scope: DueScope, policy: CarePolicy, today: date) -> Iterator[DueItem]:
    """Yield the visits agreed upon, and the return calls after receptions. (003-15, 001-08)

    A visit, reception or call from the days in which it comes up fulfils an agreed visit; any after a
    reception is the return call. Where the reception names the next visit, that takes its place.
    """
    lead = timedelta(days=policy.next_visit_lead_days)
    wait = timedelta(days=policy.reception_days)
    oldest = today - wait - timedelta(days=policy.return_grace_days)
    later = (
        Visit.objects.standing()
        .in_modes(VisitMode.CLOSE)
        .filter(client=OuterRef("client"), happened_at__gt=OuterRef("happened_at"))
    )
    closed = DueDecision.objects.closed().filter(about=OuterRef("pk"))
    agreed = (
        Q(next_visit_on__lte=today + SOON + lead)
        & ~Exists(later.filter(happened_on__gte=OuterRef("next_visit_on")))
        & ~Exists(closed.filter(occasion_on=OuterRef("next_visit_on")))
    )
    received = (
        Q(mode=VisitMode.RECEPTION, next_visit_on=None)
        & Q(happened_on__range=(oldest, today + SOON - wait))
        & ~Exists(later)
        & ~Exists(closed)
    )
    rows = (
        Visit.objects.standing()
        .filter(scope.of("client"), Q(agreed) | Q(received))
        .annotate(
            spoken_on=_latest(later),
            who=Subquery(
                Visit.contacts.through.objects.filter(visit=OuterRef("pk"))
                .order_by("pk")
                .values("contact")[:1]
            ),
        )
        .order_by()
    )
    for pk, client, manager, tier, happened_on, next_on, spoken_on, who in rows.values_list(
        "pk",
        "client",
        "client__account_manager",
        "client__tier",
        "happened_on",
        "next_visit_on",
        "spoken_on",
        "who",
    ):
        if next_on and spoken_on and spoken_on >= next_on - lead:
            continue
        due_on = next_on or happened_on + wait
        kind = DueKind.NEXT_VISIT if next_on else DueKind.RETURN_VISIT
        yield DueItem(
            key=DueKey(kind, client, 0, f"v{pk}", next_on or happened_on),
            client=client,
            contact=who,
            manager=manager,
            tier=tier,
            due_on=due_on,
            from_on=due_on - lead if next_on else due_on,
            since=happened_on,
        )


def after_events(scope: DueScope, policy: CarePolicy, today: date) -> Iterator[DueItem]:
    """Yield the clients whose people attended an event and are to be asked how it was. (002-15)"""
    return _after(DueKind.RETURN_VISIT, attendance, policy.return_visit_days, scope, policy, today)


def after_absence(scope: DueScope, policy: CarePolicy, today: date) -> Iterator[DueItem]:
    """Yield the clients whose people were expected at an event and did not come: the day after, ask why. (000-12)"""
    return _after(DueKind.ABSENCE, absence, ABSENCE_DAYS, scope, policy, today)


def _after(
    kind: DueKind,
    read: Reader,
    days: int,
    scope: DueScope,
    policy: CarePolicy,
    today: date,
) -> Iterator[DueItem]:
    """Yield what is due so many days after an event ended, for the clients that are read."""
    wait = timedelta(days=days)
    oldest = today - wait - timedelta(days=policy.return_grace_days)
    for one in read(scope, oldest, today + SOON - wait):
        due_on = one.ended_on + wait
        yield DueItem(
            key=DueKey(kind, one.client, 0, f"e{one.event}", one.ended_on),
            client=one.client,
            contact=one.contact,
            manager=one.manager,
            tier=one.tier,
            due_on=due_on,
            from_on=due_on,
            since=one.ended_on,
            title=one.title,
            people=one.people,
        )


Source = Callable[[DueScope, CarePolicy, date], Iterator[DueItem]]
# What speaking to a client fulfils by itself; greetings only when somebody says so.
FULFILLED: tuple[Source, ...] = (cadence, from_visits, after_events, after_absence)
SOURCES: tuple[Source, ...] = (
    cadence,
    birthdays,
    festivals,
    from_visits,
    after_events,
    after_absence,
)
