"""Names of the archive's acts in the log. Titles never stand there: a record is called by its number."""

from typing import Any

from django.utils.translation import gettext_lazy as _

_ACTS = (
    ("file", _("Filed a record")),
    ("change", _("Changed a record")),
    ("add_file", _("Added a file to a record")),
    ("add_version", _("Added a version of a file")),
    ("link", _("Tied a record to what it is about")),
    ("unlink", _("Untied a record from what it was about")),
    ("ask", _("Asked to open records")),
    ("approve", _("Approved a request to open records")),
    ("refuse", _("Refused a request to open records")),
    ("withdraw", _("Withdrew a request to open records")),
    ("end_access", _("Ended an access to records")),
    ("matter_ended", _("Reckoned until when a record is kept, its matter being over")),
    ("hold", _("Held a record back from destruction")),
    ("lift_hold", _("Lifted a hold on a record")),
    ("keep_on", _("Kept a record on after its review")),
    ("propose_destruction", _("Proposed a destruction")),
    ("look_over_destruction", _("Looked over the records of a proposed destruction")),
    ("refuse_destruction", _("Refused a destruction")),
    ("withdraw_destruction", _("Withdrew a destruction")),
    ("destroy", _("Destroyed records")),
    ("check", _("Had files checked")),
    ("pack", _("Copied records to a second medium")),
    ("read_in", _("Read a copy of records in")),
    ("fetch_bag", _("Fetched a copy of records")),
    ("say_safe", _("Said that a copy of records is safe elsewhere")),
)


def register_actions(actions: Any) -> None:
    """Name the acts."""
    for act, message in _ACTS:
        actions.register_action(f"foyer.archive.{act}", message, message)
