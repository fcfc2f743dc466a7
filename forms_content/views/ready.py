"""Choosing a ready form to begin with."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from forms_content.enums import FormPurpose
from forms_content.ready import READY
from forms_content.services.ready import make_draft, may_make_forms
from foyer.core.views import StaffPage


class ReadyView(StaffPage):
    """The ready forms; one tap makes a draft."""

    right = "wagtailadmin.access_admin"
    template_name = "forms_content/admin/ready.html"
    page_title: ClassVar = gettext_lazy("New form from a template")
    header_icon: ClassVar = "form"

    def look_up(self, **kwargs: Any) -> None:
        """Refuse whoever may not make forms."""
        if not may_make_forms(self.staff):
            raise PermissionDenied

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way here."""
        forms = {"url": reverse("forms_content:forms"), "label": _("Forms")}
        return [*self.breadcrumbs_items, forms, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the ready forms."""
        purposes = dict(FormPurpose.choices)
        rows = [
            (one, purposes[one.purpose], sum(q["type"] != "step" for q in one.asked))
            for one in READY.values()
        ]
        return super().get_context_data(**kwargs) | {"rows": rows}

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Make the draft, and lead into the editor."""
        ready = READY.get(request.POST.get("ready", ""))
        if ready is None:
            raise Http404
        page = make_draft(ready=ready, by=self.staff)
        words = _("This draft is yours now: look it through, then publish it.")
        if ready.is_personal:
            words = _(
                "This draft is yours now. Write the notice on personal data, then publish it."
            )
        messages.success(request, words)
        return redirect("wagtailadmin_pages:edit", page.pk)
