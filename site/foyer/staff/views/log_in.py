"""Logging in, the second step of it, and logging out. (SEC-08, SEC-10, SEC-18, SEC-21)"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from wagtail.admin import messages
from wagtail.admin.views import account
from wagtail.log_actions import log
from wagtail.users.models import UserProfile

from foyer.core.client_ip import client_network
from foyer.core.languages import OWN_NAMES
from foyer.core.models import User
from foyer.core.refusals import Refusal
from foyer.core.throttle import TooManyAttempts
from foyer.staff.forms import CodeForm, LogInForm
from foyer.staff.services import known_browsers, second_step, sessions
from foyer.staff.services.log_in import (
    Attempt,
    count_log_in,
    note_right_password,
    note_wrong_password,
)

from .door import refuse

_HALFWAY = "log_in_halfway"  # whose password was right, while the second step is still to come
_HALFWAY_SECONDS = 600
_LANGUAGE_SECONDS = 365 * 86_400


class LogInView(account.LoginView):
    """Wagtail's page, with limits before the password is looked at and a second step behind it."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Count the attempt, then look at the password."""
        self.attempt = _attempt(request)
        try:
            count_log_in(attempt=self.attempt, at=timezone.now())
        except TooManyAttempts as refusal:
            # The form is shown unbound: looking at what was typed would hash the password.
            form = LogInForm(request, initial={"username": self.attempt.name})
            context = self.get_context_data(form=form)
            return refuse(request, self.template_name, refusal, **context)
        response: HttpResponseBase = super().post(request, *args, **kwargs)
        return response

    def get_form_class(self) -> type[LogInForm]:
        """Return the form."""
        return LogInForm

    def form_invalid(self, form: LogInForm) -> HttpResponse:
        """Note the failure; the sentence does not say whether the name or the password was wrong."""
        note_wrong_password(attempt=self.attempt)
        response: HttpResponse = super().form_invalid(form)
        return response

    def form_valid(self, form: LogInForm) -> HttpResponseBase:
        """Let the member of staff in, or ask for the second step."""
        user: User = form.get_user()
        note_right_password(attempt=self.attempt)
        remember, to = form.cleaned_data["remember"], self.get_success_url()
        if not second_step.is_set_up(user):
            return let_in(self.request, user, remember=remember, to=to)
        self.request.session.cycle_key()
        self.request.session[_HALFWAY] = {
            "user": user.pk,
            "at": timezone.now().timestamp(),
            "hash": user.get_session_auth_hash(),
            "remember": remember,
            "to": to,
        }
        return redirect("staff_door:code")


@method_decorator([never_cache, sensitive_post_parameters()], name="dispatch")
class CodeView(View):
    """The second step: the app's code, or a recovery code."""

    template_name = "staff/code.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Send back whoever has not given the right password in the last ten minutes."""
        self.halfway = request.session.get(_HALFWAY, {})
        user = _halfway_user(self.halfway)
        if user is None:
            request.session.pop(_HALFWAY, None)
            messages.error(request, _("Please log in with your name and password first."))
            return redirect("wagtailadmin_login")
        self.user = user
        language = _language_of(user) or translation.get_language()
        with translation.override(language):
            response = super().dispatch(request, *args, **kwargs)
        response["Content-Language"] = language
        return response

    def get(self, request: HttpRequest) -> HttpResponse:
        """Ask for the code."""
        return self._show(CodeForm(recovery=self.recovery))

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """Take the code and let the member of staff in."""
        form = CodeForm(request.POST, recovery=self.recovery)
        if not form.is_valid():
            return self._show(form, status=422)
        now = timezone.now()
        try:
            second_step.check_code(user=self.user, code=form.cleaned_data["code"], at=now)
        except TooManyAttempts as refusal:
            return refuse(request, self.template_name, refusal, **self._context(form))
        except Refusal as refusal:
            form.add_error("code", str(refusal))
            return self._show(form, status=422)
        halfway = request.session.pop(_HALFWAY)
        return let_in(
            request,
            self.user,
            remember=halfway["remember"],
            to=halfway["to"],
            second_step_taken=True,
        )

    @property
    def recovery(self) -> bool:
        """Whether a recovery code is asked for."""
        return "recovery" in self.request.GET

    def _context(self, form: CodeForm) -> dict[str, Any]:
        return {"form": form, "recovery": self.recovery}

    def _show(self, form: CodeForm, *, status: int = 200) -> HttpResponse:
        return render(self.request, self.template_name, self._context(form), status=status)


class LogOutView(account.LogoutView):
    """Wagtail's, which also empties the browser's cache of what was seen.

    Cookies and storage are left alone: a tablet of the house keeps its pairing there, a guest's phone the pass.
    """

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """End the session."""
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        if request.method == "POST":
            response["Clear-Site-Data"] = '"cache"'
        return response


def let_in(
    request: HttpRequest, user: User, *, remember: bool, to: str, second_step_taken: bool = False
) -> HttpResponse:
    """Begin a session under a new key, and know this browser again.

    Args:
        request: the one that carried the last right answer.
        user: who has shown who they are.
        remember: keep the session when the browser is closed.
        to: where to go; an address of this house.
        second_step_taken: whether a second step was part of it.
    """
    login(request, user)
    sessions.note_second_step(request.session, taken=second_step_taken)
    request.session.set_expiry(settings.SESSION_COOKIE_AGE if remember else 0)
    log(user, "foyer.staff.log_in", user=user, data={"second_step": second_step_taken})
    safe = url_has_allowed_host_and_scheme(to, {request.get_host()}, request.is_secure())
    response = redirect(to if safe else reverse("wagtailadmin_home"))
    _set_cookie(
        response,
        settings.KNOWN_BROWSER_COOKIE_NAME,
        known_browsers.remember(_known(request), name=user.username),
        known_browsers.LIFE_DAYS * 86_400,
    )
    if language := _language_of(user):
        _set_cookie(response, settings.LANGUAGE_COOKIE_NAME, language, _LANGUAGE_SECONDS)
    return response


def _attempt(request: HttpRequest) -> Attempt:
    name = request.POST.get("username", "").replace("\0", "")[:254].strip()
    mark = known_browsers.mark_for(_known(request), name=name)
    return Attempt(name=name, address=client_network(request), browser=mark)


def _known(request: HttpRequest) -> str:
    return request.COOKIES.get(settings.KNOWN_BROWSER_COOKIE_NAME, "")


def _set_cookie(response: HttpResponse, name: str, value: str, seconds: int) -> None:
    response.set_cookie(
        name, value, max_age=seconds, secure=settings.SECURE, httponly=True, samesite="Lax"
    )


def _halfway_user(halfway: dict[str, Any]) -> User | None:
    """Return whose password was right a moment ago and still is."""
    if timezone.now().timestamp() - halfway.get("at", 0) > _HALFWAY_SECONDS:
        return None
    user = User.objects.filter(pk=halfway["user"], is_active=True).first()
    if user is None or user.get_session_auth_hash() != halfway["hash"]:
        return None
    return user


def _language_of(user: User) -> str:
    """Return the language a member of staff has chosen, or nothing."""
    chosen = UserProfile.objects.filter(user=user).values_list("preferred_language", flat=True)
    return next((code for code in chosen if code in OWN_NAMES), "")
