"""Forms in which a person's phone and e-mail stand."""

from __future__ import annotations

from django import forms
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from foyer.core.reaching import is_phone
from foyer.privacy.identifiers import plain_email


def usable_phone(typed: str | None) -> str:
    """Return a phone number as it is kept; refuse what cannot be one."""
    phone = str(typed or "").strip()
    if phone and not is_phone(phone):
        raise forms.ValidationError(
            _("This is no phone number: write it with its digits, such as 138 0000 1234.")
        )
    return phone


def usable_email(typed: str | None) -> str:
    """Return an e-mail address as it is kept; refuse what cannot be one."""
    email = str(typed or "").strip()
    if email:
        validate_email(plain_email(email))
    return email


class ReachableForm(WagtailAdminModelForm):
    """A form with a phone number and an e-mail address that must be usable."""

    def clean_phone(self) -> str:
        """Refuse what cannot be a phone number."""
        return usable_phone(self.cleaned_data["phone"])

    def clean_email(self) -> str:
        """Refuse what cannot be an e-mail address."""
        return usable_email(self.cleaned_data["email"])
