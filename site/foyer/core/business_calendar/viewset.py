"""The calendar as staff correct it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.snippets.views.snippets import SnippetViewSet

from foyer.core.choosers import RightsCheckedChooserViewSet

from .models import CalendarDay

HOURS_FORM = ObjectList(
    [
        FieldPanel("region"),
        FieldRowPanel([FieldPanel("opens_at"), FieldPanel("closes_at")]),
        FieldPanel("open_on_weekends"),
    ]
)


class CalendarDayForm(WagtailAdminModelForm):
    """What a person writes is never written over by what the library knows."""

    def save(self, commit: bool = True) -> Any:
        """Keep the day as one corrected by hand."""
        self.instance.by_hand = True
        return super().save(commit=commit)


class CalendarDayViewSet(SnippetViewSet):
    """Holidays and make-up working days. (001-19)"""

    model: ClassVar = CalendarDay
    icon: ClassVar = "date"
    menu_label: ClassVar = _("Business calendar")
    menu_order: ClassVar = 106
    add_to_settings_menu: ClassVar = True
    copy_view_enabled: ClassVar = False
    list_display: ClassVar = [
        "day",
        "name",
        BooleanColumn("is_working", label=_("the house works")),
    ]
    ordering: ClassVar = ["-day"]
    list_per_page: ClassVar = 50
    chooser_viewset_class: ClassVar = RightsCheckedChooserViewSet
    edit_handler: ClassVar = ObjectList(
        [FieldPanel("day"), FieldPanel("is_working"), FieldPanel("name")],
        base_form_class=CalendarDayForm,
    )
