"""Festivals as staff keep them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import SnippetViewSet

from foyer.clients.models import FestivalDay
from foyer.core.choosers import RightsCheckedChooserViewSet
from foyer.core.days import add_months, house_day


def next_day(festival: FestivalDay) -> str:
    """Return when a festival falls next, or nothing where no day is written down any more."""
    today = house_day(timezone.now())
    days = festival.between(today, add_months(today, 13))
    return date_format(min(days), "SHORT_DATE_FORMAT") if days else "–"


class FestivalViewSet(SnippetViewSet):
    """Festivals. (001-15)"""

    model: ClassVar = FestivalDay
    icon: ClassVar = "date"
    menu_label: ClassVar = _("Festivals")
    menu_order: ClassVar = 115
    add_to_settings_menu: ClassVar = True
    copy_view_enabled: ClassVar = False
    list_display: ClassVar = [
        "name",
        Column("next", label=_("Next day"), accessor=next_day),
        Column("greeted", label=_("Greeted"), accessor="get_greeted_display", sort_key="greeted"),
        Column("calendar", label=_("Calendar"), accessor="get_calendar_display"),
    ]
    list_per_page: ClassVar = 50
    chooser_viewset_class: ClassVar = RightsCheckedChooserViewSet
    edit_handler: ClassVar = ObjectList(
        [
            FieldPanel("code"),
            FieldRowPanel([FieldPanel("name"), FieldPanel("name_zh_hant"), FieldPanel("name_en")]),
            FieldRowPanel([FieldPanel("calendar"), FieldPanel("month"), FieldPanel("day")]),
            FieldPanel("days"),
            FieldPanel("greeted"),
        ]
    )

    def get_queryset(self, request: Any) -> Any:
        """Return the festivals."""
        return FestivalDay.objects.all()
