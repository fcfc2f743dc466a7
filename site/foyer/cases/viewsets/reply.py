"""Texts for replies as supervisors keep them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.snippets.views.snippets import SnippetViewSet

from foyer.cases.models import ReplyText
from foyer.core.choosers import RightsCheckedChooserViewSet


class ReplyTextViewSet(SnippetViewSet):
    """Texts for replies. (001-23)"""

    model: ClassVar = ReplyText
    icon: ClassVar = "mail"
    menu_label: ClassVar = _("Texts for replies")
    menu_order: ClassVar = 121
    add_to_settings_menu: ClassVar = True
    copy_view_enabled: ClassVar = False
    list_display: ClassVar = [
        "name",
        Column("kind", label=_("Kind of case"), accessor="get_kind_display", sort_key="kind"),
        BooleanColumn("is_offered", label=_("offered")),
    ]
    list_per_page: ClassVar = 50
    chooser_viewset_class: ClassVar = RightsCheckedChooserViewSet
    edit_handler: ClassVar = ObjectList(
        [
            FieldPanel("name"),
            FieldPanel("kind"),
            MultiFieldPanel(
                [FieldPanel("text"), FieldPanel("text_zh_hant"), FieldPanel("text_en")],
                heading=_("Text"),
                help_text=_(
                    "Places that are filled in: {number} the case, {greeting} the client, {date} the "
                    "promised day, {link} the client's page, {house} the house."
                ),
            ),
            FieldPanel("is_offered"),
        ]
    )

    def get_queryset(self, request: Any) -> Any:
        """Return the texts."""
        return ReplyText.objects.all()
