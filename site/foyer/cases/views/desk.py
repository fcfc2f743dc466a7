"""The desk: the queue of cases, one case as a file, and taking one in. (001-14, 001-19)"""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.forms import Media
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from foyer.archive.ways import paper_buttons
from foyer.bookings.models import Booking
from foyer.cases.forms.acts import TellForm
from foyer.cases.forms.intake import IntakeForm
from foyer.cases.models import Case
from foyer.cases.services.opening import open_case
from foyer.cases.services.refusals import CaseChanged
from foyer.cases.services.secrets import case_url
from foyer.clients.services.known import known_contact
from foyer.core.refusals import Refusal
from foyer.core.views import StaffPage
from foyer.privacy.enums import ViewPlace
from foyer.privacy.identifiers import mask_email, mask_phone
from foyer.privacy.services.view_log import note_view

from .acts import ACTS, NEXT_ACTS, OTHER_ACTS, Act

PER_PAGE = 50
_SIMILAR = 5


class CasesPage(StaffPage):
    """A page about cases."""

    right = "cases.view_case"
    header_icon: ClassVar = "warning"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way here."""
        above = {"url": reverse("cases:queue"), "label": _("Cases")}
        return [*self.breadcrumbs_items, above, {"url": "", "label": self.get_page_subtitle()}]


class IntakePage(CasesPage):
    """Take a case in."""

    right = "cases.add_case"
    template_name = "cases_admin/intake.html"
    page_title: ClassVar = gettext_lazy("New case")

    def get_page_subtitle(self) -> str:
        """Say what the page is for, as the last stop of the way here."""
        return _("New case")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the form."""
        about = {"booking": self.request.GET.get("booking", "")[:40]}
        kwargs.setdefault("form", IntakeForm(by=self.staff, initial=about))
        context = super().get_context_data(**kwargs)
        return context | {"media": kwargs["form"].media}

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Keep the case, or say what is missing."""
        form = IntakeForm(request.POST, request.FILES, by=self.staff)
        if not form.is_valid():
            response: HttpResponseBase = self.render_to_response(self.get_context_data(form=form))
            return response
        values = form.cleaned_data
        case = open_case(
            kind=values["kind"],
            channel=values["channel"],
            severity=values["severity"],
            content=values["content"],
            name=values["reporter_name"],
            phone=values["reporter_phone"],
            email=values["reporter_email"],
            language=values["language"],
            client=values.get("client"),
            event=values.get("event"),
            booking=values.get("booking"),
            contact=values.get("contact")
            or known_contact(
                phone=values["reporter_phone"],
                email=values["reporter_email"],
                client=values.get("client"),
                by=self.staff,
            ),
            files=values["photos"],
            by=self.staff,
            at=timezone.now(),
        )
        messages.success(request, _("Case %(number)s has been taken in.") % {"number": case.number})
        return redirect("cases:case", case.pk)


class CasePage(CasesPage):
    """One case as a file: clocks, what comes next with its form in place, messages, journal."""

    template_name = "cases_admin/case.html"
    page_title: ClassVar = gettext_lazy("Case")

    def look_up(self, **kwargs: Any) -> None:
        """Find the case among those one may see."""
        cases = Case.objects.visible_to(self.staff)
        related = cases.select_related(
            "client", "contact", "event", "booking__room", "owner", "opened_by", "merged_into"
        )
        self.case = get_object_or_404(related, pk=kwargs["pk"])

    def get_page_subtitle(self) -> str:
        """Name the case."""
        return self.case.number

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the case with everything that belongs to it."""
        case, now = self.case, timezone.now()
        sent, form = kwargs.pop("sent", ""), kwargs.pop("form", None)
        plain = self.staff.has_perm("cases.view_sensitive_case")
        note_view(record=case, place=ViewPlace.PAGE, by=self.staff, at=now)
        others = Case.objects.visible_to(self.staff).filter(client=case.client_id or 0)
        next_acts = self._forms(NEXT_ACTS, sent, form)
        other_acts = self._forms(OTHER_ACTS, sent, form)
        media = sum((form.media for _name, _act, form in next_acts + other_acts), Media())
        return super().get_context_data(**kwargs) | {
            "case": case,
            "media": media,
            "buttons": paper_buttons(case, self.staff),
            "late": case.late_at(now),
            "phone": case.reporter_phone if plain else mask_phone(case.reporter_phone),
            "email": case.reporter_email if plain else mask_email(case.reporter_email),
            "case_url": case_url(case) if self.staff.has_perm("cases.change_case") else "",
            "next_acts": next_acts,
            "other_acts": other_acts,
            "journal": case.steps.with_reopenings().select_related("by"),
            "case_messages": case.messages.select_related("by").prefetch_related("evidence"),
            "evidence": case.evidence.select_related("added_by"),
            "team": case.team.now().select_related("user"),
            "team_before": case.team.before().select_related("user", "left_by"),
            "measures": case.measures.all(),
            "actions": case.actions.select_related("person"),
            "booking_url": self._booking_url(),
            "similar": others.exclude(pk=case.pk)[:_SIMILAR],
        }

    def _booking_url(self) -> str:
        """Return the way to the booking the case is about, for those who may go."""
        booking, user = self.case.booking, self.staff
        if booking is None or not user.has_perm("bookings.view_booking"):
            return ""
        if not Booking.objects.visible_to(user).filter(pk=booking.pk).exists():
            return ""
        return reverse("bookings:booking", args=[booking.pk])

    def _forms(self, acts: Any, sent: str, form: Any) -> list[Any]:
        """Return the acts offered now with their forms; one that was refused as it was sent."""
        return [
            (name, act, form if name == sent else self._blank(name))
            for name, act in acts.items()
            if name == sent or self._offers(act)
        ]

    def _offers(self, act: Act) -> bool:
        in_step = self.case.status in act.at and self.staff.has_perm(act.right)
        return in_step and act.fits(self.case)

    def _blank(self, name: str) -> Any:
        return self._form(name, initial={"seen": self.case.version})

    def _form(self, name: str, *args: Any, **kwargs: Any) -> Any:
        about: Any = {"case": self.case, "by": self.staff, "auto_id": f"id_{name}_%s"}
        return ACTS[name].form(*args, **about, **kwargs)

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Carry one act out, or show its form again with what was typed."""
        name = request.POST.get("act", "")
        act = ACTS.get(name)
        if act is None or not self.staff.has_perm(act.right):
            raise PermissionDenied
        form = self._form(name, request.POST, request.FILES)
        if "fill" in request.POST and isinstance(form, TellForm):
            seen = request.POST.get("seen", "")
            filled = self._form(name, initial={"seen": seen, "text": form.filled()})
            return self._again(name, filled, opened=True)
        if form.is_valid():
            try:
                act.do(self.case, form.cleaned_data, form, self.staff, timezone.now())
            except CaseChanged as refusal:
                self.look_up(pk=self.case.pk)
                again = request.POST.copy()
                again["seen"] = str(self.case.version)
                form = self._form(name, again, request.FILES)
                form.add_error(None, str(refusal))
            except Refusal as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, _("Written down."))
                return redirect("cases:case", self.case.pk)
        return self._again(name, form)

    def _again(self, name: str, form: Any, *, opened: bool = False) -> HttpResponseBase:
        form.is_opened = opened
        context = self.get_context_data(sent=name, form=form)
        response: HttpResponseBase = self.render_to_response(context)
        return response
