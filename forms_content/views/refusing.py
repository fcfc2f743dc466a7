"""Where staff land when an act on a form was refused."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect


def back_to_editor(page: Any) -> HttpResponse:
    """Lead back to the page that was to be acted upon."""
    return redirect("wagtailadmin_pages:edit", page.pk)
