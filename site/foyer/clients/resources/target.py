"""Clients with their contacts in one list, for the import machinery. (IMPORT 9)"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from foyer.clients.models import VIEW_EVERY, Client, Contact
from foyer.clients.services import custom_fields
from foyer.clients.services.client_import import write_rows
from foyer.clients.services.client_import_forming import prepare_rows
from foyer.clients.services.client_import_undo import take_back_rows
from foyer.clients.services.client_import_work import Import, Prepared
from foyer.clients.services.hand_over import account_managers
from foyer.clients.services.import_fields import CLIENT_CUSTOM, CONTACT_CUSTOM
from foyer.core.days import house_day
from foyer.core.imports.blocks import unpack
from foyer.core.imports.models import ImportBatch
from foyer.core.imports.targets import (
    Column,
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

from .columns import CLIENT, PERSON, headers_of_contacts, of_field
from .judging import ClientJudge
from .looks import Reader

SCOPE = "clients"
_PLACE = "core.ImportBatch"
_ENOUGH = ("company", "number", "credit_code", "business_number", "name", "family_name")
_PLAIN_NAME = "name"
_OF_CLIENTS = {"number", "credit_code", "business_number", "short_name", "legal_representative"}
_AT_CLIENT = ("client", "at")


class ClientListTarget(Target):
    """Clients with their contacts: a row is one client's facts and, if it names one, a contact. There is one scope."""

    key = "clients.clients"
    label = _("Clients and contacts")

    @cached_property
    def columns(self) -> tuple[Column, ...]:  # type: ignore[override]  # looked up once for each act
        """The columns, those of the house's own fields at the end of each part."""
        clients = (of_field(one, CLIENT_CUSTOM) for one in custom_fields.of(Client))
        contacts = (of_field(one, CONTACT_CUSTOM) for one in custom_fields.of(Contact))
        return (*CLIENT, *clients, *PERSON, *contacts)

    @cached_property
    def headers(self) -> dict[str, tuple[str, int]]:
        """The column each known header means, 联系人电话 and the like among them."""
        known = super().headers
        return headers_of_contacts(known) | known

    def fresh(self) -> ClientListTarget:
        """Return a target that looks the house's own fields up anew, and remembers what one file wrote."""
        return ClientListTarget()

    def settle(self, headers: Sequence[str], meanings: tuple[str, ...]) -> tuple[str, ...]:
        """Take a plain “Name” for the client's where the file is about clients and names them nowhere else."""
        if "company" in meanings or not _OF_CLIENTS & set(meanings):
            return meanings
        return tuple(
            "company" if key == "name" and fold(header) == _PLAIN_NAME else key
            for header, key in zip(headers, meanings, strict=True)
        )

    def lets_correct(self, earlier: ImportBatch, by: User | None) -> bool:
        """Let everybody correct their own files alone, and all of them whoever sees every client."""
        return by is not None and (earlier.by_id == by.pk or by.has_perm(VIEW_EVERY))

    def missing(self, meanings: Collection[str]) -> list[str]:
        """Return what is missing where neither a client nor a contact is named."""
        return [] if set(_ENOUGH) & set(meanings) else [str(CLIENT[0].label)]

    def seal(self, text: str) -> str:
        """Seal with the house's keys."""
        return seal(text, place=_PLACE)

    def unseal(self, sealed: str) -> str:
        """Open what was sealed."""
        return unseal(sealed, place=_PLACE)

    def horizon(self, batch: ImportBatch) -> Mapping[str, Any]:
        """Return the newest client."""
        return {"client": Client.objects.aggregate(newest=Max("pk"))["newest"] or 0}

    def judge(self, batch: ImportBatch, policy: Policy) -> Judge:
        """Judge with the rights of whoever handed the file in."""
        reader = Reader(
            custom_fields.of(Client),
            custom_fields.of(Contact),
            account_managers(),
            house_day(datetime.fromisoformat(batch.horizon["at"])),
        )
        return ClientJudge(reader, policy, by=batch.by or User(is_active=False))

    def warnings(self, batch: ImportBatch) -> list[str]:
        """Return nothing: what should be known stands beside the rows."""
        return []

    def prepare(self, rows: Sequence[Planned], *, batch: ImportBatch, at: datetime) -> Prepared:
        """Form what is new."""
        return prepare_rows(of=self._of(batch), rows=rows)

    def write(self, prepared: Prepared, *, batch: ImportBatch, at: datetime) -> Step:
        """Add and change clients and contacts."""
        of, horizon = self._of(batch), batch.horizon["client"]
        return write_rows(of=of, prepared=prepared, horizon=horizon, at=at)

    def _of(self, batch: ImportBatch) -> Import:
        if "_import" not in self.__dict__:
            self._import = Import(batch.by, self._reason(batch), self._made(batch))
        return self._import

    def _reason(self, batch: ImportBatch) -> str:
        return gettext("Imported from %(file)s") % {"file": batch.file_name}

    def _made(self, batch: ImportBatch) -> dict[int, int]:
        """Return the clients an earlier worker brought in, by the rows that brought them."""
        return {
            entry.number: entry.pk
            for step in batch.journal.all()
            for entry in (Written(*kept) for kept in unpack(self, step.sealed))
            if entry.kind in _AT_CLIENT
        }

    def take_back(
        self, entries: Sequence[Written], *, batch: ImportBatch, at: datetime
    ) -> list[Refused]:
        """Restore what clients and contacts were."""
        return take_back_rows(entries, by=batch.job.by if batch.job else batch.by)

    def record(self, batch: ImportBatch, *, act: str, by: User | None, rows: int) -> None:
        """Log it on whoever did it."""
        if by:
            data = {"import": batch.pk, "rows": rows}
            log(by, f"foyer.client.{act}", user=by, data=data)


CLIENT_LIST = ClientListTarget()
register(CLIENT_LIST)
