"""Handing over all clients of one member of staff. (002-27)"""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages

from foyer.clients.forms.acts import LeaverForm
from foyer.clients.models import Client
from foyer.clients.services.hand_over import Share, hand_over_all, share_out
from foyer.core.refusals import Refusal
from foyer.core.views import StaffPage

from .base import admin_url


class HandOverPage(StaffPage):
    """Choose whose clients go to whom, look at the shares, then confirm."""

    right = "clients.hand_over_client"
    template_name = "clients_admin/hand_over.html"
    page_title: ClassVar = gettext_lazy("Hand clients over")
    header_icon: ClassVar = "client"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way here: home, clients, this page."""
        clients = {"url": admin_url(Client, "list"), "label": _("Clients")}
        return [*self.breadcrumbs_items, clients, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the form, and the shares when they are to be looked at."""
        kwargs.setdefault("form", LeaverForm(initial={"leaver": self.request.GET.get("from")}))
        return {"shares": None, "list_url": admin_url(Client, "list")} | super().get_context_data(
            **kwargs
        )

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Show the shares, or hand over what was confirmed."""
        form = LeaverForm(request.POST)
        shares: list[Share] | None = None
        if form.is_valid():
            if "confirm" in request.POST:
                try:
                    shares = hand_over_all(**form.cleaned_data, by=self.staff, at=timezone.now())
                except Refusal as refusal:
                    form.add_error(None, str(refusal))
                else:
                    messages.success(request, _said(shares))
                    return redirect(admin_url(Client, "list"))
            else:
                shares = self._preview(form)
        context = self.get_context_data(form=form, shares=shares)
        response: HttpResponseBase = self.render_to_response(context)
        return response

    def _preview(self, form: LeaverForm) -> list[Share] | None:
        clients = Client.objects.filter(account_manager=form.cleaned_data["leaver"])
        shares = share_out(clients, to=list(form.cleaned_data["to"]))
        if any(share.clients for share in shares):
            return shares
        form.add_error("leaver", _("There is no client to hand over."))
        return None


def _said(shares: list[Share]) -> str:
    count = sum(len(share.clients) for share in shares)
    said = ngettext(
        "%(count)d client has been handed over.", "%(count)d clients have been handed over.", count
    )
    return said % {"count": count}
