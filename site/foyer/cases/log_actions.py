"""Names of the acts upon cases in the log."""

from typing import Any

from django.utils.translation import gettext_lazy as _

_ACTS = (
    ("open", _("Took a case in")),
    ("contact", _("Contacted the client")),
    ("investigate", _("Formed a team")),
    ("join", _("Put somebody on the team")),
    ("leave", _("Took somebody off the team")),
    ("plan", _("Planned the handling")),
    ("measure", _("Carried out a measure")),
    ("facts", _("Set the facts of a case right")),
    ("progress", _("Told the client how far it is")),
    ("note", _("Wrote a note")),
    ("message", _("The client wrote")),
    ("ask", _("Asked whether the client is satisfied")),
    ("object", _("The client is not satisfied")),
    ("close", _("Closed a case")),
    ("reopen", _("A case was reopened for its client")),
    ("analyse", _("Analysed the cause")),
    ("prevent", _("Planned a prevention measure")),
    ("in_place", _("Put a prevention measure in place")),
    ("check", _("Checked the effect of a prevention measure")),
    ("wait", _("Asked the client, and waits")),
    ("evidence", _("Added a file to a case")),
    ("merge", _("Merged another case into this one")),
    ("unmerge", _("Took a merge back")),
    ("assign", _("Assigned a case")),
    ("export", _("Took a list of cases away")),
)


def register_actions(actions: Any) -> None:
    """Name the acts."""
    for act, message in _ACTS:
        actions.register_action(f"foyer.case.{act}", message, message)
    taken = _("Took a list of prevention measures away")
    actions.register_action("foyer.prevention.export", taken, taken)
