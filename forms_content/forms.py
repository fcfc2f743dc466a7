"""How the builder is checked before a form is published."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm

from foyer.core.text import typed_address

from .compiling import needs_notice
from .models import FormPage
from .services.versions import compiled_now


class FormPageForm(WagtailAdminPageForm):
    """The builder of a form; a draft may be half-written, what is published may not."""

    def clean(self) -> Any:
        """Say, where the form is to be published, what is wrong with its questions, rules and notice."""
        cleaned = super().clean()
        never_out = self.instance.first_published_at is None  # the editor saves drafts by itself
        if never_out and not (cleaned.get("slug") or "").isascii():
            cleaned["slug"] = self._typed(cleaned["slug"])
        opens, closes = cleaned.get("opens_at"), cleaned.get("closes_at")
        if opens and closes and closes <= opens:
            self.add_error("closes_at", _("The form closes before it opens: check both times."))
        if cleaned.get("slug") and self._is_taken(cleaned["slug"]):
            self.add_error(
                "slug", _("Another form has this address already: choose a different one.")
            )
        if not self.is_deferred_validation and not self.errors:
            self._check_questions(cleaned)
        return cleaned

    def _typed(self, slug: str) -> str:
        """The address of a new form, in letters everybody can type: it is printed, and the API's."""
        address = typed_address(slug) or "form"
        numbered = (f"{address}-{n}" if n > 1 else address for n in range(1, 10_000))
        return next(one for one in numbered if not self._is_taken(one))

    def _is_taken(self, slug: str) -> bool:
        return bool(FormPage.objects.filter(slug=slug).exclude(pk=self.instance.pk).exists())

    def _check_questions(self, cleaned: dict[str, Any]) -> None:
        for name in ("title", "title_zh_hant", "title_en", "notice", "questions"):
            setattr(self.instance, name, cleaned.get(name, getattr(self.instance, name)))
        for problem in compiled_now(self.instance).problems:
            self.add_error("notice" if problem == needs_notice() else None, problem)
