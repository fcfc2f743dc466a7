"""Deals as a list that is taken away as a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _
from wagtail.log_actions import log

from foyer.clients.models import Deal
from foyer.core.models import User


def deal_rows(deals: Iterable[Deal]) -> Iterator[list[str]]:
    """Yield the head and one row for each deal."""
    yield [
        _("Client number"),
        _("Client"),
        _("Project"),
        _("Date"),
        _("Service"),
        _("Amount"),
        _("Currency"),
        _("Payment"),
    ]
    for deal in deals:
        yield [
            deal.client.number,
            deal.client.name,
            deal.project,
            deal.done_on.isoformat(),
            deal.service,
            str(deal.amount),
            deal.currency,
            deal.get_payment_display(),
        ]


def record_export(*, what: str, rows: int, by: User) -> None:
    """Write into the log who took how many records away as a file. (security 9)

    Args:
        what: the kind of record, such as "deal".
    """
    log(by, f"foyer.{what}.export", user=by, data={"rows": rows})
