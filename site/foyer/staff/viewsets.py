"""Departments as they are kept in the settings."""

from __future__ import annotations

from typing import Any, ClassVar

from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.snippets.views.snippets import SnippetViewSet

from foyer.core.choosers import RightsCheckedChooserViewSet

from .models import Department


class DepartmentViewSet(SnippetViewSet):
    """Departments: heads, deputies, members. (000-29)"""

    model: ClassVar = Department
    icon: ClassVar = "group"
    menu_label: ClassVar = _("Departments")
    menu_order: ClassVar = 605
    add_to_settings_menu: ClassVar = True
    copy_view_enabled: ClassVar = False
    list_display: ClassVar = [
        "name",
        Column("head", label=_("Head")),
        DateColumn("head_away_until", label=_("Head away until")),
        Column("staff_count", label=_("Members")),
    ]
    list_per_page: ClassVar = 50
    chooser_viewset_class: ClassVar = RightsCheckedChooserViewSet
    edit_handler: ClassVar = ObjectList(
        [
            FieldRowPanel([FieldPanel("name"), FieldPanel("name_zh_hant"), FieldPanel("name_en")]),
            FieldRowPanel([FieldPanel("head"), FieldPanel("head_away_until")]),
            FieldPanel("deputies", widget=CheckboxSelectMultiple),
            FieldPanel("members", widget=CheckboxSelectMultiple),
        ]
    )

    def get_queryset(self, request: Any) -> Any:
        """Return the departments with how many work in each."""
        return Department.objects.select_related("head").with_staff_count()
