"""Deciding about one thing due, and logging a call. (001-12)"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Case, When
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request

from foyer.clients.forms.care import HandOnForm, PutOffForm, QuickLogForm, ReasonForm
from foyer.clients.models import CarePolicy, Client, DueDecision, Visit
from foyer.clients.queries.due_items import DueItem, NotDue
from foyer.clients.queries.due_list import find_due
from foyer.clients.services.due_decisions import (
    hand_on,
    mark_done,
    put_off,
    skip_due,
    take_back,
)
from foyer.clients.services.visits import file_visit, filed_as
from foyer.core.days import house_day
from foyer.core.refusals import Refusal
from foyer.core.views import StaffPage

from .due import ShownRow, shown_rows
from .once import sent_once


class _OneDue(StaffPage):
    """A page about one thing due, or about a client with one."""

    header_icon: ClassVar = "calendar-check"

    @property
    def back(self) -> str:
        """Where the page leads afterwards."""
        return get_valid_next_url_from_request(self.request) or reverse("care:due")

    @cached_property
    def today(self) -> date:
        """The day of the house."""
        return house_day(timezone.now())

    @cached_property
    def policy(self) -> CarePolicy:
        """What the house has decided about care."""
        policy: CarePolicy = CarePolicy.load()
        return policy

    def find(self, key: str) -> DueItem:
        """Return what is due.

        Raises:
            NotDue: it is not any more, or it is none of their business.
        """
        return find_due(key, user=self.staff, policy=self.policy, today=self.today)

    def shown(self, item: DueItem) -> ShownRow:
        """Return the item as a row."""
        return shown_rows([item], today=self.today, user=self.staff)[0]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way here."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse("care:due"), "label": _("Due today")},
            {"url": "", "label": self.get_page_title()},
        ]


class DecidePage(_OneDue):
    """Done, put off, handed on or skipped: at once from the list, or from a page of its own."""

    right = "clients.decide_due"
    template_name = "care_admin/decide.html"
    page_title: ClassVar = gettext_lazy("Put off, hand on or skip")
    form_classes: ClassVar = {"to": PutOffForm, "hand_on": HandOnForm, "skip": ReasonForm}

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Lead back to the list where it is not due any more."""
        try:
            return super().dispatch(request, *args, **kwargs)
        except NotDue as refusal:
            messages.warning(request, str(refusal))
            return redirect(self.back)

    def look_up(self, **kwargs: Any) -> None:
        """Find what is due."""
        self.item = self.find(kwargs["key"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the item and a form for each act."""
        bound: dict[str, forms.Form] = kwargs.pop("bound", {})
        shown = {name: bound.get(name) or self._form(name) for name in self.form_classes}
        context = super().get_context_data(**kwargs) | {
            "shown": self.shown(self.item),
            "forms": shown,
            "back": self.back,
            "today": self.today,
        }
        context["media"] = sum((form.media for form in shown.values()), forms.Media())
        return context

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Carry out what was chosen, or say why not."""
        act = request.POST.get("act", "")
        if act in ("done", "day", "week"):
            return self._at_once(act)
        if act not in self.form_classes:
            raise PermissionDenied
        form = self._form(act, request.POST)
        if form.is_valid():
            try:
                sentence = getattr(self, f"_{act}")(form.cleaned_data)
            except NotDue:
                raise
            except Refusal as refusal:
                form.add_error(next(iter(form.fields)), str(refusal))
            else:
                messages.success(request, sentence)
                return redirect(self.back)
        response: HttpResponseBase = self.render_to_response(
            self.get_context_data(bound={act: form})
        )
        return response

    def _form(self, name: str, data: Any = None) -> forms.Form:
        extra = {"but": self.staff} if name == "hand_on" else {}
        form: forms.Form = self.form_classes[name](data, **extra)
        return form

    def _at_once(self, act: str) -> HttpResponseBase:
        try:
            if act == "done":
                mark_done(item=self.item, by=self.staff, at=timezone.now())
                sentence = _("%(client)s: done.") % {"client": self._name()}
            else:
                days = {"day": 1, "week": 7}[act]
                sentence = self._to({"to": self.today + timedelta(days=days)})
        except NotDue:
            raise
        except Refusal as refusal:
            messages.error(self.request, str(refusal))
        else:
            messages.success(self.request, sentence)
        return redirect(self.back)

    def _to(self, values: dict[str, Any]) -> str:
        put_off(
            item=self.item, to=values["to"], policy=self.policy, by=self.staff, at=timezone.now()
        )
        words = {"client": self._name(), "day": values["to"].isoformat()}
        return _("%(client)s: put off to %(day)s.") % words

    def _hand_on(self, values: dict[str, Any]) -> str:
        colleague = values["colleague"]
        hand_on(item=self.item, to=colleague, by=self.staff, at=timezone.now())
        words = {"client": self._name(), "colleague": str(colleague)}
        return _("%(client)s: handed to %(colleague)s.") % words

    def _skip(self, values: dict[str, Any]) -> str:
        skip_due(item=self.item, reason=values["reason"], by=self.staff, at=timezone.now())
        return _("%(client)s: skipped.") % {"client": self._name()}

    def _name(self) -> str:
        shown = self.shown(self.item)
        return str(shown.contact.name if self.item.contact and shown.contact else shown.client)


class TakeBackPage(StaffPage):
    """Take back one's own decision."""

    right = "clients.decide_due"
    http_method_names = ["post"]  # noqa: RUF012  Django declares it so

    def look_up(self, **kwargs: Any) -> None:
        """Find the decision."""
        mine = DueDecision.objects.filter(by=self.staff, closed_by_visit=None)
        self.decision = get_object_or_404(mine, pk=kwargs["pk"])

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Take it back."""
        try:
            take_back(decision=self.decision, by=self.staff, at=timezone.now())
        except NotDue as refusal:
            messages.warning(request, str(refusal))
        else:
            messages.success(request, _("Taken back: it is due again."))
        return redirect(get_valid_next_url_from_request(request) or reverse("care:due"))


class LogCallPage(_OneDue):
    """Write down a call in one line; what it was about is closed with it. (001-12)"""

    right = "clients.add_visit"
    template_name = "care_admin/log_call.html"
    page_title: ClassVar = gettext_lazy("Log a call")
    header_icon: ClassVar = "comment"

    def look_up(self, **kwargs: Any) -> None:
        """Find the client, and what is due if the call is about that."""
        clients = Client.objects.visible_to(self.staff).select_related("account_manager")
        self.filed = filed_as(sent_once(self.request.POST), by=self.staff)
        self.item: DueItem | None = None
        if key := self.request.GET.get("due", ""):
            try:
                self.item = self.find(key)
            except NotDue:
                self.item = None
        about = (self.item and self.item.client, self.filed and self.filed.client_id)
        if kwargs["client_pk"] in about:
            clients = Client.objects.select_related(
                "account_manager"
            )  # it may have been handed over
        self.client = get_object_or_404(clients, pk=kwargs["client_pk"])

    def form(self, data: Any = None) -> QuickLogForm:
        """Return the form; whom the item is about is chosen, else who was met last."""
        return QuickLogForm(data, client=self.client, initial={"contact": self._likely()})

    def _likely(self) -> int | None:
        if self.item and self.item.contact:
            return self.item.contact
        met = Visit.contacts.through.objects.filter(
            visit__client=self.client, visit__struck_out_at=None
        ).order_by("-visit__happened_at", "pk")
        main = Case(When(pk=self.client.main_contact_id or 0, then=0), default=1)
        first = self.client.contacts.order_by(main, "pk").values_list("pk", flat=True)
        return met.values_list("contact", flat=True).first() or first.first()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the form beside what it is about."""
        kwargs.setdefault("form", self.form())
        context = super().get_context_data(**kwargs)
        return context | {
            "client": self.client,
            "shown": self.shown(self.item) if self.item else None,
            "back": self.back,
            "media": kwargs["form"].media,
        }

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Keep the call and close what it was about; a second tap finds it kept."""
        form = self.form(request.POST)
        if not self.filed and form.is_valid():
            try:
                self.filed = self._file(form.cleaned_data)
            except Refusal as refusal:
                form.add_error("next_visit_on", str(refusal))
        if self.filed:
            words = {"client": str(self.client)}
            messages.success(request, _("%(client)s: the call has been filed.") % words)
            return redirect(self.back)
        response: HttpResponseBase = self.render_to_response(self.get_context_data(form=form))
        return response

    def _file(self, values: dict[str, Any]) -> Visit:
        now = timezone.now()
        visit = Visit(
            client=self.client,
            mode=values["mode"],
            happened_at=now,
            discussion=values["said"],
            next_visit_on=values["next_visit_on"],
        )
        return file_visit(
            visit=visit,
            contacts=[values["contact"]] if values["contact"] else [],
            by=self.staff,
            at=now,
            fulfils=[str(self.item.key)] if self.item else [],
            once=sent_once(self.request.POST),
        )
