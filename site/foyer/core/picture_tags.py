"""The tag for pictures. No process without screens loads it, or what makes pictures (`settings.TEMPLATES`)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from django import template
from wagtail.images.models import Filter, Picture
from wagtail.images.shortcuts import get_renditions_or_not_found

register = template.Library()


@dataclass(frozen=True)
class Shape:
    """How pictures are cut in one place of a page, and how wide that place is."""

    cuts: str
    sizes: str
    attributes: dict[str, str] = field(default_factory=lambda: {"loading": "lazy"})
    filters: tuple[Filter, ...] = field(init=False)

    def __post_init__(self) -> None:
        specs = Filter.expand_spec(["format-{webp,jpeg}", f"fill-{{{self.cuts}}}"])
        object.__setattr__(self, "filters", tuple(Filter(spec=spec) for spec in specs))


_AT_ONCE: Final = {"fetchpriority": "high"}
SHAPES: Final = {
    "hero": Shape("800x1000,1600x1000,2400x1400", "100vw", _AT_ONCE),
    "head": Shape("800x600,1260x600,2100x1000", "(min-width: 76rem) 72rem, 100vw", _AT_ONCE),
    "lead card": Shape("720x480,1440x960", "(min-width: 60rem) 44rem, 100vw", {}),
    "card": Shape("480x320,960x640", "(min-width: 48rem) 24rem, 100vw"),
    "gallery": Shape("480x360,960x720", "(min-width: 60rem) 30rem, (min-width: 40rem) 50vw, 100vw"),
    "code": Shape("320x320,640x640", "10rem"),
    "portrait": Shape("112x112,224x224", "3.5rem"),
}


@register.simple_tag
def photo(image: Any, shape: str, alt: str = "") -> Picture | str:
    """Return a picture as one of the `SHAPES`; without an `alt` it only adorns."""
    if not image:
        return ""
    cut = SHAPES[shape]
    renditions = get_renditions_or_not_found(image, cut.filters)
    return Picture(renditions, {"sizes": cut.sizes, "alt": alt} | cut.attributes)
