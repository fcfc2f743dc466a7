"""Taking a case in at the desk, in under a minute. (001-13, 001-19)"""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from foyer.cases.enums import CaseChannel
from foyer.cases.models import Case
from foyer.cases.services.evidence import MOST_AT_ONCE
from foyer.clients.models import Client
from foyer.core.models import User
from foyer.core.uploads.forms import UploadsField

_BY_HAND = (CaseChannel.PHONE, CaseChannel.WECHAT, CaseChannel.LETTER, CaseChannel.DESK)


class IntakeForm(forms.ModelForm[Case]):
    """What is asked of whoever takes the call."""

    photos = UploadsField(label=_("Photos or papers"), most=MOST_AT_ONCE, required=False)

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
        asked: Any = self.fields["photos"]
        asked.help_text = asked.says
        clients: Any = self.fields["client"]
        clients.queryset = Client.objects.visible_to(by).order_by("name")
