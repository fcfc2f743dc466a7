"""Writing one act upon many records into Wagtail's log, at the cost of one. (house convention 9)"""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import repeat as always
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from wagtail.models import ModelLogEntry

from .audit import repeat
from .models import User

_BATCH = 500


def log_each(
    records: Iterable[Model],
    action: str,
    *,
    by: User,
    at: datetime,
    data: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None = None,
) -> None:
    """Write an act into the history of each record, as one step of one person.

    Args:
        records: of one kind, kept already.
        action: a registered action, such as "foyer.guest.strike_off".
        by: who acts.
        at: the moment.
        data: what is to be known of the act: the same for each record, or one for each.
    """
    step = uuid.uuid4()
    told = always(data or {}) if data is None or isinstance(data, Mapping) else data
    entries = [
        ModelLogEntry(
            content_type=ContentType.objects.get_for_model(record, for_concrete_model=False),
            object_id=str(record.pk),
            label=str(record),
            action=action,
            user=by,
            uuid=step,
            timestamp=at,
            data=dict(about),
        )
        for record, about in zip(records, told, strict=False)
    ]
    ModelLogEntry.objects.bulk_create(entries, batch_size=_BATCH)
    for (
        entry
    ) in entries:  # rows made together send no signal, by which the audit trail learns of one
        repeat(entry)
