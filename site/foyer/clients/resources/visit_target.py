"""Lists of visits, for the import machinery. (003-15, IMPORT 9)"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from foyer.clients.services.visit_import import take_back_rows, write_rows
from foyer.core.imports.models import ImportBatch
from foyer.core.imports.targets import (
    Judge,
    Planned,
    Policy,
    Refused,
    Step,
    Target,
    Written,
    register,
)
from foyer.core.models import User
from foyer.core.text import fold
from foyer.privacy.sealing import seal, unseal

from .visit_columns import LABELS, REACH_ZH, VISIT
from .visit_judging import VisitJudge

VISIT_SCOPE = "visits"
_PLACE = "core.ImportBatch"
_VIEW_EVERY = "clients.view_all_visit"


class VisitListTarget(Target):
    """Visits, one a row. There is one scope. The nth contact is counted by the system and never read."""

    key = "clients.visits"
    label = _("Visits")
    columns = VISIT
    tells = True

    def settle(self, headers: Sequence[str], meanings: tuple[str, ...]) -> tuple[str, ...]:
        """Know the contact status table again: there 联系方式 are names with phones, not a mode. (003-16)"""
        if not {"place", "staff", "address"} <= set(meanings) or "met" in meanings:
            return meanings
        return tuple(
            "contacts"
            if key == "mode" and fold(header) == REACH_ZH and "contacts" not in meanings
            else "discussion"
            if key == "situation" and "discussion" not in meanings
            else key
            for header, key in zip(headers, meanings, strict=True)
        )

    def missing(self, meanings: Collection[str]) -> list[str]:
        """Return what is missing; a client may be named or numbered."""
        found = super().missing(meanings)
        return (
            found
            if {"client", "client_number"} & set(meanings)
            else [str(LABELS["client"]), *found]
        )

    def lets_correct(self, earlier: ImportBatch, by: User | None) -> bool:
        """Let everybody correct their own files alone, and all of them whoever sees every visit."""
        return by is not None and (earlier.by_id == by.pk or by.has_perm(_VIEW_EVERY))

    def seal(self, text: str) -> str:
        """Seal with the house's keys."""
        return seal(text, place=_PLACE)

    def unseal(self, sealed: str) -> str:
        """Open what was sealed."""
        return unseal(sealed, place=_PLACE)

    def judge(self, batch: ImportBatch, policy: Policy) -> Judge:
        """Judge with the rights of whoever handed the file in."""
        at = datetime.fromisoformat(batch.horizon["at"])
        by = batch.by or User(is_active=False)
        return VisitJudge(policy, by=by, at=at, says_modes="mode" in batch.mapping.values())

    def warnings(self, batch: ImportBatch) -> list[str]:
        """Return nothing: what should be known stands beside the rows."""
        return []

    def prepare(
        self, rows: Sequence[Planned], *, batch: ImportBatch, at: datetime
    ) -> Sequence[Planned]:
        """Return the rows: a visit is completed when it is filed."""
        return rows

    def write(self, prepared: Sequence[Planned], *, batch: ImportBatch, at: datetime) -> Step:
        """File and correct visits."""
        return write_rows(rows=prepared, by=batch.by, at=at)

    def take_back(
        self, entries: Sequence[Written], *, batch: ImportBatch, at: datetime
    ) -> list[Refused]:
        """Restore what visits were."""
        return take_back_rows(entries, by=batch.by, at=at)

    def record(self, batch: ImportBatch, *, act: str, by: User | None, rows: int) -> None:
        """Log it on whoever did it."""
        if by:
            data: Mapping[str, int] = {"import": batch.pk, "rows": rows}
            log(by, f"foyer.visit.{act}", user=by, data=data)


VISIT_LIST = VisitListTarget()
register(VISIT_LIST)
