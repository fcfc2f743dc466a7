"""What staff ask of a tablet from afar: a message, another event, closing, opening, wiping. (KIOSK 4)"""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from foyer.core.refusals import Refusal
from foyer.guests.forms.desk import MessageForm, MoveForm
from foyer.guests.services.fleet import (
    ask_to_wipe,
    lock_desk,
    move_desk,
    send_message,
    unlock_desk,
)

from .desks import DeskView


class DeskFormView(DeskView):
    """A page with one form about a desk, and one act."""

    template_name = "door/desk_form.html"
    form_class: ClassVar[type[forms.Form]]
    explanation: ClassVar[Any] = ""
    submit_label: ClassVar[Any] = ""

    def make_form(self, data: Any = None) -> forms.Form:
        """Return the form, empty or with what was sent."""
        return self.form_class(data)

    def act(self, data: dict[str, Any]) -> str:
        """Do it and return what is to be said, or raise a refusal."""
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the form beside what every page shows."""
        kwargs.setdefault("form", self.make_form())
        words = {"explanation": self.explanation, "submit_label": self.submit_label}
        return super().get_context_data(**kwargs) | words

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Act, or show the form again with what is the matter."""
        form = self.make_form(request.POST)
        if form.is_valid():
            try:
                said = self.act(form.cleaned_data)
            except Refusal as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, said)
                return redirect("guests:desks")
        response: HttpResponseBase = self.render_to_response(self.get_context_data(form=form))
        return response


class MessageView(DeskFormView):
    """Show a message on a tablet."""

    form_class = MessageForm
    page_title: ClassVar = gettext_lazy("Message to the tablet")
    explanation: ClassVar = gettext_lazy(
        "The tablet shows it within half a minute, over whatever is on its screen, until somebody "
        "there confirms it. Guests can read it, too."
    )
    submit_label: ClassVar = gettext_lazy("Send the message")

    def act(self, data: dict[str, Any]) -> str:
        """Send it."""
        send_message(desk=self.desk, text=data["text"], by=self.staff, at=timezone.now())
        return _("The message is on its way to %(desk)s.") % {"desk": self.desk}


class MoveView(DeskFormView):
    """Open a desk for another event."""

    form_class = MoveForm
    page_title: ClassVar = gettext_lazy("Move to another event")
    explanation: ClassVar = gettext_lazy(
        "The tablet then forgets the guests of the event before and fetches the new list. What it "
        "has not handed in yet it still hands in."
    )
    submit_label: ClassVar = gettext_lazy("Move the desk")

    def make_form(self, data: Any = None) -> forms.Form:
        """Return the form with the events a desk can be moved to."""
        return MoveForm(data, desk=self.desk, at=timezone.now())

    def act(self, data: dict[str, Any]) -> str:
        """Move it."""
        move_desk(desk=self.desk, event=data["event"], by=self.staff)
        said = _("%(desk)s is now open for %(event)s.")
        return said % {"desk": self.desk, "event": data["event"].title_text}


class WipeView(DeskFormView):
    """Ask a tablet to forget everything but that it is paired."""

    form_class = forms.Form
    page_title: ClassVar = gettext_lazy("Wipe the tablet")
    explanation: ClassVar = gettext_lazy(
        "The tablet hands in what it still keeps, forgets its list of guests and its settings, "
        "starts anew and fetches the list again. It stays paired. To take its rights away, revoke it."
    )
    submit_label: ClassVar = gettext_lazy("Wipe the tablet")

    def act(self, data: dict[str, Any]) -> str:
        """Ask for it."""
        ask_to_wipe(desk=self.desk, by=self.staff, at=timezone.now())
        return _("%(desk)s wipes itself as soon as it is heard of.") % {"desk": self.desk}


class LockView(DeskView):
    """Close a desk, or open it again; both are easily undone, so nothing is asked first."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Close or open, as the button said."""
        try:
            if request.POST.get("act") == "open":
                unlock_desk(desk=self.desk, by=self.staff)
                said = _("%(desk)s is open again.")
            else:
                lock_desk(desk=self.desk, by=self.staff, at=timezone.now())
                said = _("%(desk)s is closed. Its staff PIN opens it again, too.")
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, said % {"desk": self.desk})
        return redirect("guests:desks")
