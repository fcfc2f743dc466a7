"""Forms for desks."""

from datetime import datetime
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from foyer.events.enums import EventStatus
from foyer.events.models import Event
from foyer.guests.enums import DeskDetail, Settlement
from foyer.guests.models import Checkpoint, Desk


class DeskForm(WagtailAdminModelForm):
    """A desk: its name, its event now, and the lists it may write to."""

    checkpoints = forms.ModelMultipleChoiceField(
        label=_("Checkpoints"),
        queryset=Checkpoint.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The lists this tablet may write to, of this and later events."),
    )

    shows = forms.MultipleChoiceField(
        label=_("What staff there see of a guest"),
        choices=DeskDetail.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("At an attended tablet, beside the name, once the staff PIN was typed."),
    )

    class Meta:
        model = Desk
        fields = (
            "name",
            "name_zh_hant",
            "name_en",
            "event",
            "checkpoints",
            "mode",
            "shows",
            "prints_badges",
            "room",
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lists = Checkpoint.objects.filter(event__status__in=EventStatus.OPEN)
        if self.instance.pk:
            lists = lists | Checkpoint.objects.filter(desks=self.instance)
        field = self.fields["checkpoints"]
        field.queryset = (
            lists.distinct().select_related("event").order_by("-event__starts_at", "position", "pk")
        )

    def clean(self) -> dict[str, Any]:
        """Refuse a desk that could sign nobody in at its event."""
        data: dict[str, Any] = super().clean()
        event, lists = data.get("event"), data.get("checkpoints")
        if event and lists is not None and not any(cp.event_id == event.pk for cp in lists):
            self.add_error("checkpoints", _("Choose at least one checkpoint of the event above."))
        return data


class PinForm(forms.Form):
    """A new staff PIN."""

    pin = forms.RegexField(
        r"^\d{4,8}$",
        label=_("Staff PIN"),
        help_text=_(
            "Four to eight digits. Staff type it on the tablet to change the event or to leave."
        ),
        error_messages={"invalid": _("Choose a PIN of four to eight digits.")},
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": 8}
        ),
    )


class MessageForm(forms.Form):
    """What a tablet is to show."""

    text = forms.CharField(
        label=_("Message"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("At most 200 characters, in the language of whoever stands there."),
    )


class MoveForm(forms.Form):
    """The event a desk is to be open for."""

    event = forms.ModelChoiceField(
        label=_("Event"),
        queryset=Event.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": _("Choose an event.")},
    )

    def __init__(self, data: Any = None, *, desk: Desk, at: datetime) -> None:
        super().__init__(data)
        coming = Event.objects.upcoming(at=at).filter(status__in=EventStatus.OPEN)
        field = cast("forms.ModelChoiceField[Event]", self.fields["event"])
        field.queryset = coming.exclude(pk=desk.event_id)


class SettleForm(forms.Form):
    """What shall hold of a guest who was let in offline."""

    how = forms.ChoiceField(label=_("What shall hold?"), choices=Settlement.choices)
    note = forms.CharField(label=_("Note"), required=False, max_length=200)
