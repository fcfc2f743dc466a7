"""The register of who saw sensitive columns plain. (001-29, SEC-16)"""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from foyer.privacy.models import ViewLogEntry
from foyer.privacy.services.view_log import columns_in_words

from .people import PeopleRegister, PersonSearch, StaffFilter


class ViewSearch(PersonSearch):
    """Finds views by whom they were of."""

    kind, key = "record_type", "record_id"


class ViewLogRegister(PeopleRegister):
    """Who looked at whose sensitive columns, when, where; never what stood there."""

    model = ViewLogEntry
    person = "record"
    menu_label = _("View log")
    menu_icon = "view"
    add_to_admin_menu = False
    inspect_view_enabled = False
    search_handler_class = ViewSearch
    list_select_related: ClassVar = ["by", "record_type"]
    list_display: ClassVar = ["at", "by", "name_of", "kind", "columns_shown", "place", "people"]
    list_filter: ClassVar = [("by", StaffFilter), "place", "at"]

    def name_of(self, row: Any) -> str:
        """Return whose columns were seen."""
        return "" if row.record_id is None else super().name_of(row)

    name_of.short_description = _("Person")  # type: ignore[attr-defined]  # Django reads it

    def kind(self, row: ViewLogEntry) -> str:
        """Return what kind of record it was."""
        model = row.record_type.model_class()
        return capfirst(str(model._meta.verbose_name)) if model else row.record_type.name

    kind.short_description = _("Kind")  # type: ignore[attr-defined]  # as above

    def columns_shown(self, row: ViewLogEntry) -> str:
        """Return the columns by the names people know."""
        return columns_in_words(row)

    columns_shown.short_description = _("Columns")  # type: ignore[attr-defined]  # as above
