"""What the register of prevention measures is narrowed down by. (001-26)"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from foyer.cases.enums import ActionState, CauseCategory
from foyer.cases.models import Action
from foyer.cases.models.parts import ActionQuerySet
from foyer.core.models import User

_EVERYTHING = ("", _("All"))
TO_DO: Final = "to_do"
_OVERDUE: Final = "overdue"
_DAYS: Final = {"week": 7, "month": 30, "quarter": 90}


class ActionFilterForm(forms.Form):
    """State, person, category, due; a value it does not know narrows nothing, and is named."""

    state = forms.ChoiceField(
        label=pgettext_lazy("prevention", "State"),
        required=False,
        choices=[
            ("", _("To do")),
            *ActionState.choices,
            ("all", _("All")),
        ],
    )
    person = forms.ChoiceField(label=_("Person who sees to it"), required=False)
    category = forms.ChoiceField(
        label=_("Where the cause lies"),
        required=False,
        choices=[_EVERYTHING, *CauseCategory.choices],
    )
    due = forms.ChoiceField(
        label=pgettext_lazy("prevention", "Due"),
        required=False,
        choices=[
            _EVERYTHING,
            (_OVERDUE, pgettext_lazy("due", "Overdue")),
            ("week", _("Within 7 days")),
            ("month", _("Within 30 days")),
            ("quarter", _("Within 90 days")),
        ],
    )

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = Action.objects.visible_to(by).order_by().values("person")
        people = User.objects.filter(pk__in=named).order_by("last_name", "first_name")
        person: Any = self.fields["person"]
        person.choices = [_EVERYTHING, *((str(user.pk), str(user)) for user in people)]

    @property
    def wanted(self) -> dict[str, str]:
        """The values that narrow the register down."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def narrow(self, actions: ActionQuerySet, *, today: date) -> ActionQuerySet:
        """Return the measures that are wanted, by what is due next."""
        wanted = self.wanted
        state, due = wanted.get("state", TO_DO), wanted.get("due")
        if state == TO_DO:
            actions = actions.unchecked()
        elif state != "all":
            actions = actions.in_state(state)
        if person := wanted.get("person"):
            actions = actions.filter(person=int(person))
        if category := wanted.get("category"):
            actions = actions.filter(case__cause_category=category)
        if due == _OVERDUE:
            actions = actions.overdue(today=today)
        elif due:
            actions = actions.due_between(today, today + timedelta(days=_DAYS[due]))
        return actions.by_due()

    @property
    def in_words(self) -> list[tuple[str, str]]:
        """What the register was narrowed down by."""
        said = []
        for name, field in self.fields.items():
            value = self.wanted.get(name, "")
            if value or name == "state":
                words = dict(field.choices)[value]  # type: ignore[attr-defined]  # choice fields all
                said.append((str(field.label), str(words)))
        return said
