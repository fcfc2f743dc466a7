"""Vouchers for a free trial: issued, used, become a client. (003-06)"""

from __future__ import annotations

import secrets
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from foyer.clients.enums import VoucherState
from foyer.clients.models import Client, Voucher, VoucherChannel
from foyer.core.models import User
from foyer.core.refusals import Refusal

from .incentives import NotTheNextStep

MOST_AT_ONCE = 500
_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: none is taken for another
_LENGTH = 10  # a serial that cannot be guessed by trying; it opens nothing but a note by staff


class ChannelClosed(Refusal):
    """No more vouchers are handed out through this channel."""

    code = "channel_closed"
    message = _("No more vouchers are issued through “%(channel)s”.")


class TooManyVouchers(Refusal):
    """More vouchers than are printed at once, or none."""

    code = "too_many_vouchers"
    message = _("Issue between 1 and %(most)d vouchers at once.")


class VoucherLapsed(Refusal):
    """The last day of the voucher is over."""

    code = "voucher_lapsed"
    message = _("This voucher was valid until %(day)s.")


@transaction.atomic
def issue_vouchers(
    *,
    channel: VoucherChannel,
    offer: str,
    count: int,
    valid_until: date | None,
    by: User,
    at: datetime,
) -> list[Voucher]:
    """Issue vouchers to be handed out through a channel, each with a code of its own. (003-06)

    Raises:
        ChannelClosed, TooManyVouchers.
    """
    if not channel.is_open:
        raise ChannelClosed(channel=channel)
    if not 1 <= count <= MOST_AT_ONCE:
        raise TooManyVouchers(most=MOST_AT_ONCE)
    issued = Voucher.objects.bulk_create(
        Voucher(
            channel=channel,
            code="".join(secrets.choice(_SIGNS) for _sign in range(_LENGTH)),
            offer=offer,
            valid_until=valid_until,
            issued_at=at,
            issued_by=by,
        )
        for _one in range(count)
    )
    log(channel, "foyer.voucher.issue", user=by, data={"vouchers": count})
    return issued


@transaction.atomic
def use_voucher(
    *, voucher: Voucher, holder: str, client: Client | None, by: User, at: datetime
) -> Voucher:
    """Note that a voucher was used.

    Args:
        holder: who came with it.
        client: the client they belong to, if the house knows them already.

    Raises:
        NotTheNextStep: it was used before.
        VoucherLapsed: its last day is over.
    """
    kept = _at_step(voucher, VoucherState.USED)
    if kept.has_lapsed(on=timezone.localdate(at)):
        raise VoucherLapsed(day=kept.valid_until)
    kept.state, kept.used_at, kept.client = VoucherState.USED, at, client
    kept.holder = holder.strip() or kept.holder
    kept.save(update_fields=["state", "used_at", "client", "holder"])
    log(kept, "foyer.voucher.use", user=by)
    return kept


@transaction.atomic
def convert_voucher(*, voucher: Voucher, client: Client, by: User, at: datetime) -> Voucher:
    """Note that who used a voucher has become a client.

    Raises:
        NotTheNextStep: it was not used yet, or led to a client before.
    """
    kept = _at_step(voucher, VoucherState.CONVERTED)
    kept.state, kept.converted_at, kept.client = VoucherState.CONVERTED, at, client
    kept.save(update_fields=["state", "converted_at", "client"])
    log(kept, "foyer.voucher.convert", user=by)
    return kept


def _at_step(voucher: Voucher, to: VoucherState) -> Voucher:
    """Return the voucher, locked, when a step may follow."""
    kept = Voucher.objects.select_for_update(of=("self",)).get(pk=voucher.pk)
    if to not in VoucherState.NEXT[kept.state]:
        raise NotTheNextStep(state=kept.get_state_display())
    return kept
