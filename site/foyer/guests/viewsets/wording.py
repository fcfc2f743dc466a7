"""The words of invitations, edited without code. (000-07)."""

from typing import Any, ClassVar

from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, ObjectList, Panel
from wagtail.snippets.views.snippets import SnippetViewSet

from foyer.core.choosers import RightsCheckedChooserViewSet
from foyer.guests.forms.wording import InvitationWordingForm
from foyer.guests.models import InvitationWording
from foyer.guests.wordings import PLACEHOLDERS


class PlaceholderPanel(HelpPanel):
    """Says which placeholders may be written, in the reader's language."""

    class BoundPanel(HelpPanel.BoundPanel):
        """The panel as one person sees it."""

        def __init__(self, **kwargs: Any) -> None:
            super().__init__(**kwargs)
            self.content = format_html_join(
                "", "<p><code>{{{}}}</code> {}</p>", PLACEHOLDERS.items()
            )


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
    PlaceholderPanel(heading=_("Placeholders")),
]


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
    edit_handler = ObjectList(_panels, base_form_class=InvitationWordingForm)
