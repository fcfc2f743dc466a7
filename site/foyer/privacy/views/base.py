"""What the pages of this room share: where they stand, and the person they are about."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from foyer.core.views import StaffPage
from foyer.privacy.declarations import PersonalData
from foyer.privacy.people import Person, person_of
from foyer.privacy.registry import kind_labelled

DOSSIER, ERASE = "privacy.view_dossier", "privacy.erase_person"
VIEW_CONSENT, ADD_CONSENT = "privacy.view_consent", "privacy.add_consent"
WITHDRAW_CONSENT = "privacy.withdraw_consent"


class PrivacyPage(StaffPage):
    """A page of this room."""

    header_icon: ClassVar = "lock"

    def trail(self) -> list[dict[str, Any]]:
        """Return the pages between the room and this page, and this page."""
        return [{"url": "", "label": self.get_page_title()}]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way here."""
        return [*self.breadcrumbs_items, *self.trail()]


class PersonPage(PrivacyPage):
    """A page about one person; the address names one of their records."""

    entry: PersonalData
    record: models.Model

    def look_up(self, **kwargs: Any) -> None:
        """Find the record, among those the member of staff may see."""
        entry = kind_labelled(kwargs["kind"])
        if entry is None:
            raise Http404
        self.entry, meta = entry, entry.model._meta
        if not self.request.user.has_perm(f"{meta.app_label}.view_{meta.model_name}"):
            raise PermissionDenied
        seen = entry.model._default_manager.all()
        if hasattr(seen, "visible_to"):
            seen = seen.visible_to(self.staff)
        record = seen.filter(pk=kwargs["pk"]).first()
        if record is None:
            raise Http404
        self.record = record

    @cached_property
    def person(self) -> Person:
        """The person, with all their records."""
        return person_of(self.record)

    def address(self, page: str) -> str:
        """Return the address of another page about this person."""
        return person_address(self.record, page)

    def get_page_subtitle(self) -> str:
        """Return whom the page is about."""
        return str(self.record)

    def trail(self) -> list[dict[str, Any]]:
        """Return search, person and this page; the person's own page only for those who may see it."""
        may = self.request.user.has_perm(DOSSIER)
        above = [{"url": reverse("privacy:people"), "label": _("People")}] if may else []
        person = {"url": self.address("dossier") if may else "", "label": str(self.record)}
        return [*above, person, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the record and the addresses of its pages."""
        pages = ("dossier", "download", "consents", "give", "erase", "confirm")
        return super().get_context_data(**kwargs) | {
            "record": self.record,
            "kind": self.entry.model._meta.verbose_name,
            "urls": {page: self.address(page) for page in pages},
        }


def person_address(record: models.Model, page: str) -> str:
    """Return the address of a page about a person."""
    return reverse(f"privacy:{page}", args=[record._meta.label_lower, record.pk])
