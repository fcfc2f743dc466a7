"""Sending a form to people, and what came of it: numbers before, response rates after. (000-23)"""

from __future__ import annotations

import secrets
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext
from wagtail.admin import messages
from wagtail.admin.paginator import WagtailPaginator

from forms_content.models import FormPolicy, Recipient, Sending
from forms_content.models.form_page import is_open
from forms_content.sending_enums import LeftOut, LetterKind, LetterStatus, Whom
from forms_content.services.audience import Plan, plan_sending
from forms_content.services.reminding import remind, reminders_of, to_remind
from forms_content.services.sending import send_form
from foyer.core.refusals import Refusal
from foyer.guests.views.saying import names_of

from .audience import Audience
from .staff import FormStaffView

PER_PAGE = 50
_TROUBLES_SHOWN = 100


class SendingsView(FormStaffView):
    """The sendings of a form, each with its response rate."""

    right = "forms_content.view_sending"
    template_name = "forms_content/admin/sendings.html"
    page_title: ClassVar = gettext_lazy("Sent to people")
    header_icon: ClassVar = "mail"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return one page of them, the latest first."""
        sendings = Sending.objects.filter(page=self.form_page).with_rates()
        shown = sendings.select_related("event", "by", "page").order_by("-made_at", "-pk")
        page = WagtailPaginator(shown, PER_PAGE).get_page(self.request.GET.get("p"))
        return super().get_context_data(**kwargs) | {
            "shown": page,
            "may_send": self.staff.has_perm("forms_content.add_sending"),
            "open": self.form_page.live and is_open(self.form_page, at=timezone.now()),
        }


class SendView(FormStaffView):
    """Asks whom a form is to be sent to, shows how many that is and who is left out, and sends it."""

    right = "forms_content.add_sending"
    template_name = "forms_content/admin/send.html"
    page_title: ClassVar = gettext_lazy("Send the form")
    header_icon: ClassVar = "mail"

    @cached_property
    def audience(self) -> Audience:
        """The people meant."""
        request = self.request
        return Audience(request, request.POST if request.method == "POST" else request.GET)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the question, and where it is answered, the numbers."""
        audience = self.audience
        context = super().get_context_data(**kwargs) | {
            "audience": audience,
            "form": audience.form,
            "open": self.form_page.live and is_open(self.form_page, at=timezone.now()),
            "asks_guests": audience.whom == Whom.CHOSEN and audience.event is not None,
        }
        if audience.is_understood:
            plan = plan_sending(page=self.form_page, people=audience.people, event=audience.event)
            context |= {
                "plan": plan,
                "count": len(plan.reached),
                "headline": _headline(len(plan.reached)),
                "names": names_of(plan.reached),
                "left_out": _left_out(plan),
                "once": self.request.POST.get("once") or secrets.token_urlsafe(18),
            }
        elif audience.whom and (audience.is_from_list or audience.form.is_valid()):
            messages.warning(
                self.request, _("The list has changed meanwhile. Please choose again.")
            )
        return context

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Send it, when the numbers have been seen; else show them."""
        audience, once = self.audience, request.POST.get("once", "")
        if audience.is_understood and once and request.POST.get("seen") == audience.mark:
            try:
                sending = send_form(
                    page=self.form_page,
                    people=audience.people,
                    whom=audience.whom,
                    event=audience.event,
                    by=self.staff,
                    once=f"{self.staff.pk}:{once}",
                    at=timezone.now(),
                )
            except Refusal as refusal:
                messages.error(request, str(refusal))
            else:
                messages.success(request, _("The letters are on their way."))
                return redirect("forms_content:sending", self.form_page.pk, sending.pk)
        elif request.POST.get("seen"):
            words = _("The list has changed meanwhile. Please look once more before you go on.")
            messages.warning(request, words)
        response: HttpResponseBase = self.render_to_response(self.get_context_data())
        return response


class SendingView(FormStaffView):
    """One sending: asked, reached, opened, answered; whose letter did not arrive; the reminder by hand."""

    right = "forms_content.view_sending"
    template_name = "forms_content/admin/sending.html"
    page_title: ClassVar = gettext_lazy("Response")
    header_icon: ClassVar = "mail"

    def look_up(self, **kwargs: Any) -> None:
        """Find the form and the sending."""
        super().look_up(**kwargs)
        sendings = Sending.objects.filter(page=self.form_page).with_rates()
        known = sendings.select_related("event", "by", "page")
        self.sending = get_object_or_404(known, pk=kwargs["sending"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the numbers, and those whose letter did not arrive."""
        days, most = reminders_of(self.form_page, FormPolicy.current())
        may_send = self.staff.has_perm("forms_content.add_sending")
        return super().get_context_data(**kwargs) | {
            "sending": self.sending,
            "rows": _rates(self.sending),
            "left_out": [
                (LeftOut(reason).label, count) for reason, count in self.sending.left_out.items()
            ],
            "troubled": self._troubled(),
            "may_remind": may_send,
            "to_remind": len(to_remind(self.sending, most=max(most, 1))) if may_send else 0,
            "days": days,
            "most": most,
        }

    def _troubled(self) -> list[tuple[str, str]]:
        """The people whose letter did not arrive, with the reason; those of others are counted only."""
        letters = {
            "letters__kind": LetterKind.LINK,
            "letters__status__in": LetterStatus.TROUBLED,
        }
        people = Recipient.objects.filter(sending=self.sending, **letters)
        people = people.select_related("guest", "contact__client").prefetch_related("letters")
        may_guests = self.staff.has_perm("guests.view_guest")
        return [
            (self._name_of(one, may_guests=may_guests), one.letters.all()[0].get_trouble_display())
            for one in people[:_TROUBLES_SHOWN]
        ]

    def _name_of(self, recipient: Recipient, *, may_guests: bool) -> str:
        if recipient.guest and may_guests:
            return recipient.guest.name
        may_contacts = self.staff.has_perm("clients.view_contact")
        if recipient.contact and may_contacts and recipient.contact.is_visible_to(self.staff):
            return recipient.contact.name
        return _("Somebody you may not see")


