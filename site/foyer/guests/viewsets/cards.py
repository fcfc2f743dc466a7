"""Designs of badges, place cards and table cards, made without code. (003-11, 004-09)"""

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.snippets.views.snippets import SnippetViewSet

from foyer.core.choosers import RightsCheckedChooserViewSet
from foyer.guests.forms.cards import CardDesignForm
from foyer.guests.models import CardDesign

from .card_preview import CardPreviewOnCreate, CardPreviewOnEdit


def _types_of(design: CardDesign) -> str:
    return " · ".join(str(one) for one in design.event_types.all())


class CardDesignViewSet(SnippetViewSet):
    """Designs for each kind of card: of some event types, of an event, or for the house."""

    model = CardDesign
    icon = "badge"
    menu_label = _("Badge designs")
    menu_name = "card-designs"
    menu_order = 216
    add_to_admin_menu = True
    chooser_viewset_class = RightsCheckedChooserViewSet
    list_display: ClassVar = [
        "name",
        Column(
            "kind",
            label=pgettext_lazy("card", "Kind"),
            accessor="get_kind_display",
            sort_key="kind",
        ),
        Column("size", label=pgettext_lazy("card", "Size"), accessor="get_size_display"),
        Column("event_types", label=_("Event types"), accessor=_types_of),
        BooleanColumn("is_usual", label=_("The house’s usual one")),
    ]
    list_filter: ClassVar = ["kind"]
    search_fields: ClassVar = ["name"]
    search_backend_name = None
    preview_on_edit_view_class: ClassVar = CardPreviewOnEdit
    preview_on_add_view_class: ClassVar = CardPreviewOnCreate
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("name"), FieldPanel("kind")]),
            FieldPanel("blocks"),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("size"), FieldPanel("turned")]),
                    FieldRowPanel([FieldPanel("own_width"), FieldPanel("own_height")]),
                    FieldRowPanel([FieldPanel("paper"), FieldPanel("cut_marks")]),
                    FieldRowPanel([FieldPanel("folded"), FieldPanel("margin")]),
                ],
                heading=_("Size and paper"),
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("font"), FieldPanel("background_colour")]),
                    FieldPanel("background"),
                ],
                heading=pgettext_lazy("card", "Look"),
            ),
            MultiFieldPanel(
                [
                    FieldPanel("event_types", widget=forms.CheckboxSelectMultiple),
                    FieldPanel("is_usual"),
                    FieldPanel("sample_event"),
                ],
                heading=pgettext_lazy("card", "Used for"),
            ),
        ],
        base_form_class=CardDesignForm,
    )

    def get_queryset(self, request: object) -> object:
        """Return the designs with the types each serves."""
        return CardDesign.objects.prefetch_related("event_types")
