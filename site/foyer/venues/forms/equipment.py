"""What is asked when equipment is hired, maintained, or does not work."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from foyer.core.uploads.forms import UploadField
from foyer.core.uploads.kinds import FileKind
from foyer.venues.enums import FaultSeverity, FaultState, ItemState, OccupationPurpose
from foyer.venues.models import (
    EquipmentFault,
    EquipmentHire,
    EquipmentItem,
    EquipmentKind,
    Occupation,
)
from foyer.venues.models.equipment import MOST
from foyer.venues.models.upkeep import LONGEST_TEXT
from foyer.venues.services.returning import Harm

PICTURES = tuple(kind for kind in FileKind if kind.is_picture)
_LONGEST_NAME = 100
_AHEAD = timedelta(days=400)


def text_field(label: Any, **kwargs: Any) -> forms.CharField:
    """Return a field for a few lines of words."""
    area = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, max_length=LONGEST_TEXT, widget=area, **kwargs)


def day_field(label: Any, **kwargs: Any) -> forms.DateField:
    """Return a field for a day, as phones ask for one."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **kwargs)


def moment_field(label: Any, **kwargs: Any) -> forms.DateTimeField:
    """Return a field for a day and time, as phones ask for one."""
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, widget=widget, **kwargs)


def photo_field() -> UploadField:
    """Return a field for a photograph; phones offer the camera."""
    field = UploadField(label=gettext_lazy("Photo"), kinds=PICTURES, required=False)
    field.widget.attrs["accept"] = "image/jpeg,image/png,image/webp"
    return field


def by_place(items: Iterable[EquipmentItem]) -> list[tuple[str, Any]]:
    """Return pieces of equipment as choices, those of a room together."""
    rooms: dict[str, list[tuple[int, str]]] = {}
    for item in items:
        place = item.home.name_text if item.home else _("In store")
        rooms.setdefault(place, []).append((item.pk, f"{item.label} · {item.number}"))
    return [("", "---------"), *rooms.items()]


class ItemField(forms.ModelChoiceField[EquipmentItem]):
    """A piece of equipment in use, looked for by its room."""

    def __init__(self, **kwargs: Any) -> None:
        kept = EquipmentItem.objects.exclude(state=ItemState.RETIRED)
        ordered = kept.select_related("kind", "home").order_by("home__name", "kind", "number")
        super().__init__(queryset=ordered, **kwargs)