class RemindView(SendingView):
    """Reminds those who have not answered."""

    right = "forms_content.add_sending"
    http_method_names = ["post"]  # noqa: RUF012  Django declares it so

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Queue the reminders, and say how many."""
        count = remind(sending=self.sending, by=self.staff, at=timezone.now())
        if count:
            words = ngettext(
                "%(count)d person is reminded.", "%(count)d people are reminded.", count
            )
            messages.success(request, words % {"count": count})
        else:
            messages.warning(request, _("Nobody is left to remind."))
        return redirect("forms_content:sending", self.form_page.pk, self.sending.pk)


def _headline(count: int) -> str:
    words = ngettext(
        "%(count)d person is sent a letter in their own language, with a link of their own.",
        "%(count)d people are sent a letter, each in their own language, with a link of their own.",
        count,
    )
    return words % {"count": count}


def _left_out(plan: Plan) -> list[dict[str, Any]]:
    return [
        {"reason": LeftOut(reason).label, "count": len(who), "names": names_of(who)}
        for reason, who in plan.left_out.items()
    ]


def _rates(sending: Any) -> list[tuple[str, int, int]]:
    """Return what is counted of a sending: its name, the number, per cent of those asked."""
    counted = [
        (pgettext("a form was sent", "Asked"), sending.asked),
        (_("Letter sent"), sending.reached),
        (_("Letter waiting"), sending.waiting),
        (_("Letter not delivered"), sending.troubled),
        (_("Link opened"), sending.opened),
        (_("Answered"), sending.answered),
        (_("Reminded"), sending.reminded),
        (_("Wants no more such letters"), sending.declined),
    ]
    asked = sending.asked or 1
    return [(name, count, round(100 * count / asked)) for name, count in counted]
