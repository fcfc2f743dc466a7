"""A form that is sent twice by one tap too many."""

from __future__ import annotations

import json

from django.http import QueryDict


def sent_once(data: QueryDict) -> str:
    """Return what names this very filling of a form; other words sent by the same form are another.

    Going back to a form and writing something else is no second tap.
    """
    if not data.get("once"):
        return ""
    told = sorted((name, values) for name, values in data.lists() if name != "csrfmiddlewaretoken")
    return json.dumps(told)
