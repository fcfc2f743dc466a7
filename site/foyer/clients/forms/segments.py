"""What is asked about a segment."""

from __future__ import annotations

from typing import Any

from django import forms

from foyer.clients.models import SHARE, ClientSegment
from foyer.core.models import User


class SegmentForm(forms.ModelForm[ClientSegment]):
    """Its name, and whether it is for everybody, for those who may share."""

    class Meta:
        model = ClientSegment
        fields = ("name", "is_shared")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs["autocomplete"] = "off"
        if not user.has_perm(SHARE):
            del self.fields["is_shared"]

    @property
    def wish(self) -> dict[str, Any]:
        """What was entered; who may not share leaves that as it is."""
        return {"is_shared": self.instance.is_shared} | self.cleaned_data
