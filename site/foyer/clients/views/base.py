"""What the screens of acts share: ask, act, tell. (security 12)"""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.db import models
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.text import capfirst
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request

from foyer.core.refusals import Refusal
from foyer.core.views import StaffPage
from foyer.core.visible import visible


def admin_url(model: type[models.Model], page: str, *args: Any) -> str:
    """Return the address of a snippet's list, form or page."""
    return reverse(model.snippet_viewset.get_url_name(page), args=args)  # type: ignore[attr-defined]  # Wagtail puts it there


class ActPage(StaffPage):
    """Asks what an act upon one record needs, and carries it out; a refusal is told, and nothing is done."""

    template_name = "clients_admin/act.html"
    model: ClassVar[type[models.Model]]
    related: ClassVar[tuple[str, ...]] = ()
    back_page: ClassVar = "inspect"
    button: ClassVar[Any] = None

    def look_up(self, **kwargs: Any) -> None:
        """Find the record among those the member of staff may see."""
        records = visible(self.model, self.staff)
        if self.related:
            records = records.select_related(*self.related)
        self.record = get_object_or_404(records, pk=kwargs["pk"])

    def form(self, data: Any = None) -> forms.Form:
        """Return what the act needs to be told."""
        return forms.Form(data)

    def question(self) -> str:
        """Return what is about to happen, in a sentence."""
        return ""

    def act(self, form: forms.Form) -> str:
        """Carry the act out and return the sentence that tells so.

        Raises:
            Refusal: the act is not allowed.
        """
        raise NotImplementedError

    @property
    def back(self) -> str:
        """Where the way leads afterwards."""
        asked = get_valid_next_url_from_request(self.request)
        return asked or admin_url(self.model, self.back_page, self.record.pk)

    def get_page_subtitle(self) -> str:
        """Name the record."""
        return str(self.record)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way here: home, the list, the record, this page."""
        kinds = capfirst(str(self.model._meta.verbose_name_plural))
        return [
            *self.breadcrumbs_items,
            {"url": admin_url(self.model, "list"), "label": kinds},
            {"url": self.back, "label": str(self.record)},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the question and the form."""
        kwargs.setdefault("form", self.form())
        return super().get_context_data(**kwargs) | {
            "record": self.record,
            "question": self.question(),
            "back": self.back,
            "button": self.button or self.get_page_title(),
            "media": kwargs["form"].media,
        }

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Carry the act out, or show the form again."""
        form = self.form(request.POST)
        if form.is_valid():
            try:
                said = self.act(form)
            except Refusal as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, said)
                return redirect(self.back)
        response: HttpResponseBase = self.render_to_response(self.get_context_data(form=form))
        return response
