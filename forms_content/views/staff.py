"""What staff see of forms: which there are, and who may see what of them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forms_content.enums import FormPurpose
from forms_content.models import FormPage
from forms_content.queries import forms_with_answers
from forms_content.services.ready import may_make_forms
from foyer.core.languages import OWN_NAMES
from foyer.core.models import User
from foyer.core.views import StaffPage
from foyer.events.models import Event

from .framing import snippet_of

PER_PAGE = 50
SENSITIVE = "forms_content.view_sensitive_submission"


class FormsView(StaffPage):
    """The forms of the house, with how much came in."""

    right = "forms_content.view_submission"
    template_name = "forms_content/admin/forms.html"
    page_title: ClassVar = gettext_lazy("Forms")
    header_icon: ClassVar = "form"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way here."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the forms, those last answered first."""
        return super().get_context_data(**kwargs) | {
            "forms": forms_with_answers(),
            "may_make": may_make_forms(self.staff),
        }


class FormStaffView(StaffPage):
    """A page about one form."""

    right = "forms_content.view_submission"
    header_icon: ClassVar = "form"

    def look_up(self, **kwargs: Any) -> None:
        """Find the form."""
        self.form_page = get_object_or_404(FormPage, pk=kwargs["pk"])

    def get_page_subtitle(self) -> str:
        """Return the form the page is about."""
        return self.form_page.title_text

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way here: all forms, this form, this page."""
        above = [
            {"url": reverse("forms_content:forms"), "label": _("Forms")},
            {
                "url": reverse("forms_content:report", args=[self.form_page.pk]),
                "label": self.form_page.title_text,
            },
        ]
        return [*self.breadcrumbs_items, *above, *self.trail()]

    def trail(self) -> list[dict[str, Any]]:
        """Return the pages below the form's own."""
        return [{"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the form beside what every page shows."""
        return super().get_context_data(**kwargs) | {"form_page": self.form_page}


class FormForEventView(FormStaffView):
    """A page about one form, for one event where the address says so."""

    @cached_property
    def event(self) -> Event | None:
        """The event whose answers are to be kept apart."""
        asked = self.request.GET.get("event", "")
        return get_object_or_404(Event, pk=asked) if asked.isdecimal() else None

    def get_page_subtitle(self) -> str:
        """Return the form, and the event, the page is about."""
        about = super().get_page_subtitle()
        return f"{about} · {self.event.title_text}" if self.event else about

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the event beside what every page shows."""
        return super().get_context_data(**kwargs) | {"for_event": self.event}


class EmbedView(FormForEventView):
    """The lines with which a page of another site shows the form."""

    template_name = "forms_content/admin/embed.html"
    page_title: ClassVar = gettext_lazy("On another site")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the lines for each language."""
        return super().get_context_data(**kwargs) | {
            "snippets": [
                (name, snippet_of(self.form_page, language=code, event=self.event))
                for code, name in OWN_NAMES.items()
            ],
            "address": f"{settings.PUBLIC_URL}/api/foyer/v1/forms/{self.form_page.slug}",
        }


def may_read_texts(page: FormPage, by: User) -> bool:
    """Tell whether somebody may read what was written: cases are not everybody's."""
    return page.purpose not in FormPurpose.OPENS_CASE or by.has_perm("cases.view_every_case")


def may_read_copies(page: FormPage, by: User) -> bool:
    """Tell whether somebody may read filled copies one by one.

    Of an anonymous form only those who may see personal answers: a copy with all its answers and its hour
    may tell who gave it, however large the groups of the report are.
    """
    is_shielded = page.anonymous and not by.has_perm(SENSITIVE)
    return may_read_texts(page, by) and not is_shielded


def may_export(page: FormPage, by: User) -> bool:
    """Tell whether somebody may take filled copies away as a file."""
    return by.has_perm("forms_content.export_submission") and may_read_copies(page, by)
