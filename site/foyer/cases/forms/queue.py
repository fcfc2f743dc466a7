"""What the queue is narrowed down by, and the name of a view that is kept."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from foyer.cases.enums import CaseChannel, CaseKind, CaseStatus, Severity
from foyer.cases.models import QueueView
from foyer.clients.enums import Tier
from foyer.core.models import User

LONGEST_QUERY: Final = 100
_EVERYTHING = ("", _("All"))
ME, NOBODY = "me", "nobody"


def _choice(label: Any, choices: Any = ()) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, choices=[_EVERYTHING, *choices])


class QueueFilterForm(forms.Form):
    """Words, and what a case is; a value it does not know narrows nothing, and is named."""

    q = forms.CharField(
        label=_("Search"),
        required=False,
        max_length=LONGEST_QUERY,
        widget=forms.SearchInput(
            attrs={"placeholder": _("Number, name, client, last four digits")}
        ),
    )
    kind = _choice(_("Kind of case"), CaseKind.choices)
    severity = _choice(_("Severity"), Severity.choices)
    tier = _choice(_("Client’s tier"), Tier.choices)
    channel = _choice(_("Came by"), CaseChannel.choices)
    step = _choice(_("Step"), CaseStatus.choices)
    owner = _choice(_("Answerable"))
    overdue = forms.ChoiceField(
        label=pgettext_lazy("case", "Due"),
        required=False,
        choices=[_EVERYTHING, ("1", _("Only overdue cases"))],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "cases-%s")
        super().__init__(*args, **kwargs)
        still = Q(is_active=True, cases__isnull=False)
        people = User.objects.filter(still).order_by("last_name", "first_name").distinct()
        owner: Any = self.fields["owner"]
        owner.choices = [
            _EVERYTHING,
            (ME, _("Me")),
            (NOBODY, _("Nobody")),
            *((str(user.pk), str(user)) for user in people),
        ]

    @property
    def wanted(self) -> dict[str, str]:
        """The values that narrow the queue down."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class KeepViewForm(forms.ModelForm[QueueView]):
    """The name of a view."""

    class Meta:
        model = QueueView
        fields = ("name",)
