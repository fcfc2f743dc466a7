"""Guests a tablet let in while it was alone, and whom the house would not have: staff settle them. (KIOSK 5)"""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.paginator import WagtailPaginator

from foyer.core.refusals import Refusal
from foyer.guests.enums import Settlement
from foyer.guests.forms.desk import SettleForm
from foyer.guests.models import SignInConflict, StepAnswer
from foyer.guests.services.offline import AlreadySettled, settle_conflict

from .answers import shown_answers
from .scope import EventView

PER_PAGE = 30


class ConflictsView(EventView):
    """The conflicts of an event, those nobody has settled first."""

    right = "guests.view_signin"
    template_name = "guests_admin/conflicts.html"
    page_title: ClassVar = gettext_lazy("Sign-in conflicts")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return one page of conflicts, each open one with its form."""
        told = SignInConflict.objects.filter(event=self.event).order_by("settled_at", "scanned_at")
        told = told.select_related("guest", "desk", "checkpoint", "first__desk", "settled_by")
        is_open = told.filter(settled_at=None)
        shown = (
            told.exclude(settled_at=None) if self.request.GET.get("show") == "settled" else is_open
        )
        page = WagtailPaginator(shown, PER_PAGE).get_page(self.request.GET.get("p"))
        return super().get_context_data(**kwargs) | {
            "page": page,
            "open_count": is_open.count(),
            "settled": self.request.GET.get("show") == "settled",
            "form": SettleForm(),
            "refused": kwargs.get("refused"),
            "stuck": self._stuck(),
        }

    def _stuck(self) -> Any:
        """Return a page of the answers that could not be kept; it has a number of its own."""
        told = StepAnswer.objects.stuck().filter(event=self.event)
        page = WagtailPaginator(told, PER_PAGE).get_page(self.request.GET.get("a"))
        page.object_list = shown_answers(page.object_list, plain=self.may("view_sensitive_guest"))
        return page


class SettleView(ConflictsView):
    """Settle one conflict; a refusal is told beside it, with what was typed."""

    right = "guests.undo_signin"

    def look_up(self, **kwargs: Any) -> None:
        """Find the event and its conflict."""
        super().look_up(**kwargs)
        told = SignInConflict.objects.select_related("guest", "checkpoint")
        self.conflict = get_object_or_404(told, event=self.event, pk=kwargs["conflict_pk"])

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Lead back to the list."""
        return redirect(self.conflicts_url)

    @property
    def conflicts_url(self) -> str:
        """The address of the list."""
        return reverse("guests:conflicts", args=[self.event.pk])

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Settle it."""
        form = SettleForm(request.POST)
        if form.is_valid():
            try:
                settle_conflict(
                    conflict=self.conflict,
                    how=Settlement(form.cleaned_data["how"]),
                    note=form.cleaned_data["note"],
                    by=self.staff,
                    at=timezone.now(),
                )
            except AlreadySettled as settled:
                messages.warning(request, str(settled))
                return redirect(self.conflicts_url)
            except Refusal as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, _("The conflict has been settled."))
                return redirect(self.conflicts_url)
        refused = {"pk": self.conflict.pk, "form": form}
        response: HttpResponseBase = self.render_to_response(self.get_context_data(refused=refused))
        return response
