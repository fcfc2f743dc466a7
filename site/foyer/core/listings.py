"""Listings of the staff's tool: searched as people type, exported only by those who may."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.utils.functional import cached_property
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.widgets.button import ButtonWithDropdown
from wagtail.snippets.views.snippets import IndexView

from .list_cells import PlainColumn, PlainTitleColumn, RowMenu


class MatchingIndexView(IndexView):
    """A listing that finds what the model's own `matching()` finds.

    Wagtail lets everybody export who may look; here no export is offered and a request for one is
    refused, unless a subclass names the right in `export_right` and writes the file itself.
    """

    search_backend_name: ClassVar = None
    export_right: ClassVar[str] = ""

    @cached_property
    def is_searchable(self) -> bool:
        """Every such listing has a search box."""
        return True

    @cached_property
    def may_export(self) -> bool:
        """Whether this member of staff may take the list away as a file."""
        return bool(self.export_right) and self.request.user.has_perm(self.export_right)

    @cached_property
    def show_export_buttons(self) -> bool:
        """The buttons are shown to those who may use them."""
        return self.may_export

    def get_list_buttons(self, instance: Any) -> list[Any]:
        """The buttons of a row; the menu among them is drawn in one go."""
        buttons = super().get_list_buttons(instance)
        return [RowMenu.of(one) if type(one) is ButtonWithDropdown else one for one in buttons]

    def _get_title_column_class(self, column_class: type[Column]) -> Any:
        """The column of names is drawn without a template."""
        quick = PlainTitleColumn if column_class is TitleColumn else column_class
        return super()._get_title_column_class(quick)

    def _get_custom_column(
        self, field_name: str, column_class: type[Column] = PlainColumn, **kwargs: Any
    ) -> Column:
        """Plain columns are drawn without a template."""
        column: Column = super()._get_custom_column(field_name, column_class, **kwargs)
        return column

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """Refuse an export to those who may not have one."""
        if "export" in request.GET and not self.may_export:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def search_queryset(self, queryset: Any) -> Any:
        """Return what matches the words typed."""
        return queryset.matching(self.search_query[:200]) if self.is_searching else queryset
