"""Writing a visit down, and correcting it. (003-15)"""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request

from foyer.clients.care_enums import DueKind, VisitMode
from foyer.clients.forms.care import VisitForm
from foyer.clients.models import CarePolicy, Client, Visit
from foyer.clients.queries.due_items import DueScope
from foyer.clients.queries.due_list import due_items, due_rows, visible_to
from foyer.clients.queries.due_words import reason
from foyer.clients.services.visit_places import address_of
from foyer.clients.services.visits import (
    NextVisitNotLater,
    VisitAhead,
    change_visit,
    file_visit,
    filed_as,
)
from foyer.core.days import house_day
from foyer.core.refusals import Refusal

from .once import sent_once
from .visits import OneVisit, VisitsView

_GREETINGS = (DueKind.BIRTHDAY, DueKind.FESTIVAL)
_FIELDS_OF = {VisitAhead: "happened_at", NextVisitNotLater: "next_visit_on"}


class _VisitFormPage(VisitsView):
    """What writing a new visit and correcting one have in common."""

    template_name = "care_admin/visit_form.html"
    client: Client
    instance: Visit

    def form(self, data: Any = None) -> VisitForm:
        """Return the form, empty or with what was sent."""
        return VisitForm(
            data,
            instance=self.instance,
            client=self.client,
            greetings=self.greetings,
            for_user=self.staff,
        )

    @cached_property
    def greetings(self) -> list[tuple[str, str]]:
        """The greetings due at the client, which a visit does not close by itself."""
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the form beside what every page shows."""
        kwargs.setdefault("form", self.form())
        return super().get_context_data(**kwargs) | {
            "client": self.client,
            "media": kwargs["form"].media,
            "back": self.back,
        }

    @property
    def back(self) -> str:
        """Where the page leads when nothing is written."""
        return get_valid_next_url_from_request(self.request) or reverse("care:visits")

    def again(self, form: VisitForm, refusal: Refusal | None = None) -> HttpResponseBase:
        """Show the form with its errors; nothing typed is lost."""
        if refusal:
            form.add_error(_FIELDS_OF.get(type(refusal)), str(refusal))
        response: HttpResponseBase = self.render_to_response(self.get_context_data(form=form))
        return response


class AddVisitPage(_VisitFormPage):
    """Write down a visit that has taken place."""

    right = "clients.add_visit"
    page_title: ClassVar = gettext_lazy("New visit")

    def look_up(self, **kwargs: Any) -> None:
        """Find the client; the visit is yet to be made."""
        clients = Client.objects.visible_to(self.staff)
        self.client = get_object_or_404(clients, pk=kwargs["client_pk"])
        mode = self.request.GET.get("mode", "")
        now = timezone.now()
        self.instance = Visit(
            client=self.client,
            mode=mode if mode in VisitMode.values else VisitMode.VISIT,
            happened_at=now.replace(second=0, microsecond=0),
            staff=self.staff,
            written_on=house_day(now),
            address=address_of(self.client),
        )

    @cached_property
    def greetings(self) -> list[tuple[str, str]]:
        """The greetings due at the client."""
        today = house_day(timezone.now())
        found = due_items(DueScope(client=self.client.pk), policy=CarePolicy.load(), today=today)
        items = [item for item in visible_to(self.staff, found) if item.kind in _GREETINGS]
        return [
            (str(row.item.key), f"{row.contact.name if row.contact else ''}: {reason(row.item)}")
            for row in due_rows(items, today)
        ]

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Keep the visit, or say what is missing; a second tap finds it kept."""
        once = sent_once(request.POST)
        if kept := filed_as(once, by=self.staff):
            return self._filed(kept)
        form = self.form(request.POST)
        if not form.is_valid():
            return self.again(form)
        values = form.cleaned_data
        try:
            visit = file_visit(
                visit=form.instance,
                contacts=list(values["contacts"]),
                by=self.staff,
                at=timezone.now(),
                fulfils=values.get("fulfils", []),
                once=once,
            )
        except Refusal as refusal:
            return self.again(form, refusal)
        return self._filed(visit)

    def _filed(self, visit: Visit) -> HttpResponseBase:
        words = {"client": self.client}
        messages.success(self.request, _("The visit to %(client)s has been filed.") % words)
        following = get_valid_next_url_from_request(self.request)
        return redirect(following or reverse("care:visit", args=[visit.pk]))


class ChangeVisitPage(_VisitFormPage, OneVisit):
    """Correct a visit; what stood there stays in its history."""

    right = "clients.change_visit"
    page_title: ClassVar = gettext_lazy("Correct")

    def look_up(self, **kwargs: Any) -> None:
        """Find the visit among those one may change."""
        OneVisit.look_up(self, **kwargs)
        if not self.may_change:
            raise PermissionDenied
        self.client, self.instance = self.visit.client, Visit.objects.get(pk=self.visit.pk)

    @property
    def back(self) -> str:
        """The visit's own page."""
        return self.visit_url

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Keep the changes, or say why not."""
        form = self.form(request.POST)
        if not form.is_valid():
            return self.again(form)
        try:
            change_visit(
                visit=self.visit,
                changes=form.changes,
                contacts=list(form.cleaned_data["contacts"]),
                seen=_moment(form.cleaned_data["seen"]),
                by=self.staff,
                at=timezone.now(),
            )
        except Refusal as refusal:
            return self.again(form, refusal)
        messages.success(request, _("The visit has been corrected."))
        return redirect(self.visit_url)


def _moment(text: str) -> datetime:
    """Return the moment the form was filled with; a form without one has seen nothing."""
    try:
        return parse_datetime(text) or datetime.min.replace(tzinfo=timezone.get_default_timezone())
    except ValueError:
        return datetime.min.replace(tzinfo=timezone.get_default_timezone())
