"""The form of an invitation's wording."""

from wagtail.admin.forms import WagtailAdminModelForm

from foyer.guests.wordings import INVITATION


class InvitationWordingForm(WagtailAdminModelForm):
    """Refuses placeholders that no letter could fill. (000-07, security 23)."""

    def clean_subject(self) -> str:
        """Check the subject's placeholders."""
        return self._checked("subject")

    def clean_body(self) -> str:
        """Check the text's placeholders."""
        return self._checked("body")

    def _checked(self, field: str) -> str:
        text: str = self.cleaned_data[field]
        INVITATION.check(text)
        return text
