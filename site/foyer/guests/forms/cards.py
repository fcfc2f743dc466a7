"""Forms about badges and cards: how they look, which an event has, and what is printed now."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.blocks import StreamBlockValidationError

from foyer.guests.card_parts import QUIET, SMALLEST_CODE, CodePlace
from foyer.guests.cards.compiling import compile_design
from foyer.guests.cards.paper import fits_a4
from foyer.guests.enums import CardAudience, CardKind, CardOrder, CardPaper, CardSize
from foyer.guests.models import CardDesign, EventCards

_ROOM_FOR_WORDS = 15  # millimetres that stay for the words beside a code
_OF_ONE_GUEST = ("name", "latin_name", "company", "title", "ribbon", "code")


class CardDesignForm(WagtailAdminModelForm):
    """A design; one whose code no tablet could read, or that fits no sheet, is refused."""

    def clean(self) -> dict[str, Any]:
        """Look at the size, then at the blocks on it."""
        cleaned: dict[str, Any] = super().clean()
        if cleaned.get("size") == CardSize.OWN:
            for name in ("own_width", "own_height"):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, _("Type the width and the height of this size."))
        self._check_types(cleaned)
        if self.errors:
            return cleaned
        for name in ("size", "own_width", "own_height", "turned"):
            setattr(self.instance, name, cleaned.get(name))
        width, height = self.instance.millimetres
        tall = height * 2 if cleaned.get("folded") else height
        if cleaned.get("paper") == CardPaper.A4 and not fits_a4(width, tall):
            refused = gettext("%(width)s × %(height)s mm do not fit on an A4 sheet.")
            self.add_error("paper", refused % {"width": width, "height": tall})
        if refusal := _refused(cleaned, width, height):
            self.add_error("blocks", StreamBlockValidationError(non_block_errors=[refusal]))
        return cleaned

    def _check_types(self, cleaned: dict[str, Any]) -> None:
        """Refuse a type that has a design of this kind already, and say which of both it is."""
        wanted, kind = cleaned.get("event_types") or (), cleaned.get("kind")
        others = CardDesign.objects.filter(kind=kind).exclude(pk=self.instance.pk)
        for other in others.filter(event_types__in=wanted).distinct().order_by("pk"):
            for one in other.event_types.all():
                if one in wanted:
                    said = gettext("“%(type)s” has a design of this kind already: “%(design)s”.")
                    self.add_error("event_types", said % {"type": one, "design": other.name})

    def save(self, commit: bool = True) -> CardDesign:
        """Keep what cards are drawn from beside the design; a preview is drawn from it, too."""
        self.instance.shown = compile_design(self.instance)
        design: CardDesign = super().save(commit=commit)
        return design


def _refused(cleaned: dict[str, Any], width: int, height: int) -> str:
    """Return why these blocks cannot be printed on a card of this size, or nothing."""
    found = {one.block_type: one.value for one in cleaned["blocks"]}
    if not found:
        return gettext("Add at least one block.")
    for_a_table = cleaned["kind"] == CardKind.TABLE_CARD
    wrong = [name for name in (_OF_ONE_GUEST if for_a_table else ("names",)) if name in found]
    if wrong:
        label = CardDesign.blocks.field.stream_block.child_blocks[wrong[0]].label
        said = (
            gettext("“%(block)s” is about one guest; a table card is for everybody at the table.")
            if for_a_table
            else gettext("“%(block)s” is for table cards only.")
        )
        return said % {"block": label}
    return _code_refused(found["code"], cleaned["margin"], width, height) if "code" in found else ""


def _code_refused(code: Any, margin: int, width: int, height: int) -> str:
    """Return why a code cannot be printed as large as it must be, or nothing. (stack 3)"""
    needed = code["millimetres"] + 2 * QUIET
    if code["place"] == CodePlace.LINE:
        has_room = needed <= min(width, height) - 2 * margin
        left = min(width, height) - 2 * margin - 2 * QUIET
    else:
        has_room = needed <= min(height, width - _ROOM_FOR_WORDS)
        left = min(height, width - _ROOM_FOR_WORDS) - 2 * QUIET
    if has_room:
        return ""
    said = gettext(
        "There are only %(left)s mm for a code of %(size)s mm, its white edge taken off. It must be at "
        "least %(least)s mm wide, or tablets cannot read it: choose a larger card, a smaller margin, or "
        "another place for the code."
    )
    return said % {"left": max(left, 0), "size": code["millimetres"], "least": SMALLEST_CODE}


class EventCardsForm(forms.ModelForm[EventCards]):
    """The designs of one event."""

    class Meta:
        model = EventCards
        fields = ("badge", "place", "table")
        labels = {  # noqa: RUF012  Django declares it so
            "badge": pgettext_lazy("card", "Badge"),
            "place": pgettext_lazy("card", "Place card"),
            "table": pgettext_lazy("card", "Table card"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        designs = list(CardDesign.objects.order_by("name", "pk"))
        for kind in CardKind:
            field = cast("forms.ModelChoiceField[CardDesign]", self.fields[kind.value])
            field.queryset = CardDesign.objects.filter(kind=kind)
            field.empty_label = gettext("As for its type, or the house’s usual one")
            field.choices = [  # one query for all three
                ("", field.empty_label),
                *((one.pk, str(one)) for one in designs if one.kind == kind),
            ]


class PrintForm(forms.Form):
    """What is printed, for whom, and in which order."""

    kind = forms.ChoiceField(
        label=pgettext_lazy("card", "What"), choices=CardKind.choices, initial=CardKind.BADGE
    )
    audience = forms.ChoiceField(
        label=pgettext_lazy("card", "For whom"), choices=CardAudience.choices, required=False
    )
    table = forms.ChoiceField(label=_("Table"), required=False)
    order = forms.ChoiceField(
        label=pgettext_lazy("card", "Order"), choices=CardOrder.choices, required=False
    )

    def __init__(self, data: Any = None, *, tables: Iterable[str], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        field = cast("forms.ChoiceField", self.fields["table"])
        field.choices = [("", _("Every table")), *((name, name) for name in tables)]
