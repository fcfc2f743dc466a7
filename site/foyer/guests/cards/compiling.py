"""From what marketing put together to what cards are drawn from: plain values, pictures made. (003-11)

It is done when a design is kept, and again now and then: the tablets' own process knows neither blocks nor pictures.
"""

from __future__ import annotations

from typing import Any

from wagtail.images.shortcuts import get_rendition_or_not_found

from foyer.guests.models import CardDesign

_DOTS = 12  # to the millimetre: 300 to the inch
_MOST_DOTS = 2000


def compile_design(design: CardDesign) -> dict[str, Any]:
    """Return what the cards of a design are drawn from."""
    return {
        "blocks": [[one.block_type, _value(one)] for one in design.blocks],
        "background": _background(design),
    }


def publish_design(design: CardDesign) -> None:
    """Keep what cards are drawn from beside the design, when it is another than before."""
    shown = compile_design(design)
    if shown != design.shown:
        design.shown = shown
        CardDesign.objects.filter(pk=design.pk).update(shown=shown)


def freshen_designs() -> None:
    """Bring all designs up to date with the pictures of the library."""
    for design in CardDesign.objects.select_related("background"):
        publish_design(design)


def _value(block: Any) -> dict[str, Any]:
    value: dict[str, Any] = block.block.get_prep_value(block.value)
    if block.block_type == "ribbon":
        value["lines"] = [line["value"] for line in value["lines"]]
    if block.block_type == "picture":
        image, dots = block.value["image"], value["millimetres"] * _DOTS
        value["image"] = _picture(image, f"height-{min(dots, _MOST_DOTS)}") if image else ""
    return value


def _background(design: CardDesign) -> str:
    width, height = design.millimetres
    if design.background is None:
        return ""
    return _picture(design.background, f"fill-{width * _DOTS}x{height * _DOTS}")


def _picture(image: Any, size: str) -> str:
    """Return where a picture lies, cut to its size."""
    return str(get_rendition_or_not_found(image, size).url)
