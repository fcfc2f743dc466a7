"""Somebody who looks at pages as WCAG 2.2 AA asks: contrast, names, languages, widths, targets."""

import pytest
from playwright.sync_api import Page

LANGUAGES = {"zh-hans": "zh-Hans", "zh-hant": "zh-Hant", "en": "en"}
NARROW = {"width": 320, "height": 640}
FINGER = 48  # pixels, for a finger in a hurry
POINTER = 24  # pixels, the least anywhere (WCAG 2.5.8)
# What can be tapped, smaller than it should be. A link in a run of text, and the box of a label that is
# itself the target, are no targets of their own.
_SMALL = """([least, within]) => [...document.querySelectorAll(within)]
    .flatMap(part => [...part.querySelectorAll("button, input, select, textarea, a[href], summary, label")])
    .filter(one => one.checkVisibility({visibilityProperty: true}))
    .filter(one => !one.matches("label") || one.querySelector("[type=checkbox], [type=radio]"))
    .filter(one => one.matches("label") || !one.closest("label") || !one.matches("[type=checkbox], [type=radio]"))
    .filter(one => !one.matches(".visually-hidden, .w-sr-only, [type=hidden]"))
    .filter(one => !(one.matches("a") && getComputedStyle(one).display === "inline"))
    .map(one => [one.id || one.className || one.outerHTML.slice(0, 60), one.getBoundingClientRect()])
    .filter(([, box]) => box.width > 0 && (box.width < least - 0.5 || box.height < least - 0.5))
    .map(([label, box]) => `${label} ${Math.round(box.width)}x${Math.round(box.height)}`)"""


class Inspector:
    """Looks at pages and notes what is wrong with them."""

    def __init__(self, axe_faults) -> None:
        self.axe_faults = axe_faults
        self.faults: list[str] = []

    def look(
        self,
        page: Page,
        name: str,
        *,
        language: str = "",
        narrow: bool = True,
        least: int = POINTER,
        within: str = "body",
    ) -> None:
        """Look at a page as it stands: by light, by dark, at its targets, and on the narrowest screen."""
        lang = page.locator("html").get_attribute("lang")
        if language and lang != LANGUAGES[language]:
            self.faults.append(f"{name}: lang is {lang}")
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            part = None if within == "body" else within
            found = self.axe_faults(page, part, colours_only=scheme == "dark")
            self.faults += [f"{name} {scheme}: {fault}" for fault in found]
        small = page.evaluate(_SMALL, [least, within])
        self.faults += [f"{name}: too small: {target}" for target in small]
        if narrow:
            self._look_narrow(page, name)

    def _look_narrow(self, page: Page, name: str) -> None:
        size = page.viewport_size
        page.set_viewport_size(NARROW)
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > NARROW["width"]:
            self.faults.append(f"{name}: {width} pixels wide on a screen of {NARROW['width']}")
        page.set_viewport_size(size)


@pytest.fixture
def inspector(axe_faults) -> Inspector:
    """Somebody who notes what is wrong."""
    return Inspector(axe_faults)