class FaultForm(forms.Form):
    """What does not work, in as few questions as can be. (004-15)"""

    item = ItemField(label=gettext_lazy("Equipment"))
    what = text_field(gettext_lazy("What is wrong"))
    photo = photo_field()
    severity = forms.ChoiceField(
        label=gettext_lazy("Severity"),
        choices=FaultSeverity.choices,
        initial=FaultSeverity.SERIOUS,
        widget=forms.RadioSelect,
    )
    quantity = forms.IntegerField(
        label=gettext_lazy("How many of them"), min_value=1, max_value=MOST, initial=1
    )
    is_another = forms.BooleanField(
        label=gettext_lazy("This is another fault than the one already reported"), required=False
    )

    def __init__(self, *args: Any, item: EquipmentItem | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        asked: Any = self.fields["item"]
        asked.choices = by_place(asked.queryset)
        if item is not None:
            self.initial["item"] = item.pk
        if item is not None and item.quantity == 1:
            self._leave_out("quantity")
        if item is None or not item.faults.open().exists():
            self._leave_out("is_another")

    def _leave_out(self, name: str) -> None:
        """Ask no question that has one answer; what was sent is read all the same."""
        self.fields[name].widget = forms.HiddenInput()


class StepForm(forms.Form):
    """The next step of a fault, and what was found or done."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=10)
    to = forms.ChoiceField(label=gettext_lazy("Next step"), widget=forms.RadioSelect)
    note = text_field(gettext_lazy("What was found or done"))

    def __init__(self, *args: Any, fault: EquipmentFault, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        step: Any = self.fields["to"]
        step.choices = [(to, FaultState(to).label) for to in FaultState.NEXT[fault.state]]
        self.initial["seen"] = fault.state


class MaintenanceForm(forms.Form):
    """What was done to maintain a piece of equipment. (001-10)"""

    done_on = day_field(gettext_lazy("Done on"))
    done_by = forms.CharField(label=gettext_lazy("Done by"), max_length=_LONGEST_NAME)
    result = text_field(gettext_lazy("Result"))
    next_on = day_field(
        gettext_lazy("Next on"),
        required=False,
        help_text=gettext_lazy("Empty: by its schedule."),
    )


class HireForm(forms.Form):
    """What is hired, how many, and for what or when. (001-10)"""

    kind = forms.ModelChoiceField(
        label=gettext_lazy("Kind of equipment"), queryset=EquipmentKind.objects.all()
    )
    quantity = forms.IntegerField(label=gettext_lazy("How many"), initial=1)
    occupation = forms.ModelChoiceField(
        label=gettext_lazy("For the use of a room"),
        queryset=Occupation.objects.none(),
        required=False,
        help_text=gettext_lazy("Its time is taken, set-up and clearing included."),
    )
    from_at = moment_field(gettext_lazy("Otherwise from"), required=False)
    until_at = moment_field(gettext_lazy("until"), required=False)
    note = forms.CharField(label=gettext_lazy("Note"), max_length=500, required=False)

    def __init__(self, *args: Any, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        use: Any = self.fields["occupation"]
        ahead = Occupation.objects.filter(ends_at__gt=at, starts_at__lt=at + _AHEAD)
        ahead = ahead.exclude(purpose=OccupationPurpose.CLOSED).holding(at=at)
        use.queryset = ahead.select_related("room__venue", "event").order_by("starts_at", "pk")
        use.label_from_instance = use_text

    def clean_quantity(self) -> int:
        """Ask for a number of things there could be."""
        asked: int = self.cleaned_data["quantity"]
        if asked > MOST:
            raise forms.ValidationError(_("Give a number of at most %(most)s.") % {"most": MOST})
        return asked


class ReturnForm(forms.Form):
    """When what was hired came back, how much of it, and what is damaged or missing."""

    returned_at = moment_field(pgettext_lazy("equipment", "Came back at"))
    sound = forms.IntegerField(
        label=gettext_lazy("How many came back sound"),
        min_value=0,
        required=False,
        help_text=gettext_lazy("Empty: all the rest. What is left out stays due back."),
    )
    damaged = forms.IntegerField(
        label=gettext_lazy("How many are damaged"), min_value=0, required=False
    )
    lost = forms.IntegerField(
        label=gettext_lazy("How many are missing for good"), min_value=0, required=False
    )
    item = forms.ModelChoiceField(
        label=gettext_lazy("Which piece"), queryset=EquipmentItem.objects.none(), required=False
    )
    what = text_field(gettext_lazy("What happened to it"), required=False)

    def __init__(self, *args: Any, hire: EquipmentHire, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        piece: Any = self.fields["item"]
        kept = EquipmentItem.objects.exclude(state=ItemState.RETIRED).filter(kind=hire.kind_id)
        piece.queryset = kept.select_related("kind", "home")
        piece.choices = by_place(piece.queryset)

    @property
    def back_fields(self) -> list[Any]:
        """What is asked of every return."""
        return [self["returned_at"], self["sound"]]

    @property
    def harm_fields(self) -> list[Any]:
        """What is asked where something is damaged or missing."""
        return [self[name] for name in ("damaged", "lost", "item", "what")]

    @property
    def has_harm(self) -> bool:
        """Whether something was said to be damaged or missing."""
        return self.is_bound and any(field.data or field.errors for field in self.harm_fields)

    @property
    def harm(self) -> Harm:
        """What did not come back sound."""
        values = self.cleaned_data
        return Harm(
            damaged=values["damaged"] or 0,
            lost=values["lost"] or 0,
            item=values["item"],
            what=values["what"],
        )


def use_text(use: Occupation) -> str:
    """Return when and where a room is used, and for what."""
    begins = date_format(localtime(use.starts_at), "SHORT_DATETIME_FORMAT")
    return " · ".join(filter(None, [begins, use.room.name_text, use.title_text]))
