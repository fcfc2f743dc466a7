"""The events a client's people were asked to and came to, on the client's timeline. (001-04)"""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from foyer.clients.models import Client
from foyer.clients.queries.timeline import Moment, tells_of
from foyer.core.languages import wording
from foyer.core.models import User
from foyer.events.models import Event

from .models import Guest

_TITLES = ("title", "title_zh_hant", "title_en")


@tells_of("guests.view_guest")
def events(client: Client, user: User, most: int) -> Iterator[Moment]:
    """Yield the events a client's people stand on the list of, with how many were asked and came."""
    came = Q(sign_ins__isnull=False, sign_ins__undone_at=None)
    rows = (
        Guest.objects.filter(contact__client=client, cancelled_at=None)
        .values("event", "event__starts_at", *(f"event__{name}" for name in _TITLES))
        .annotate(asked=Count("pk", distinct=True), came=Count("pk", distinct=True, filter=came))
        .order_by("-event__starts_at", "-event")
    )
    for row in rows[:most]:
        said = _("%(asked)d invited, %(came)d came") % row
        yield Moment(
            at=row["event__starts_at"],
            what=_("Event attended") if row["came"] else _("Invited to an event"),
            about=wording(Event(**{name: row[f"event__{name}"] for name in _TITLES}), "title"),
            detail=said,
            page="guests:list",
            key=row["event"],
        )
