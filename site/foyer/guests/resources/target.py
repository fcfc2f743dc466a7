"""Guest lists, for the import machinery."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Max, Sum
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

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
from foyer.events.models import Event
from foyer.guests.services.guest_import import (
    Prepared,
    prepare_rows,
    take_back_rows,
    write_rows,
)
from foyer.guests.services.list_columns import COLUMNS
from foyer.privacy.sealing import seal, unseal

from .judging import GuestJudge

_PLACE = "core.ImportBatch"


class GuestListTarget(Target):
    """Guest lists, for the import machinery. The scope is "event:" and the event's key."""

    key = "guests.guest_list"
    label = _("Guest list")
    columns = COLUMNS

    def seal(self, text: str) -> str:
        """Seal with the house's keys."""
        return seal(text, place=_PLACE)

    def unseal(self, sealed: str) -> str:
        """Open what was sealed."""
        return unseal(sealed, place=_PLACE)

    def horizon(self, batch: ImportBatch) -> Mapping[str, Any]:
        """Return the newest guest of the event."""
        newest = event_of(batch).guests.aggregate(newest=Max("pk"))["newest"]
        return {"guest": newest or 0}

    def judge(self, batch: ImportBatch, policy: Policy) -> Judge:
        """Judge for the batch's event; contacts are named to those who may see contacts."""
        by = batch.by
        may_see = by is not None and by.has_perm("clients.view_contact")
        return GuestJudge(event_of(batch), policy, reader=by if may_see else None)

    def warnings(self, batch: ImportBatch) -> list[str]:
        """Say when the list would exceed what the room holds."""
        event = event_of(batch)
        expected = event.guests.expected().aggregate(people=Sum("party_limit"))["people"] or 0
        new = batch.tally.get("people", 0)
        if expected + new <= event.capacity:
            return []
        sentence = gettext(
            "With this file %(people)s people would be asked, but the event holds %(capacity)s. "
            "You can go on; the door still counts."
        )
        return [sentence % {"people": expected + new, "capacity": event.capacity}]

    def prepare(self, rows: Sequence[Planned], *, batch: ImportBatch, at: datetime) -> Prepared:
        """Form the guests."""
        return prepare_rows(event_pk=event_pk_of(batch), rows=rows, at=at)

    def write(self, prepared: Prepared, *, batch: ImportBatch, at: datetime) -> Step:
        """Put guests on the list and change them."""
        return write_rows(
            event_pk=event_pk_of(batch), prepared=prepared, horizon=batch.horizon["guest"]
        )

    def take_back(
        self, entries: Sequence[Written], *, batch: ImportBatch, at: datetime
    ) -> list[Refused]:
        """Restore what guests were."""
        return take_back_rows(event=event_of(batch), entries=entries)

    def record(self, batch: ImportBatch, *, act: str, by: User | None, rows: int) -> None:
        """Log it on the event."""
        data = {"import": batch.pk, "rows": rows}
        log(event_of(batch), f"foyer.guest.{act}", user=by, data=data)


def scope_of(event: Event) -> str:
    """Return the scope of an event's imports."""
    return f"event:{event.pk}"


def event_of(batch: ImportBatch) -> Event:
    """Return the event a file is for."""
    return Event.objects.get(pk=event_pk_of(batch))


def event_pk_of(batch: ImportBatch) -> int:
    """Return the key of the event a file is for."""
    return int(batch.scope.removeprefix("event:"))


GUEST_LIST = GuestListTarget()
register(GUEST_LIST)
