"""Deleting only what nothing hangs on: Wagtail sees the references of its own records, not of all."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models.deletion import Collector, ProtectedError, RestrictedError
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext
from wagtail.snippets.views.snippets import DeleteView

_WAGTAILS_WORDS = "One or more references to this %(model_name)s prevent it from being deleted."


def prevents_deletion(model: type[models.Model]) -> str:
    """Return Wagtail's own sentence that records of this kind are still referred to."""
    return capfirst(gettext(_WAGTAILS_WORDS) % {"model_name": model._meta.verbose_name})


class KeptWhileUsedDeleteView(DeleteView):
    """Deletes a record unless others hang on it; then the page says so and nothing is done."""

    model: ClassVar[Any]

    @cached_property
    def is_kept(self) -> bool:
        """Whether the database would refuse."""
        try:
            Collector(using=self.object._state.db).collect([self.object])
        except (ProtectedError, RestrictedError):
            return True
        return False

    def form_valid(self, form: Any) -> Any:
        """Delete the record, or show again why it is kept."""
        if self.is_kept:
            return self.render_to_response(self.get_context_data(form=form), status=409)
        return super().form_valid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the page's values; the button is left out for what is kept."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"is_protected": context.get("is_protected") or self.is_kept}
