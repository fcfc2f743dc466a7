"""Acts upon one guest, each asked for once more before it is carried out."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request

from foyer.core.refusals import Refusal
from foyer.guests.enums import InvitationStatus
from foyer.guests.forms.guest_list import SignInForm, UndoForm
from foyer.guests.models import SignIn
from foyer.guests.services.codes import issue_new_code
from foyer.guests.services.invitations import queue_invitations, withdraw_invitations
from foyer.guests.services.sign_in import sign_in_by_hand, undo_sign_in
from foyer.guests.services.striking_off import put_back, strike_off

from .saying import say_left_out, say_queued
from .scope import GuestView


class ActView(GuestView):
    """Ask once more, then act; a refusal is told, and nothing is done."""

    template_name = "guests_admin/act.html"

    def form(self, data: Any = None) -> forms.Form:
        """Return what the act needs to be told."""
        return forms.Form(data)

    def question(self) -> str:
        """Return what is about to happen, in a sentence."""
        return ""

    def act(self, form: forms.Form) -> None:
        """Carry the act out and say so.

        Raises:
            Refusal: the act is not allowed.
        """
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the question and the form."""
        kwargs.setdefault("form", self.form())
        return super().get_context_data(**kwargs) | {
            "question": self.question(),
            "next": get_valid_next_url_from_request(self.request),
        }

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Carry the act out, or show the form again."""
        form = self.form(request.POST)
        if form.is_valid():
            try:
                self.act(form)
            except Refusal as refusal:
                form.add_error(None, str(refusal))
            else:
                return redirect(get_valid_next_url_from_request(request) or self.guest_url)
        response: HttpResponseBase = self.render_to_response(self.get_context_data(form=form))
        return response

    def say(self, sentence: str) -> None:
        """Tell that the act was carried out."""
        messages.success(self.request, sentence % {"guest": self.guest.name})


class StrikeOffView(ActView):
    """Strike a guest off the list."""

    right = "guests.delete_guest"
    page_title: ClassVar = gettext_lazy("Strike off the list")

    def question(self) -> str:
        """Say what becomes of the code and the letters."""
        return _(
            "The guest stays on record, but the code opens no door any more, and a letter that is "
            "still waiting is withdrawn. You can put the guest back later."
        )

    def act(self, form: forms.Form) -> None:
        """Strike the guest off."""
        strike_off(guest=self.guest, by=self.staff, at=timezone.now())
        self.say(_("%(guest)s has been struck off the list."))


class PutBackView(ActView):
    """Put a struck-off guest back."""

    right = "guests.delete_guest"
    page_title: ClassVar = gettext_lazy("Put back on the list")

    def question(self) -> str:
        """Say what becomes of the code."""
        return _("The guest may come again, and the code sent before is valid again.")

    def act(self, form: forms.Form) -> None:
        """Put the guest back."""
        put_back(guest=self.guest, by=self.staff, at=timezone.now())
        self.say(_("%(guest)s is back on the list."))


class NewCodeView(ActView):
    """Give a guest a new code."""

    right = "guests.invite_guest"
    page_title: ClassVar = gettext_lazy("Issue a new code")

    def question(self) -> str:
        """Say what becomes of the old code."""
        return _(
            "The old code stops working at once: printed passes and letters already sent are worth "
            "nothing. Send the invitation again afterwards."
        )

    def act(self, form: forms.Form) -> None:
        """Issue the code."""
        issue_new_code(guest=self.guest, by=self.staff, at=timezone.now())
        self.say(_("%(guest)s has a new code."))


class InviteView(ActView):
    """Send one guest the invitation, for the first time or again."""

    right = "guests.invite_guest"
    page_title: ClassVar = gettext_lazy("Send the invitation")

    def question(self) -> str:
        """Say whether a letter has gone out before."""
        sent = self.guest.invitations.filter(status=InvitationStatus.SENT).first()
        if sent is None or sent.sent_at is None:
            return _("The invitation is sent by e-mail, in the guest's language, with the code.")
        when = date_format(timezone.localtime(sent.sent_at), "SHORT_DATETIME_FORMAT")
        return _(
            "An invitation was sent on %(when)s already. The guest will get a second letter with "
            "the same code."
        ) % {"when": when}

    def act(self, form: forms.Form) -> None:
        """Put the letter into the post."""
        queued = queue_invitations(
            guests=[self.guest], by=self.staff, at=timezone.now(), again=True
        )
        say_queued(self.request, queued)


class WithdrawView(ActView):
    """Withdraw the letter that waits; the guest stays on the list."""

    right = "guests.invite_guest"
    page_title: ClassVar = gettext_lazy("Withdraw the letter")

    def question(self) -> str:
        """Say what becomes of the guest and of the code."""
        return _(
            "The letter that waits is not sent. The guest stays on the list, and the code stays valid."
        )

    def act(self, form: forms.Form) -> None:
        """Withdraw the letter, unless it is being sent."""
        done = withdraw_invitations(guests=[self.guest], by=self.staff, at=timezone.now())
        if done.guests:
            self.say(_("The letter to %(guest)s has been withdrawn."))
        say_left_out(self.request, done.skipped)


class SignInView(ActView):
    """Sign a guest in by hand."""

    right = "guests.add_signin"
    page_title: ClassVar = gettext_lazy("Sign in by hand")

    def question(self) -> str:
        """Say when this is the way."""
        if not self.event.checkpoints.exists():
            return _("This event has no checkpoint yet. Make one first, beside the guest list.")
        return _("For a guest who stands at the door without a code.")

    def form(self, data: Any = None) -> forms.Form:
        """Ask for the list and the number of people."""
        return SignInForm(data, guest=self.guest)

    def act(self, form: forms.Form) -> None:
        """Sign the guest in; who is in already stays as they are."""
        values = form.cleaned_data
        now = timezone.now()
        sign_in = sign_in_by_hand(
            guest=self.guest,
            checkpoint=values["checkpoint"],
            by=self.staff,
            at=now,
            party=values["party"],
        )
        if sign_in.signed_in_at == now:
            self.say(_("%(guest)s has been signed in."))
            return
        when = date_format(timezone.localtime(sign_in.signed_in_at), "SHORT_DATETIME_FORMAT")
        sentence = _("%(guest)s was signed in there already, at %(when)s. Nothing was changed.")
        messages.warning(self.request, sentence % {"guest": self.guest.name, "when": when})


class UndoSignInView(ActView):
    """Undo a sign-in, with a reason."""

    right = "guests.undo_signin"
    page_title: ClassVar = gettext_lazy("Undo a sign-in")

    def look_up(self, **kwargs: Any) -> None:
        """Find the guest's sign-in."""
        super().look_up(**kwargs)
        sign_ins = SignIn.objects.select_related("checkpoint", "guest")
        self.sign_in = get_object_or_404(sign_ins, guest=self.guest, pk=kwargs["sign_in_pk"])

    def question(self) -> str:
        """Say which sign-in is meant."""
        when = date_format(timezone.localtime(self.sign_in.signed_in_at), "SHORT_DATETIME_FORMAT")
        return _(
            "Signed in at %(checkpoint)s on %(when)s. The record is kept with your reason, and the "
            "guest may sign in again."
        ) % {"checkpoint": self.sign_in.checkpoint.name_text, "when": when}

    def form(self, data: Any = None) -> forms.Form:
        """Ask for the reason."""
        return UndoForm(data)

    def act(self, form: forms.Form) -> None:
        """Undo it."""
        reason = form.cleaned_data["reason"]
        undo_sign_in(sign_in=self.sign_in, by=self.staff, at=timezone.now(), reason=reason)
        self.say(_("The sign-in of %(guest)s has been undone."))
