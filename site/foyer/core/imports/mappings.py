"""What columns meant the last time a file had the same headers: for one person, and for the house. (IMPORT 3)"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db.models import F
from django.utils.crypto import salted_hmac

from foyer.core.models import User
from foyer.core.text import fold

from .models import ImportMapping
from .targets import Target

_SALT = "foyer.import.headers"


def signature_of(headers: Sequence[str]) -> str:
    """Return what files with the same headers share; the headers cannot be read from it."""
    return salted_hmac(_SALT, "\x1f".join(map(fold, headers)), algorithm="sha256").hexdigest()


def recall_mapping(*, target: Target, headers: Sequence[str], by: User) -> ImportMapping | None:
    """Return what somebody last said of these headers, else what was said for the whole house."""
    known = ImportMapping.objects.filter(target=target.key, signature=signature_of(headers))
    of_either = known.filter(by=by) | known.filter(by=None)
    return of_either.order_by(F("by").desc(nulls_last=True)).first()


def remember_mapping(
    *,
    target: Target,
    headers: Sequence[str],
    mapping: Mapping[str, str],
    date_orders: Mapping[str, str],
    by: User | None,
    at: datetime,
) -> None:
    """Keep what columns mean for the next file with the same headers.

    Args:
        target: the kind of list.
        headers: what stands above the columns.
        mapping: the column each position means.
        date_orders: whether the day or the month comes first, by column.
        by: for whom; None for everybody in the house.
        at: the moment.
    """
    ImportMapping.objects.update_or_create(
        target=target.key,
        signature=signature_of(headers),
        by=by,
        defaults={"mapping": dict(mapping), "date_orders": dict(date_orders), "used_at": at},
    )
