"""The register of sign-ins as rows of a table, with when who left. (000-12)"""

from datetime import datetime

from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from foyer.guests.enums import LeavingWay, SignInWay
from foyer.guests.models import Departure, SignIn


def register_rows(sign_ins: QuerySet[SignIn]) -> list[list[str]]:
    """Return a heading and a row for each sign-in, times in the house's own zone."""
    heading = [
        _("Event number"),
        _("Event"),
        _("Name"),
        _("Company"),
        _("Checkpoint"),
        _("Signed in at"),
        _("Desk"),
        _("Recognised by"),
        _("People"),
        _("Undone at"),
        _("Reason"),
        _("Signed out at"),
        _("Signed out by"),
        _("Came back at"),
    ]
    related = sign_ins.select_related("event", "guest", "checkpoint", "desk")
    return [heading, *(_row(sign_in) for sign_in in with_departures(related))]


def with_departures(sign_ins: QuerySet[SignIn]) -> QuerySet[SignIn]:
    """Fetch with sign-ins, in one query more, what `departure_of` reads."""
    departures = Departure.objects.select_related("desk").order_by("-left_at", "-pk")
    fresh = sign_ins.prefetch_related(None)  # what is fetched already is not fetched twice
    return fresh.prefetch_related(Prefetch("guest__departures", queryset=departures))


def departure_of(sign_in: SignIn) -> Departure | None:
    """Return when the guest last left after a sign-in that stands; None while they have not."""
    if sign_in.undone_at:
        return None
    departures = sign_in.guest.departures.all()
    return next((one for one in departures if one.left_at >= sign_in.signed_in_at), None)


def signed_out_by(departure: Departure) -> str:
    """Return which desk it was, or how else the house knows."""
    return departure.desk.name if departure.desk else str(LeavingWay(departure.way).label)


def _row(sign_in: SignIn) -> list[str]:
    departure = departure_of(sign_in)
    return [
        sign_in.event.number,
        sign_in.event.title_text,
        sign_in.guest.name,
        sign_in.guest.company,
        sign_in.checkpoint.name_text,
        _second(sign_in.signed_in_at),
        sign_in.desk.name if sign_in.desk else "",
        str(SignInWay(sign_in.way).label),
        str(sign_in.party),
        _second(sign_in.undone_at),
        sign_in.undo_reason,
        _second(departure.left_at) if departure else "",
        signed_out_by(departure) if departure else "",
        _second(departure.returned_at) if departure else "",
    ]


def _second(moment: datetime | None) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M:%S}" if moment else ""
