"""Acts upon many guests of a list: shown with the number and the exceptions, then carried out."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request

from foyer.core.refusals import Refusal

from .bulk_act import BulkAct
from .bulk_acts import ACTS
from .saying import by_reason, names_of
from .scope import EventView
from .selection import Selection


class BulkView(EventView):
    """One act upon the guests ticked, or upon all who match; asked for once more before it is done."""

    http_method_names = ["post"]  # noqa: RUF012  Django declares it so
    template_name = "guests_admin/bulk.html"
    act: BulkAct

    def get_page_title(self) -> str:
        """Return the act's name."""
        return str(self.act.title)

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Show what the act would do; or, when that has been seen, do it."""
        kind = ACTS.get(request.POST.get("act", ""))
        if kind is None or not self.may(kind.right):
            raise PermissionDenied
        self.act = kind(self.event, self.staff)
        selection = Selection(self.event, request.POST)
        if not selection.is_understood:
            messages.warning(request, _("The list has changed meanwhile. Please choose again."))
        elif not selection.guests:
            messages.warning(request, _("Tick the guests first, then choose what to do with them."))
        elif self.act.page:
            query = urlencode(selection.fields)
            return redirect(f"{reverse(self.act.page, args=[self.event.pk])}?{query}")
        else:
            return self._ask_or_act(request, selection)
        return self._back(request)

    def _ask_or_act(self, request: HttpRequest, selection: Selection) -> HttpResponseBase:
        seen = request.POST.get("seen")
        form = self.act.form_class(request.POST if self._is_told(request) else None)
        at_once = not (selection.everybody or self.act.asks_about_ticked)
        if (at_once or seen == selection.mark) and form.is_valid():
            return self._act(request, selection, form.cleaned_data)
        if seen and seen != selection.mark:
            messages.warning(
                request,
                _("The list has changed meanwhile. Please look once more before you go on."),
            )
        response: HttpResponseBase = self.render_to_response(self._asked(selection, form))
        return response

    def _is_told(self, request: HttpRequest) -> bool:
        """Tell whether the act's own fields were sent, right or wrong."""
        fields = self.act.form_class.base_fields
        return not fields or any(name in request.POST for name in fields)

    def _act(
        self, request: HttpRequest, selection: Selection, told: dict[str, Any]
    ) -> HttpResponseBase:
        try:
            answer = self.act.carry_out(selection.guests, told, request)
        except Refusal as refusal:
            messages.error(request, str(refusal))
            answer = None
        return answer or self._back(request)

    def _asked(self, selection: Selection, form: Any) -> dict[str, Any]:
        told = form.cleaned_data if form.is_bound and form.is_valid() else {}
        reach = self.act.plan(selection.guests, told)
        return self.get_context_data() | {
            "act": self.request.POST["act"],
            "headline": self.act.headline(len(reach.guests)) % {"count": len(reach.guests)},
            "notes": list(self.act.notes(reach.guests)),
            "count": len(reach.guests),
            "names": names_of(reach.guests),
            "left_out": by_reason(reach.skipped),
            "left_out_count": len(reach.skipped),
            "selection": selection,
            "form": form,
            "next": get_valid_next_url_from_request(self.request),
        }

    def _back(self, request: HttpRequest) -> HttpResponseBase:
        return redirect(get_valid_next_url_from_request(request) or self.list_url)
