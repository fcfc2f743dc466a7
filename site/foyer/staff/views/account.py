"""Setting up one's own second step, and helping a colleague whose phone is gone. (SEC-21)"""

from __future__ import annotations

from typing import Any, ClassVar, cast

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.decorators.debug import sensitive_post_parameters
from qr_code.qrcode.maker import make_embedded_qr_code
from qr_code.qrcode.utils import QRCodeOptions
from wagtail.admin import messages
from wagtail.admin.views.account import BaseSettingsPanel
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from foyer.core.languages import wording
from foyer.core.models import HousePolicy, User
from foyer.core.refusals import Refusal
from foyer.core.throttle import TooManyAttempts
from foyer.staff.forms import PasswordAgainForm, SetUpForm
from foyer.staff.models import SecondStep
from foyer.staff.services import second_step, sessions
from foyer.staff.services.one_time_codes import app_address

_QR = QRCodeOptions(image_format="svg", error_correction="M", border=4, size="M")


class SecondStepPanel(BaseSettingsPanel):
    """The account page's word on the second step, and the way to it."""

    name: ClassVar[str] = "second_step"
    title: ClassVar = gettext_lazy("Second step")
    order: ClassVar[int] = 600
    template_name: ClassVar[str] = "staff/panel.html"

    def get_form(self) -> forms.Form:
        """Return an empty form: nothing here is kept with the rest of the page."""
        return forms.Form()

    def get_context_data(self) -> dict[str, Any]:
        """Return how the account stands."""
        step = SecondStep.objects.filter(user=self.user).first()
        return {"step": step, "codes_left": second_step.codes_left(self.user)}


@method_decorator(sensitive_post_parameters(), name="dispatch")
class OwnView(WagtailAdminTemplateMixin, View):
    """A page about one's own second step."""

    header_icon: ClassVar = "lock"
    needs_second_step: ClassVar[bool] = True
    refusal: TooManyAttempts | None = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Lead whoever has no second step to where it is set up."""
        if self.needs_second_step and not second_step.is_set_up(self.staff):
            return redirect("staff:set_up")
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    @property
    def staff(self) -> User:
        """Whose second step it is."""
        return cast("User", self.request.user)

    @property
    def fresh(self) -> bool:
        """Whether the password was given a moment ago."""
        return sessions.is_fresh(self.request.session, at=timezone.now())

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way here: home, account, this page."""
        account = {"url": reverse("wagtailadmin_account"), "label": _("Account")}
        return [*self.breadcrumbs_items, account, {"url": "", "label": self.get_page_title()}]

    def show(self, *, form: forms.Form | None = None, **context: Any) -> HttpResponseBase:
        """Show the page; with a form that was refused, as a refusal."""
        context = self.get_context_data(form=form, **context)
        response: HttpResponseBase = self.render_to_response(context)
        if form is not None and form.errors:
            response.status_code = 422
        if self.refusal is not None:
            response.status_code = self.refusal.status
            response.headers["Retry-After"] = str(self.refusal.retry_after)
        return response

    def refuse(self, form: forms.Form, field: str, refusal: Refusal) -> None:
        """Put a refusal beside its field."""
        form.add_error(field, str(refusal))
        self.refusal = refusal if isinstance(refusal, TooManyAttempts) else None

    def confirm(self, form: PasswordAgainForm) -> bool:
        """Tell whether the form holds what is needed, the password included where it is asked for."""
        if not form.is_valid():
            return False
        if "password" not in form.fields:
            return True
        try:
            second_step.confirm_password(
                user=self.staff, password=form.cleaned_data["password"], at=timezone.now()
            )
        except Refusal as refusal:
            self.refuse(form, "password", refusal)
            return False
        return True


