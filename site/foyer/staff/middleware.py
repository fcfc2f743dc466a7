"""Ends a session when its time is over, and keeps the house closed until the second step is taken. (SEC-08, SEC-21)"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, cast

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages import ERROR, get_messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from wagtail.admin import messages

from foyer.core.audit import note
from foyer.core.models import HousePolicy, User

from .services import second_step, sessions

Next = Callable[[HttpRequest], HttpResponseBase]

_ADMIN: Final = "/admin/"
# Open to whoever still has to set up a second step: the way to do it, and the way out.
_OPEN: Final = frozenset(
    {
        "staff:set_up",
        "wagtailadmin_login",
        "wagtailadmin_logout",
        "wagtailadmin_javascript_catalog",
        "wagtailadmin_sprite",
    }
)
_ASKED_BY_ITSELF: Final = "wagtailadmin_editing_sessions:ping"  # an open editor is nobody at work


class SessionRulesMiddleware:
    """Looks at every request of somebody who is logged in."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer somebody whose session is over as a stranger, and note who was denied something."""
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or request.user.is_anonymous:
            return self.get_response(request)
        try:
            request.must_set_up_second_step = self._look(request)  # type: ignore[attr-defined]
        except sessions.SessionOver as over:
            logout(request)
            messages.warning(request, str(over))
        else:
            if request.must_set_up_second_step and not request.path_info.startswith(_ADMIN):  # type: ignore[attr-defined]
                request.user = AnonymousUser()
        response = self.get_response(request)
        _note_denial(request, response)
        return response

    def process_view(
        self, request: HttpRequest, _view: Any, _args: Any, _kwargs: Any
    ) -> HttpResponseBase | None:
        """Lead whoever still has to set up a second step to where that is done; count others as at work."""
        if request.user.is_anonymous or not hasattr(request, "must_set_up_second_step"):
            return None
        name = request.resolver_match.view_name if request.resolver_match else ""
        if name != _ASKED_BY_ITSELF:
            sessions.note_use(request.session, at=timezone.now())
        if not request.must_set_up_second_step or name in _OPEN:
            return None
        if request.headers.get("x-requested-with") == "XMLHttpRequest":
            raise PermissionDenied
        return redirect("staff:set_up")

    @staticmethod
    def _look(request: HttpRequest) -> bool:
        """Tell whether a second step is still to be set up.

        Raises:
            SessionOver: the session has ended, or was begun without the second step the account has.
        """
        user = cast("User", request.user)
        policy = HousePolicy.load(request_or_site=request)
        sessions.check_session(request.session, user=user, policy=policy, at=timezone.now())
        if sessions.has_taken_second_step(request.session):
            return False
        standing = second_step.standing_read_with(user)
        if standing.is_set_up:
            raise sessions.SessionOver
        return standing.is_required


def _note_denial(request: HttpRequest, response: HttpResponseBase) -> None:
    """Write down that somebody was denied something: by 403, or by Wagtail's way back with an error."""
    if request.user.is_anonymous or not request.path_info.startswith(_ADMIN):
        return
    queue = getattr(get_messages(request), "_queued_messages", ())
    denied = response.status_code == 403 or (
        response.status_code == 302
        and response.headers["Location"] == reverse("wagtailadmin_home")
        and any(message.level == ERROR for message in queue)
    )
    if denied:
        match = request.resolver_match
        note("access.denied", by=request.user.pk, view=match.view_name if match else "-")
