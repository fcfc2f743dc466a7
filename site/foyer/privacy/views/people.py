"""Finding a person, reading all that is held about them, and taking it away. (PRV-06)"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foyer.privacy.forms import FindForm
from foyer.privacy.identifiers import mask_email, mask_phone
from foyer.privacy.people import find_people, sharing_reach
from foyer.privacy.services.dossier import show_dossier, take_dossier

from .base import DOSSIER, ERASE, PersonPage, PrivacyPage, person_address


class PeopleView(PrivacyPage):
    """The search for a person."""

    right = DOSSIER
    template_name = "privacy_admin/people.html"
    page_title: ClassVar = _("Find a person")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the form."""
        kwargs.setdefault("form", FindForm())
        return super().get_context_data(**kwargs)

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Show who was found."""
        form = FindForm(request.POST)
        found = find_people(form.cleaned_data["q"]) if form.is_valid() else []
        context = self.get_context_data(form=form, searched=form.is_valid(), found=shown(found))
        response: HttpResponseBase = self.render_to_response(context)
        return response


class DossierView(PersonPage):
    """All that is held about one person, to read and to print."""

    right = DOSSIER
    template_name = "privacy_admin/dossier.html"
    page_title: ClassVar = _("Dossier")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the dossier; that it was looked at is noted."""
        dossier = show_dossier(
            record=self.record, person=self.person, by=self.staff, at=timezone.now()
        )
        return super().get_context_data(**kwargs) | {
            "dossier": dossier,
            "perhaps": shown(sharing_reach(self.person)),
            "may_erase": self.request.user.has_perm(ERASE),
        }


class DossierDownloadView(PersonPage):
    """The same as a file for the person: JSON, CSV and files."""

    right = DOSSIER
    http_method_names = ("post",)

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Send the file; that it was taken is logged."""
        at = timezone.now()
        packed = take_dossier(record=self.record, person=self.person, by=self.staff, at=at)
        name = f"dossier-{self.entry.model._meta.model_name}-{self.record.pk}.zip"
        return FileResponse(packed, as_attachment=True, filename=name)


def shown(records: list[models.Model]) -> list[dict[str, Any]]:
    """Return persons as a list shows them: phones and e-mails masked."""
    return [
        {
            "name": str(record),
            "kind": record._meta.verbose_name,
            "phone": mask_phone(getattr(record, "phone", "") or ""),
            "email": mask_email(getattr(record, "email", "") or ""),
            "detail": str(getattr(record, "event", "") or ""),
            "url": person_address(record, "dossier"),
        }
        for record in records
    ]
