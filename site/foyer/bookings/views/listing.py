"""The list of bookings in saved views, and what leaves the house of it. (004-02)"""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foyer.bookings.exports import BOOKING_LIST
from foyer.bookings.forms.filters import BookingFilterForm
from foyer.core.exports.views import Chosen, ExportPage
from foyer.core.models import User

from .base import BookingsPage
from .saved_views import VIEWS, chosen_view

PER_PAGE = 50


def _known(view: str) -> str:
    return view if view in VIEWS else "new"


class ListPage(BookingsPage):
    """The bookings one may see, in saved views; each at the step at which it stands now."""

    template_name = "bookings_admin/list.html"
    page_title: ClassVar = gettext_lazy("Bookings")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The list is the last stop."""
        return [*self.breadcrumbs_items, {"url": "", "label": _("Bookings")}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return one page of one view."""
        now, view = timezone.now(), _known(self.request.GET.get("view", "new"))
        form = BookingFilterForm(self.request.GET)
        found = chosen_view(self.staff, view, form.wanted, at=now)
        found = found.select_related("client", "room__venue", "owner")
        page = Paginator(found, PER_PAGE).get_page(self.request.GET.get("p"))
        listed: Any = page.object_list
        for booking in listed:
            booking.step = booking.step_at(now)
        narrowed = self.request.GET.copy()
        narrowed.pop("p", None)
        return super().get_context_data(**kwargs) | {
            "page": page,
            "views": VIEWS.items(),
            "view_now": view,
            "filter_form": form,
            "is_narrowed": bool(form.wanted),
            "narrowed": narrowed.urlencode(),
            "may_add": self.staff.has_perm("bookings.add_booking"),
            "may_export": self.staff.has_perm(BOOKING_LIST.right),
        }


class ListedBookings:
    """The bookings of a view as it was narrowed down."""

    def __init__(self, view: str, form: BookingFilterForm, by: User) -> None:
        self._view, self._form, self._by = view, form, by

    @property
    def is_understood(self) -> bool:
        """Whether every value still means something."""
        return self._form.is_valid()

    @cached_property
    def keys(self) -> list[int]:
        """The keys of the bookings, in the order of the list."""
        found = chosen_view(self._by, self._view, self._form.wanted, at=timezone.now())
        return list(found.values_list("pk", flat=True))

    @property
    def conditions(self) -> list[tuple[str, str]]:
        """What the list was narrowed down by, in words."""
        said = [(_("View"), str(VIEWS[self._view]))]
        for name, value in self._form.wanted.items():
            field: Any = self._form.fields[name]
            words = dict(getattr(field, "choices", ())).get(value, value)
            said.append((str(field.label), str(words)))
        return said


class BookingExportPage(ExportPage):
    """Exports the bookings of a view."""

    target = BOOKING_LIST
    right = BOOKING_LIST.right

    def choose(self) -> Chosen:
        """Return the bookings the address means."""
        view = _known(self.request.GET.get("view", "new"))
        return ListedBookings(view, BookingFilterForm(self.request.GET), self.staff)

    @property
    def list_url(self) -> str:
        """The list, as it was narrowed down."""
        query = self.request.GET.urlencode()
        return reverse("bookings:list") + (f"?{query}" if query else "")
