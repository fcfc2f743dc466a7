"""Asking to open records, and deciding it. (000-29)"""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from wagtail.admin import messages

from foyer.archive.enums import RequestStatus
from foyer.archive.forms.access import ApproveForm, AskForm, PlainForm, RefuseForm
from foyer.archive.models import AccessRequest, ArchiveRecord
from foyer.archive.queries.requests import VIEWS, requests_of
from foyer.archive.services import access
from foyer.core.refusals import Refusal

from .acting import Act, ActingPage
from .base import ArchivePage

PER_PAGE = 50
_ABOVE = ("archive:requests", gettext_lazy("Requests to open records"))


class AskPage(ArchivePage):
    """A request to open the records the address names."""

    template_name = "archive_admin/ask.html"
    page_title: ClassVar = gettext_lazy("Ask to open records")
    above: ClassVar = _ABOVE

    def look_up(self, **_kwargs: Any) -> None:
        """Find the records among those one may know of; what else is named does not exist."""
        self.now = timezone.now()
        asked = self.request.GET.getlist("record")
        self.records: list[ArchiveRecord] = []
        if not asked:
            return
        seen = ArchiveRecord.objects.visible_to(self.staff)
        named = seen.filter(number__in=asked[:200]).select_related("department", "record_class")
        self.records.extend(named.order_by("number"))
        if not self.records:
            raise Http404
        opened = seen.openable_by(self.staff, at=self.now)
        self.open_now = set(
            opened.filter(pk__in=[one.pk for one in self.records]).values_list("pk", flat=True)
        )

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Show the form; without any record there is nothing to ask for."""
        if not self.records:
            return redirect("archive:requests")
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the form with the records it is about."""
        return super().get_context_data(**kwargs) | {
            "form": kwargs.get("form") or AskForm(),
            "records": [(record, record.pk in self.open_now) for record in self.records],
        }

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Ask, or say why not."""
        form = AskForm(request.POST)
        if not self.records:
            return redirect("archive:requests")
        if form.is_valid():
            try:
                made = access.ask(
                    records=self.records, **form.cleaned_data, by=self.staff, at=self.now
                )
            except Refusal as refusal:
                form.refuse(refusal)
            else:
                said = ngettext(
                    "Your request %(numbers)s waits for a decision.",
                    "Your requests %(numbers)s wait for decisions.",
                    len(made),
                )
                numbers = ", ".join(one.number for one in made)
                messages.success(request, said % {"numbers": numbers})
                return redirect("archive:request", made[0].pk)
        response: HttpResponseBase = self.render_to_response(self.get_context_data(form=form))
        return response


class RequestsPage(ArchivePage):
    """One's own requests, those one decides, and for who oversees them all."""

    template_name = "archive_admin/requests.html"
    page_title: ClassVar = gettext_lazy("Requests to open records")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return one page of one view."""
        now = timezone.now()
        views = {name: view for name, view in VIEWS.items() if view.may(self.staff)}
        name = self.request.GET.get("view", "")
        if name not in views:
            waits = requests_of(self.staff, "decide", at=now).exists()
            name = "decide" if waits else "mine"
        found = requests_of(self.staff, name, at=now)
        rows = found.select_related("applicant", "department").prefetch_related("items")
        page = Paginator(rows, PER_PAGE).get_page(self.request.GET.get("p"))
        return super().get_context_data(**kwargs) | {
            "page": page,
            "views": [(one, view.label) for one, view in views.items()],
            "view_now": name,
            "now": now,
            "narrowed": f"view={name}",
        }


class RequestPage(ActingPage):
    """One request with its records, its decision, and what was opened by it."""

    template_name = "archive_admin/request.html"
    page_title: ClassVar = pgettext_lazy("archive", "Request to open records")
    above: ClassVar = _ABOVE
    ACTS: ClassVar = {
        "approve": Act(
            gettext_lazy("Approve"),
            ApproveForm,
            lambda request, values, by, at: access.approve(request=request, **values, by=by, at=at),
            access.may_decide,
            lambda request, _at: _waits(request),
            hint=gettext_lazy("The records open at once, and close by themselves."),
        ),
        "refuse": Act(
            gettext_lazy("Refuse"),
            RefuseForm,
            lambda request, values, by, at: access.refuse(request=request, **values, by=by, at=at),
            access.may_decide,
            lambda request, _at: _waits(request),
        ),
        "withdraw": Act(
            gettext_lazy("Withdraw the request"),
            PlainForm,
            lambda request, _values, by, at: access.withdraw(request=request, by=by, at=at),
            lambda request, user, _at: request.applicant_id == user.pk,
            lambda request, _at: _waits(request),
        ),
        "end": Act(
            gettext_lazy("End the access now"),
            PlainForm,
            lambda request, _values, by, at: access.end_access(request=request, by=by, at=at),
            access.may_see,
            lambda request, at: request.status == RequestStatus.APPROVED and request.ends_at > at,
        ),
    }

    def look_up(self, **kwargs: Any) -> None:
        """Find the request among those one may see."""
        self.now = timezone.now()
        found: QuerySet[AccessRequest] = AccessRequest.objects.select_related(
            "applicant", "department__head", "decided_by"
        )
        self.thing = get_object_or_404(found, pk=kwargs["pk"])
        if not access.may_see(self.thing, self.staff, self.now):
            raise Http404

    def get_page_subtitle(self) -> str:
        """Name the request."""
        return str(self.thing.number)

    def here(self) -> str:
        """Return the address of this page."""
        return reverse("archive:request", args=[self.thing.pk])

    def form_arguments(self) -> dict[str, Any]:
        """Tell the forms which request they are about."""
        return {"request": self.thing}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the request; titles only of records the reader may know of."""
        sent = kwargs.pop("sent", None)
        request = self.thing
        items = list(request.items.all())
        known = ArchiveRecord.objects.visible_to(self.staff)
        titles = dict(
            known.filter(pk__in=[item.record_id for item in items]).values_list("pk", "title")
        )
        gives = (
            request.status == RequestStatus.APPROVED
            and request.opens_at <= self.now < request.ends_at
        )
        return super().get_context_data(**kwargs) | {
            "asked": request,
            "items": [(item, titles.get(item.record_id, "")) for item in items],
            "gives": gives,
            "is_over": request.status == RequestStatus.APPROVED and not gives,
            "deciders": access.deciders(request, self.now) if _waits(request) else [],
            "views": request.views.select_related("by")[:PER_PAGE],
            "offers": self.offers(sent),
        }


def _waits(request: AccessRequest) -> bool:
    return request.status == RequestStatus.ASKED
