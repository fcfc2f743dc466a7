"""The register of sign-ins as rows of a table. (000-12)"""

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from foyer.guests.enums import SignInWay
from foyer.guests.models import SignIn


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
    ]
    related = sign_ins.select_related("event", "guest", "checkpoint", "desk")
    return [heading, *(_row(sign_in) for sign_in in related)]


def _row(sign_in: SignIn) -> list[str]:
    undone = sign_in.undone_at
    return [
        sign_in.event.number,
        sign_in.event.title_text,
        sign_in.guest.name,
        sign_in.guest.company,
        sign_in.checkpoint.name_text,
        f"{timezone.localtime(sign_in.signed_in_at):%Y-%m-%d %H:%M:%S}",
        sign_in.desk.name if sign_in.desk else "",
        str(SignInWay(sign_in.way).label),
        str(sign_in.party),
        f"{timezone.localtime(undone):%Y-%m-%d %H:%M:%S}" if undone else "",
        sign_in.undo_reason,
    ]
