"""The register of consents, and the proof of one. (PRV-01)"""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.admin.filters import SimpleListFilter
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail_modeladmin.views import InspectView

from foyer.privacy.models import Consent
from foyer.privacy.people import Person
from foyer.privacy.personal_data import consents_of

from .people import PeopleRegister, PersonSearch


class ConsentSearch(PersonSearch):
    """Finds consents by who gave them."""

    def about(self, people: Person) -> Q:
        """Return the condition for the consents of some people."""
        return consents_of(people)


class StandingFilter(SimpleListFilter):
    """Chooses between what stands and what was withdrawn."""

    title = _("state")
    parameter_name = "standing"

    def lookups(self, request: Any, model_admin: Any) -> list[tuple[str, Any]]:
        """Return the choices."""
        return [("1", _("Stands")), ("0", _("Withdrawn"))]

    def queryset(self, request: Any, queryset: Any) -> Any:
        """Return what was chosen."""
        if self.value() in ("0", "1"):
            return queryset.filter(withdrawn_at__isnull=self.value() == "1")
        return queryset


class ConsentProofView(InspectView):
    """One consent as a sheet to be printed."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the consent, and when and by whom the sheet was made."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {
            "consent": self.instance,
            "holder": self.model_admin.name_of(self.instance),
            "made_at": timezone.now(),
        }


class ConsentRegister(PeopleRegister):
    """Who agreed to what, in which words, and until when."""

    model = Consent
    menu_label = _("Consents")
    menu_icon = "check"
    add_to_admin_menu = False
    search_handler_class = ConsentSearch
    inspect_view_class = ConsentProofView
    inspect_template_name = "privacy_admin/consent.html"
    list_display: ClassVar = [
        "given_at",
        "name_of",
        "purpose",
        "language",
        "version",
        "channel",
        "withdrawn_at",
    ]
    list_filter: ClassVar = ["purpose", StandingFilter, "channel", "language", "given_at"]

    def name_of(self, row: Any) -> str:
        """Return who agreed."""
        return super().name_of(row)

    name_of.short_description = _("Person")  # type: ignore[attr-defined]  # Django reads it

    def version(self, row: Consent) -> str:
        """Return what names the words agreed to."""
        return row.version

    version.short_description = _("Version")  # type: ignore[attr-defined]  # as above
