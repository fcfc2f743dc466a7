"""Two clients, or two contacts, side by side: what may be taken from either. (001-04)"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foyer.clients.enums import Festival, Tier
from foyer.clients.lunar_words import lunar_words
from foyer.clients.models import Client, Contact, CustomField, Referral
from foyer.core.fields import SearchTextField
from foyer.core.models import User
from foyer.core.refusals import Refusal
from foyer.privacy.fields import BlindIndexField
from foyer.privacy.identifiers import mask_email, mask_handle, mask_phone

from . import custom_fields
from .linked import Link, counted, image

KEPT, GONE = "kept", "gone"
Record = Client | Contact
_DERIVED = (SearchTextField, BlindIndexField)
# Columns that only make sense together, named by the first of them.
_TOGETHER: dict[type[Record], tuple[tuple[str, ...], ...]] = {
    Client: (("collection", "provenance", "legal_basis"),),
    Contact: (
        ("client", "title", "since"),
        ("photo_consent", "photo_consent_on", "photo_consent_how"),
    ),
}
_RIGHTS = {"tier": "clients.set_tier_client", "account_manager": "clients.hand_over_client"}
_MASKS = {"phone": mask_phone, "email": mask_email, "wechat": mask_handle}
_SEALED = ("phone", "email", "wechat", "birthday", "lunar_birthday")
_LEFT_OUT = ("id", "created_at", "custom", "custom_sealed")


@dataclass(frozen=True, slots=True)
class Line:
    """One fact of two records: how it reads in each, and which of them survives unless said otherwise."""

    key: str
    label: str
    kept: str
    gone: str
    same: bool
    take: str
    columns: tuple[str, ...] = ()
    field: CustomField | None = None
    is_settled: bool = False  # whoever looks may not choose: what stays follows from the two alone


class LookedAfterByTwo(Refusal):
    """Two account managers look after the two: to make one of them is a hand-over. (002-27)"""

    code = "looked_after_by_two"
    message = gettext_lazy(
        "%(kept)s and %(gone)s have different account managers, so one of them would be handed over. Ask "
        "somebody who may hand clients over to merge them."
    )


@dataclass(frozen=True, slots=True)
class Linked:
    """How many records of one kind hang on each of the two."""

    title: str
    kept: int
    gone: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """All that is shown before two records become one; `stamp` tells whether it still holds."""

    lines: list[Line]
    linked: list[Linked]
    stamp: str
    brought_twice: (
        bool  # both were referred: the one kept keeps its referral, the other is put aside
    )
    refusal: Refusal | None  # why whoever looks may not make one of the two


def compare(kept: Record, gone: Record, *, user: User) -> Comparison:
    """Return two records side by side, as a member of staff may see them."""
    hanging = counted(type(kept), kept, gone)
    return Comparison(
        lines=[line for line in lines(kept, gone, user=user) if line.kept or line.gone],
        linked=_linked(hanging, user),
        stamp=stamp(kept, gone, hanging),
        brought_twice=_brought_twice(hanging, user),
        refusal=hand_over_refused(kept, gone, user=user),
    )


def hand_over_refused(one: Record, other: Record, *, user: User) -> Refusal | None:
    """Return why somebody may not make one of two records, or two of one: a colleague's client stays theirs."""
    managers = {getattr(record, "account_manager_id", None) for record in (one, other)} - {None}
    if len(managers) < 2 or user.has_perm(_RIGHTS["account_manager"]):
        return None
    return LookedAfterByTwo(kept=one.name, gone=other.name)


def _brought_twice(hanging: Mapping[Link, tuple[list[int], list[int]]], user: User) -> bool:
    """Tell whether both were referred, to those who may know of referrals. (001-17)"""
    return user.has_perm("clients.view_referral") and any(
        ours and theirs
        for link, (ours, theirs) in hanging.items()
        if link.model is Referral and link.column == "new_client"
    )


