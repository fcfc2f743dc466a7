"""Erasing a person: what would happen, once more the question, then what has happened. (PRV-07)"""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail_modeladmin.helpers import AdminURLHelper

from foyer.core.refusals import Refusal
from foyer.privacy.enums import ErasureGround
from foyer.privacy.forms import EraseForm
from foyer.privacy.models import Erasure
from foyer.privacy.services.backups import backups_holding
from foyer.privacy.services.erasing.erasures import erase_person
from foyer.privacy.services.erasing.plan import Plan, plan_erasure

from .base import ERASE, PersonPage
from .people import shown


class _ErasePage(PersonPage):
    right = ERASE

    @cached_property
    def plan(self) -> Plan:
        """What would be done."""
        return plan_erasure(self.person)


class PreviewView(_ErasePage):
    """What would be deleted, anonymised and kept, and why."""

    template_name = "privacy_admin/erase.html"
    page_title: ClassVar = _("Erase a person")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the plan."""
        return super().get_context_data(**kwargs) | {
            "plan": self.plan,
            "perhaps": shown(list(self.plan.perhaps)),
            "backups": backups_holding(until=timezone.now()),
        }


class EraseView(_ErasePage):
    """The second question: why, and the name once more."""

    template_name = "privacy_admin/erase_confirm.html"
    page_title: ClassVar = _("Erase for good")

    def form(self, data: Any = None) -> EraseForm:
        """Return the form, with the stamp of what was shown."""
        return EraseForm(
            data,
            person=self.person,
            namesakes=self.plan.namesakes,
            initial={"seen": self.plan.stamp},
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the form."""
        kwargs.setdefault("form", self.form())
        return super().get_context_data(**kwargs) | {"plan": self.plan}

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Order the erasing, or say why not; nothing typed is lost."""
        form = self.form(request.POST)
        if form.is_valid():
            cleaned = form.cleaned_data
            try:
                erasure = erase_person(
                    record=self.record,
                    seen=cleaned["seen"],
                    ground=ErasureGround(cleaned["ground"]),
                    reference=cleaned["reference"],
                    names_too=cleaned["names_too"],
                    by=self.staff,
                    at=timezone.now(),
                )
            except Refusal as refusal:
                form.add_error(None, str(refusal))
            else:
                return redirect(AdminURLHelper(Erasure).get_action_url("inspect", erasure.pk))
        context = self.get_context_data(form=form)
        response: HttpResponseBase = self.render_to_response(context, status=422)
        return response
