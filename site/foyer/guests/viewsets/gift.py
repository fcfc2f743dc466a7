"""Gifts guests choose from at a tablet. (000-20)"""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.images.shortcuts import get_rendition_or_not_found
from wagtail.snippets.views.snippets import CreateView, EditView, SnippetViewSet

from foyer.core.choosers import RightsCheckedChooserViewSet
from foyer.core.deletion import KeptWhileUsedDeleteView
from foyer.guests.models import Gift

_PICTURE = "fill-480x480|format-webp"


class _DrawsPicture:
    """A gift is shown by a picture of its own size."""

    form: Any

    def save_instance(self) -> Any:
        """Keep the gift, its picture drawn."""
        gift = self.form.instance
        if gift.picture:
            drawn = get_rendition_or_not_found(gift.picture, _PICTURE)
            gift.shown = {"url": drawn.url, "width": drawn.width, "height": drawn.height}
        else:
            gift.shown = {}
        return super().save_instance()  # type: ignore[misc]  # of the view below


class GiftCreateView(_DrawsPicture, CreateView):
    """A new gift."""


class GiftEditView(_DrawsPicture, EditView):
    """A gift, and how many there are."""


class GiftViewSet(SnippetViewSet):
    """Gifts by event."""

    model = Gift
    icon = "pick"
    menu_label = _("Gifts")
    menu_name = "gifts"
    menu_order = 225
    add_to_admin_menu = True
    copy_view_enabled = False
    chooser_viewset_class = RightsCheckedChooserViewSet
    add_view_class: ClassVar = GiftCreateView
    edit_view_class: ClassVar = GiftEditView
    delete_view_class: ClassVar = KeptWhileUsedDeleteView
    list_display: ClassVar = [
        "__str__",
        Column("event", label=_("Event")),
        Column("stock", label=_("How many there are")),
        Column("promised", label=_("Chosen")),
        Column("left", label=_("Left")),
    ]
    list_filter: ClassVar = ["event"]
    search_backend_name = None
    search_fields: ClassVar = ["name", "name_zh_hant", "name_en"]
    edit_handler = ObjectList(
        [
            FieldPanel("event"),
            FieldRowPanel([FieldPanel("name"), FieldPanel("name_zh_hant"), FieldPanel("name_en")]),
            FieldPanel("picture"),
            FieldRowPanel([FieldPanel("stock"), FieldPanel("position")]),
        ]
    )

    def get_queryset(self, request: Any) -> Any:
        """Return the gifts with their events."""
        return Gift.objects.select_related("event")
