"""Forms at the house's doors."""

import unicodedata
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.contrib.auth.forms import BaseUserCreationForm
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.auth import LoginForm
from wagtail.admin.widgets import AdminDateInput

from foyer.core.days import house_day
from foyer.core.models import User

from .models import ApiScope, ApiToken, WebhookEvent
from .services import api_tokens
from .services.webhook_wire import AddressRefused, check_address


class LogInForm(LoginForm):
    """Wagtail's, told what browsers and password keepers may fill in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].widget.attrs |= {
            "autocomplete": "username",
            "autocapitalize": "none",
            "spellcheck": "false",
        }
        self.fields["password"].widget.attrs["autocomplete"] = "current-password"

    def clean_username(self) -> str:
        """Return the name as it is kept: an input method may have typed it in full width."""
        return unicodedata.normalize("NFKC", self.cleaned_data["username"])


class CodeForm(forms.Form):
    """The app's code, or a recovery code."""

    code = forms.CharField(
        label=_("Code from the app"),
        max_length=40,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "autofocus": "",
                "autocapitalize": "characters",
                "spellcheck": "false",
            }
        ),
    )

    def __init__(self, *args: Any, recovery: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["code"]
        if recovery:
            field.label = _("Recovery code")
            field.widget.attrs["autocomplete"] = "off"
        else:
            field.widget.attrs["inputmode"] = "numeric"


class PasswordAgainForm(forms.Form):
    """The password once more, where it is no longer certain who sits there."""

    password = forms.CharField(
        label=_("Your password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args: Any, fresh: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if fresh:
            del self.fields["password"]


class SetUpForm(PasswordAgainForm, CodeForm):
    """A second step being set up: the first code proves that the app has the secret."""

    sealed = forms.CharField(widget=forms.HiddenInput)
    field_order = ("code", "password", "sealed")


class FirstAdministratorForm(BaseUserCreationForm[User]):
    """The account of an empty house's first administrator."""

    class Meta:
        model = User
        fields = ("username", "last_name", "first_name", "email")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("last_name", "first_name", "email"):
            self.fields[name].required = True
        self.fields["email"].help_text = _("A new password is sent here if you forget yours.")


class WebhookForm(forms.Form):
    """Which program is told of what, and where."""

    name = forms.CharField(
        label=_("What it is for"), max_length=100, help_text=_("The program that is told.")
    )
    url = forms.URLField(
        label=_("Address"),
        max_length=500,
        assume_scheme="https",
        help_text=_("Begins with https:// and can be reached from outside."),
    )
    events = forms.MultipleChoiceField(
        label=_("Is told of"), choices=WebhookEvent.choices, widget=forms.CheckboxSelectMultiple
    )

    def clean_url(self) -> str:
        """Refuse an address to which nothing is sent."""
        url: str = self.cleaned_data["url"]
        try:
            check_address(url)
        except AddressRefused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return url


class ApiTokenForm(forms.ModelForm[ApiToken]):
    """What a new API token is for, in whose name it works, what it may be used to, and how long."""

    scopes = forms.MultipleChoiceField(
        label=_("May be used to"),
        choices=ApiScope.choices,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = ApiToken
        fields: ClassVar = ["name", "user", "scopes", "expires_on"]
        widgets: ClassVar = {"expires_on": AdminDateInput}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        user = self.fields["user"]
        user.queryset = User.objects.filter(is_active=True).order_by("last_name", "first_name")  # type: ignore[attr-defined]  # a ModelChoiceField
        self.initial.setdefault("expires_on", house_day(timezone.now()) + api_tokens.USUAL)

    def clean_expires_on(self) -> date:
        """Refuse a last day that has passed, and one so far away that nobody would remember the token."""
        day: date = self.cleaned_data["expires_on"]
        today = house_day(timezone.now())
        if not today <= day <= today + api_tokens.LONGEST:
            raise forms.ValidationError(_("Choose a day between today and two years from now."))
        return day