def lines(kept: Record, gone: Record, *, user: User) -> list[Line]:
    """Return each fact that may be taken from either, in the order of the columns, then the house's own."""
    kind = type(kept)
    plain = kept.is_plain_to(user) and gone.is_plain_to(user)
    together = {group[0]: group for group in _TOGETHER[kind]}
    inner = {name for group in _TOGETHER[kind] for name in group[1:]}
    found = []
    for column in kind._meta.concrete_fields:
        name = column.name
        if not _is_chosen(column) or name in inner:
            continue
        group = together.get(name, (name,))
        found.append(
            Line(
                key=name,
                label=capfirst(str(column.verbose_name)),
                kept=_shown_group(kept, group, plain),
                gone=_shown_group(gone, group, plain),
                same=all(_raw(kept, one) == _raw(gone, one) for one in group),
                take=_suggested(kept, gone, name),
                columns=group,
                is_settled=name in _RIGHTS and not user.has_perm(_RIGHTS[name]),
            )
        )
    return found + _house_lines(kept, gone, plain=plain)


def side_taken(line: Line, taken: Mapping[str, str]) -> str:
    """Return which of the two a fact is taken from, after what somebody chose."""
    return line.take if line.is_settled else taken.get(line.key, line.take)


def stamp(kept: Record, gone: Record, hanging: Mapping[Link, tuple[list[int], list[int]]]) -> str:
    """Return what changes as soon as one of the two, or what hangs on them, changes."""
    keys = [
        (link.model._meta.label, link.column, ours, theirs)
        for link, (ours, theirs) in hanging.items()
        if link.about._meta.label != "privacy.ViewLogEntry"  # looking changes nothing
    ]
    told = json.dumps([image(kept), image(gone), keys], sort_keys=True)
    return salted_hmac("foyer.clients.merge", told, algorithm="sha256").hexdigest()


def _is_chosen(column: models.Field[Any, Any]) -> bool:
    return column.editable and column.name not in _LEFT_OUT and not isinstance(column, _DERIVED)


def _suggested(kept: Record, gone: Record, name: str) -> str:
    """Return which of the two a fact is taken from unless said otherwise: what is there, the closer tier."""
    if name == "tier":
        return min((KEPT, kept.tier), (GONE, gone.tier), key=_closeness)[0]
    return GONE if _is_empty(kept, name) and not _is_empty(gone, name) else KEPT


def _closeness(side: tuple[str, str]) -> int:
    return Tier.values.index(side[1])


def _raw(record: Record, name: str) -> Any:
    return record._meta.get_field(name).value_from_object(record)  # type: ignore[union-attr]  # a column


def _is_empty(record: Record, name: str) -> bool:
    return _raw(record, name) in (None, "", [], {})


def _shown_group(record: Record, group: Iterable[str], plain: bool) -> str:
    shown = (_shown(record, name, plain) for name in group)
    return " · ".join(text for text in shown if text)


def _shown(record: Record, name: str, plain: bool) -> str:
    if _is_empty(record, name):
        return ""
    value = getattr(record, name)
    if name in _SEALED and not plain and isinstance(record, Contact):
        return _MASKS[name](value) if name in _MASKS else "***"
    if name == "lunar_birthday":
        return lunar_words(value)
    if name == "festivals":
        labels = dict(Festival.choices)
        return _(", ").join(str(labels.get(code, code)) for code in value)
    if hasattr(record, f"get_{name}_display"):
        return str(getattr(record, f"get_{name}_display")())
    if hasattr(value, "isoformat"):
        return date_format(timezone.localtime(value) if hasattr(value, "hour") else value)
    return str(value)


def _house_lines(kept: Record, gone: Record, *, plain: bool) -> list[Line]:
    fields = custom_fields.of(type(kept))
    ours = custom_fields.values(kept, fields, plain=plain)
    theirs = custom_fields.values(gone, fields, plain=plain)
    return [
        Line(
            key=f"custom_{field.key}",
            label=field.label_text,
            kept=custom_fields.shown(field, ours[field.key]),
            gone=custom_fields.shown(field, theirs[field.key]),
            same=ours[field.key] == theirs[field.key],
            take=GONE if ours[field.key] is None and theirs[field.key] is not None else KEPT,
            field=field,
        )
        for field in fields
        if field.key in ours
    ]


def _linked(hanging: Mapping[Link, tuple[list[int], list[int]]], user: User) -> list[Linked]:
    counts: dict[str, list[int]] = {}
    other = _("Other records of the house")
    for link, (ours, theirs) in hanging.items():
        title = link.title if user.has_perm(link.right) else other
        both = counts.setdefault(title, [0, 0])
        both[0] += len(ours)
        both[1] += len(theirs)
    last = counts.pop(other, None)
    counts |= {other: last} if last else {}
    return [Linked(title, *both) for title, both in counts.items() if any(both)]
