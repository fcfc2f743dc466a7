"""Putting contacts on a guest list."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.paginator import WagtailPaginator

from foyer.clients.models import Contact
from foyer.core.refusals import Refusal
from foyer.guests.forms.guest_list import ContactFilterForm
from foyer.guests.queries import contacts_to_ask, listed_contacts
from foyer.guests.services.adding_contacts import add_contacts

from .saying import say_added
from .scope import EventView, record_ids

PER_PAGE = 50
MOST_AT_ONCE = 1000


class AddContactsView(EventView):
    """Search contacts, tick them, and ask them all; who is on the list already is marked."""

    right = "guests.add_guest"
    template_name = "guests_admin/add_contacts.html"
    page_title: ClassVar = gettext_lazy("Add from contacts")

    def look_up(self, **kwargs: Any) -> None:
        """Find the event, for those who may see contacts as well."""
        if not self.staff.has_perm("clients.view_contact"):
            raise PermissionDenied
        super().look_up(**kwargs)

    @cached_property
    def filter_form(self) -> ContactFilterForm:
        """What the contacts are narrowed down by."""
        return ContactFilterForm(self.request.GET)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return one page of contacts."""
        found = contacts_to_ask(self.filter_form.wanted, by=self.staff)
        paginator = WagtailPaginator(found, PER_PAGE)
        page = paginator.get_page(self.request.GET.get("p"))
        return super().get_context_data(**kwargs) | {
            "filter_form": self.filter_form,
            "narrowed": bool(self.filter_form.wanted),
            "page": page,
            "elided_page_range": paginator.get_elided_page_range(page.number),
            "listed": listed_contacts(self.event),
            "all_at_once": PER_PAGE < paginator.count <= MOST_AT_ONCE,
        }

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Put the contacts ticked, or all that were found, on the list."""
        contacts = self._found() if "all" in request.POST else self._ticked()
        if not contacts:
            messages.warning(request, _("Tick the contacts first."))
            return redirect(request.get_full_path())
        try:
            added = add_contacts(
                event=self.event, contacts=contacts, by=self.staff, at=timezone.now()
            )
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return redirect(request.get_full_path())
        say_added(request, added)
        return redirect(self.list_url)

    def _ticked(self) -> list[Contact]:
        ids = record_ids(self.request.POST.getlist("contact"))[:PER_PAGE]
        mine = Contact.objects.visible_to(self.staff)
        return list(mine.select_related("client").filter(pk__in=ids))

    def _found(self) -> list[Contact]:
        return list(contacts_to_ask(self.filter_form.wanted, by=self.staff)[:MOST_AT_ONCE])
