"""The words of invitations, edited without code. (000-07)."""

from typing import Any, ClassVar

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList, Panel
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views.snippets import EditView, SnippetViewSet

from foyer.core.choosers import RightsCheckedChooserViewSet
from foyer.core.placeholder_panel import PlaceholderPanel
from foyer.guests.forms.wording import InvitationWordingForm
from foyer.guests.models import InvitationWording
from foyer.guests.wordings import INVITATION

from .letter_preview import LetterPreviewOnCreate, LetterPreviewOnEdit

_panels: list[Panel] = [
    FieldRowPanel([FieldPanel("event_type"), FieldPanel("language")]),
    FieldPanel("subject"),
    FieldPanel(
        "body",
        help_text=_(
            "An empty line begins a new paragraph. A line whose placeholders are all empty is left "
            "out of the letter. Time, place, code and the button for the reply follow by themselves."
        ),
    ),
    PlaceholderPanel(INVITATION, heading=_("Placeholders")),
]


class WordingEditView(EditView):
    """The words, with a way to try the letter."""

    @property
    def header_more_buttons(self) -> list[Any]:
        """Offer a test letter beside what Wagtail offers."""
        url = reverse("guests:test_letter", args=[self.object.pk])
        button = Button(_("Send me a test letter"), url=url, icon_name="mail", priority=5)
        return [*super().header_more_buttons, button]


class InvitationWordingViewSet(SnippetViewSet):
    """One wording for each kind of event and language."""

    model = InvitationWording
    icon = "mail"
    menu_label = _("Invitation wordings")
    menu_name = "invitation-wordings"
    menu_order = 215
    add_to_admin_menu = True
    chooser_viewset_class = RightsCheckedChooserViewSet
    list_display: ClassVar = ["subject", "event_type", "language"]
    list_filter: ClassVar = ["event_type", "language"]
    search_fields: ClassVar = ["subject", "body"]
    search_backend_name = None
    edit_view_class: ClassVar = WordingEditView
    preview_on_edit_view_class: ClassVar = LetterPreviewOnEdit
    preview_on_add_view_class: ClassVar = LetterPreviewOnCreate
    edit_handler = ObjectList(_panels, base_form_class=InvitationWordingForm)
