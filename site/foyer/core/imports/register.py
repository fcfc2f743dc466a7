"""The register of imports: file, columns, person, counts; from here one gets to the file and its undoing."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail_modeladmin.options import ModelAdmin

from foyer.core.registers import (
    ReadOnlyPermissionHelper,
    RegisterIndexView,
    RegisterInspectView,
)

from .columns import IGNORED
from .enums import RowOutcome, RowVerdict
from .models import ImportBatch
from .targets import known_target
from .views.base import page_of_batch

_COUNTED: tuple[tuple[str, Any], ...] = (
    (RowVerdict.NEW, RowVerdict.NEW.label),
    (RowVerdict.UPDATE, RowVerdict.UPDATE.label),
    (RowVerdict.SAME, RowVerdict.SAME.label),
    ("bad", _("Left out")),
    (RowOutcome.UNDONE, RowOutcome.UNDONE.label),
)


class ImportRegister(ModelAdmin):
    """Every file that was handed in, what became of it, and the way to undo it."""

    model = ImportBatch
    menu_label = _("Imports")
    menu_icon = "upload"
    menu_order = 700
    add_to_settings_menu = True
    permission_helper_class = ReadOnlyPermissionHelper
    index_view_class = RegisterIndexView
    inspect_view_enabled = True
    inspect_view_class = RegisterInspectView
    history_view_enabled = False  # the stock one checks no permission
    list_display: ClassVar = ["file_link", "created_at", "list_label", "by", "status", "counted"]
    list_filter: ClassVar = ["status", "created_at"]
    list_select_related: ClassVar = ["by"]
    list_per_page = 50
    search_fields: ClassVar = ["file_name"]
    inspect_view_fields: ClassVar = [
        "file_link",
        "list_label",
        "by",
        "status",
        "columns",
        "overwriting",
        "counted",
        "corrects",
        "created_at",
        "applied_at",
        "undone_at",
        "purged_at",
    ]

    def file_link(self, batch: ImportBatch) -> str:
        """Return the file's name, leading to the step it is at: there it is seen, gone on with, undone."""
        url = "" if batch.purged_at else page_of_batch(batch)
        return format_html('<a href="{}">{}</a>', url, batch.file_name) if url else batch.file_name

    def list_label(self, batch: ImportBatch) -> str:
        """Return what kind of list it is."""
        target = known_target(batch)
        return str(target.label) if target else batch.target

    def counted(self, batch: ImportBatch) -> str:
        """Return how many rows were what."""
        found = ((label, batch.tally.get(name, 0)) for name, label in _COUNTED)
        return " · ".join(f"{label} {number}" for label, number in found if number)

    def columns(self, batch: ImportBatch) -> str:
        """Return what the columns were said to mean, in the order of the file."""
        target = known_target(batch)
        keys = [key for _n, key in sorted(batch.mapping.items(), key=_position) if key != IGNORED]
        labels = {c.key: capfirst(str(c.label)) for c in target.choices} if target else {}
        return " · ".join(labels.get(key, key) for key in keys)

    file_link.short_description = _("file")  # type: ignore[attr-defined]  # Django reads it
    list_label.short_description = _("kind of list")  # type: ignore[attr-defined]
    counted.short_description = _("rows")  # type: ignore[attr-defined]
    columns.short_description = _("which column is what")  # type: ignore[attr-defined]


def _position(item: tuple[str, str]) -> int:
    return int(item[0])
