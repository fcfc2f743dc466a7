"""One guest: everything known, the letters sent, the arrivals, and the forms to write them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.log_actions import registry

from foyer.core.refusals import Refusal
from foyer.guests.forms.guest_list import GuestForm
from foyer.guests.models import Guest
from foyer.guests.queries import letters_of
from foyer.guests.services.code_picture import code_png
from foyer.guests.services.codes import pass_path, pass_url
from foyer.guests.services.guest_list import GuestChanged, add_guest, change_guest, stamp
from foyer.privacy.enums import ViewPlace
from foyer.privacy.identifiers import mask_email, mask_phone
from foyer.privacy.services.view_log import note_view

from .answers import shown_answers
from .guest_menu import guest_buttons
from .scope import EventView, GuestView

_LOG_LINES = 30


class GuestPageView(GuestView):
    """All about one guest, with the delivery log."""

    template_name = "guests_admin/guest.html"
    page_title: ClassVar = gettext_lazy("Guest")

    def trail(self) -> list[dict[str, Any]]:
        """The guest is the last stop."""
        return [{"url": "", "label": self.guest.name}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the guest with letters, arrivals and the log."""
        guest = self.guest
        letters = list(letters_of(guest))
        plain = self.may("view_sensitive_guest")
        note_view(record=guest, place=ViewPlace.PAGE, by=self.staff, at=timezone.now())
        log = registry.get_logs_for_instance(guest).select_related("user")
        return super().get_context_data(**kwargs) | {
            "buttons": guest_buttons(guest, self.may, letters),
            "letters": letters,
            "sign_ins": guest.sign_ins.select_related("checkpoint", "desk", "undone_by"),
            "answers": shown_answers(guest.answers.all(), plain=plain),
            "may_file": self.request.user.has_perm("clients.change_contact"),
            "departures": guest.departures.select_related("desk"),
            "printings": guest.printings.select_related("desk", "by", "design"),
            "log": log[:_LOG_LINES],
            "phone": guest.phone if plain else mask_phone(guest.phone),
            "email": guest.email if plain else mask_email(guest.email),
            "pass_url": pass_url(guest.code_sealed) if self.may("invite_guest") else "",
        }


class _GuestFormView(EventView):
    """What writing a new guest and changing one have in common."""

    template_name = "guests_admin/guest_form.html"
    instance: Guest

    def form(self, data: Any = None) -> GuestForm:
        """Return the form, empty or with what was sent."""
        return GuestForm(
            data,
            instance=self.instance,
            sensitive=self.may("view_sensitive_guest"),
            initial={"seen": stamp(self.instance)},
            for_user=self.staff,
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the form beside what every page shows."""
        kwargs.setdefault("form", self.form())
        context = super().get_context_data(**kwargs)
        if self.instance.pk:
            note_view(record=self.instance, place=ViewPlace.FORM, by=self.staff, at=timezone.now())
        return context | {"media": kwargs["form"].media}

    def again(self, form: GuestForm) -> HttpResponseBase:
        """Show the form with its errors."""
        response: HttpResponseBase = self.render_to_response(self.get_context_data(form=form))
        return response


class GuestAddView(_GuestFormView):
    """Put one person on the list."""

    right = "guests.add_guest"
    page_title: ClassVar = gettext_lazy("Add a guest")

    def look_up(self, **kwargs: Any) -> None:
        """Find the event; the guest is yet to be made."""
        super().look_up(**kwargs)
        self.instance = Guest(event=self.event)

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Keep the guest, or say what is missing."""
        form = self.form(request.POST)
        if not form.is_valid():
            return self.again(form)
        try:
            guest = add_guest(guest=form.instance, by=self.staff, at=timezone.now())
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.again(form)
        messages.success(request, _("%(guest)s is on the list.") % {"guest": guest.name})
        if "another" in request.POST:
            return redirect(request.path)
        return redirect(self.list_url)


class GuestEditView(_GuestFormView, GuestView):
    """Change one guest without running over what somebody else changed meanwhile."""

    right = "guests.change_guest"
    page_title: ClassVar = gettext_lazy("Edit")

    def look_up(self, **kwargs: Any) -> None:
        """Find the guest."""
        super().look_up(**kwargs)
        self.instance = self.guest

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Keep the changes, or say why not; nothing typed is lost."""
        form = self.form(request.POST)
        if not form.is_valid():
            return self.again(form)
        seen = form.cleaned_data["seen"]
        try:
            guest = change_guest(guest=self.guest, changes=form.changes, seen=seen, by=self.staff)
        except GuestChanged as refusal:
            return self.again(self._with_clash(form, refusal))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
            return self.again(form)
        messages.success(request, _("%(guest)s has been changed.") % {"guest": guest.name})
        return redirect(self.guest_url)

    def _with_clash(self, form: GuestForm, refusal: GuestChanged) -> GuestForm:
        """Return the form as it was sent, each clashing field beside what the list says now."""
        current = Guest.objects.get(pk=self.guest.pk)
        data = self.request.POST.copy()
        data["seen"] = stamp(current)
        again = GuestForm(
            data, instance=current, sensitive=self.may("view_sensitive_guest"), for_user=self.staff
        )
        again.is_valid()
        again.add_error(
            None,
            _("%(refusal)s Check the fields marked, then save again.") % {"refusal": str(refusal)},
        )
        for name in refusal.params["fields"]:
            again.add_error(name, self._kept(Guest.objects.get(pk=current.pk), name, form.hidden))
        return again

    def _kept(self, guest: Guest, name: str, hidden: tuple[str, ...]) -> str:
        display = getattr(guest, f"get_{name}_display", None)
        value = display() if display else getattr(guest, name)
        if name in hidden or value in ("", None):
            return _("Somebody else has changed this field meanwhile.")
        return _("Somebody else has written “%(value)s” here meanwhile.") % {"value": value}


class HandOutView(GuestView):
    """A page that gives a guest's code away: for those who send it or stand at the door."""

    def look_up(self, **kwargs: Any) -> None:
        """Refuse whoever only reads the list, then find the guest."""
        if not (self.may("invite_guest") or self.may("add_signin")):
            raise PermissionDenied
        super().look_up(**kwargs)


class PassView(HandOutView):
    """Lead staff to the guest's pass, which shows, saves and prints itself."""

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Send the browser to the pass."""
        return redirect(pass_path(self.guest.code_sealed))


class CodePictureView(HandOutView):
    """The guest's code as a picture for badges and place cards."""

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Answer with the PNG."""
        picture = code_png(self.guest.code_sealed)
        name = f"{self.event.number or self.event.pk}-{self.guest.pk}.png"
        return HttpResponse(
            picture,
            content_type="image/png",
            headers={"Content-Disposition": f'inline; filename="{name}"'},
        )
