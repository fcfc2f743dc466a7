"""What guests answered at the tablets of an event: to be read, and what waits for staff decided. (000-12)"""

from __future__ import annotations

from collections import Counter
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.paginator import WagtailPaginator

from foyer.core.refusals import Refusal
from foyer.core.uploads.views import private_file_response
from foyer.events.enums import StepKind
from foyer.guests.answer_words import answer_facts
from foyer.guests.enums import AnswerState
from foyer.guests.models import Gift, GuestSignature, StepAnswer
from foyer.guests.services.answer_acts import accept_proposal, carry_out_answer, decline_answer
from foyer.privacy.enums import ViewPlace
from foyer.privacy.services.view_log import note_view

from .scope import EventView, GuestView

PER_PAGE = 50


def shown_answers(answers: Any, *, plain: bool) -> list[dict[str, Any]]:
    """Return answers with what was said in them, in one query."""
    told = answers.select_related("guest__contact", "desk", "gift", "settled_by", "signature")
    return [{"row": row, "facts": answer_facts(row, plain=plain)} for row in told]


class AnswersView(EventView):
    """All answers of an event; those that wait for staff first."""

    template_name = "guests_admin/answers.html"
    page_title: ClassVar = gettext_lazy("Answers at the tablets")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return one page of answers, what was chosen how often, and the gifts left."""
        answers = StepAnswer.objects.filter(event=self.event)
        waits = self.request.GET.get("show") != "all"
        page = WagtailPaginator(answers.to_do() if waits else answers, PER_PAGE).get_page(
            self.request.GET.get("p")
        )
        page.object_list = shown_answers(page.object_list, plain=self.may("view_sensitive_guest"))
        counts = Counter(answers.exclude(kind="").values_list("kind", flat=True))
        return super().get_context_data(**kwargs) | {
            "page": page,
            "waits": waits,
            "open_count": answers.to_do().count(),
            "counts": [(kind.label, counts[kind]) for kind in StepKind if counts[kind]],
            "gifts": Gift.objects.filter(event=self.event),
            "may_file": self.request.user.has_perm("clients.change_contact"),
        }


class SettleAnswerView(EventView):
    """Decide on one answer: take a proposal over, carry out what was stuck, or leave things as they are."""

    right = "guests.change_guest"

    def look_up(self, **kwargs: Any) -> None:
        """Find the event and its answer."""
        super().look_up(**kwargs)
        told = StepAnswer.objects.select_related("guest__contact__client", "gift")
        self.answer = get_object_or_404(told, event=self.event, pk=kwargs["answer_pk"])

    @property
    def back(self) -> str:
        """The list of answers."""
        return reverse("guests:answers", args=[self.event.pk])

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Lead back to the list."""
        return redirect(self.back)

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Decide."""
        now, how = timezone.now(), request.POST.get("how")
        try:
            if how == "decline":
                decline_answer(answer=self.answer, by=self.staff, at=now)
            elif self.answer.state == AnswerState.STUCK:
                carry_out_answer(answer=self.answer, by=self.staff, at=now)
            else:
                in_file = bool(request.POST.get("in_client_file")) and self._may_write_file()
                accept_proposal(answer=self.answer, in_client_file=in_file, by=self.staff, at=now)
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The answer has been settled."))
        return redirect(self.back)

    def _may_write_file(self) -> bool:
        contact = self.answer.guest.contact if self.answer.guest else None
        if contact is None:
            return False
        may = self.request.user.has_perm("clients.change_contact")
        if not (may and contact.is_visible_to(self.staff)):
            raise PermissionDenied
        return True


class SignatureView(GuestView):
    """A guest's signature, as the file it is kept in."""

    right = "guests.view_sensitive_guest"

    def look_up(self, **kwargs: Any) -> None:
        """Find the guest's signature."""
        super().look_up(**kwargs)
        self.signature = get_object_or_404(
            GuestSignature, answer__guest=self.guest, answer=kwargs["answer_pk"]
        )

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Give the file out."""
        note_view(record=self.guest, place=ViewPlace.PAGE, by=self.staff, at=timezone.now())
        return private_file_response(self.signature)
