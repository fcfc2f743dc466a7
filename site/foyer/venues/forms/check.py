"""The check sheet, as it is filled in on a phone. (004-15)"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from foyer.venues.enums import FaultSeverity, ItemState
from foyer.venues.models import EquipmentItem
from foyer.venues.queries.checks import ToCheck
from foyer.venues.services.checking import Answer

from .equipment import photo_field, text_field

PASS, FAIL = "pass", "fail"
_RESULTS = (
    (PASS, pgettext_lazy("equipment check", "Works")),
    (FAIL, pgettext_lazy("equipment check", "Fails")),
)


@dataclass(frozen=True, slots=True)
class AskedLine:
    """One line with its fields: what is ticked, and what is asked only of what fails."""

    line: ToCheck
    result: forms.BoundField
    details: list[forms.BoundField]

    @property
    def errors(self) -> list[str]:
        """What is wrong with the line, whichever field it is about."""
        return [str(said) for field in (self.result, *self.details) for said in field.errors]


class CheckForm(forms.Form):
    """A tick for each line; words, severity and a photo for what fails."""

    def __init__(self, *args: Any, lines: list[ToCheck], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = lines
        pieces = _pieces(lines)
        for line in lines:
            key = line.key
            self.fields[f"{key}-result"] = forms.ChoiceField(
                label=line.label,
                choices=_RESULTS,
                widget=forms.RadioSelect,
                error_messages={"required": _("Tick whether it works.")},
            )
            if line.hire is not None:
                choices = [("", "---------"), *pieces.get(line.hire.kind_id, [])]
                self.fields[f"{key}-item"] = forms.ChoiceField(
                    label=_("Which of them"), choices=choices, required=False
                )
            self.fields[f"{key}-what"] = text_field(gettext_lazy("What is wrong"), required=False)
            self.fields[f"{key}-severity"] = forms.ChoiceField(
                label=gettext_lazy("Severity"), choices=FaultSeverity.choices, required=False
            )
            self.fields[f"{key}-photo"] = photo_field()
        self.fields["note"] = text_field(gettext_lazy("Note"), required=False)

    @property
    def asked(self) -> Iterator[AskedLine]:
        """The lines with their fields."""
        for line in self.lines:
            names = ("item", "what", "severity", "photo")
            details = [
                self[f"{line.key}-{one}"] for one in names if f"{line.key}-{one}" in self.fields
            ]
            yield AskedLine(line, self[f"{line.key}-result"], details)

    def clean(self) -> dict[str, Any]:
        """Ask of what fails what is wrong, and of hired pieces which."""
        cleaned: dict[str, Any] = super().clean() or {}
        for line in self.lines:
            if cleaned.get(f"{line.key}-result") != FAIL:
                continue
            if not cleaned.get(f"{line.key}-what") and f"{line.key}-what" not in self.errors:
                self.add_error(f"{line.key}-what", _("Write in a few words what is wrong."))
            if line.hire is not None and not cleaned.get(f"{line.key}-item"):
                said = _("Say which of the hired pieces does not work.")
                self.add_error(f"{line.key}-item", said)
        return cleaned

    @property
    def answers(self) -> dict[str, Answer]:
        """What was found, by the keys of the lines."""
        told = self.cleaned_data
        chosen = [told[f"{line.key}-item"] for line in self.lines if told.get(f"{line.key}-item")]
        items = EquipmentItem.objects.in_bulk([int(pk) for pk in chosen])
        return {
            line.key: Answer(
                passed=told[f"{line.key}-result"] == PASS,
                what=told[f"{line.key}-what"],
                severity=told[f"{line.key}-severity"] or FaultSeverity.SERIOUS,
                item=items.get(int(told.get(f"{line.key}-item") or 0)),
                photo=told[f"{line.key}-photo"],
            )
            for line in self.lines
        }


def _pieces(lines: list[ToCheck]) -> dict[int, list[tuple[str, str]]]:
    """Return the pieces in use of the kinds that were hired, by kind."""
    kinds = [line.hire.kind_id for line in lines if line.hire is not None]
    kept = EquipmentItem.objects.filter(kind__in=kinds).exclude(state=ItemState.RETIRED)
    found: dict[int, list[tuple[str, str]]] = {}
    for item in kept.select_related("kind"):
        found.setdefault(item.kind_id, []).append((str(item.pk), f"{item.label} · {item.number}"))
    return found
