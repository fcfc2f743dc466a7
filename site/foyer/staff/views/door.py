"""What the pages before the admin share: a frame of their own, and the answer to too many attempts."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from foyer.core.throttle import TooManyAttempts


def refuse(
    request: HttpRequest, template: str, refusal: TooManyAttempts, **context: Any
) -> HttpResponse:
    """Show a page with the sentence that says for how long to wait; what was typed is not looked at."""
    response = render(request, template, context | {"refusal": str(refusal)}, status=429)
    response["Retry-After"] = str(refusal.retry_after)
    return response
