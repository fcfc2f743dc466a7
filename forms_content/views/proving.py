"""The sum a browser does before it sends a form, on the form's page. (FORMS 7)"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest

from forms_content.models import FormPage, FormPolicy, Recipient, Submission
from forms_content.proofs import (
    BITS,
    Challenge,
    ProofWrong,
    asks_proof,
    check_proof,
    check_slow,
    new_challenge,
    read_challenge,
    read_numbers,
)
from foyer.core.client_ip import client_ip
from foyer.core.throttle import count_attempt

SLOW_AN_HOUR = 5  # answers without the sum, from one address
SLOW_OF_A_FORM = 100  # in an hour, from everywhere


@dataclass(frozen=True, slots=True)
class Sum:
    """What a page has its browser reckon; `numbers` where it has done so already."""

    challenge: Challenge
    numbers: str = ""
    bits: int = BITS


def sum_asked(
    request: HttpRequest, page: FormPage, link: Recipient | None, *, at: datetime
) -> Sum | None:
    """Return what a page asks its browser for: the same as before while that is good for an answer."""
    policy = FormPolicy.current()
    if link or not asks_proof(page, policy):
        return None
    if request.method == "POST" and (before := _before(request, page, at)):
        return before
    return Sum(new_challenge(page, policy, at=at))


def check_sum(request: HttpRequest, page: FormPage, link: Recipient | None, *, at: datetime) -> str:
    """Return under what an answer keeps that its sum is used up; nothing where none is asked for.

    A browser without JavaScript does no sum: what it sends is taken once the page was open for a while,
    a few times an hour.

    Raises:
        ProofWrong, ProofTooSoon, TooManyAttempts.
    """
    if link or not asks_proof(page, FormPolicy.current()):
        return ""
    challenge = read_challenge(page, request.POST.get("challenge", ""), at=at)
    written = request.POST.get("proof", "")
    if written:
        return check_proof(challenge, read_numbers(written))
    key = check_slow(challenge, at=at)
    count_attempt(key=f"form-slow:{client_ip(request)}", limit=SLOW_AN_HOUR, seconds=3600, at=at)
    count_attempt(key=f"form-slow:{page.pk}", limit=SLOW_OF_A_FORM, seconds=3600, at=at)
    return key


def _before(request: HttpRequest, page: FormPage, at: datetime) -> Sum | None:
    written = request.POST.get("proof", "")
    try:
        challenge = read_challenge(page, request.POST.get("challenge", ""), at=at)
        if written:
            check_proof(challenge, read_numbers(written))
    except ProofWrong:
        return None
    if Submission.objects.filter(page=page, proof=challenge.key).exists():
        return None
    return Sum(challenge, written)
