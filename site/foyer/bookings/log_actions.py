"""Names of the acts upon bookings in the log."""

from typing import Any

from django.utils.translation import gettext_lazy as _

_ACTS = (
    ("request", _("Took a request for a room down")),
    ("repeat", _("Made a series of a booking")),
    ("offer", _("Offered a room")),
    ("reject", _("Turned a request down")),
    ("accept", _("Confirmed a booking")),
    ("decline", _("Declined an offer")),
    ("sign", _("Wrote down a signed contract")),
    ("use", _("Wrote down that a room was used")),
    ("settle", _("Settled a booking")),
    ("unsettle", _("Took a booking’s settlement back")),
    ("change", _("Changed a booking")),
    ("assign", _("Made somebody answerable for a booking")),
    ("link", _("Linked a booking with a contact")),
    ("unlink", _("Took the contact off a booking")),
    ("stand", _("Put a booking back to what was agreed")),
    ("cancel", _("Cancelled a booking")),
    ("feed", _("Made a calendar link")),
    ("feed_revoke", _("Revoked a calendar link")),
    ("message", _("The client wrote about a booking")),
    ("write", _("Wrote to the client about a booking")),
    ("note", _("Wrote a note about a booking")),
    ("export", _("Took a list of bookings away")),
)


def register_actions(actions: Any) -> None:
    """Name the acts."""
    for act, message in _ACTS:
        actions.register_action(f"foyer.booking.{act}", message, message)
