"""The usual words of the steps at a tablet, in every language at once."""

from __future__ import annotations

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from foyer.core.languages import OWN_NAMES
from foyer.events.enums import StepKind

Words = dict[str, str]

TITLES: dict[str, Promise] = {
    StepKind.PARTY: _("How many of you have come?"),
    StepKind.DIETARY: _("Is there anything you do not eat?"),
    StepKind.PHOTOS: _("May we take photographs?"),
    StepKind.CONTACT: _("Has your card changed?"),
    StepKind.SIGNATURE: _("Please sign"),
    StepKind.SMILEY: _("How was your welcome?"),
    StepKind.GIFT: _("Choose your gift"),
}
TEXTS: dict[str, Promise] = {
    StepKind.PARTY: _("Count yourself too."),
    StepKind.DIETARY: _("What you have told us before is in the kitchen already."),
    StepKind.PHOTOS: _(
        "I agree that photographs and video of this event in which I can be seen are shown by the house in its own "
        "publications. I may take this back at any time."
    ),
    StepKind.CONTACT: _(
        "Fill in only what is new. Our staff look it over before they write it down."
    ),
    StepKind.SIGNATURE: _("Sign with a finger. Your signature confirms that you have come."),
    StepKind.SMILEY: _("One tap. Nobody is named."),
    StepKind.GIFT: _("It will be handed to you when you leave."),
}
TABOOS: tuple[Promise, ...] = (
    pgettext_lazy("taboo", "No pork"),
    pgettext_lazy("taboo", "No beef"),
    pgettext_lazy("taboo", "No seafood"),
    pgettext_lazy("taboo", "No peanuts"),
    pgettext_lazy("taboo", "No spice"),
    pgettext_lazy("taboo", "No alcohol"),
    pgettext_lazy("taboo", "Vegetarian"),
    pgettext_lazy("taboo", "Halal"),
)


def in_all(sentence: Promise | str) -> Words:
    """Return a sentence of the house in each of its languages."""
    said = {}
    for code in OWN_NAMES:
        with translation.override(code):
            said[code] = str(sentence)
    return said


def written(value: object, otherwise: Promise | None = None) -> Words:
    """Return words of a block by language: those written, else the usual ones."""
    given = value or {}
    texts = {code: str(given.get(code.replace("-", "_")) or "").strip() for code in OWN_NAMES}  # type: ignore[attr-defined]  # a struct value
    if any(texts.values()):
        return texts
    return in_all(otherwise) if otherwise is not None else {}
