"""Pages of one thing on which acts are offered, each with its form in place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages

from foyer.core.models import User
from foyer.core.refusals import Refusal

from .base import ArchivePage, Offer


@dataclass(frozen=True, slots=True)
class Act:
    """One act: its name, its form, what it does, who may, and when it is offered.

    Attributes:
        label: what people read.
        form: its form.
        do: carries it out with what was typed.
        may: tells whether somebody may do it to the thing at all at this moment.
        over: tells whether the thing is such that it can be done; the act itself refuses what came too late.
        hint: what else is said of it.
        is_grave: whether it cannot be undone.
    """

    label: Any
    form: type[Any]
    do: Callable[[Any, dict[str, Any], User, datetime], object]
    may: Callable[[Any, User, datetime], bool]
    over: Callable[[Any, datetime], bool]
    hint: Any = ""
    is_grave: bool = False


class ActingPage(ArchivePage):
    """A page of one thing; `thing`, `now` and `ACTS` say what may be done with it."""

    ACTS: ClassVar[dict[str, Act]]
    thing: Any
    now: datetime

    def here(self) -> str:
        """Return the address of this page."""
        raise NotImplementedError

    def form_arguments(self) -> dict[str, Any]:
        """Return what every form of this page is told."""
        return {}

    def offers(self, sent: Offer | None = None) -> list[Offer]:
        """Return the acts that can be carried out now."""
        offered = [
            sent if sent and sent.name == name else self._offer(name, act)
            for name, act in self.ACTS.items()
            if act.over(self.thing, self.now) and act.may(self.thing, self.staff, self.now)
        ]
        # What was sent when it was too late stands first, with what was typed.
        return offered if sent is None or sent in offered else [sent, *offered]

    def _offer(self, name: str, act: Act, *args: Any, is_sent: bool = False) -> Offer:
        form = act.form(*args, auto_id=f"id_{name}_%s", **self.form_arguments())
        return Offer(name, act.label, form, is_sent, act.is_grave, act.hint)

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Carry one act out, or show its form again with what was typed."""
        name = request.POST.get("act", "")
        act = self.ACTS.get(name)
        if act is None or not act.may(self.thing, self.staff, self.now):
            raise PermissionDenied
        sent = self._offer(name, act, request.POST, is_sent=True)
        if sent.form.is_valid():
            try:
                act.do(self.thing, sent.form.cleaned_data, self.staff, self.now)
            except Refusal as refusal:
                sent.form.refuse(refusal)
            else:
                messages.success(request, _("Written down."))
                return redirect(self.here())
        response: HttpResponseBase = self.render_to_response(self.get_context_data(sent=sent))
        return response
