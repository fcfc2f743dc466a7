"""The audit trail as log lines: what happened, by whom, to which record; ids and names of events only. (SEC-16)

Every act that is written into Wagtail's log is repeated here, so that one stream tells it all:

    {"at": "…", "level": "info", "logger": "foyer.audit", "message": "foyer.desk.pair",
     "by": 7, "kind": "guests.desk", "record": "3"}
"""

import logging
import re
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models.signals import post_save
from wagtail.models import ModelLogEntry, PageLogEntry

logger = logging.getLogger("foyer.audit")

Fact = int | str | None
_A_WORD = re.compile(
    r"[A-Za-z0-9_.:-]{1,80}"
)  # names of events and views, keys: nothing people type


def note(event: str, **facts: Fact) -> None:
    """Write one line of the audit trail.

    Args:
        event: its name, such as "log_in.failed".
        facts: keys of records, names of views and the like; any other text is left out.
    """
    told = {name: _plain(value) for name, value in facts.items() if value is not None}
    logger.info("%s", _plain(event), extra={"facts": told})


def _plain(value: Fact) -> Fact:
    if isinstance(value, str) and not _A_WORD.fullmatch(value):
        return "-"
    return value


def repeat(entry: Any) -> None:
    """Repeat an entry of Wagtail's log, once it is committed."""
    line = partial(
        note,
        entry.action,
        by=entry.user_id,
        kind=entry.content_type.app_label + "." + entry.content_type.model,
        record=str(getattr(entry, "page_id", None) or getattr(entry, "object_id", "")),
    )
    transaction.on_commit(line, robust=True)


def _repeat(*, instance: Any, created: bool, **_kwargs: Any) -> None:
    if created:
        repeat(instance)


for _log in (ModelLogEntry, PageLogEntry):
    post_save.connect(_repeat, sender=_log, dispatch_uid=f"foyer.core.audit {_log.__name__}")
