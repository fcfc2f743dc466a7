"""Keeping and dropping views of the queue; each sees their own only."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from wagtail.admin import messages

from foyer.cases.services.queue_views import drop_view, keep_view
from foyer.core.refusals import Refusal

from .desk import CasesPage
from .queue import asked_of


class KeepViewPage(CasesPage):
    """Keep the queue as it is narrowed down."""

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """There is nothing to see."""
        return HttpResponseNotAllowed(["POST"])

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Do it and go back to the list as it was."""
        asked = asked_of(request.POST.get("asked", ""))
        try:
            kept = keep_view(name=request.POST.get("name", ""), asked=asked, by=self.staff)
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(
                request, _("The view “%(name)s” is kept; only you see it.") % {"name": kept.name}
            )
        return redirect(f"{reverse('cases:queue')}?{urlencode(asked)}")


class DropViewPage(CasesPage):
    """Drop one of one's own views."""

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """There is nothing to see."""
        return HttpResponseNotAllowed(["POST"])

    def post(self, request: HttpRequest, *_args: Any, **kwargs: Any) -> HttpResponseBase:
        """Do it; somebody else's does not exist."""
        if not drop_view(pk=kwargs["pk"], by=self.staff):
            raise Http404
        messages.success(request, _("The view has been dropped."))
        return redirect("cases:queue")
