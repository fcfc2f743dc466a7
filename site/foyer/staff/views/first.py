"""The page at which the first administrator of an empty house chooses a password. (SEC-20)"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from foyer.core.client_ip import client_network
from foyer.core.throttle import TooManyAttempts
from foyer.staff.forms import FirstAdministratorForm
from foyer.staff.services.first_administrator import (
    LinkUnknown,
    check_link,
    make_first_administrator,
)
from foyer.staff.services.limits import FIRST_LINK_BY_ADDRESS

from .door import refuse
from .log_in import let_in

_TEMPLATE = "staff/first.html"


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def first_administrator(request: HttpRequest, token: str) -> HttpResponseBase:
    """Ask for the account, make it, and let its owner in."""
    now = timezone.now()
    try:
        if request.method == "POST":
            FIRST_LINK_BY_ADDRESS.count(client_network(request), at=now)
        check_link(token, at=now)
        form = FirstAdministratorForm(request.POST if request.method == "POST" else None)
        if request.method != "POST" or not form.is_valid():
            return _show(request, form, status=422 if form.is_bound else 200)
        user = make_first_administrator(user=form.save(commit=False), token=token, at=now)
    except TooManyAttempts as refusal:
        return refuse(request, _TEMPLATE, refusal)
    except LinkUnknown as refusal:
        return render(request, _TEMPLATE, {"refusal": str(refusal)}, status=refusal.status)
    messages.success(request, _("Welcome. The house is yours: begin with the house policy."))
    return let_in(request, user, remember=False, to="")


def _show(request: HttpRequest, form: FirstAdministratorForm, *, status: int) -> HttpResponse:
    return render(request, _TEMPLATE, {"form": form}, status=status)
