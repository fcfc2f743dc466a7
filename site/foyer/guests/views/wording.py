"""The words of an invitation as a real letter, sent to whoever writes them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from foyer.core.enums import MailTrouble
from foyer.core.models import Job
from foyer.core.refusals import Refusal
from foyer.guests.models import InvitationWording
from foyer.guests.services.sample_letters import (
    ask_for_test_letter,
    test_letters,
)

from .scope import StaffView

_TESTS_SHOWN = 5


class TestLetterView(StaffView):
    """Sends one letter in these words to whoever asks; it is nobody's invitation."""

    right = "guests.change_invitationwording"
    template_name = "guests_admin/test_letter.html"
    page_title: ClassVar = gettext_lazy("Send me a test letter")
    header_icon: ClassVar = "mail"

    def look_up(self, **kwargs: Any) -> None:
        """Find the wording."""
        self.words = get_object_or_404(InvitationWording, pk=kwargs["pk"])

    @property
    def edit_url(self) -> str:
        """The address where the words are written."""
        return reverse(self.words.snippet_viewset.get_url_name("edit"), args=[self.words.pk])

    def get_page_subtitle(self) -> str:
        """Return the wording's subject."""
        return self.words.subject

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way here: home, the wording, this page."""
        return [
            *self.breadcrumbs_items,
            {"url": self.edit_url, "label": self.words.subject},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return where the letter would go, and what became of the last ones."""
        tests = test_letters(words=self.words, by=self.staff)[:_TESTS_SHOWN]
        return super().get_context_data(**kwargs) | {
            "words": self.words,
            "email": self.staff.email,
            "edit_url": self.edit_url,
            "tests": [(test, _trouble_of(test)) for test in tests],
        }

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Put the letter into the post."""
        try:
            ask_for_test_letter(words=self.words, by=self.staff, at=timezone.now())
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(
                request,
                _("A test letter is on its way to %(email)s.") % {"email": self.staff.email},
            )
        return redirect(request.path)


def _trouble_of(test: Job) -> str:
    """Return in plain words why a test letter did not go out, or nothing."""
    trouble = test.result.get("trouble")
    return str(MailTrouble(trouble).label) if trouble in MailTrouble.values else test.error
