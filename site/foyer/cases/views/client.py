"""The client's side: a case followed from a phone, without an account. (001-23, 001-24; CASES 1, 4, 5)"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from foyer.cases.enums import CaseStatus, MessageKind, Outcome
from foyer.cases.forms.client import LinkForm, LookUpForm, MessageForm, ReasonForm
from foyer.cases.models import Case
from foyer.cases.queries.way import way_of, words_of
from foyer.cases.services.looking_up import find_by_number, mail_link
from foyer.cases.services.reopening import may_reopen, reopen_case, reopen_until
from foyer.cases.services.secrets import case_path, find_by_secret
from foyer.cases.services.steps import close_satisfied, object_to_result, write_as_client
from foyer.core.languages import known_language
from foyer.core.refusals import Refusal
from foyer.core.uploads.views import private_file_response
from foyer.core.views import page_in_language, refused_for_now

VIEWS_A_MINUTE = 60
LOOK_UPS = 10
LOOK_UP_SECONDS = 900
WRITES = 20


@require_http_methods(["GET", "HEAD", "POST"])
def show_case(request: HttpRequest, secret: str) -> HttpResponse:
    """Show a client their case, or keep what they answer."""
    if refused := _throttled(request, "case", VIEWS_A_MINUTE, 60):
        return refused
    case = find_by_secret(secret)
    if case is None:
        return page_in_language(request, "cases/unknown.html", {}, status=404)
    if case.merged_into is not None:
        return redirect(case_path(case.merged_into))
    language = known_language(request.GET.get("lang") or case.language)
    with translation.override(language):
        forms = {
            "message_form": MessageForm(),
            "reason_form": ReasonForm(),
            "reopen_form": ReasonForm(auto_id="id_reopen_%s"),
        }
        if request.method == "POST":
            if refused := _throttled(request, f"case-write:{case.pk}", WRITES, 3600):
                return refused
            if _kept(request, case, forms):
                return redirect(request.get_full_path())
        return page_in_language(request, "cases/case.html", _shown(case) | forms, language=language)


@require_http_methods(["GET", "HEAD"])
def show_file(request: HttpRequest, secret: str, pk: int) -> HttpResponseBase:
    """Give a client back what they handed in; anything else of the case does not exist for them."""
    if refused := _throttled(request, "case", VIEWS_A_MINUTE, 60):
        return refused
    case = find_by_secret(secret)
    shown = case and case.evidence.filter(from_client=True, pk=pk).first()
    if not shown:
        return page_in_language(request, "cases/unknown.html", {}, status=404)
    try:
        return private_file_response(shown)
    except Http404:  # its file is gone
        return page_in_language(request, "cases/unknown.html", {}, status=404)


@require_http_methods(["GET", "HEAD", "POST"])
def look_up(request: HttpRequest) -> HttpResponse:
    """Find a case by its number and a mark of it, or mail its link; one answer for wrong and unknown."""
    form, link_form, mailed = LookUpForm(), LinkForm(auto_id="id_link_%s"), False
    if request.method == "POST":
        if refused := _throttled(request, "case-look-up", LOOK_UPS, LOOK_UP_SECONDS):
            return refused
        if request.POST.get("act") == "mail":
            link_form = LinkForm(request.POST, auto_id="id_link_%s")
            if mailed := link_form.is_valid():
                mail_link(at=timezone.now(), **link_form.cleaned_data)
                link_form = LinkForm(auto_id="id_link_%s")
        elif (form := LookUpForm(request.POST)).is_valid():
            case = find_by_number(at=timezone.now(), **form.cleaned_data)
            if case:
                return redirect(case_path(case))
            form.add_error(
                None, _("Nothing is known under this number with these digits or this code.")
            )
    context = {"form": form, "link_form": link_form, "mailed": mailed}
    return page_in_language(request, "cases/look_up.html", context)


def _kept(request: HttpRequest, case: Case, forms: dict[str, Any]) -> bool:
    """Carry out what the client sent; tell whether it was kept."""
    now, act = timezone.now(), request.POST.get("act")
    try:
        if act == "satisfied":
            close_satisfied(case=case, at=now)
        elif act == "object":
            forms["reason_form"] = ReasonForm(request.POST)
            if not forms["reason_form"].is_valid():
                return False
            reason = forms["reason_form"].cleaned_data["reason"]
            object_to_result(case=case, reason=reason, at=now)
        elif act == "reopen":
            forms["reopen_form"] = ReasonForm(request.POST, auto_id="id_reopen_%s")
            if not forms["reopen_form"].is_valid():
                return False
            reopen_case(case=case, reason=forms["reopen_form"].cleaned_data["reason"], at=now)
        else:
            forms["message_form"] = MessageForm(request.POST, request.FILES)
            if not forms["message_form"].is_valid():
                return False
            said = forms["message_form"].cleaned_data
            write_as_client(case=case, text=said["text"], files=said["photos"], at=now)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return True
    messages.success(request, _("Thank you. We have received it."))
    return True


def _shown(case: Case) -> dict[str, Any]:
    """Return what a client reads of their case: steps, and messages that are meant for them."""
    order = list(way_of(case))
    reached = order.index(CaseStatus(case.status))
    return {
        "case": case,
        "steps": [(step.label, n < reached, n == reached) for n, step in enumerate(order)],
        "case_messages": words_of(case),
        "first_files": case.evidence.filter(from_client=True, message=None),
        "from_client": MessageKind.CLIENT,
        "asked": case.status == CaseStatus.FOLLOWING_UP,
        "settled": case.outcome == Outcome.SATISFIED,
        "may_reopen": may_reopen(case, at=timezone.now()),
        "reopen_until": reopen_until(case),
    }


def _throttled(request: HttpRequest, key: str, limit: int, seconds: int) -> HttpResponse | None:
    page = "cases/throttled.html"
    return refused_for_now(request, key, limit=limit, seconds=seconds, template=page)
