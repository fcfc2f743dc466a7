"""The form of a client."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from foyer.clients.enums import Source
from foyer.clients.services.hand_over import account_managers

from .base import HouseFieldsForm


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
        self.add_house_fields(plain=self._plain)

    @property
    def _plain(self) -> bool:
        user = self.for_user
        return bool(user and self.instance.is_plain_to(user))


def grouped_sources() -> list[Any]:
    """Return the sources in their three groups. (001-03)"""
    labels = dict(Source.choices)
    groups = [(group, [(code, labels[code]) for code in codes]) for group, codes in Source.GROUPS]
    return [("", labels[""]), *groups]
