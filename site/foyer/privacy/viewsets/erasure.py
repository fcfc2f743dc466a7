"""The register of erasures, and what became of one. (PRV-07)"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from django.apps import apps
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail_modeladmin.views import InspectView

from foyer.core.registers import Register
from foyer.privacy.enums import ErasureStatus
from foyer.privacy.models import Erasure
from foyer.privacy.registry import stores
from foyer.privacy.services.backups import backups_holding

from .people import StaffFilter

_WORDS = {
    "deleted": _("deleted"),
    "anonymised": _("anonymised"),
    "kept": _("kept"),
    "cleaned": _("cleaned"),
}


class ErasureResultView(InspectView):
    """What became of one person's data."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the counts, the places people must look at, and the backups."""
        erasure: Erasure = self.instance
        finished = erasure.status in ErasureStatus.FINISHED
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {
            "erasure": erasure,
            "is_finished": finished,
            "results": list(_results(erasure.counts)),
            "left": list(_left(erasure.counts.get("left", []), self.request.user)),
            "backups": backups_holding(until=erasure.finished_at) if erasure.finished_at else None,
        }


class ErasureRegister(Register):
    """Who was erased by whom and why: the erasures, not the people."""

    model = Erasure
    menu_label = _("Erasures")
    menu_icon = "bin"
    add_to_admin_menu = False
    inspect_view_class = ErasureResultView
    inspect_template_name = "privacy_admin/erasure.html"
    list_select_related: ClassVar = ["by"]
    list_display: ClassVar = ["asked_at", "ground", "reference", "by", "status", "finished_at"]
    list_filter: ClassVar = ["status", "ground", ("by", StaffFilter), "asked_at"]


def _results(counts: dict[str, Any]) -> Iterator[dict[str, str]]:
    """Yield what became of each kind of record and in each other place, in people's words."""
    titles = {store.key: str(store.title) for store in stores()}
    titles["elsewhere"] = str(_("Texts about others"))
    for key, done in counts.items():
        if key == "left":
            continue
        for word, count in done.items():
            yield {
                "title": titles.get(key) or _kind(key),
                "word": str(_WORDS.get(word, word)),
                "count": str(count),
            }


def _left(traces: list[dict[str, str]], user: Any) -> Iterator[dict[str, str]]:
    """Yield the texts people must look at, with a way there where they may go."""
    finder = AdminURLFinder(user)
    for trace in traces:
        model = apps.get_model(trace["model"])
        record = model._base_manager.filter(pk=trace["pk"]).first()
        if record is not None:
            yield {
                "kind": capfirst(str(model._meta.verbose_name)),
                "record": str(record),
                "column": str(model._meta.get_field(trace["column"]).verbose_name),
                "url": finder.get_edit_url(record) or "",
            }


def _kind(label: str) -> str:
    return capfirst(str(apps.get_model(label)._meta.verbose_name_plural))
