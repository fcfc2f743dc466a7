"""Who is in the house, for the screen and for paper. (000-12)"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language

from foyer.core.languages import HTML_LANG, known_language, wording
from foyer.core.models import HousePolicy
from foyer.guests.muster import read_muster

from .scope import EventView


class MusterView(EventView):
    """The list by which everybody is accounted for when the house is cleared."""

    right = "guests.view_signin"

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Show it as it is now."""
        context = {
            "event": self.event,
            "muster": read_muster(self.event, at=timezone.now()),
            "house_name": wording(HousePolicy.load(), "name"),
            "html_lang": HTML_LANG[known_language(get_language())],
        }
        response = render(request, "door/muster.html", context)
        response["Cache-Control"] = "no-store"
        return response
