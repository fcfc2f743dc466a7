"""Granting incentives, and thanking those who bring clients. (001-16, 001-17)"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from foyer.clients.enums import ReferralState, RewardKind
from foyer.clients.models import Incentive, Referral
from foyer.core.models import User
from foyer.core.refusals import Refusal


class NotTheNextStep(Refusal):
    """The step does not follow the one the record has come to."""

    code = "not_the_next_step"
    message = _("It stands at “%(state)s”: this step does not follow.")


class StepBeforeTheLast(Refusal):
    """The day given lies before the day of the step before."""

    code = "step_before_the_last"
    message = _("The step before was taken on %(day)s: this one cannot be earlier.")


class RewardMissing(Refusal):
    """A reward is cash or points, and more than none."""

    code = "reward_missing"
    message = _("Choose cash or points, and how much.")


def grant_incentive(*, incentive: Incentive, by: User, at: datetime) -> Incentive:
    """Grant an incentive that is not kept yet: who granted it and when is kept with it. (001-16)"""
    incentive.granted_by, incentive.granted_at = by, at
    incentive.save()
    log(incentive.client, "foyer.client.grant", user=by, data={"kind": incentive.kind})
    return incentive


@transaction.atomic
def sign_referral(*, referral: Referral, on: date, by: User) -> Referral:
    """Note that the client referred has signed. (001-17)

    Raises:
        NotTheNextStep: it was noted before.
        StepBeforeTheLast: they would have signed before they were referred.
    """
    kept = _at_step(referral, ReferralState.SIGNED)
    if on < kept.referred_on:
        raise StepBeforeTheLast(day=kept.referred_on)
    kept.state, kept.signed_on = ReferralState.SIGNED, on
    kept.save(update_fields=["state", "signed_on"])
    log(kept, "foyer.referral.sign", user=by)
    return kept


@transaction.atomic
def reward_referral(
    *, referral: Referral, kind: str, amount: Decimal, currency: str, on: date, by: User
) -> Referral:
    """Thank the referrer with cash or points. (001-17)

    Args:
        currency: of cash; points have none.

    Raises:
        NotTheNextStep: the new client has not signed, or the reward was given.
        RewardMissing, StepBeforeTheLast.
    """
    kept = _at_step(referral, ReferralState.REWARDED)
    if kind not in (RewardKind.CASH, RewardKind.POINTS) or amount <= 0:
        raise RewardMissing
    if kept.signed_on and on < kept.signed_on:
        raise StepBeforeTheLast(day=kept.signed_on)
    kept.state, kept.rewarded_on = ReferralState.REWARDED, on
    kept.reward, kept.reward_amount = kind, amount
    kept.reward_currency = currency if kind == RewardKind.CASH else ""
    kept.save(update_fields=["state", "rewarded_on", "reward", "reward_amount", "reward_currency"])
    log(kept, "foyer.referral.reward", user=by, data={"kind": kind, "amount": str(amount)})
    return kept


def _at_step(referral: Referral, to: ReferralState) -> Referral:
    """Return the referral, locked, when a step may follow."""
    kept = Referral.objects.select_for_update(of=("self",)).get(pk=referral.pk)
    if to not in ReferralState.NEXT[kept.state]:
        raise NotTheNextStep(state=kept.get_state_display())
    return kept
