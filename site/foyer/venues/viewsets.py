"""Venues and rooms as staff keep them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from foyer.core.choosers import RightsCheckedChooserViewSet
from foyer.core.listings import MatchingIndexView

from .models import Room, Venue

_NAMES = FieldRowPanel([FieldPanel("name"), FieldPanel("name_zh_hant"), FieldPanel("name_en")])


class NamedIndexView(MatchingIndexView):
    """A list of records, each named in the reader's language."""

    def _get_title_column(self, field_name: str, *args: Any, **kwargs: Any) -> Any:
        return super()._get_title_column(field_name, *args, **kwargs | {"accessor": "name_text"})


class VenueViewSet(SnippetViewSet):
    """Venues."""

    model: ClassVar = Venue
    icon: ClassVar = "venue"
    menu_label: ClassVar = _("Venues")
    list_display: ClassVar = [
        "name",
        Column("address", label=_("Address"), accessor="address_text", sort_key="address"),
    ]
    index_view_class: ClassVar = NamedIndexView
    chooser_viewset_class: ClassVar = RightsCheckedChooserViewSet
    edit_handler: ClassVar = ObjectList(
        [
            _NAMES,
            FieldPanel("address"),
            FieldRowPanel([FieldPanel("address_zh_hant"), FieldPanel("address_en")]),
            FieldPanel("map_url"),
        ]
    )


class RoomViewSet(SnippetViewSet):
    """Rooms. (004-01)"""

    model: ClassVar = Room
    icon: ClassVar = "home"
    menu_label: ClassVar = _("Rooms")
    list_display: ClassVar = [
        "name",
        Column("venue", label=_("Venue"), accessor="venue", sort_key="venue__name"),
        "capacity",
    ]
    list_filter: ClassVar = ["venue"]
    index_view_class: ClassVar = NamedIndexView
    chooser_viewset_class: ClassVar = RightsCheckedChooserViewSet
    edit_handler: ClassVar = ObjectList([FieldPanel("venue"), _NAMES, FieldPanel("capacity")])

    def get_queryset(self, request: Any) -> Any:
        """Return the rooms with their venues."""
        return Room.objects.select_related("venue")


class VenuesGroup(SnippetViewSetGroup):
    """The venues room in the menu."""

    items: ClassVar = (VenueViewSet, RoomViewSet)
    menu_label: ClassVar = _("Venues")
    menu_name: ClassVar = "venues"
    menu_icon: ClassVar = "venue"
    menu_order: ClassVar = 240
