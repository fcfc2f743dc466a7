"""The staff's own screens of this room."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from foyer.core.refusals import Refusal
from foyer.core.views import StaffPage

from .models import FeeSchedule
from .services.drafting import draft_next_version


class NextVersionView(StaffPage):
    """Asks whether an approved version is to be copied as the next one, and copies it."""

    right = "fees.add_feeschedule"
    template_name: ClassVar = "fees_admin/next_version.html"
    page_title: ClassVar = _("Copy as the next version")
    header_icon: ClassVar = "copy"

    def look_up(self, **kwargs: Any) -> None:
        """Find the version."""
        published = FeeSchedule.objects.published()
        self.schedule = get_object_or_404(published, pk=kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return what is asked."""
        back = reverse("wagtailsnippets_fees_feeschedule:inspect", args=[self.schedule.pk])
        return super().get_context_data(schedule=self.schedule, back=back, **kwargs)

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Copy it, and lead to the draft."""
        try:
            drafted = draft_next_version(schedule=self.schedule, by=self.staff, at=timezone.now())
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return redirect("wagtailsnippets_fees_feeschedule:list")
        messages.success(
            request, gettext("Here is the draft. Change the first day, the prices and say why.")
        )
        return redirect("wagtailsnippets_fees_feeschedule:edit", drafted.pk)
