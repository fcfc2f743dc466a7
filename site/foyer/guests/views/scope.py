"""What every staff view of a guest list shares: a right, an event, and where the page stands."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext

from foyer.core.views import StaffPage
from foyer.events.models import Event
from foyer.guests.models import Guest

_MOST_DIGITS = 18  # of a key; more than the database counts to are no number


class StaffView(StaffPage):
    """A page of the guests room."""

    right: ClassVar[str] = "guests.view_guest"
    header_icon: ClassVar = "guest"

    def may(self, *rights: str) -> bool:
        """Tell whether the member of staff has these rights of the guests room."""
        return bool(self.request.user.has_perms([f"guests.{right}" for right in rights]))


def record_ids(ticked: Iterable[str]) -> list[int]:
    """Return the keys among what was ticked; what can be no key is left out."""
    return [int(pk) for pk in ticked if pk.isdecimal() and len(pk) <= _MOST_DIGITS]


class EventView(StaffView):
    """A page about one event's guest list."""

    def look_up(self, **kwargs: Any) -> None:
        """Find the event."""
        self.event = get_object_or_404(
            Event.objects.select_related("type", "venue", "room__venue"), pk=kwargs["event_pk"]
        )

    @property
    def list_url(self) -> str:
        """The address of the guest list."""
        return reverse("guests:list", args=[self.event.pk])

    def get_page_subtitle(self) -> str:
        """Return the event the page is about."""
        return self.event.title_text

    def trail(self) -> list[dict[str, Any]]:
        """Return the pages between the guest list and this page."""
        return [{"url": "", "label": self.get_page_title()}]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way here: home, all lists, this list, this page."""
        above = [
            {"url": reverse("guests:events"), "label": gettext("Guests")},
            {"url": self.list_url, "label": self.event.title_text},
        ]
        return [*self.breadcrumbs_items, *above, *self.trail()]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return what every page about a list shows."""
        rights = {name: self.may(name) for name in _RIGHTS}
        context = super().get_context_data(**kwargs)
        return context | {"event": self.event, "list_url": self.list_url, "rights": rights}


_RIGHTS = (
    "add_guest",
    "change_guest",
    "delete_guest",
    "invite_guest",
    "import_guest",
    "export_guest",
    "view_sensitive_guest",
    "change_checkpoint",
    "view_signin",
    "add_signin",
    "undo_signin",
    "view_ride",
    "print_carddesign",
)


class GuestView(EventView):
    """A page about one guest of one event; a guest of another event is not found there."""

    def look_up(self, **kwargs: Any) -> None:
        """Find the event and its guest."""
        super().look_up(**kwargs)
        guests = Guest.objects.select_related("event", "contact__client__account_manager", "host")
        self.guest = get_object_or_404(guests, event=self.event, pk=kwargs["pk"])

    @property
    def guest_url(self) -> str:
        """The address of the guest's page."""
        return reverse("guests:guest", args=[self.event.pk, self.guest.pk])

    def get_page_subtitle(self) -> str:
        """Return the guest the page is about."""
        return self.guest.name

    def trail(self) -> list[dict[str, Any]]:
        """Return the guest's page and this one."""
        return [
            {"url": self.guest_url, "label": self.guest.name},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the guest beside what every page shows."""
        return super().get_context_data(**kwargs) | {
            "guest": self.guest,
            "guest_url": self.guest_url,
        }
