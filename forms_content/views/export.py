"""Taking the answers to a form away as a file. (security 9, FORMS 5)"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from forms_content.exports import CODES, AnswerList
from forms_content.filters import CopyFilterForm
from forms_content.models import FormPage
from foyer.core.exports.views import Chosen, ExportPage

from .copies import copies_on_list
from .staff import may_export


class CopySelection:
    """The copies a list is narrowed down to."""

    def __init__(self, page: FormPage, asked: CopyFilterForm, *, codes: bool) -> None:
        self._page, self._asked, self._codes = page, asked, codes

    @property
    def is_understood(self) -> bool:
        """Whether every value the list was narrowed down by still means something."""
        return self._asked.is_valid()

    @cached_property
    def keys(self) -> list[int]:
        """The keys of the copies, the first one first."""
        copies = copies_on_list(self._page, self._asked).counting()
        return list(copies.order_by("received_at", "pk").values_list("pk", flat=True))

    @property
    def conditions(self) -> list[tuple[str, str]]:
        """What the list was narrowed down by, in words."""
        told = [(_("Choices"), _("as codes"))] if self._codes else []
        return [(_("Form"), self._page.title_text), *self._asked.conditions, *told]


class ExportAnswersView(ExportPage):
    """Exports the filled copies of a form, choices in words or, with `?as=codes`, as codes."""

    template_name = "forms_content/admin/export.html"
    right = AnswerList.right

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the form before the list is put together."""
        if not request.user.has_perm(self.right):
            raise PermissionDenied
        self.form_page = get_object_or_404(FormPage, pk=kwargs["pk"])
        if not may_export(self.form_page, self.staff):
            raise PermissionDenied
        self.target = AnswerList(self.form_page, codes=self.as_codes)  # type: ignore[misc]  # of each form
        return super().dispatch(request, *args, **kwargs)

    @property
    def as_codes(self) -> bool:
        """Whether choices go out as codes."""
        return bool(self.request.GET.get("as") == CODES)

    def choose(self) -> Chosen:
        """Return the copies the address means."""
        asked = CopyFilterForm(self.request.GET, page=self.form_page)
        return CopySelection(self.form_page, asked, codes=self.as_codes)

    @property
    def list_url(self) -> str:
        """The list, narrowed down as before."""
        return f"{reverse('forms_content:answers', args=[self.form_page.pk])}{self._query()}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the question, and the way to the other shape of choices."""
        return super().get_context_data(**kwargs) | {
            "as_codes": self.as_codes,
            "other_url": f"{self.request.path}{self._query(other=True)}",
        }

    def _query(self, *, other: bool = False) -> str:
        query = self.request.GET.copy()
        query.pop("as", None)
        if other and not self.as_codes:
            query["as"] = CODES
        return f"?{query.urlencode()}" if query else ""
