"""What may be done with one guest, as links; the same on the list and on the guest's page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.widgets.button import Button, ButtonWithDropdown

from foyer.guests.enums import InvitationStatus
from foyer.guests.models import Guest, Invitation

May = Callable[[str], bool]


def guest_buttons(guest: Guest, may: May, letters: Sequence[Invitation]) -> list[Button]:
    """Return a button for each act this member of staff may carry out with this guest now.

    Args:
        may: tells whether a right of the guests room is held.
        letters: those the guest has been sent, or is to be.
    """
    states = {letter.status for letter in letters}
    found = _struck_off(may) if guest.cancelled_at else _on_list(may, states)
    return [
        Button(
            label,
            url=reverse(f"guests:{name}", args=[guest.event_id, guest.pk]),
            icon_name=icon,
            priority=priority,
        )
        for priority, (label, name, icon) in enumerate(found)
    ]


def guest_dropdown(guest: Guest, may: May, letters: Sequence[Invitation]) -> ButtonWithDropdown:
    """Return the same buttons in one menu."""
    return ButtonWithDropdown(
        buttons=guest_buttons(guest, may, letters),
        icon_name="dots-horizontal",
        attrs={"aria-label": _("More options for %(guest)s") % {"guest": guest.name}},
    )


def _struck_off(may: May) -> Iterator[tuple[str, str, str]]:
    if may("delete_guest"):
        yield _("Put back on the list"), "put_back", "rotate"


def _on_list(may: May, states: set[str]) -> Iterator[tuple[str, str, str]]:
    if may("change_guest"):
        yield _("Edit"), "edit", "edit"
    if may("add_signin"):
        yield _("Sign in by hand"), "sign_in", "check"
    if may("invite_guest"):
        if InvitationStatus.QUEUED in states:
            yield _("Withdraw the letter"), "withdraw", "cross"
        elif InvitationStatus.SENT in states:
            yield _("Send the invitation again"), "invite", "mail"
        elif InvitationStatus.SENDING not in states:
            yield _("Send the invitation"), "invite", "mail"
    yield from _code(may)
    if may("delete_guest"):
        yield _("Strike off the list"), "strike_off", "cross"


def _code(may: May) -> Iterator[tuple[str, str, str]]:
    """Yield what is done with the guest's code."""
    if may("invite_guest") or may("add_signin"):
        yield _("Open or print the pass"), "pass", "link-external"
        yield _("Sign-in code as a picture"), "code_picture", "download"
    if may("print_carddesign"):
        yield _("Print the badge"), "badge", "badge"
    if may("invite_guest"):
        yield _("Issue a new code"), "new_code", "key"
