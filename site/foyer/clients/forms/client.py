"""The form of a client."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from foyer.clients.enums import Source
from foyer.clients.models import Client
from foyer.clients.queries.duplicates import resembling
from foyer.clients.services.hand_over import account_managers

from .base import HouseFieldsForm

_PAGE = "wagtailsnippets_clients_client:inspect"


class ClientForm(HouseFieldsForm):
    """The form of a client; an empty number is filled from the series when it is kept.

    Tier and account manager are asked for when a client is new; later they change by acts of their own.
    """

    beside: ClassVar[Mapping[str, str]] = {
        "clients_client_credit_code_once": "credit_code",
        "clients_client_business_number_once": "business_number",
        "clients_client_third_party_explained": "provenance",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields.pop("tier", None)
            self.fields.pop("account_manager", None)
        elif "account_manager" in self.fields:
            self.fields["account_manager"].queryset = account_managers()
            self.initial.setdefault("account_manager", getattr(self.for_user, "pk", None))
        if "source" in self.fields:
            self.fields["source"].choices = grouped_sources()
        if not self.instance.pk:
            said = _("Leave it empty and the next number of the series is given.")
            if "number" in self.fields:
                self.fields["number"].help_text = said
            self.fields["warned_of"] = forms.CharField(required=False, widget=forms.HiddenInput)
        self.add_house_fields(plain=self._plain)

    def clean_number(self) -> str:
        """Refuse to leave a client that is kept without a number. (001-28)"""
        number: str = self.cleaned_data["number"]
        if self.instance.pk and not number:
            raise forms.ValidationError(_("Every client has a number. Enter one."))
        return number

    def _post_clean(self) -> None:
        super()._post_clean()
        if not (self.instance.pk or self.errors) and self.for_user:
            self.warn()

    def warn(self) -> None:
        """Warn once of clients that look like this new one; whoever saves again means another. (001-04)"""
        alike = resembling(self.instance, self.for_user)
        keys = ",".join(str(client.pk) for client in alike)
        if alike and keys != self.cleaned_data["warned_of"]:
            self.add_error("name", _warning(alike))
            self.data: Any = self.data.copy()
            self.data[self.add_prefix("warned_of")] = keys

    @property
    def _plain(self) -> bool:
        user = self.for_user
        return bool(user and self.instance.is_plain_to(user))


def _warning(alike: list[Client]) -> str:
    links = format_html_join(
        ", ",
        '<a href="{}" target="_blank">{} {}</a>',
        ((reverse(_PAGE, args=[client.pk]), client.name, client.number) for client in alike),
    )
    said = _("Perhaps this client is kept already: %(clients)s. If it is another, save once more.")
    return format_html(said.replace("%(clients)s", "{}"), links)


def grouped_sources() -> list[Any]:
    """Return the sources in their three groups. (001-03)"""
    labels = dict(Source.choices)
    groups = [(group, [(code, labels[code]) for code in codes]) for group, codes in Source.GROUPS]
    return [("", labels[""]), *groups]
