"""The form of a contact."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from foyer.clients.enums import Festival, PointKind
from foyer.clients.lunar_words import day_names, month_names
from foyer.clients.models import PORTRAIT_KINDS
from foyer.clients.services.portraits import NotAgreed, check_agreed
from foyer.core.uploads.forms import UploadField

from .base import HouseFieldsForm
from .reaching import ReachableForm, usable_email, usable_phone

SENSITIVE = "clients.view_sensitive_contact"
SEALED = ("phone", "email", "wechat", "birthday", "lunar_birthday", "photo", "remove_photo")
_FIRST_BIRTHDAY = date(1900, 1, 1)


class LunarDayWidget(forms.MultiWidget):
    """Two lists: month and day of the lunar calendar."""

    template_name = "clients_admin/lunar_day.html"

    def __init__(self, attrs: Any = None) -> None:
        super().__init__({"month": forms.Select(attrs), "day": forms.Select(attrs)})

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """Fill the lists in the reader's language."""
        for widget, names, label in zip(
            self.widgets,
            (month_names(), day_names()),
            (pgettext("lunar", "Month"), pgettext("lunar", "Day")),
            strict=True,
        ):
            choices = [("", label), *((f"{n:02d}", word) for n, word in enumerate(names, 1))]
            widget.choices = choices  # type: ignore[attr-defined]  # a Select
            widget.attrs["aria-label"] = label
        context: dict[str, Any] = super().get_context(name, value, attrs)
        return context

    def decompress(self, value: Any) -> list[str]:
        """Return month and day of 08-03."""
        month, _dash, day = str(value or "").partition("-")
        return [month, day]


class LunarDayField(forms.MultiValueField):
    """A month and day of the lunar calendar, kept as 08-03."""

    widget = LunarDayWidget

    def __init__(self, **kwargs: Any) -> None:
        months = [(f"{n:02d}", n) for n in range(1, 13)]
        days = [(f"{n:02d}", n) for n in range(1, 31)]
        fields = (forms.ChoiceField(choices=months), forms.ChoiceField(choices=days))
        super().__init__(fields, require_all_fields=False, **kwargs)
        for field in self.fields:
            field.required = False

    def compress(self, data_list: list[str]) -> str:
        """Return the day, or nothing; half a day is refused."""
        month, day = (*data_list, "", "")[:2]
        if bool(month) != bool(day):
            raise forms.ValidationError(_("Choose both the month and the day."))
        return f"{month}-{day}" if month else ""


class ContactForm(HouseFieldsForm, ReachableForm):
    """The form of a contact. What is sealed stands in it only for those who may see this contact's plain.

    The client is chosen when a contact is new or belongs to none; later they move by an act of its own.
    """

    beside: ClassVar[Mapping[str, str]] = {
        "clients_contact_photo_consent_told": "photo_consent_on",
    }
    lunar_birthday = LunarDayField(label=_("lunar birthday"), required=False)
    festivals = forms.MultipleChoiceField(
        label=_("festivals kept"),
        required=False,
        choices=Festival.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    photo = UploadField(label=_("photo"), required=False, kinds=PORTRAIT_KINDS)
    remove_photo = forms.BooleanField(label=_("remove the photo"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        user = self.for_user
        plain = bool(user and self.instance.is_plain_to(user))
        if not plain:
            for name in SEALED:
                self.fields.pop(name, None)
            self.formsets.pop("points", None)
        if self.instance.pk and self.instance.client_id:
            self.fields.pop("client", None)
        if "lunar_birthday" in self.fields:
            label = self.instance._meta.get_field("lunar_birthday").help_text
            self.fields["lunar_birthday"].help_text = label
        if "photo" in self.fields:
            self._ask_for_photo()
        self.add_house_fields(plain=plain)

    def _ask_for_photo(self) -> None:
        """Say what becomes of a photo, and whether one is kept."""
        asked: Any = self.fields["photo"]
        kept = bool(self.instance.pk and self.instance.portraits.exists())
        if not kept:
            del self.fields["remove_photo"]
        words = (
            _("A photo is kept. Another one takes its place. %(kinds)s")
            if kept
            else _("Shown to the host when they arrive, while they agree to photographs. %(kinds)s")
        )
        asked.help_text = words % {"kinds": asked.says}

    def clean_birthday(self) -> date | None:
        """Refuse a day on which nobody we look after can have been born."""
        birthday: date | None = self.cleaned_data["birthday"]
        if birthday and not _FIRST_BIRTHDAY <= birthday <= timezone.localdate():
            raise forms.ValidationError(_("Nobody was born on this day: check the year."))
        return birthday

    def clean(self) -> dict[str, Any]:
        """Refuse photos nobody agreed to, and further phones and e-mail addresses nobody could use."""
        cleaned = super().clean()
        if cleaned.get("photo"):
            try:
                check_agreed(self.instance, said=cleaned.get("photo_consent") or "")
            except NotAgreed as refusal:
                self.add_error("photo", str(refusal))
        if points := self.formsets.get("points"):
            for form in points.forms:
                self._check_point(form)
        return cleaned

    def _check_point(self, form: Any) -> None:
        """Say beside a further phone or e-mail what is wrong with it."""
        if not form.is_valid() or form.cleaned_data.get("DELETE"):
            return
        usable = usable_email if form.cleaned_data.get("kind") == PointKind.EMAIL else usable_phone
        try:
            usable(form.cleaned_data.get("value"))
        except forms.ValidationError as error:
            form.add_error("value", error)
