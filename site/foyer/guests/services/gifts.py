"""Promising gifts: never more than there are. (000-20)"""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from foyer.core.refusals import Refusal
from foyer.guests.enums import AnswerState, StuckReason
from foyer.guests.models import Gift, Guest, StepAnswer


class GiftGone(Refusal):
    """Every one of it has been chosen."""

    code = StuckReason.GIFT_GONE.value
    message = _("This gift has just run out. Please choose another one.")


class HasGift(Refusal):
    """One gift a guest."""

    code = StuckReason.HAS_GIFT.value
    message = _("You have chosen a gift already. It will be handed to you when you leave.")


def promise_gift(*, gift: Gift, guest: Guest) -> None:
    """Count a gift as chosen by a guest; the answer that says so is kept by the caller in the same transaction.

    Raises:
        HasGift: the guest has chosen one before.
        GiftGone: none is left.
    """
    kept = (AnswerState.KEPT, AnswerState.ACCEPTED)
    if StepAnswer.objects.filter(guest=guest, gift__isnull=False, state__in=kept).exists():
        raise HasGift
    left = Gift.objects.filter(pk=gift.pk, promised__lt=F("stock"))
    try:
        with transaction.atomic():
            if not left.update(promised=F("promised") + 1):
                raise GiftGone
    except IntegrityError as reason:  # the constraint has the last word
        raise GiftGone from reason
