"""The register of exports: who took which list away, when, and what for."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.admin.filters import SimpleListFilter
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from foyer.core.languages import OWN_NAMES
from foyer.core.registers import Register, RegisterInspectView

from .models import Export
from .targets import known_names, known_target


class ListFilter(SimpleListFilter):
    """Chooses among the kinds of list, by the names people know."""

    title = _("kind of list")
    parameter_name = "target"

    def lookups(self, request: Any, model_admin: Any) -> list[tuple[str, Any]]:
        """Return the choices."""
        return list(known_names().items())

    def queryset(self, request: Any, queryset: Any) -> Any:
        """Narrow the register down."""
        return queryset.filter(target=self.value()) if self.value() else queryset


class ExportRegister(Register):
    """Every list that left the house as a file."""

    model = Export
    menu_label = _("Exports")
    menu_icon = "download"
    menu_order = 710
    add_to_settings_menu = True
    inspect_view_class = RegisterInspectView
    list_display: ClassVar = ["at", "list_label", "by", "purpose", "rows", "kind", "status"]
    list_filter: ClassVar = [ListFilter, "kind", "status", "at"]
    list_select_related: ClassVar = ["by"]
    search_fields: ClassVar = ["purpose", "narrowed"]
    inspect_view_fields: ClassVar = [
        "at",
        "list_label",
        "by",
        "purpose",
        "narrowed",
        "column_labels",
        "rows",
        "kind",
        "language_label",
        "status",
        "expires_at",
    ]

    def list_label(self, export: Export) -> str:
        """Return what kind of list it is."""
        target = known_target(export.target)  # a list of a family is known by nothing else
        return str(target.label if target else known_names().get(export.target, export.target))

    def column_labels(self, export: Export) -> str:
        """Return the columns by the names people know."""
        target: Any = known_target(export.target)
        offered = target.all_columns(export.by) if target else []
        labels = {column.key: capfirst(str(column.label)) for column in offered}
        return " · ".join(labels.get(key, key) for key in export.columns)

    def language_label(self, export: Export) -> str:
        """Return the language of the headers by its own name."""
        return OWN_NAMES.get(export.language, export.language)

    list_label.short_description = _("kind of list")  # type: ignore[attr-defined]  # Django reads it
    column_labels.short_description = _("columns")  # type: ignore[attr-defined]
    language_label.short_description = _("language of the headers")  # type: ignore[attr-defined]
