"""Acts upon one client: tier, screening, taking on."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foyer.clients.enums import Tier
from foyer.clients.forms.acts import ScreeningForm, TakeOnForm, TierForm
from foyer.clients.models import Client, ClientPolicy
from foyer.clients.services.hand_over import take_on
from foyer.clients.services.screening import screen_client
from foyer.clients.services.tiers import change_tier, deals_of_last_year, weigh_client

from .base import ActPage


class ClientActPage(ActPage):
    """An act upon one client."""

    model = Client
    header_icon: ClassVar = "client"


class TierPage(ClientActPage):
    """Set a client's tier; the figures suggest one, with the reckoning shown. (002-16)"""

    right = "clients.set_tier_client"
    template_name = "clients_admin/tier.html"
    page_title: ClassVar = gettext_lazy("Set the tier")

    def form(self, data: Any = None) -> forms.Form:
        """Ask for the tier, the present one chosen, and the reason."""
        return TierForm(data, initial={"tier": self.record.tier})

    def act(self, form: forms.Form) -> str:
        """Set it."""
        tier = form.cleaned_data["tier"]
        change_tier(
            client=self.record,
            to=tier,
            reason=form.cleaned_data["reason"],
            by=self.staff,
            at=timezone.now(),
        )
        said = _("%(client)s is now of the tier “%(tier)s”.")
        return said % {"client": self.record, "tier": Tier(tier).label}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the reckoning beside the form."""
        policy = ClientPolicy.load()
        return super().get_context_data(**kwargs) | {
            "policy": policy,
            "weighing": weigh_client(self.record, policy=policy),
            "year": deals_of_last_year(self.record, on=timezone.localdate(), policy=policy),
            "changes": self.record.tier_changes.select_related("by"),
        }


class ScreeningPage(ClientActPage):
    """Look a client over by the criteria in use. (002-04)"""

    right = "clients.screen_client"
    page_title: ClassVar = gettext_lazy("Screen the client")

    def form(self, data: Any = None) -> forms.Form:
        """Ask for points by each criterion."""
        return ScreeningForm(data, client=self.record)

    def question(self) -> str:
        """Say where the line is."""
        said = _("0 to 5 points each. From %(percent)d percent of all points a client passes.")
        return said % {"percent": ClientPolicy.load().screening_pass}

    def act(self, form: forms.Form) -> str:
        """Keep the points and the verdict."""
        points = form.points  # type: ignore[attr-defined]  # a ScreeningForm
        verdict = screen_client(client=self.record, points=points, by=self.staff, at=timezone.now())
        said = _("%(client)s: %(verdict)s, %(score)d percent.")
        return said % {
            "client": self.record,
            "verdict": verdict.label,
            "score": self.record.screening_score,
        }


class TakeOnPage(ClientActPage):
    """Look after a client nobody looks after."""

    right = "clients.change_client"
    page_title: ClassVar = gettext_lazy("Look after this client")

    def form(self, data: Any = None) -> forms.Form:
        """Ask why."""
        return TakeOnForm(data)

    def question(self) -> str:
        """Say what is about to happen."""
        return _("You become the account manager of %(client)s.") % {"client": self.record}

    def act(self, form: forms.Form) -> str:
        """Take the client on."""
        reason = form.cleaned_data["reason"]
        take_on(client=self.record, reason=reason, by=self.staff, at=timezone.now())
        return _("You look after %(client)s from now on.") % {"client": self.record}
