"""Names of the acts upon equipment in the log."""

from typing import Any

from django.utils.translation import gettext_lazy as _

_ACTS = (
    ("hire", _("Hired equipment")),
    ("return", _("Brought hired equipment back")),
    ("call_off", _("Called a hire of equipment off")),
    ("report", _("Reported a fault")),
    ("in_repair", _("Sent equipment into repair")),
    ("mended", _("Mended equipment")),
    ("retired", _("Took equipment out of use")),
    ("maintain", _("Maintained equipment")),
    ("check", _("Checked the equipment of a room")),
    ("export", _("Took a list of faults away")),
)


def register_actions(actions: Any) -> None:
    """Name the acts."""
    for act, message in _ACTS:
        actions.register_action(f"foyer.equipment.{act}", message, message)
