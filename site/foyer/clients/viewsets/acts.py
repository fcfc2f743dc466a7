"""Acts upon many clients: those ticked, or all the list is narrowed down to; shown first, then carried out."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request

from foyer.clients.forms.acts import ReceiversForm, TierForm
from foyer.clients.models import Client
from foyer.clients.services.hand_over import hand_over
from foyer.clients.services.tiers import change_tiers
from foyer.core.models import User
from foyer.core.refusals import Refusal
from foyer.core.views import StaffPage

from .client_filters import ClientFilters
from .selection import Selection
from .shared import list_address

MOST_AT_ONCE = 5000
_NAMES = 12


class ClientAct:
    """One act upon many clients, asked for once more before it is carried out."""

    rights: ClassVar[tuple[str, ...]]
    title: ClassVar[Any]
    form_class: ClassVar[type[forms.Form]]

    def __init__(self, by: User) -> None:
        self.by, self.at = by, timezone.now()

    def headline(self, count: int) -> str:
        """Return what is about to happen to so many clients."""
        raise NotImplementedError

    def do(self, clients: Any, told: dict[str, Any], request: HttpRequest) -> str | None:
        """Carry the act out, say what has happened, and return where the way leads on.

        Raises:
            Refusal: the act is not allowed.
        """
        raise NotImplementedError

    @classmethod
    def is_open_to(cls, user: User) -> bool:
        """Tell whether somebody may act so."""
        return bool(user.has_perms(cls.rights))


class SetTier(ClientAct):
    """Set the tier of many clients, with one reason. (002-16)"""

    rights = ("clients.set_tier_client",)
    title = gettext_lazy("Set the tier")
    form_class = TierForm

    def headline(self, count: int) -> str:
        """Say how many are meant."""
        return ngettext(
            "The tier of %(count)d client is set.", "The tier of %(count)d clients is set.", count
        )

    def do(self, clients: Any, told: dict[str, Any], request: HttpRequest) -> str | None:
        """Set it; those of that tier already stay as they are."""
        changed = change_tiers(
            clients=clients, to=told["tier"], reason=told["reason"], by=self.by, at=self.at
        )
        said = ngettext(
            "%(count)d client has another tier now.",
            "%(count)d clients have another tier now.",
            changed,
        )
        messages.success(request, said % {"count": changed})
        return None


class HandOver(ClientAct):
    """Hand many clients over. (002-27)"""

    rights = ("clients.hand_over_client",)
    title = gettext_lazy("Hand over")
    form_class = ReceiversForm

    def headline(self, count: int) -> str:
        """Say how many are meant."""
        return ngettext(
            "%(count)d client is handed over.", "%(count)d clients are handed over.", count
        )

    def do(self, clients: Any, told: dict[str, Any], request: HttpRequest) -> str | None:
        """Hand them over."""
        shares = hand_over(
            clients=clients, to=list(told["to"]), reason=told["reason"], by=self.by, at=self.at
        )
        count = sum(len(share.clients) for share in shares)
        said = ngettext(
            "%(count)d client has been handed over.",
            "%(count)d clients have been handed over.",
            count,
        )
        messages.success(request, said % {"count": count})
        return None


ACTS: dict[str, type[ClientAct]] = {"tier": SetTier, "hand_over": HandOver}


def register_act(name: str, act: type[ClientAct]) -> None:
    """Add an act of another room."""
    ACTS[name] = act


class ClientActsPage(StaffPage):
    """Shows what an act would do to the clients the address means, and does it when that has been seen."""

    right = "clients.view_client"
    template_name = "clients_admin/many.html"
    header_icon: ClassVar = "client"

    def look_up(self, **kwargs: Any) -> None:
        """Find the act, for those who may act so, and the clients."""
        kind = ACTS.get(kwargs["act"])
        if kind is None:
            raise Http404
        if not kind.is_open_to(self.staff):
            raise PermissionDenied
        self.act = kind(self.staff)

    @cached_property
    def chosen(self) -> Selection:
        """The clients the address means."""
        return Selection(self.request, self.request.GET, ClientFilters)

    def get_page_title(self) -> str:
        """Return the act's name."""
        return str(self.act.title)

    @property
    def back(self) -> str:
        """Where the way leads afterwards."""
        return get_valid_next_url_from_request(self.request) or list_address(Client)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way here: home, clients, this page."""
        return [
            *self.breadcrumbs_items,
            {"url": self.back, "label": _("Clients")},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the clients and the question."""
        count = len(self.chosen.keys)
        kwargs.setdefault("form", self.act.form_class())
        return super().get_context_data(**kwargs) | {
            "count": count,
            "headline": self.act.headline(count) % {"count": count},
            "conditions": self.chosen.conditions,
            "everybody": self.chosen.everybody,
            "mark": self.chosen.mark,
            "some": self.chosen.records.select_related("account_manager")[:_NAMES],
            "more": count > _NAMES,
            "too_many": count > MOST_AT_ONCE,
            "most": MOST_AT_ONCE,
            "back": self.back,
            "media": kwargs["form"].media,
        }

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Show what would happen; lead back when nobody is meant, or the filter means nothing."""
        if not self.chosen.is_understood:
            messages.warning(request, _("The list has changed meanwhile. Please choose again."))
            return redirect(list_address(Client))
        if not self.chosen.keys:
            messages.warning(
                request, _("Tick the clients first, then choose what to do with them.")
            )
            return redirect(self.back)
        response: HttpResponseBase = self.render_to_response(self.get_context_data())
        return response

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Carry the act out upon exactly those who were shown."""
        if not self.chosen.is_understood or not self.chosen.keys:
            return self.get(request, *args, **kwargs)
        form = self.act.form_class(request.POST)
        if request.POST.get("seen") != self.chosen.mark:
            messages.warning(
                request,
                _("The list has changed meanwhile. Please look once more before you go on."),
            )
        elif len(self.chosen.keys) <= MOST_AT_ONCE and form.is_valid():
            clients = Client.objects.filter(pk__in=self.chosen.keys)
            try:
                return redirect(self.act.do(clients, form.cleaned_data, request) or self.back)
            except Refusal as refusal:
                form.add_error(None, str(refusal))
        response: HttpResponseBase = self.render_to_response(self.get_context_data(form=form))
        return response
