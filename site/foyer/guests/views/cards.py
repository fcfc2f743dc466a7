"""Badges, place cards and table cards of an event: chosen, printed, and written down. (003-11, 004-09)"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, ClassVar
from uuid import uuid4

from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from wagtail.admin import messages

from foyer.core.languages import HTML_LANG, known_language
from foyer.guests.cards.choosing import design_for
from foyer.guests.cards.drawing import draw
from foyer.guests.cards.saying import Subject, of_guest, of_table
from foyer.guests.cards.whose import card_counts, guests_for, in_order, table_counts, with_words
from foyer.guests.enums import CardAudience, CardKind, CardOrder
from foyer.guests.forms.cards import EventCardsForm, PrintForm
from foyer.guests.models import EventCards, Guest
from foyer.guests.queries import tables_of
from foyer.guests.services.printings import note_printed

from .scope import EventView, GuestView
from .selection import Selection

MOST_AT_ONCE = 1500
_SEALED = "foyer.cards.printed"


class CardsPage(EventView):
    """A page about an event's cards."""

    right = "guests.print_carddesign"
    header_icon: ClassVar = "badge"


class CardsView(CardsPage):
    """What can be printed for an event, and by which designs."""

    template_name = "guests_admin/cards.html"
    page_title: ClassVar = gettext_lazy("Badges and table cards")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the forms and the figures."""
        selection = _selection(self.request.GET, self.event)
        tables = tables_of(self.event)
        chosen = EventCards.objects.filter(event=self.event).first()
        designs = [(kind.label, design_for(self.event, kind)) for kind in CardKind]
        kwargs.setdefault("choice_form", EventCardsForm(instance=chosen))
        return super().get_context_data(**kwargs) | {
            "counts": card_counts(self.event),
            "tables": table_counts(self.event, tables),
            "print_form": PrintForm(tables=tables, initial={"order": CardOrder.TABLE}),
            "cards_url": self.request.path,
            "selection": selection,
            "designs": designs,
            "may_choose": self.may("change_carddesign"),
        }

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Keep which designs the event has."""
        if not self.may("change_carddesign"):
            raise PermissionDenied
        kept = EventCards.objects.filter(event=self.event).first() or EventCards(event=self.event)
        form = EventCardsForm(request.POST, instance=kept)
        if not form.is_valid():
            answer: HttpResponseBase = self.render_to_response(
                self.get_context_data(choice_form=form)
            )
            return answer
        form.save()
        messages.success(request, _("The designs of this event have been kept."))
        return redirect("guests:cards", self.event.pk)


class _PrintPage(CardsPage):
    """Cards on their paper, as the browser prints them; printing them is written down."""

    def show(self, kind: str, subjects: Sequence[Subject], guests: Sequence[Guest]) -> HttpResponse:
        """Answer with the sheets."""
        design = design_for(self.event, kind)
        is_table = kind == CardKind.TABLE_CARD
        whose: list[Any] = (
            [one.table for one in subjects] if is_table else [guest.pk for guest in guests]
        )
        told = [self.event.pk, kind, whose, str(uuid4())]
        context = {
            "event": self.event,
            "kind": CardKind(kind),
            "design": design,
            "drawing": draw(design, subjects),
            "count": len(subjects),
            "told": signing.dumps(told, salt=_SEALED, compress=True),
            "html_lang": HTML_LANG[known_language(get_language())],
        }
        response = render(self.request, "guests_admin/cards_print.html", context)
        response["Cache-Control"] = "no-store"
        return response


class CardsPrintView(_PrintPage):
    """The cards of all, of some, of a table, in an order."""

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Show the sheets, or say that there is nobody to print for."""
        tables = tables_of(self.event)
        form = PrintForm(request.GET, tables=tables)
        if not form.is_valid():
            messages.error(request, _("Choose again what is to be printed: the list has changed."))
            return redirect("guests:cards", self.event.pk)
        wanted = form.cleaned_data
        if wanted["kind"] == CardKind.TABLE_CARD:
            return self._show_tables([wanted["table"]] if wanted["table"] else tables)
        guests = in_order(self._guests(wanted)[: MOST_AT_ONCE + 1], wanted["order"])
        if len(guests) > MOST_AT_ONCE:
            told = _("More than %(most)s at once are too many for a browser. Print table by table.")
            messages.error(request, told % {"most": MOST_AT_ONCE})
            return redirect("guests:cards", self.event.pk)
        if not guests:
            messages.warning(request, _("There is nobody to print this for."))
            return redirect("guests:cards", self.event.pk)
        return self.show(wanted["kind"], [of_guest(one, self.event) for one in guests], guests)

    def _guests(self, wanted: dict[str, Any]) -> Any:
        selection = _selection(self.request.GET, self.event)
        if selection is not None:
            return with_words(selection.found.filter(cancelled_at=None))
        audience = wanted["audience"] or CardAudience.ALL
        found = guests_for(
            self.event, kind=wanted["kind"], audience=audience, table=wanted["table"]
        )
        return with_words(found.order_by("pk"))

    def _show_tables(self, tables: list[str]) -> HttpResponseBase:
        seated = list(with_words(self.event.guests.expected().filter(table__in=tables)))
        in_seats = in_order(seated, CardOrder.TABLE)
        subjects = [
            of_table(name, tuple(one for one in in_seats if one.table == name), self.event)
            for name in dict.fromkeys(one.table for one in in_seats)
        ]
        if not subjects:
            messages.warning(self.request, _("Nobody has a table yet."))
            return redirect("guests:cards", self.event.pk)
        return self.show(CardKind.TABLE_CARD, subjects, in_seats)


class BadgeView(_PrintPage, GuestView):
    """One guest's badge."""

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Show it; who was struck off has none."""
        if self.guest.cancelled_at:
            messages.warning(request, _("This guest has been struck off the list."))
            return redirect(self.guest_url)
        return self.show(CardKind.BADGE, [of_guest(self.guest, self.event)], [self.guest])


class CardsPrintedView(CardsPage):
    """Hears from the print page that it is being printed."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Write down whose cards were printed; told twice, once."""
        try:
            told = json.loads(request.body)["told"]
            event_pk, kind, whose, print_id = signing.loads(told, salt=_SEALED)
        except (ValueError, TypeError, KeyError, signing.BadSignature):
            return JsonResponse({"message": _("Open this page again to print it.")}, status=400)
        if event_pk != self.event.pk:
            return JsonResponse({"message": _("Open this page again to print it.")}, status=400)
        is_table = kind == CardKind.TABLE_CARD
        asked = Guest.objects.filter(event=self.event)
        guests = asked.none() if is_table else asked.filter(pk__in=whose)
        noted = note_printed(
            event=self.event,
            kind=kind,
            design=design_for(self.event, kind),
            guests=guests,
            tables=whose if is_table else (),
            print_id=print_id,
            by=self.staff,
            at=timezone.now(),
        )
        said = ngettext(
            "%(n)d card is noted as printed.", "%(n)d cards are noted as printed.", len(whose)
        )
        return JsonResponse({"message": said % {"n": len(whose)}, "again": noted.again})


def _selection(data: QueryDict, event: Any) -> Selection | None:
    """Return the guests an address names, or None when it names nobody in particular."""
    if "guest" not in data and "all" not in data:
        return None
    selection = Selection(event, data)
    return selection if selection.is_understood else None
