"""Clients and contacts as plain tuples, for the comparing of files. (performance 3)

Making a record of every row of a large house costs more than all the comparing, and most rows are
unchanged. What is sealed is opened only where a row says something of it that its blind index cannot tell.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Sequence
from typing import Any, ClassVar

from django.db import connection
from django.db.models import ExpressionWrapper, F, JSONField, QuerySet, TextField

from foyer.clients.models import Client, Contact
from foyer.clients.services.import_fields import watched
from foyer.privacy.fields import SealedTextField

_PACKED = "packed_"
_tuple_of: Any = namedtuple  # noqa: PYI024  its columns are known only when this is loaded


def _is_packed(model: type[Client | Contact], name: str) -> bool:
    return isinstance(model._meta.get_field(name), SealedTextField | JSONField)


def _kept_as(model: type[Client | Contact]) -> tuple[str, ...]:
    """Return what a tuple holds of what is watched; sealed and JSON columns under another name."""
    return tuple(f"{_PACKED}{n}" if _is_packed(model, n) else n for n in watched(model))


def _opening(model: type[Client | Contact]) -> Any:
    """Return a class whose properties open the sealed and read the JSON columns when they are asked for."""

    def opener(name: str) -> property:
        field: Any = model._meta.get_field(name)
        return property(
            lambda self: field.from_db_value(getattr(self, f"{_PACKED}{name}"), None, connection)
        )

    opened = {name: opener(name) for name in watched(model) if _is_packed(model, name)}
    return type(f"_Opened{model.__name__}", (), {"__slots__": (), **opened})


def as_they_lie(records: QuerySet[Any], columns: Sequence[str], *more: str) -> QuerySet[Any, Any]:
    """Return columns of records, the sealed and JSON ones as they lie in the database."""
    packed = {
        name: ExpressionWrapper(F(name.removeprefix(_PACKED)), output_field=TextField())
        for name in columns
        if name.startswith(_PACKED)
    }
    found: QuerySet[Any, Any] = records.annotate(**packed).values_list("pk", *columns, *more)
    return found


CLIENT, CONTACT = _kept_as(Client), _kept_as(Contact)
INDEXES = ("phone_index", "email_index")
_ClientTuple: Any = _tuple_of(
    "_ClientTuple", ("pk", *CLIENT, "folded_name", "main_contact_id", "addresses")
)
_ContactTuple: Any = _tuple_of(
    "_ContactTuple",
    (
        *("pk", *CONTACT, *INDEXES),
        *("client_name", "client_short_name", "manager_id", "main_contact_id", "points"),
    ),
)


_OpenedClient: Any = _opening(Client)
_OpenedContact: Any = _opening(Contact)


class KnownClient(_OpenedClient, _ClientTuple):
    """A client as it is kept; `addresses` by their kinds."""

    __slots__ = ()
    model: ClassVar = Client


class KnownContact(_OpenedContact, _ContactTuple):
    """A contact as it is kept; `points` are the indexes of the further numbers and addresses."""

    __slots__ = ()
    model: ClassVar = Contact

    @property
    def is_main(self) -> bool:
        """Whether the contact is the main one of its client."""
        return self.client_id is not None and self.main_contact_id == self.pk

    def __str__(self) -> str:
        client = self.client_short_name or self.client_name
        return f"{self.name} · {client}" if client else str(self.name)
