"""Handing over the clients ticked in the list. (002-27)"""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction

from foyer.clients.forms.acts import ReceiversForm
from foyer.clients.models import Client
from foyer.clients.services.hand_over import hand_over
from foyer.core.refusals import Refusal

_RIGHT = "clients.hand_over_client"


class HandOverBulkAction(SnippetBulkAction):
    """Ask to whom the clients ticked go, and hand them over."""

    models: ClassVar = [Client]
    display_name: ClassVar = _("Hand over")
    aria_label: ClassVar = _("Hand the clients ticked over to another account manager")
    action_type: ClassVar = "hand_over"
    action_priority: ClassVar = 20
    template_name: ClassVar = "clients_admin/hand_over_ticked.html"
    form_class: ClassVar = ReceiversForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse whoever may not hand clients over."""
        if not request.user.has_perm(_RIGHT):
            raise PermissionDenied
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    def form_valid(self, form: Any) -> HttpResponseBase:
        """Hand them over, or show the form again with the reason why not."""
        clients, _hidden = self.get_actionable_objects()
        try:
            with transaction.atomic():
                shares = hand_over(
                    clients=Client.objects.filter(pk__in=[client.pk for client in clients]),
                    to=list(form.cleaned_data["to"]),
                    reason=form.cleaned_data["reason"],
                    by=self.request.user,
                    at=timezone.now(),
                )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            response: HttpResponseBase = self.form_invalid(form)
            return response
        count = sum(len(share.clients) for share in shares)
        said = ngettext(
            "%(count)d client has been handed over.",
            "%(count)d clients have been handed over.",
            count,
        )
        messages.success(self.request, said % {"count": count})
        return redirect(self.next_url)
