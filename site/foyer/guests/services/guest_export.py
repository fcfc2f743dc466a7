"""Guest lists that go out as files, which come back in as they went. (security 9, IMPORT 10)"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Min, Q
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import log

from foyer.core.enums import FormOfAddress, Language
from foyer.core.models import User
from foyer.core.refusals import Refusal
from foyer.core.spreadsheets.writer import CONTENT_TYPES, table_pieces
from foyer.events.models import Event
from foyer.guests.enums import NoLetter, ReplyState
from foyer.guests.models import Guest
from foyer.privacy.enums import ViewPlace
from foyer.privacy.identifiers import mask_email, mask_phone
from foyer.privacy.services.view_log import note_views

from .list_columns import COLUMNS
from .reach import Reach, sift


class UnknownKind(Refusal):
    """Neither XLSX nor CSV."""

    code = "unknown_kind"
    message = gettext_lazy("Guest lists are exported as XLSX or CSV.")


@dataclass(frozen=True, slots=True)
class Export:
    """A file to be sent: its name, its type, its pieces, and how many guests are in it."""

    name: str
    content_type: str
    pieces: Iterator[bytes]
    rows: int


def plan_export(*, guests: Iterable[Guest]) -> Reach:
    """Return who of these guests goes into a file, and who does not and why."""
    guests = list(guests)
    return sift(guests, {g: str(NoLetter.STRUCK_OFF.label) for g in guests if g.cancelled_at})


def export_guests(
    *, event: Event, kind: str, by: User, at: datetime, guests: Iterable[Guest] | None = None
) -> Export:
    """Write an event's guests into a file, in the active language, and record that it left the house.

    The columns are those an import takes, then replies and arrivals. Phones and e-mails are masked for
    those who may not see them. Guests struck off are left out.

    Args:
        event: whose list.
        kind: "xlsx" or "csv".
        by: who takes it; the caller has checked the right to export.
        at: the moment.
        guests: some of them; all when absent.

    Raises:
        UnknownKind: another kind was asked for.
    """
    if kind not in CONTENT_TYPES:
        raise UnknownKind
    plain = by.has_perm("guests.view_sensitive_guest")
    arrived = Min("sign_ins__signed_in_at", filter=Q(sign_ins__undone_at=None))
    listed = event.guests.filter(cancelled_at=None).annotate(arrived_at=arrived)
    if guests is not None:
        listed = listed.filter(pk__in=[guest.pk for guest in guests])
    written = list(listed)
    headers = [capfirst(str(column.label)) for column in COLUMNS]
    headers += [_("Reply"), _("People announced"), _("Signed in at")]
    rows = [headers, *(_row(guest, plain=plain) for guest in written)]
    data = {"kind": kind, "rows": len(written), "phones_and_emails": plain}
    log(event, "foyer.guest.export", user=by, data=data)
    note_views(kind=Guest, people=len(written), place=ViewPlace.EXPORT, by=by, at=at)
    name = f"{event.number or event.pk}-guests-{timezone.localtime(at):%Y%m%d-%H%M}.{kind}"
    pieces = table_pieces(rows, kind=kind, sheet=event.title_text)
    return Export(name, CONTENT_TYPES[kind], pieces, len(written))


def _row(guest: Guest, *, plain: bool) -> list[str]:
    cells = {column.key: str(getattr(guest, column.key)) for column in COLUMNS}
    cells["form_of_address"] = (
        str(FormOfAddress(guest.form_of_address).label) if guest.form_of_address else ""
    )
    cells["language"] = str(Language(guest.language).label)
    if not plain:
        cells["phone"], cells["email"] = mask_phone(guest.phone), mask_email(guest.email)
    arrived_at: datetime | None = guest.arrived_at  # type: ignore[attr-defined]  # annotated above
    return [
        *cells.values(),
        str(ReplyState(guest.reply).label),
        str(guest.reply_party) if guest.reply == ReplyState.YES else "",
        f"{timezone.localtime(arrived_at):%Y-%m-%d %H:%M}" if arrived_at else "",
    ]
