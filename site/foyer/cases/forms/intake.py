"""Taking a case in at the desk, in under a minute. (001-13, 001-19)"""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from foyer.cases.enums import CaseChannel
from foyer.cases.models import Case
from foyer.cases.services.evidence import MOST_AT_ONCE
from foyer.core.models import User
from foyer.core.uploads.forms import UploadsField

from .about import BookingField, belong_together, offer_about

_BY_HAND = (CaseChannel.PHONE, CaseChannel.WECHAT, CaseChannel.LETTER, CaseChannel.DESK)


class IntakeForm(forms.ModelForm[Case]):
    """What is asked of whoever takes the call."""

    booking = BookingField()
    photos = UploadsField(label=_("Photos or papers"), most=MOST_AT_ONCE, required=False)

    class Meta:
        model = Case
        fields: ClassVar = (
            "kind",
            "channel",
            "severity",
            "content",
            "client",
            "contact",
            "reporter_name",
            "reporter_phone",
            "reporter_email",
            "language",
            "event",
        )
        widgets: ClassVar = {"content": forms.Textarea(attrs={"rows": 5, "autofocus": True})}

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["channel"].choices = [(one.value, one.label) for one in _BY_HAND]  # type: ignore[attr-defined]  # a choice field
        offer_about(self, by)  # a phone still finds the contact
        asked: Any = self.fields["photos"]
        asked.help_text = asked.says

    def clean(self) -> dict[str, Any]:
        """A contact stands for their client, and for whoever reports it."""
        values = super().clean() or self.cleaned_data
        client, contact, booking = (values.get(name) for name in ("client", "contact", "booking"))
        if not belong_together(client, booking):
            self.add_error("booking", gettext("This booking belongs to another client."))
        if not belong_together(client, contact):
            self.add_error("contact", gettext("This contact belongs to another client."))
        if contact and not values.get("reporter_name"):
            values["reporter_name"] = contact.name
        return values
