"""What is said, in the admin, of a page that may not be published as it is. (000-10)"""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from wagtail.models import Page

from .publishing import Unready


class UnreadyPageMiddleware:
    """Leads whoever published a page that is not ready to its editor, and says there what is missing.

    Publishing in bulk, approving, copying and whatever else publishes pass here: each is undone as a
    whole by its own transaction, and none needs to know why a page may refuse.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Change nothing of what goes well."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, reason: Exception) -> HttpResponseBase | None:
        """Answer a refusal; everything else is not ours."""
        if not isinstance(reason, Unready):
            return None
        title = _("“%(page)s” cannot be published yet, so nothing was published:") % {
            "page": reason.page.title
        }
        listed = format_html_join("", "<li>{}</li>", ((problem,) for problem in reason.messages))
        messages.error(request, format_html("{}<ul>{}</ul>", title, listed))
        known = Page.objects.filter(pk=reason.page.pk).exists()
        url = (
            reverse("wagtailadmin_pages:edit", args=[reason.page.pk])
            if known
            else reverse("wagtailadmin_home")
        )
        if request.headers.get("x-requested-with") == "XMLHttpRequest":  # a dialogue of Wagtail's
            return JsonResponse({"step": "success", "redirect": url})
        return redirect(url)
