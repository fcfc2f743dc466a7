"""Forms of the clients room."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from foyer.privacy.identifiers import plain_email, plain_phone

_FEWEST_DIGITS, _MOST_DIGITS = 5, 20
_FIRST_BIRTHDAY = date(1900, 1, 1)


class ReachableForm(WagtailAdminModelForm):
    """A form with a phone number and an e-mail address that must be usable."""

    def clean_phone(self) -> str:
        """Refuse what cannot be a phone number."""
        phone = str(self.cleaned_data["phone"] or "").strip()
        digits = sum(character.isdigit() for character in plain_phone(phone))
        if phone and not _FEWEST_DIGITS <= digits <= _MOST_DIGITS:
            raise forms.ValidationError(
                _("This is no phone number: write it with its digits, such as 138 0000 1234.")
            )
        return phone

    def clean_email(self) -> str:
        """Refuse what cannot be an e-mail address."""
        email = str(self.cleaned_data["email"] or "").strip()
        if email:
            validate_email(plain_email(email))
        return email


class ContactForm(ReachableForm):
    """The form of a contact."""

    def clean_birthday(self) -> date | None:
        """Refuse a day on which nobody we look after can have been born."""
        birthday: date | None = self.cleaned_data["birthday"]
        if birthday and not _FIRST_BIRTHDAY <= birthday <= timezone.localdate():
            raise forms.ValidationError(_("Nobody was born on this day: check the year."))
        return birthday


class ClientForm(WagtailAdminModelForm):
    """The form of a client; an empty number is filled from the series when it is kept."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        managers = self.fields["account_manager"]
        managers.queryset = managers.queryset.filter(is_active=True)
