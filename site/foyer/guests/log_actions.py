"""What the acts of this room are called in Wagtail's log."""

from typing import Any

from django.utils.translation import gettext_lazy

ACTIONS = (
    ("foyer.guest.add", gettext_lazy("Add to a guest list"), gettext_lazy("Put on the guest list")),
    ("foyer.guest.change", gettext_lazy("Change a guest"), gettext_lazy("Changed")),
    (
        "foyer.guest.strike_off",
        gettext_lazy("Strike off"),
        gettext_lazy("Struck off the guest list"),
    ),
    ("foyer.guest.put_back", gettext_lazy("Put back"), gettext_lazy("Put back on the guest list")),
    ("foyer.guest.new_code", gettext_lazy("New code"), gettext_lazy("A new code was issued")),
    ("foyer.guest.reply", gettext_lazy("Reply"), gettext_lazy("The guest replied")),
    ("foyer.guest.sign_in", gettext_lazy("Sign in by hand"), gettext_lazy("Signed in by hand")),
    ("foyer.guest.meet", gettext_lazy("Meet a guest"), gettext_lazy("Met by the house")),
    (
        "foyer.guest.raise_unmet",
        gettext_lazy("Tell reception that a guest waits"),
        gettext_lazy("Reception was told that the guest waits for the host"),
    ),
    ("foyer.guest.order_ride", gettext_lazy("Order a ride"), gettext_lazy("A ride was ordered")),
    (
        "foyer.guest.change_ride",
        gettext_lazy("Change the ride"),
        gettext_lazy("A ride was changed"),
    ),
    (
        "foyer.guest.advance_ride",
        gettext_lazy("Follow a ride"),
        gettext_lazy("A ride took its next step"),
    ),
    (
        "foyer.ride.export",
        gettext_lazy("Export the transport sheet"),
        gettext_lazy("The transport sheet was exported"),
    ),
    (
        "foyer.guest.undo_sign_in",
        gettext_lazy("Undo a sign-in"),
        gettext_lazy("A sign-in was undone"),
    ),
    (
        "foyer.guest.refuse_walk_in",
        gettext_lazy("Turn away at the walk-in form"),
        gettext_lazy("Struck off, and turned away at the walk-in form"),
    ),
    (
        "foyer.guest.tell_departure",
        gettext_lazy("Tell when a guest left"),
        gettext_lazy("A tablet told later when the guest left"),
    ),
    (
        "foyer.guest.settle_conflict",
        gettext_lazy("Settle a sign-in conflict"),
        gettext_lazy("A sign-in conflict was settled"),
    ),
    (
        "foyer.guest.dietary",
        gettext_lazy("Dietary notes from the tablet"),
        gettext_lazy("Said at the tablet what they do not eat"),
    ),
    (
        "foyer.guest.settle_answer",
        gettext_lazy("Settle an answer from the tablet"),
        gettext_lazy("An answer from the tablet was settled"),
    ),
    (
        "foyer.guest.export",
        gettext_lazy("Export a guest list"),
        gettext_lazy("The guest list was exported"),
    ),
    (
        "foyer.guest.print",
        gettext_lazy("Print badges and cards"),
        gettext_lazy("Badges or cards of the guest list were printed"),
    ),
    (
        "foyer.guest.print_again",
        gettext_lazy("Print a badge again"),
        gettext_lazy("The badge was printed again at the tablet"),
    ),
    ("foyer.guest.import", gettext_lazy("Import guests"), gettext_lazy("Guests were imported")),
    (
        "foyer.guest.import_undo",
        gettext_lazy("Undo an import"),
        gettext_lazy("An import of guests was undone"),
    ),
    (
        "foyer.desk.pairing_code",
        gettext_lazy("Make a pairing code"),
        gettext_lazy("A pairing code was made"),
    ),
    ("foyer.desk.pair", gettext_lazy("Pair a tablet"), gettext_lazy("A tablet was paired")),
    ("foyer.desk.revoke", gettext_lazy("Revoke a tablet"), gettext_lazy("The tablet was revoked")),
    (
        "foyer.desk.set_pin",
        gettext_lazy("Set the staff PIN"),
        gettext_lazy("The staff PIN was changed"),
    ),
    (
        "foyer.desk.message",
        gettext_lazy("Send a message to a tablet"),
        gettext_lazy("A message was sent to the tablet"),
    ),
    ("foyer.desk.lock", gettext_lazy("Close a desk"), gettext_lazy("The desk was closed")),
    ("foyer.desk.unlock", gettext_lazy("Open a desk"), gettext_lazy("The desk was opened again")),
    (
        "foyer.desk.wipe",
        gettext_lazy("Wipe a tablet"),
        gettext_lazy("The tablet was asked to wipe itself"),
    ),
    (
        "foyer.desk.attend",
        gettext_lazy("Begin a shift at a tablet"),
        gettext_lazy("A shift began at the tablet"),
    ),
    (
        "foyer.guest.companion",
        gettext_lazy("Let a companion in"),
        gettext_lazy("A companion was let in at the tablet"),
    ),
    (
        "foyer.guest.swap",
        gettext_lazy("Let another in in a guest’s place"),
        gettext_lazy("Another came in this guest’s place"),
    ),
    (
        "foyer.desk.muster",
        gettext_lazy("Show who is in"),
        gettext_lazy("Who is in was shown on the tablet"),
    ),
    (
        "foyer.desk.move",
        gettext_lazy("Move a desk"),
        gettext_lazy("The desk was moved to another event"),
    ),
    (
        "foyer.sign_in.export",
        gettext_lazy("Export sign-ins"),
        gettext_lazy("The sign-ins were exported"),
    ),
    (
        "foyer.invitation.sent",
        gettext_lazy("Send an invitation"),
        gettext_lazy("An invitation was sent"),
    ),
    (
        "foyer.invitation.withdrawn",
        gettext_lazy("Withdraw an invitation"),
        gettext_lazy("An invitation was withdrawn"),
    ),
    (
        "foyer.checkpoint.change",
        gettext_lazy("Change a checkpoint"),
        gettext_lazy("A checkpoint was changed"),
    ),
    (
        "foyer.checkpoint.remove",
        gettext_lazy("Remove a checkpoint"),
        gettext_lazy("A checkpoint was removed"),
    ),
)


def register_actions(actions: Any) -> None:
    """Name the acts of this room in the log."""
    for action, label, message in ACTIONS:
        actions.register_action(action, label, message)
