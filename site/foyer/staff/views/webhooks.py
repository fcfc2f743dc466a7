"""The webhooks of the house: listed, registered, switched, with what was sent and what came of it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponseBase, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from foyer.core.refusals import Refusal
from foyer.core.views import StaffPage
from foyer.staff.forms import WebhookForm
from foyer.staff.models import DeliveryStatus, Webhook, WebhookDelivery
from foyer.staff.services import webhooks

_PER_PAGE = 50
VIEW = "staff.view_webhook"
_CHANGE = "staff.change_webhook"


class WebhookPage(StaffPage):
    """A page about webhooks."""

    header_icon: ClassVar = "redirect"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way here."""
        way = [{"url": reverse("staff:api_tokens"), "label": _("Integrations")}]
        above = [{"url": reverse("staff:webhooks"), "label": _("Webhooks")}]
        here = [{"url": "", "label": self.get_page_subtitle() or self.get_page_title()}]
        more = [] if type(self) is WebhooksView else above
        return [*self.breadcrumbs_items, *way, *more, *here]


class WebhooksView(WebhookPage):
    """All addresses that are told."""

    right = VIEW
    template_name = "staff/webhooks.html"
    page_title: ClassVar = gettext_lazy("Webhooks")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return them."""
        return super().get_context_data(**kwargs) | {
            "webhooks": Webhook.objects.all(),
            "may_add": self.staff.has_perm("staff.add_webhook"),
        }


class NewWebhookView(WebhookPage):
    """The form of a new address, and after it the secret, shown once."""

    right = "staff.add_webhook"
    template_name = "staff/new_webhook.html"
    page_title: ClassVar = gettext_lazy("New webhook")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the form."""
        kwargs.setdefault("form", WebhookForm())
        return super().get_context_data(**kwargs)

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Register it and show its secret, or say what is missing."""
        form = WebhookForm(request.POST)
        if not form.is_valid():
            response: HttpResponseBase = self.render_to_response(self.get_context_data(form=form))
            response.status_code = 422
            return response
        hook, secret = webhooks.make_webhook(**form.cleaned_data, by=self.staff, at=timezone.now())
        shown: HttpResponseBase = self.render_to_response(
            self.get_context_data(form=form, webhook=hook, secret=secret)
        )
        shown.headers["Cache-Control"] = "no-store"
        return shown


class WebhookView(WebhookPage):
    """One address: what it is told of, and what came of every message."""

    right = VIEW
    template_name = "staff/webhook.html"
    page_title: ClassVar = gettext_lazy("Webhook")

    def look_up(self, **kwargs: Any) -> None:
        """Find the address."""
        self.webhook = get_object_or_404(Webhook, pk=kwargs["pk"])

    def get_page_subtitle(self) -> str:
        """Name it."""
        return self.webhook.name

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the address and its messages, the latest first."""
        sent = self.webhook.deliveries.defer("body")
        page = Paginator(sent, _PER_PAGE).get_page(self.request.GET.get("p"))
        return super().get_context_data(**kwargs) | {
            "webhook": self.webhook,
            "page": page,
            "waiting": DeliveryStatus.WAITING,
            "may_change": self.staff.has_perm(_CHANGE),
        }


class _Act(WebhookPage):
    """An act upon a webhook, by a button."""

    right = _CHANGE

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """There is nothing to see."""
        return HttpResponseNotAllowed(["POST"])


class SwitchView(_Act):
    """Switches an address on or off."""

    def post(self, request: HttpRequest, *_args: Any, **kwargs: Any) -> HttpResponseBase:
        """Do it."""
        webhook, on = get_object_or_404(Webhook, pk=kwargs["pk"]), request.POST.get("on") == "1"
        webhooks.switch_webhook(webhook=webhook, on=on, by=self.staff, at=timezone.now())
        said = _("“%s” is told again.") if on else _("“%s” is told nothing any more.")
        messages.success(request, said % webhook)
        return redirect("staff:webhook", webhook.pk)


class ReplayView(_Act):
    """Sends a message again, under the same id."""

    def post(self, request: HttpRequest, *_args: Any, **kwargs: Any) -> HttpResponseBase:
        """Do it, or say why not."""
        delivery = get_object_or_404(WebhookDelivery, pk=kwargs["pk"])
        try:
            webhooks.replay(delivery=delivery, by=self.staff, at=timezone.now())
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The message is sent again."))
        return redirect("staff:webhook", delivery.webhook_id)
