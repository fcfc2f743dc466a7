"""Records among Wagtail's snippets: history, usage and chooser are Wagtail's, list and form are the catalogue's."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.snippets.views.chooser import SnippetCreateView
from wagtail.snippets.views.snippets import CreateView, IndexView

from foyer.archive.models import ArchiveRecord
from foyer.core.choosers import RightsCheckedChooserViewSet
from foyer.core.visible import visible
from foyer.core.visible_views import (
    VisibleDeleteView,
    VisibleEditView,
    VisibleInspectView,
    VisibleSnippetViewSet,
)


class _List(IndexView):
    """The list of records is the catalogue."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm("archive.view_archiverecord"):
            raise PermissionDenied
        return redirect("archive:list")


class _Add(CreateView):
    """Records are made by filing papers."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm("archive.add_archiverecord"):
            raise PermissionDenied
        return redirect("archive:file")


class _ToRecord:
    """Leads to the record's own page."""

    page: ClassVar = "archive:record"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm("archive.view_archiverecord"):
            raise PermissionDenied
        seen = visible(ArchiveRecord, request.user)
        pk = unquote(str(kwargs.get("pk", args[0] if args else "")))
        record = get_object_or_404(seen, pk=pk if pk.isdecimal() else 0)
        return redirect(self.page, record.pk)


class _Edit(_ToRecord, VisibleEditView):
    """The form of a record is the catalogue's."""

    page = "archive:change"


class _Inspect(_ToRecord, VisibleInspectView):
    """A record at a glance is its page."""


class _Delete(VisibleDeleteView):
    """Two people destroy records; nobody deletes one. (000-28)"""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        raise PermissionDenied


class _NoneMadeHere(SnippetCreateView):
    """A chooser chooses; records are made by filing papers."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        raise PermissionDenied


class RecordChooserViewSet(RightsCheckedChooserViewSet):
    """The chooser of records one may know of."""

    creation_form_class: ClassVar = None
    create_view_class: ClassVar = _NoneMadeHere


class ArchiveRecordViewSet(VisibleSnippetViewSet):
    """Records of the archive. (000-27)"""

    model: ClassVar = ArchiveRecord
    icon: ClassVar = "folder-open-inverse"
    menu_item_is_registered: ClassVar = True  # the archive's own menu leads to the catalogue
    inspect_view_enabled: ClassVar = True
    index_view_class: ClassVar = _List
    add_view_class: ClassVar = _Add
    edit_view_class: ClassVar = _Edit
    inspect_view_class: ClassVar = _Inspect
    delete_view_class: ClassVar = _Delete
    chooser_viewset_class: ClassVar = RecordChooserViewSet
    edit_handler: ClassVar = ObjectList([FieldPanel("title")])  # its form is the catalogue's
    list_display: ClassVar = ["number", "title"]
