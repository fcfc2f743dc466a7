"""Registers of the staff's tool: what programs write down, read and filtered by people, never edited."""

from __future__ import annotations

from typing import Any

from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import label_for_field
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_noop
from wagtail_modeladmin.helpers import PermissionHelper
from wagtail_modeladmin.options import ModelAdmin
from wagtail_modeladmin.views import IndexView, InspectView

gettext_noop("Any date")  # Django's filter by day says it; only its own admin site brings the words


class ReadOnlyPermissionHelper(PermissionHelper):
    """Looking needs the view right; nobody adds, edits or deletes here."""

    def user_can_list(self, user: Any) -> bool:
        """Tell whether the register may be seen."""
        return bool(self.user_has_specific_permission(user, self.get_perm_codename("view")))

    def user_can_inspect_obj(self, user: Any, obj: Any) -> bool:
        """Tell whether one row may be seen by itself."""
        return bool(self.inspect_view_enabled) and self.user_can_list(user)

    def user_can_create(self, user: Any) -> bool:
        """Nobody."""
        return False

    def user_can_edit_obj(self, user: Any, obj: Any) -> bool:
        """Nobody."""
        return False

    def user_can_delete_obj(self, user: Any, obj: Any) -> bool:
        """Nobody."""
        return False


class RegisterIndexView(IndexView):
    """The list of a register; it bears every question."""

    def get_queryset(self, request: Any = None) -> Any:
        """Return the rows asked for; only the filters shown may be used, a senseless value filters nothing."""
        shown = {_parameter(entry) for entry in self.list_filter} | set(self.IGNORED_PARAMS)
        for name, value in list(self.params.items()):
            if name.partition("__")[0] not in shown or "\0" in value:
                del self.params[name]
        self.query: str = self.query.replace("\0", "")  # PostgreSQL knows no NUL
        try:
            return super().get_queryset(request)
        except IncorrectLookupParameters:
            self.params.clear()
            return super().get_queryset(request)

    def as_spreadsheet(self, queryset: Any, kind: str) -> Any:
        """Refuse: a register is taken away only where it says so itself, through the house's own writer."""
        raise PermissionDenied


class RegisterInspectView(InspectView):
    """One row of a register; a column may also be a method of the register, as in its list."""

    def get_field_label(self, field_name: str, field: Any = None) -> Any:
        """Return what stands before a value."""
        return label_for_field(field_name, model=self.model, model_admin=self.model_admin)

    def get_field_display_value(self, field_name: str, field: Any = None) -> Any:
        """Return a value as it is shown."""
        if made := getattr(self.model_admin, field_name, None):
            return made(self.instance) or self.model_admin.get_empty_value_display(field_name)
        return super().get_field_display_value(field_name, field)


def _parameter(entry: Any) -> str:
    """Return the name by which a filter is asked for."""
    match entry:
        case str():
            return entry
        case tuple():
            return str(entry[0])
        case _:
            return str(entry.parameter_name)


class Register(ModelAdmin):
    """A register: read by those with the view right of its model."""

    permission_helper_class = ReadOnlyPermissionHelper
    index_view_class = RegisterIndexView
    inspect_view_enabled = True
    history_view_enabled = False  # the stock one checks no permission
    list_per_page = 50
