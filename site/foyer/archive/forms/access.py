"""What is asked of whoever wants to open records, and of whoever decides it. (000-29)"""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from foyer.archive.enums import Scope
from foyer.archive.models import AccessRequest, ArchivePolicy

_HOURS = (1, 4, 8, 24, 72, 168, 336, 720)


def hours_offered() -> list[tuple[int, str]]:
    """Return for how long a request may be made, up to what the house policy allows."""
    most = ArchivePolicy.load().most_hours
    offered = [hours for hours in _HOURS if hours < most] + [most]
    return [(hours, _said(hours)) for hours in offered]


def _said(hours: int) -> str:
    days, rest = divmod(hours, 24)
    if days and not rest:
        return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}
    return ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}


class ActForm(forms.Form):
    """An act of the archive; a refusal is shown beside the field it names."""

    def refuse(self, refusal: Exception) -> None:
        """Say why not, beside the field that is to be changed where there is one."""
        name = getattr(refusal, "field", "")
        self.add_error(name if name in self.fields else None, str(refusal))


class AskForm(ActForm):
    """A request to open records."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        help_text=_("What you need the records for in your work. Whoever decides reads it."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    scope = forms.ChoiceField(
        label=pgettext_lazy("access request", "Asked for"), choices=Scope.choices
    )
    hours = forms.TypedChoiceField(label=_("For how long"), coerce=int, initial=24)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["hours"].choices = hours_offered()  # type: ignore[attr-defined]  # a choice field


class ApproveForm(ActForm):
    """For how long and how far, with a word to the applicant."""

    scope = forms.ChoiceField(
        label=pgettext_lazy("access request", "Allowed"), choices=Scope.choices
    )
    hours = forms.TypedChoiceField(label=_("For how long"), coerce=int)
    answer = forms.CharField(label=_("Word to the applicant"), max_length=500, required=False)

    def __init__(self, *args: Any, request: AccessRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"scope": request.asked_scope, "hours": request.asked_hours}
        self.fields["hours"].choices = hours_offered()  # type: ignore[attr-defined]  # a choice field


class RefuseForm(ActForm):
    """Why not."""

    answer = forms.CharField(
        label=_("Reason"),
        max_length=500,
        help_text=_("The applicant reads it."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, request: AccessRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)


class PlainForm(ActForm):
    """An act that asks nothing more."""

    def __init__(self, *args: Any, request: AccessRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
