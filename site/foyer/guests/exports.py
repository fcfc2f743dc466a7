"""An event's guest list as a file, which comes back in as it went. (000-07, security 9, IMPORT 10)"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, ClassVar

from django.db import models
from django.db.models import Max, Min, Prefetch, Q
from django.utils.translation import gettext_lazy as _

from foyer.core.days import house_minute
from foyer.core.enums import FormOfAddress, Language
from foyer.core.exports.targets import ExportColumn, register
from foyer.core.models import User
from foyer.events.enums import StepKind
from foyer.guests.enums import AnswerState, ReplyState
from foyer.guests.models import Guest, StepAnswer
from foyer.guests.ride_sheet import TRANSPORT_SHEET
from foyer.guests.services.list_columns import COLUMNS
from foyer.guests.services.staff_words import StaffWords
from foyer.privacy.enums import ViewPlace
from foyer.privacy.exported import SealedList
from foyer.privacy.identifiers import mask_email, mask_phone
from foyer.privacy.services.view_log import note_views

_SENSITIVE = "guests.view_sensitive_guest"
_MASKS: dict[str, Callable[[str], str]] = {"phone": mask_phone, "email": mask_email}
_CHOSEN = Prefetch(
    "answers",
    queryset=StepAnswer.objects.filter(
        kind=StepKind.GIFT, state__in=(AnswerState.KEPT, AnswerState.ACCEPTED)
    ).select_related("gift"),
    to_attr="chosen",
)
_NAMES: dict[str, Any] = {"form_of_address": FormOfAddress, "language": Language}


class GuestList(SealedList):
    """The guests of one event: what an import takes, then replies and arrivals.

    Phones and e-mails are masked for those who may not see them; an import leaves masked ones alone.
    """

    key = "guest"
    label = _("Guests")
    right = "guests.export_guest"
    sensitive_right = _SENSITIVE
    masks: ClassVar = True

    def all_columns(self, by: User) -> list[ExportColumn]:
        """Return every column there is."""
        taken = [
            ExportColumn(one.key, one.label, _value_of(one.key), sensitive=one.key in _MASKS)
            for one in COLUMNS
        ]
        return [
            *taken,
            ExportColumn("reply", _("Reply"), _reply),
            ExportColumn("reply_party", _("People announced"), _announced),
            ExportColumn("arrived_at", _("Signed in at"), _arrived),
            ExportColumn("gift", StepKind.GIFT.label, _gift),
            ExportColumn("dietary_at", _("Dietary notes confirmed at"), _dietary),
        ]

    def records(self, keys: Sequence[int], by: User) -> list[Any]:
        """Return the guests still on the list among these, each with the moment of arrival."""
        arrived = Min("sign_ins__signed_in_at", filter=Q(sign_ins__undone_at=None))
        dietary = Max(
            "answers__answered_at",
            filter=Q(answers__kind=StepKind.DIETARY, answers__state=AnswerState.KEPT),
        )
        listed = Guest.objects.filter(cancelled_at=None).prefetch_related(_CHOSEN)
        found = listed.annotate(arrived_at=arrived, dietary_at=dietary).in_bulk(keys)
        staff = StaffWords()
        for guest in found.values():
            guest.host_word = staff.word(guest.host_id)  # type: ignore[attr-defined]  # read by `_value_of`
        return [found[key] for key in keys if key in found]

    def is_plain(self, record: Any, by: User) -> bool:
        """Tell whether somebody may see phones and e-mails of guests."""
        return by.has_perm(_SENSITIVE)

    def note_plain(self, *, people: int, columns: Sequence[str], by: User, at: datetime) -> None:
        """Write down that phones and e-mails of so many guests left the house."""
        note_views(
            kind=Guest,
            people=people,
            place=ViewPlace.EXPORT,
            by=by,
            at=at,
            columns=columns,
        )

    def about(self, keys: Sequence[int]) -> models.Model | None:
        """Return the event whose list it is."""
        guest = Guest.objects.select_related("event").filter(pk__in=keys[:1]).first()
        return guest.event if guest else None


def _value_of(key: str) -> Callable[[Any, User], str]:
    """Return the function that reads a column an import takes."""
    mask, names = _MASKS.get(key), _NAMES.get(key)

    def value(guest: Any, by: User) -> str:
        kept = guest.host_word if key == "host_id" else getattr(guest, key)
        if names:
            return str(names(kept).label) if kept else ""
        return mask(kept) if mask and not by.has_perm(_SENSITIVE) else str(kept)

    return value


def _reply(guest: Any, by: User) -> str:
    return str(ReplyState(guest.reply).label)


def _announced(guest: Any, by: User) -> str:
    return str(guest.reply_party) if guest.reply == ReplyState.YES else ""


def _gift(guest: Any, by: User) -> str:
    return "、".join(str(answer.gift) for answer in guest.chosen)


def _dietary(guest: Any, by: User) -> str:
    return house_minute(guest.dietary_at) if guest.dietary_at else ""


def _arrived(guest: Any, by: User) -> str:
    return house_minute(guest.arrived_at) if guest.arrived_at else ""


GUEST_LIST = GuestList()
register(GUEST_LIST)
register(TRANSPORT_SHEET)
