"""What an act needs to be told before it is carried out."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.widgets import AdminDateInput

from foyer.clients.enums import RewardKind, Tier
from foyer.clients.models import MOST_POINTS, Client, Contact, ScreeningCriterion
from foyer.clients.services.hand_over import account_managers
from foyer.core.enums import Currency
from foyer.core.models import User
from foyer.core.visible import visible

_REASON = 500


def _reason(**kwargs: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=_("Reason"), max_length=_REASON, widget=widget, **kwargs)


class TierForm(forms.Form):
    """A client's new tier, and why."""

    tier = forms.ChoiceField(label=_("Tier"), choices=Tier.choices, widget=forms.RadioSelect)
    reason = _reason()


class TakeOnForm(forms.Form):
    """Why somebody looks after a client from now on."""

    reason = _reason()


class ScreeningForm(forms.Form):
    """Points for each criterion in use."""

    def __init__(self, *args: Any, client: Client, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        marks = dict(client.screening_marks.values_list("criterion", "points"))
        points = [(str(n), str(n)) for n in range(MOST_POINTS + 1)]
        self.criteria = list(ScreeningCriterion.objects.in_use())
        for criterion in self.criteria:
            self.fields[f"points_{criterion.pk}"] = forms.ChoiceField(
                label=criterion.name_text,
                help_text=criterion.guide,
                choices=points,
                widget=forms.RadioSelect,
                initial=str(marks[criterion.pk]) if criterion.pk in marks else None,
            )

    @property
    def points(self) -> dict[int, int]:
        """The points by criterion."""
        return {
            criterion.pk: int(self.cleaned_data[f"points_{criterion.pk}"])
            for criterion in self.criteria
        }


class ReceiversForm(forms.Form):
    """Who looks after some clients from now on, and why."""

    to = forms.ModelMultipleChoiceField(
        label=_("Handed over to"),
        queryset=User.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Several people take over in turn, tier by tier, so that the shares are even."),
    )
    reason = _reason()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = account_managers()  # type: ignore[attr-defined]  # chooses records


class LeaverForm(ReceiversForm):
    """Whose clients are handed over, all of them."""

    leaver = forms.ModelChoiceField(label=_("Clients of"), queryset=User.objects.none())
    field_order = ("leaver", "to", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        busy = User.objects.filter(clients__isnull=False).distinct()
        self.fields["leaver"].queryset = busy.order_by("last_name", "first_name", "pk")  # type: ignore[attr-defined]  # as above

    def clean(self) -> dict[str, Any]:
        """Refuse to hand clients to the person they are taken from."""
        cleaned = super().clean() or {}
        if cleaned.get("leaver") in (cleaned.get("to") or ()):
            self.add_error("to", _("Nobody can hand over to themselves: take the tick away."))
        return cleaned


class MoveForm(forms.Form):
    """Where a contact goes, and from when."""

    client = forms.ModelChoiceField(
        label=_("New client"),
        queryset=Client.objects.none(),
        required=False,
        help_text=_("Leave it empty when they go somewhere we do not know."),
    )
    title = forms.CharField(label=pgettext_lazy("person", "Title"), max_length=100, required=False)
    on = forms.DateField(label=_("From"), widget=AdminDateInput)

    def __init__(self, *args: Any, contact: Contact, user: User, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"title": contact.title, "on": timezone.localdate()})
        super().__init__(*args, **kwargs)
        _offer_clients(self.fields["client"], user)


class SignForm(forms.Form):
    """The day a new client signed."""

    on = forms.DateField(label=_("Signed on"), widget=AdminDateInput)


class RewardForm(forms.Form):
    """What a referrer is thanked with."""

    kind = forms.ChoiceField(
        label=_("Reward"),
        choices=[choice for choice in RewardKind.choices if choice[0]],
        widget=forms.RadioSelect,
    )
    amount = forms.DecimalField(
        label=_("Amount or points"), max_digits=12, decimal_places=2, min_value=0
    )
    currency = forms.ChoiceField(
        label=_("Currency"), choices=Currency.choices, help_text=_("Points have none.")
    )
    on = forms.DateField(label=_("Rewarded on"), widget=AdminDateInput)


class UseVoucherForm(forms.Form):
    """Who came with a voucher."""

    holder = forms.CharField(label=_("Who came with it"), max_length=100, required=False)
    client = forms.ModelChoiceField(
        label=_("Client, if we know them"), queryset=Client.objects.none(), required=False
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer_clients(self.fields["client"], user)


class ConvertVoucherForm(forms.Form):
    """The client a voucher led to."""

    client = forms.ModelChoiceField(label=_("Client"), queryset=Client.objects.none())

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer_clients(self.fields["client"], user)


def _offer_clients(field: Any, user: User) -> None:
    """Let the clients a member of staff may see be chosen in a window of their own."""
    chooser = Client.snippet_viewset.chooser_viewset
    field.widget = chooser.widget_class()
    field.widget.user = user
    field.queryset = visible(Client, user)
