"""What completing the file of a closed case asks of staff. (001-25, 001-26)"""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from foyer.cases.enums import ActionKind, ActionState, CauseCategory
from foyer.cases.models import Action
from foyer.cases.services.prevention import Prevention
from foyer.cases.services.refusals import PreventionMissing
from foyer.core.staff_field import StaffField

from .acts import ActForm, text_field


def _day(**kwargs: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(widget=widget, **kwargs)


class AnalysisForm(ActForm):
    """Where the cause lies; what prevents the next case and who sees to it, or why nothing needs to."""

    category = forms.ChoiceField(label=_("Where the cause lies"), choices=CauseCategory.choices)
    analysis = text_field(_("Cause analysis"))
    action_kind = forms.ChoiceField(
        label=_("Kind of prevention measure"),
        choices=[("", "–"), *ActionKind.choices],
        required=False,
    )
    measure = forms.CharField(label=_("Prevention measure"), max_length=500, required=False)
    person = StaffField(label=_("Person who sees to it"), required=False)
    due_on = _day(label=_("Due day"), required=False)
    none_because = text_field(_("None is needed, because"), required=False)

    def clean(self) -> dict[str, Any]:
        """Refuse a measure of which a part is missing."""
        values = self.cleaned_data
        parts = [values.get(name) for name in ("action_kind", "measure", "person", "due_on")]
        if any(parts) and not all(parts):
            raise forms.ValidationError(str(PreventionMissing()))
        return values

    @property
    def preventions(self) -> list[Prevention]:
        """The measure, where one was written."""
        values = self.cleaned_data
        if not values["measure"]:
            return []
        kind = ActionKind(values["action_kind"])
        return [Prevention(kind, values["measure"], values["person"], values["due_on"])]


class PreventForm(ActForm):
    """A further measure. (001-26)"""

    action_kind = forms.ChoiceField(
        label=_("Kind of prevention measure"), choices=ActionKind.choices
    )
    measure = forms.CharField(label=_("Prevention measure"), max_length=500)
    person = StaffField(label=_("Person who sees to it"))
    due_on = _day(label=_("Due day"))

    @property
    def prevention(self) -> Prevention:
        """What was written."""
        values = self.cleaned_data
        kind = ActionKind(values["action_kind"])
        return Prevention(kind, values["measure"], values["person"], values["due_on"])


class InPlaceForm(ActForm):
    """That a prevention measure is in place, and until when its effect is checked. (001-26)"""

    action = forms.ModelChoiceField(
        label=_("Prevention measure"), queryset=Action.objects.none(), empty_label=None
    )
    words = text_field(_("What was put in place"))
    check_on = _day(
        label=_("Check the effect by"),
        required=False,
        help_text=_("Empty: as the house policy says."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        measures: Any = self.fields["action"]
        measures.queryset = self.case.actions.in_state(ActionState.PLANNED)


class EffectForm(ActForm):
    """Whether a prevention measure of the case worked."""

    action = forms.ModelChoiceField(
        label=_("Prevention measure"), queryset=Action.objects.none(), empty_label=None
    )
    effect = text_field(_("Effect"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        measures: Any = self.fields["action"]
        measures.queryset = self.case.actions.in_state(ActionState.IN_PLACE)
