"""The register of who opened which record. (000-29)"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foyer.archive.models import ArchiveRecord, RecordView
from foyer.core.registers import Register
from foyer.privacy.viewsets.people import StaffFilter


class RecordViewRegister(Register):
    """Who opened which record, when, which page, from where; of records the reader may know of."""

    model = RecordView
    menu_label = _("Views of records")
    menu_icon = "view"
    add_to_admin_menu = False
    inspect_view_enabled = False
    search_fields: ClassVar = ["record_number"]
    list_select_related: ClassVar = ["by", "request"]
    list_display: ClassVar = ["at", "by", "record_number", "kind", "page", "address", "request"]
    list_filter: ClassVar = [("by", StaffFilter), "kind", "at"]

    def get_queryset(self, request: Any) -> Any:
        """Leave out records the reader may not know of; destroyed ones are known by their number."""
        known = ArchiveRecord.objects.visible_to(request.user).order_by().values("pk")
        rows = super().get_queryset(request)
        return rows.filter(Q(record=None) | Q(record__in=known))
