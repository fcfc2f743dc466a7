"""The further phones and e-mails of a contact over the API. (001-04)"""

from __future__ import annotations

from typing import Annotated, Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, Field

from foyer.api.desk_scans import Text
from foyer.clients.enums import PointKind
from foyer.clients.forms.reaching import usable_email, usable_phone
from foyer.clients.models import Contact, ContactPoint
from foyer.privacy.identifiers import mask_email, mask_phone

from .calling import FieldsWrong

_USABLE = {PointKind.PHONE: usable_phone, PointKind.EMAIL: usable_email}
_MASKS = {PointKind.PHONE: mask_phone, PointKind.EMAIL: mask_email}


class PointBody(BaseModel):
    """One further phone or e-mail as a program writes it."""

    model_config = ConfigDict(extra="forbid")

    kind: PointKind = PointKind.PHONE
    label: Annotated[Text, Field(max_length=40)] = ""
    value: Annotated[Text, Field(min_length=1, max_length=254)]


def told_points(contact: Contact, *, plain: bool) -> list[dict[str, str]]:
    """Return them as they are told: masked unless they may be read plain."""
    return [
        {
            "kind": point.kind,
            "label": point.label,
            "value": point.value if plain else _MASKS[PointKind(point.kind)](point.value),
        }
        for point in contact.points.all()
    ]


def checked_points(given: list[dict[str, Any]] | None, *, plain: bool) -> list[ContactPoint] | None:
    """Return what is to be kept in place of what there is; nothing when nothing was given.

    Args:
        plain: whether the caller may write what is sealed about the contact.

    Raises:
        FieldsWrong: one cannot be used, or may not be written by this caller.
    """
    if given is None:
        return None
    if not plain:
        sentence = _("This cannot be written here, or not by this account.")
        raise FieldsWrong(errors={"points": [sentence]})
    errors: dict[str, list[str]] = {}
    points = []
    for number, one in enumerate(given):
        kind = PointKind(one.get("kind", PointKind.PHONE))
        try:
            value = _USABLE[kind](one["value"])
        except forms.ValidationError as wrong:
            errors[f"points.{number}.value"] = list(wrong.messages)
        else:
            points.append(ContactPoint(kind=kind, label=one.get("label", ""), value=value))
    if errors:
        raise FieldsWrong(errors=errors)
    return points


@transaction.atomic
def keep_points(contact: Contact, points: list[ContactPoint] | None) -> None:
    """Keep these in place of what there is."""
    if points is None:
        return
    ContactPoint.objects.filter(contact=contact).delete()
    for point in points:
        point.contact = contact
        point.save()
