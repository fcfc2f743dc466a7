"""Weighing a client, and setting their tier. (002-16)"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import batched

from django.db import transaction
from django.db.models import Count, QuerySet, Sum
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from foyer.clients.enums import Potential, Tier
from foyer.clients.models import Client, ClientPolicy, TierChange
from foyer.core.history import log_each
from foyer.core.models import User
from foyer.core.refusals import Refusal

_MOST_POINTS = 2
_BATCH = 200  # clients changed in one transaction, so that nobody waits long
_YEAR = timedelta(days=365)
_OF_POTENTIAL = {Potential.LOW: 0, Potential.MEDIUM: 1, Potential.HIGH: 2}


class SameTier(Refusal):
    """The client is of that tier already."""

    code = "same_tier"
    message = _("This client is already of the tier “%(tier)s”.")


class ReasonMissing(Refusal):
    """What is changed for good needs a reason that can be read later."""

    code = "reason_missing"
    message = _("Write down the reason.")


@dataclass(frozen=True, slots=True)
class Part:
    """One of the three figures: its points from 0 to 2, None when nothing is stated; and its weight."""

    points: int | None
    weight: int


@dataclass(frozen=True, slots=True)
class Weighing:
    """What the figures say of a client. `suggestion` is None when none of them is stated."""

    spend: Part
    deals: Part
    potential: Part
    had: int
    most: int
    percent: int
    suggestion: Tier | None


@dataclass(frozen=True, slots=True)
class YearOfDeals:
    """What the deals of the last year come to, in the currency of the house."""

    count: int
    amount: Decimal


def weigh_client(client: Client, *, policy: ClientPolicy) -> Weighing:
    """Return which tier spend, frequency and potential speak for, and how that was reckoned.

    Each figure earns 0, 1 or 2 points, times its weight; the share of the points that can be had
    decides. A person decides in the end.
    """
    parts = (
        Part(
            _points(client.annual_spend, policy.spend_regular, policy.spend_key),
            policy.spend_weight,
        ),
        Part(
            _points(client.deals_a_year, policy.deals_regular, policy.deals_key),
            policy.deals_weight,
        ),
        Part(_OF_POTENTIAL.get(Potential(client.potential)), policy.potential_weight),
    )
    had = sum((part.points or 0) * part.weight for part in parts)
    most = sum(_MOST_POINTS * part.weight for part in parts)
    percent = had * 100 // most
    stated = any(part.points is not None for part in parts)
    return Weighing(
        *parts, had, most, percent, suggestion=_tier(percent, policy) if stated else None
    )


def deals_of_last_year(client: Client, *, on: date, policy: ClientPolicy) -> YearOfDeals:
    """Return what the file says itself of a client's spend and frequency, to be set beside what is stated."""
    deals = client.deals.filter(done_on__gt=on - _YEAR, done_on__lte=on)
    sums = deals.filter(currency=policy.currency).aggregate(
        count=Count("pk"), amount=Sum("amount", default=Decimal(0))
    )
    return YearOfDeals(**sums)


@transaction.atomic
def change_tier(*, client: Client, to: str, reason: str, by: User, at: datetime) -> TierChange:
    """Set a client's tier and write down who did so and why; every change of tier goes this way. (002-16)

    Raises:
        SameTier: nothing would change.
        ReasonMissing: no reason was given.
    """
    if not reason.strip():
        raise ReasonMissing
    kept = Client.objects.select_for_update(of=("self",)).get(pk=client.pk)
    if kept.tier == to:
        raise SameTier(tier=Tier(to).label)
    suggestion = weigh_client(kept, policy=ClientPolicy.load()).suggestion
    change = TierChange.objects.create(
        client=kept,
        before=kept.tier,
        after=to,
        suggested=suggestion or "",
        reason=reason.strip(),
        changed_at=at,
        by=by,
    )
    Client.objects.filter(pk=kept.pk).update(tier=to)
    client.tier = to
    log(kept, "foyer.client.change_tier", user=by, data={"from": change.before, "to": to})
    return change


def change_tiers(*, clients: QuerySet[Client], to: str, reason: str, by: User, at: datetime) -> int:
    """Set the tier of many clients as `change_tier` does; those of that tier already stay as they are.

    Returns:
        How many were changed.

    Raises:
        SameTier: all of them are of that tier already.
        ReasonMissing: no reason was given.
    """
    if not reason.strip():
        raise ReasonMissing
    policy = ClientPolicy.load()
    others = clients.exclude(tier=to).order_by("pk").values_list("pk", flat=True)
    changed = sum(
        _change_some(some, to=to, reason=reason.strip(), by=by, at=at, policy=policy)
        for some in batched(list(others), _BATCH, strict=False)
    )
    if not changed:
        raise SameTier(tier=Tier(to).label)
    return changed


@transaction.atomic
def _change_some(
    keys: Sequence[int], *, to: str, reason: str, by: User, at: datetime, policy: ClientPolicy
) -> int:
    locked = Client.objects.select_for_update(of=("self",)).filter(pk__in=keys)
    kept = list(locked.exclude(tier=to))
    TierChange.objects.bulk_create(
        TierChange(
            client=client,
            before=client.tier,
            after=to,
            suggested=weigh_client(client, policy=policy).suggestion or "",
            reason=reason,
            changed_at=at,
            by=by,
        )
        for client in kept
    )
    Client.objects.filter(pk__in=[client.pk for client in kept]).update(tier=to)
    log_each(kept, "foyer.client.change_tier", by=by, at=at, data={"to": to})
    return len(kept)


def _points(stated: Decimal | int | None, regular: Decimal | int, key: Decimal | int) -> int | None:
    if stated is None:
        return None
    return 2 if stated >= key else 1 if stated >= regular else 0


def _tier(percent: int, policy: ClientPolicy) -> Tier:
    if percent >= policy.key_from:
        return Tier.KEY
    return Tier.REGULAR if percent >= policy.regular_from else Tier.PROSPECT
