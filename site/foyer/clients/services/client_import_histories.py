"""The histories of tiers and account managers an import of clients adds to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from wagtail.models import ModelLogEntry

from foyer.clients.models import Client, ManagerChange, TierChange
from foyer.core.imports.targets import Written

from .client_import_work import Work


def note_tiers(work: Work, changes: Sequence[tuple[int, int, str, str]]) -> None:
    """Keep which tiers changed: row, client, before and after. (002-16)"""
    made = TierChange.objects.bulk_create(
        TierChange(
            client_id=pk,
            before=before,
            after=after,
            reason=work.of.reason,
            changed_at=work.at,
            by=work.of.by,
        )
        for _number, pk, before, after in changes
    )
    for (number, *_rest), change in zip(changes, made, strict=True):
        work.written.append(Written(number, change.pk, None, "", "tier"))
    _log(work, "change_tier", [(pk, {"from": old, "to": new}) for _n, pk, old, new in changes])


def note_managers(work: Work, changes: Sequence[tuple[int, int, int | None, int | None]]) -> None:
    """Keep which account managers changed: row, client, before and after. (002-27)"""
    made = ManagerChange.objects.bulk_create(
        ManagerChange(
            client_id=pk,
            before_id=before,
            after_id=after,
            reason=work.of.reason,
            changed_at=work.at,
            by=work.of.by,
        )
        for _number, pk, before, after in changes
    )
    for (number, *_rest), change in zip(changes, made, strict=True):
        work.written.append(Written(number, change.pk, None, "", "manager"))
    handed = [(pk, {"to": new}) for _n, pk, old, new in changes if old]
    _log(work, "hand_over", handed)


def _log(work: Work, act: str, entries: Sequence[tuple[int, Mapping[str, Any]]]) -> None:
    kind = ContentType.objects.get_for_model(Client)
    ModelLogEntry.objects.bulk_create(
        ModelLogEntry(
            content_type=kind,
            object_id=str(pk),
            label=work.clients[pk]["short_name"] or work.clients[pk]["name"],
            action=f"foyer.client.{act}",
            data=dict(data),
            timestamp=work.at,
            user=work.of.by,
        )
        for pk, data in entries
    )
