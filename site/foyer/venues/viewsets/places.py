"""Venues and rooms as staff keep them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
)
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import (
    CreateView,
    EditView,
    SnippetViewSet,
)

from foyer.core.choosers import RightsCheckedChooserViewSet
from foyer.core.listings import MatchingIndexView
from foyer.core.refusing_forms import RefusalsInForm
from foyer.venues.forms.closure import ClosureForm
from foyer.venues.models import Closure, Room, Venue

NAMES = FieldRowPanel([FieldPanel("name"), FieldPanel("name_zh_hant"), FieldPanel("name_en")])


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
            NAMES,
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
    edit_handler: ClassVar = ObjectList(
        [
            FieldPanel("venue"),
            NAMES,
            FieldRowPanel([FieldPanel("capacity"), FieldPanel("is_bookable")]),
            InlinePanel(
                "layouts",
                label=_("Layout"),
                heading=_("Layouts"),
                panels=[FieldRowPanel([FieldPanel("layout"), FieldPanel("capacity")])],
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("opens_at"), FieldPanel("closes_at")]),
                    InlinePanel(
                        "hours",
                        label=_("Other hours"),
                        heading=_("Days with other hours"),
                        max_num=7,
                        panels=[
                            FieldRowPanel(
                                [
                                    FieldPanel("weekday"),
                                    FieldPanel("opens_at"),
                                    FieldPanel("closes_at"),
                                ]
                            )
                        ],
                    ),
                ],
                heading=_("Opening hours"),
            ),
            FieldRowPanel([FieldPanel("setup_minutes"), FieldPanel("clearing_minutes")]),
            FieldPanel("access"),
            FieldRowPanel([FieldPanel("access_zh_hant"), FieldPanel("access_en")]),
        ]
    )

    def get_queryset(self, request: Any) -> Any:
        """Return the rooms with their venues."""
        return Room.objects.select_related("venue")


class ClosureCreateView(RefusalsInForm, CreateView):
    """A new closure."""


class ClosureEditView(RefusalsInForm, EditView):
    """The form of a closure."""


class ClosureViewSet(SnippetViewSet):
    """Times in which rooms are closed. (004-06)"""

    model: ClassVar = Closure
    icon: ClassVar = "lock"
    menu_label: ClassVar = _("Closures")
    list_display: ClassVar = [
        "title",
        Column("room", label=_("Room"), accessor="room", sort_key="room__name"),
        Column("starts_at", label=_("From"), sort_key="starts_at"),
        Column("ends_at", label=_("To"), sort_key="ends_at"),
    ]
    list_filter: ClassVar = ["room"]
    ordering: ClassVar = ["-starts_at", "-pk"]
    copy_view_enabled: ClassVar = False
    index_view_class: ClassVar = MatchingIndexView
    add_view_class: ClassVar = ClosureCreateView
    edit_view_class: ClassVar = ClosureEditView
    chooser_viewset_class: ClassVar = RightsCheckedChooserViewSet
    edit_handler: ClassVar = ObjectList(
        [
            FieldPanel("room"),
            FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
            FieldPanel("title"),
        ],
        base_form_class=ClosureForm,
    )

    def get_queryset(self, request: Any) -> Any:
        """Return the closures with their rooms."""
        return Closure.objects.select_related("room__venue")
