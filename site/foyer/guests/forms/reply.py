"""The reply form on a guest's pass."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from foyer.guests.enums import ReplyState
from foyer.guests.models import Guest

_ANSWERS = (
    (ReplyState.YES.value, pgettext_lazy("reply form", "Yes, I will come")),
    (ReplyState.NO.value, pgettext_lazy("reply form", "No, I cannot come")),
)


class ReplyForm(forms.Form):
    """Yes or no, how many, and what the kitchen should know."""

    reply = forms.ChoiceField(
        label=_("Will you come?"),
        choices=_ANSWERS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose yes or no.")},
    )
    party = forms.IntegerField(
        label=_("How many of you, yourself included?"), min_value=1, required=False
    )
    dietary_notes = forms.CharField(
        label=_("Anything the kitchen should know?"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, guest: Guest, **kwargs: Any) -> None:
        initial: dict[str, Any] = {"party": guest.reply_party or 1}
        if guest.reply != ReplyState.NONE:
            initial["reply"] = guest.reply
        super().__init__(*args, **(kwargs | {"initial": initial}))
        party = self.fields["party"]
        party.widget.attrs |= {"max": guest.party_limit, "inputmode": "numeric"}
        if guest.party_limit == 1:
            party.widget, party.initial = forms.HiddenInput(), 1
        if guest.dietary_notes:  # what was told before is not shown to whoever holds the phone
            self.fields["dietary_notes"].help_text = _(
                "Your earlier note is kept. Write here only to replace it."
            )

    def clean(self) -> dict[str, Any]:
        """Ask for the number only with a yes; one where it was not asked."""
        data: dict[str, Any] = super().clean() or {}
        asked = data.get("reply") == ReplyState.YES and not self.fields["party"].widget.is_hidden
        if asked and data.get("party") is None and "party" not in self.errors:
            self.add_error("party", _("Please say how many of you will come."))
        return data | {"party": data.get("party") or 1}