class SetUpView(OwnView):
    """Show the picture for the app, and take the first code."""

    template_name = "staff/set_up.html"
    page_title: ClassVar = gettext_lazy("Set up the second step")
    needs_second_step: ClassVar[bool] = False

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the frame of the page: the admin is still closed to whoever must do this first."""
        must = bool(getattr(self.request, "must_set_up_second_step", False))
        layout = "staff/door.html" if must else "wagtailadmin/generic/base.html"
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"must": must, "layout": layout}

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """Show a fresh picture; nothing is kept yet."""
        if second_step.is_set_up(self.staff):
            messages.info(request, str(second_step.AlreadySetUp.message))
            return redirect("wagtailadmin_account")
        secret, sealed = second_step.begin_set_up(user=self.staff)
        return self._show_picture(secret, SetUpForm(initial={"sealed": sealed}, fresh=self.fresh))

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """Keep the second step, and show the recovery codes this once."""
        form, sealed = SetUpForm(request.POST, fresh=self.fresh), request.POST.get("sealed", "")
        try:
            secret = second_step.secret_of_set_up(sealed, user=self.staff)
        except second_step.SetUpExpired as refusal:
            messages.error(request, str(refusal))
            return redirect("staff:set_up")
        if not self.confirm(form):
            return self._show_picture(secret, form)
        code = form.cleaned_data["code"]
        try:
            codes = second_step.set_up(user=self.staff, secret=secret, code=code, at=timezone.now())
        except Refusal as refusal:
            self.refuse(form, "code", refusal)
            return self._show_picture(secret, form)
        request.session.cycle_key()
        sessions.note_second_step(request.session, taken=True)
        request.must_set_up_second_step = False  # type: ignore[attr-defined]  # the admin is open from here on
        return self.show(codes=codes)

    def _show_picture(self, secret: str, form: SetUpForm) -> HttpResponseBase:
        house = wording(HousePolicy.load(request_or_site=self.request), "name") or "Foyer"
        address = app_address(secret, account=self.staff.username, house=house)
        spaced = " ".join(secret[n : n + 4] for n in range(0, len(secret), 4))
        qr = make_embedded_qr_code(address, _QR)
        return self.show(form=form, qr=qr, secret=spaced)


class RecoveryCodesView(OwnView):
    """Make fresh recovery codes, and show them this once."""

    template_name = "staff/recovery_codes.html"
    page_title: ClassVar = gettext_lazy("New recovery codes")

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """Ask."""
        left = second_step.codes_left(self.staff)
        return self.show(form=PasswordAgainForm(fresh=self.fresh), codes_left=left)

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """Make them."""
        form = PasswordAgainForm(request.POST, fresh=self.fresh)
        if not self.confirm(form):
            return self.show(form=form, codes_left=second_step.codes_left(self.staff))
        return self.show(codes=second_step.renew_recovery_codes(user=self.staff))


class RemoveView(OwnView):
    """Take the second step off one's own account, as before changing phones."""

    template_name = "staff/remove.html"
    page_title: ClassVar = gettext_lazy("Remove the second step")

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """Ask."""
        required = second_step.standing_of(self.staff).is_required
        return self.show(form=PasswordAgainForm(fresh=self.fresh), required=required)

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """Remove it."""
        form = PasswordAgainForm(request.POST, fresh=self.fresh)
        if not self.confirm(form):
            required = second_step.standing_of(self.staff).is_required
            return self.show(form=form, required=required)
        second_step.remove_second_step(user=self.staff)
        sessions.note_second_step(request.session, taken=False)
        messages.success(request, _("The second step was removed."))
        return redirect("wagtailadmin_account")


class ResetView(WagtailAdminTemplateMixin, View):
    """Take a colleague's second step away, after asking."""

    template_name = "staff/reset.html"
    page_title: ClassVar = gettext_lazy("Reset the second step")
    header_icon: ClassVar = "lock-open"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse whoever may not change accounts, and whoever means their own."""
        self.colleague = get_object_or_404(User, pk=kwargs["pk"])
        if not request.user.has_perm("core.change_user") or self.colleague == request.user:
            raise PermissionDenied
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    def get_page_subtitle(self) -> str:
        """Return the colleague the page is about."""
        return str(self.colleague)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way here: home, users, this page."""
        users = {"url": reverse("wagtailusers_users:index"), "label": _("Users")}
        return [*self.breadcrumbs_items, users, {"url": "", "label": self.get_page_title()}]

    def get(self, request: HttpRequest, **_kwargs: Any) -> HttpResponseBase:
        """Ask."""
        response: HttpResponseBase = self.render_to_response(
            self.get_context_data(colleague=self.colleague)
        )
        return response

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponseBase:
        """Reset it."""
        by = cast("User", request.user)
        second_step.reset_second_step(user=self.colleague, by=by, at=timezone.now())
        sentence = _("The second step of %(name)s was reset, and they were logged out everywhere.")
        messages.success(request, sentence % {"name": self.colleague})
        return redirect("wagtailusers_users:index")
