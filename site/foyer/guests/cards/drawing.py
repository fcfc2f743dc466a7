"""Cards drawn as HTML with a style sheet in millimetres: one engine for preview, admin and tablet.

What is printed is what the browser prints: the desk has no other way to a printer, so there is no second
engine whose cards could look another way. (decision 0016)
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import batched
from typing import Any

import segno
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from foyer.core.contrast import is_colour
from foyer.core.languages import HTML_LANG, known_language
from foyer.guests.card_parts import QUIET, CodePlace
from foyer.guests.enums import CardFont
from foyer.guests.models import CardDesign
from foyer.guests.services.codes import qr_text

from .paper import Paper, paper_of
from .saying import Subject, named, ribbon_line, say

_TEXTS = {"name", "latin_name", "company", "title", "place", "event", "words"}
_INK = "#1d1d1b"


@dataclass(frozen=True, slots=True)
class Piece:
    """One block on one card, ready to be written down."""

    look: str
    kind: str
    text: str = ""
    svg: str = ""
    names: tuple[str, ...] = ()
    image: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """One card: its blocks from the top down, and the code at an edge."""

    label: str
    lang: str
    pieces: tuple[Piece, ...]
    left: Piece | None = None
    right: Piece | None = None


@dataclass(frozen=True, slots=True)
class Drawing:
    """Cards on paper: the style sheet and the pages, both whole."""

    css: SafeString
    html: SafeString
    paper: Paper
    labels: tuple[str, ...] = field(default=())


def draw(design: CardDesign, subjects: Iterable[Subject], *, on_paper: bool = True) -> Drawing:
    """Return the cards of some guests, or tables.

    Args:
        design: how they look.
        subjects: whom they are for, in order.
        on_paper: as they leave the printer; otherwise one after the other, to be looked at.
    """
    paper, drawn = paper_of(design), [_card(design, one) for one in subjects]
    size = len(paper.places) if on_paper else 1
    pages = [
        list(zip(paper.places, batch, strict=False)) for batch in batched(drawn, size, strict=False)
    ]
    context = {
        "design": design,
        "paper": paper,
        "pages": pages,
        "on_paper": on_paper,
        "background": design.shown["background"],
        "looks": list(_looks(design)),
        "colour": _colour(design.background_colour, "#ffffff"),
        "ink": _INK,
        "quiet": QUIET,
        "is_serif": design.font == CardFont.SERIF,
    }
    return Drawing(
        css=SafeString(render_to_string("cards/cards.css", context)),
        html=SafeString(render_to_string("cards/cards.html", context)),
        paper=paper,
        labels=tuple(card.label for card in drawn),
    )


def code_svg(code: str) -> SafeString:
    """Return a guest's code as a drawing without a margin; the card adds its white."""
    drawn = segno.make(qr_text(code), error="m", micro=False)
    return SafeString(drawn.svg_inline(border=0, omitsize=True, svgclass=None, lineclass=None))


def _card(design: CardDesign, subject: Subject) -> Card:
    sides: dict[str, Piece] = {}
    pieces: list[Piece] = []
    for place, (kind, value) in enumerate(design.shown["blocks"]):
        piece = _piece(f"b{place}", kind, value, subject)
        if piece is None:
            continue
        if piece.kind == "code" and value["place"] != CodePlace.LINE:
            sides[value["place"]] = piece
        else:
            pieces.append(piece)
    return Card(
        label=subject.label,
        lang=HTML_LANG[known_language(subject.language)],
        pieces=tuple(pieces),
        left=sides.get(CodePlace.LEFT),
        right=sides.get(CodePlace.RIGHT),
    )


def _piece(look: str, kind: str, value: Any, subject: Subject) -> Piece | None:
    if kind in _TEXTS:
        text = say(kind, value, subject)
        return Piece(look, "text", text=text) if text else None
    if kind == "ribbon":
        line = ribbon_line(value["lines"], subject)
        return Piece(f"{look} {look}-{line[0]}", kind, text=line[1]) if line else None
    if kind == "code":
        code = subject.guest.code_sealed if subject.guest else ""
        return Piece(look, kind, svg=code_svg(code)) if code else None
    if kind == "names":
        names = tuple(named(guest, value["form"]) for guest in subject.guests)
        return Piece(look, kind, names=names) if names else None
    if kind == "picture":
        return Piece(look, kind, image=value["image"]) if value["image"] else None
    return Piece(look, kind)


def _looks(design: CardDesign) -> Iterable[dict[str, Any]]:
    """Return what the style sheet says of each block."""
    for place, (kind, value) in enumerate(design.shown["blocks"]):
        name = f"b{place}"
        look: dict[str, Any] = {"name": name, "kind": kind}
        if "colour" in value:
            look["colour"] = _colour(value["colour"], _INK)
        look |= {
            key: value[key]
            for key in ("points", "bold", "align", "columns", "millimetres")
            if key in value
        }
        if kind == "ribbon":
            colours = [_colour(line["colour"], _INK) for line in value["lines"]]
            look["ribbons"] = [(f"{name}-{n}", colour) for n, colour in enumerate(colours)]
        yield look


def _colour(text: str, otherwise: str) -> str:
    """Return a colour that can be nothing else, for it is written into a style sheet."""
    return text if is_colour(text) else otherwise
