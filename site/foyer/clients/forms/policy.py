"""The form of the policy about clients, the series of client numbers included. (001-28)"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from foyer.core.numbers import series_of

from .base import KeptForm

_PLACES = re.compile(r"\{(?:year|n(?::\d)?)\}")
_LONGEST = 20


class ClientPolicyForm(KeptForm):
    """Who sees which clients, how they are weighed, and how they are numbered."""

    beside: ClassVar[Mapping[str, str]] = {
        "clients_policy_key_above_regular": "key_from",
        "clients_policy_something_weighs": "spend_weight",
    }
    number_pattern = forms.CharField(
        label=_("pattern of client numbers"),
        max_length=_LONGEST,
        help_text=_(
            "{year} is the year, {n} the running number, {n:6} the same with six digits: C{n:6} gives C000123."
        ),
    )
    next_number = forms.IntegerField(
        label=_("next running number"), min_value=1, max_value=999_999_999
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.series = series_of("client")
        self.initial |= {
            "number_pattern": self.series.pattern,
            "next_number": self.series.next_number,
        }

    def clean_number_pattern(self) -> str:
        """Refuse a pattern that gives every client the same number, or one with a slip in it."""
        pattern: str = self.cleaned_data["number_pattern"].strip()
        if "{n}" not in pattern and not re.search(r"\{n:\d\}", pattern):
            raise forms.ValidationError(_("The running number {n} is missing."))
        if set("{}") & set(_PLACES.sub("", pattern)):
            raise forms.ValidationError(_("Only {year}, {n} and {n:6} may stand in braces."))
        return pattern

    def save(self, commit: bool = True) -> Any:
        """Keep the policy, and the series with it."""
        if commit and {"number_pattern", "next_number"} & set(self.changed_data):
            self.series.pattern = self.cleaned_data["number_pattern"]
            self.series.next_number = self.cleaned_data["next_number"]
            self.series.save()
        return super().save(commit)
