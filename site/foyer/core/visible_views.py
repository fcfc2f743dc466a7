"""Wagtail's screens of one record, for those who may see the record; to others it does not exist. (security 12)"""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.admin.utils import unquote
from django.shortcuts import get_object_or_404
from wagtail.admin.views.reports.audit_logging import LogEntriesView
from wagtail.models import ModelLogEntry
from wagtail.snippets.views.snippets import (
    EditView,
    HistoryView,
    InspectView,
    SnippetViewSet,
    UsageView,
)

from .choosers import RightsCheckedChooserViewSet
from .deletion import KeptWhileUsedDeleteView
from .visible import hidden_entries, visible


class VisibleEditView(EditView):
    """The form of a record."""

    def get_queryset(self) -> Any:
        """Return the records to look in."""
        return visible(self.model, self.request.user)


class VisibleDeleteView(KeptWhileUsedDeleteView):
    """The question whether a record is to be deleted."""

    def get_queryset(self) -> Any:
        """Return the records to look in."""
        return visible(self.model, self.request.user)


class VisibleHistoryView(HistoryView):
    """What was done with a record."""

    def get_base_object_queryset(self) -> Any:
        """Return the records to look in."""
        return visible(self.model, self.request.user)


class VisibleUsageView(UsageView):
    """What refers to a record."""

    def get_base_object_queryset(self) -> Any:
        """Return the records to look in."""
        return visible(self.model, self.request.user)


class VisibleInspectView(InspectView):
    """A record at a glance."""

    def get_object(self, queryset: Any = None) -> Any:
        """Return the record, if it may be seen."""
        records = visible(self.model, self.request.user)
        return get_object_or_404(records, pk=unquote(str(self.pk)))


class VisibleSnippetViewSet(SnippetViewSet):
    """Snippets of which each member of staff sees a part: lists, forms, choosers, history, usage, files."""

    copy_view_enabled: ClassVar = False
    edit_view_class: ClassVar = VisibleEditView
    delete_view_class: ClassVar = VisibleDeleteView
    history_view_class: ClassVar = VisibleHistoryView
    usage_view_class: ClassVar = VisibleUsageView
    inspect_view_class: ClassVar = VisibleInspectView
    chooser_viewset_class: ClassVar = RightsCheckedChooserViewSet

    def get_queryset(self, request: Any) -> Any:
        """Return the records of the list."""
        return visible(self.model, request.user)


class VisibleLogEntriesView(LogEntriesView):
    """The site's history, without the entries that name records the reader may not see."""

    def filter_queryset(self, queryset: Any) -> Any:
        """Leave them out, then narrow down as asked."""
        if queryset.model is ModelLogEntry:
            queryset = queryset.exclude(hidden_entries(self.request.user))
        return super().filter_queryset(queryset)
