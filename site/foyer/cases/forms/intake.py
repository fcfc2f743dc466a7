"""Taking a case in at the desk, in under a minute. (001-13, 001-19)"""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from foyer.cases.enums import CaseChannel
from foyer.cases.models import Case
from foyer.clients.models import Client
from foyer.core.models import User

_BY_HAND = (CaseChannel.PHONE, CaseChannel.WECHAT, CaseChannel.LETTER, CaseChannel.DESK)


class IntakeForm(forms.ModelForm[Case]):
    """What is asked of whoever takes the call."""

    class Meta:
        model = Case
        fields: ClassVar = (
            "kind",
            "channel",
            "severity",
            "content",
            "reporter_name",
            "reporter_phone",
            "reporter_email",
            "language",
            "client",
        )
        widgets: ClassVar = {"content": forms.Textarea(attrs={"rows": 5, "autofocus": True})}

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["channel"].choices = [(one.value, one.label) for one in _BY_HAND]  # type: ignore[attr-defined]  # a choice field
        clients: Any = self.fields["client"]
        clients.queryset = Client.objects.visible_to(by).order_by("name")
