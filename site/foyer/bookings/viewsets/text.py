"""The words of letters about bookings, edited without code. (004-04, 004-05)"""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import SnippetViewSet

from foyer.bookings.models import LetterText
from foyer.bookings.places import LETTER
from foyer.core.choosers import RightsCheckedChooserViewSet
from foyer.core.placeholder_panel import PlaceholderPanel

from .letter_preview import LetterPreviewOnCreate, LetterPreviewOnEdit


class LetterTextViewSet(SnippetViewSet):
    """One text for each occasion and language."""

    model: ClassVar = LetterText
    icon: ClassVar = "mail"
    menu_label: ClassVar = _("Booking letters")
    menu_name: ClassVar = "booking-letters"
    menu_order: ClassVar = 216
    add_to_admin_menu: ClassVar = True
    copy_view_enabled: ClassVar = False
    chooser_viewset_class: ClassVar = RightsCheckedChooserViewSet
    list_display: ClassVar = [
        "subject",
        Column(
            "occasion",
            label=_("occasion"),
            accessor="get_occasion_display",
            sort_key="occasion",
        ),
        Column(
            "language",
            label=_("language"),
            accessor="get_language_display",
            sort_key="language",
        ),
    ]
    list_filter: ClassVar = ["occasion", "language"]
    list_per_page: ClassVar = 50
    search_fields: ClassVar = ["subject", "body"]
    search_backend_name: ClassVar = None
    preview_on_edit_view_class: ClassVar = LetterPreviewOnEdit
    preview_on_add_view_class: ClassVar = LetterPreviewOnCreate
    edit_handler: ClassVar = ObjectList(
        [
            FieldRowPanel([FieldPanel("occasion"), FieldPanel("language")]),
            FieldPanel("subject"),
            FieldPanel(
                "body",
                help_text=_(
                    "An empty line begins a new paragraph. A line whose placeholders are all empty is "
                    "left out. What was asked for, every line of the price and the button to the client’s "
                    "page follow by themselves after the first paragraph."
                ),
            ),
            PlaceholderPanel(LETTER, heading=_("Placeholders")),
        ]
    )

    def get_queryset(self, request: Any) -> Any:
        """Return the texts."""
        return LetterText.objects.all()
