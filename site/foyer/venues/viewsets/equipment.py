"""Kinds and pieces of equipment as staff keep them. (001-10)"""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import CreateView, SnippetViewSet

from foyer.core.choosers import RightsCheckedChooserViewSet
from foyer.core.days import house_day
from foyer.core.deletion import KeptWhileUsedDeleteView
from foyer.core.listings import MatchingIndexView
from foyer.venues.models import EquipmentItem, EquipmentKind, Room
from foyer.venues.queries.due import due_list
from foyer.venues.services.upkeep import register_item

from .places import NAMES, NamedIndexView

_SCHEDULE = MultiFieldPanel(
    [FieldRowPanel([FieldPanel("every_months"), FieldPanel("maintain_on")])],
    heading=_("Maintenance"),
)


class EquipmentKindViewSet(SnippetViewSet):
    """Kinds of equipment."""

    model: ClassVar = EquipmentKind
    icon: ClassVar = "cogs"
    menu_label: ClassVar = _("Kinds of equipment")
    list_display: ClassVar = [
        "name",
        Column(
            "category", label=_("Category"), accessor="get_category_display", sort_key="category"
        ),
        "every_months",
    ]
    list_filter: ClassVar = ["category"]
    copy_view_enabled: ClassVar = False
    index_view_class: ClassVar = NamedIndexView
    delete_view_class: ClassVar = KeptWhileUsedDeleteView
    chooser_viewset_class: ClassVar = RightsCheckedChooserViewSet
    edit_handler: ClassVar = ObjectList([NAMES, FieldPanel("category"), _SCHEDULE])


class ItemFilters(WagtailFilterSet):
    """What the list of equipment is narrowed down by."""

    home = django_filters.ModelChoiceFilter(
        label=_("Home room"), queryset=Room.objects.select_related("venue")
    )
    due = django_filters.ChoiceFilter(
        label=_("Maintenance"), choices=[("today", _("Due"))], method="due_by_today"
    )

    class Meta:
        model = EquipmentItem
        fields: ClassVar = ["kind", "state"]

    def due_by_today(self, queryset: Any, name: str, value: str) -> Any:
        """Keep what is due today or was before."""
        due = due_list(by=house_day(timezone.now()))
        return queryset.filter(pk__in=[one.item.pk for one in due])


class ItemIndexView(MatchingIndexView):
    """The list of equipment; each piece leads to its file."""

    def get_edit_url(self, instance: EquipmentItem) -> str:
        """Return the address of the file, from which the form is one step away."""
        return reverse("equipment:item", args=[instance.pk])


class ItemCreateView(CreateView):
    """A new piece of equipment."""

    def save_instance(self) -> Any:
        """Keep it under the next number of the series."""
        register_item(self.form.instance, at=timezone.now())
        return super().save_instance()


class EquipmentItemViewSet(SnippetViewSet):
    """Pieces of equipment."""

    model: ClassVar = EquipmentItem
    icon: ClassVar = "desktop"
    menu_label: ClassVar = _("Equipment")
    list_display: ClassVar = [
        "number",
        Column("label", label=_("Name"), accessor="label", sort_key="name"),
        Column("kind", label=_("Kind"), accessor="kind", sort_key="kind__name"),
        "quantity",
        Column("place", label=_("Where"), accessor="place_text"),
        Column("state", label=_("State"), accessor="get_state_display", sort_key="state"),
    ]
    filterset_class: ClassVar = ItemFilters
    copy_view_enabled: ClassVar = False
    index_view_class: ClassVar = ItemIndexView
    add_view_class: ClassVar = ItemCreateView
    delete_view_class: ClassVar = KeptWhileUsedDeleteView
    chooser_viewset_class: ClassVar = RightsCheckedChooserViewSet
    edit_handler: ClassVar = ObjectList(
        [
            FieldRowPanel([FieldPanel("kind"), FieldPanel("name")]),
            FieldRowPanel([FieldPanel("quantity"), FieldPanel("serial")]),
            FieldRowPanel([FieldPanel("home"), FieldPanel("whereabouts")]),
            FieldRowPanel([FieldPanel("state"), FieldPanel("bought_on")]),
            _SCHEDULE,
            FieldPanel("specification"),
            FieldPanel("notes"),
        ]
    )

    def get_queryset(self, request: Any) -> Any:
        """Return the equipment with its kinds and homes."""
        return EquipmentItem.objects.select_related("kind", "home__venue")
