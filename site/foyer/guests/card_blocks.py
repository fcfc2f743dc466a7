"""The pieces a badge or a table card is put together from, without code. (003-11, 004-09)"""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from .card_parts import (
    HEX_COLOUR,
    SMALLEST_CODE,
    CodePlace,
    EventPart,
    NameForm,
    PlacePart,
    RibbonFor,
)


class Lettered(blocks.StructBlock):
    """Letters of a size, a weight, a colour and an edge."""

    points = blocks.IntegerBlock(
        label=_("Size of the letters (pt)"),
        default=12,
        min_value=6,
        max_value=120,
        help_text=_("What is too long for the card gets smaller letters, then a second line."),
    )
    bold = blocks.BooleanBlock(label=pgettext_lazy("card", "Bold"), required=False)
    colour = blocks.CharBlock(
        label=pgettext_lazy("card", "Colour"),
        default="#1d1d1b",
        max_length=7,
        validators=[HEX_COLOUR],
    )
    align = blocks.ChoiceBlock(
        label=pgettext_lazy("card", "Aligned"),
        choices=[
            ("start", pgettext_lazy("alignment", "Left")),
            ("center", pgettext_lazy("alignment", "Centre")),
            ("end", pgettext_lazy("alignment", "Right")),
        ],
        default="center",
    )


class NameBlock(Lettered):
    """The guest's name."""

    form = blocks.ChoiceBlock(
        label=_("How the guest is named"), choices=NameForm.choices, default=NameForm.FULL
    )

    class Meta:
        icon = "user"
        label = _("Name of the guest")


class LatinNameBlock(Lettered):
    """The name in Latin letters; one that is written in them already is not said twice."""

    class Meta:
        icon = "user"
        label = _("Name in Latin letters (pinyin)")


class CompanyBlock(Lettered):
    """The guest's company."""

    class Meta:
        icon = "home"
        label = pgettext_lazy("card", "Company")


class TitleBlock(Lettered):
    """The guest's title."""

    class Meta:
        icon = "tag"
        label = pgettext_lazy("person", "Title")


class PlaceBlock(Lettered):
    """Where the guest sits; on a table card, the table."""

    part = blocks.ChoiceBlock(
        label=_("What is said"), choices=PlacePart.choices, default=PlacePart.BOTH
    )

    class Meta:
        icon = "site"
        label = _("Table and seat")


class EventBlock(Lettered):
    """What is on, and when."""

    part = blocks.ChoiceBlock(
        label=_("What is said"), choices=EventPart.choices, default=EventPart.TITLE
    )

    class Meta:
        icon = "calendar-alt"
        label = pgettext_lazy("card", "Event")


class WordsBlock(Lettered):
    """Words of the house, in the guest's language where it is filled."""

    words = blocks.TextBlock(label=pgettext_lazy("card", "Words"), max_length=300, rows=2)
    words_zh_hant = blocks.TextBlock(
        label=_("Words in Traditional Chinese"), max_length=300, rows=2, required=False
    )
    words_en = blocks.TextBlock(label=_("Words in English"), max_length=300, rows=2, required=False)

    class Meta:
        icon = "pilcrow"
        label = _("Words of the house")


class RibbonLine(blocks.StructBlock):
    """Whom a word fits, and in which colour it stands."""

    who = blocks.ChoiceBlock(label=pgettext_lazy("card", "For"), choices=RibbonFor.choices)
    words = blocks.CharBlock(label=pgettext_lazy("card", "Word"), max_length=30)
    words_zh_hant = blocks.CharBlock(
        label=_("Word in Traditional Chinese"), max_length=30, required=False
    )
    words_en = blocks.CharBlock(label=_("Word in English"), max_length=30, required=False)
    colour = blocks.CharBlock(
        label=_("Colour of the ribbon"), default="#7a2e2e", max_length=7, validators=[HEX_COLOUR]
    )


class RibbonBlock(blocks.StructBlock):
    """A coloured ribbon with a word: the first line that fits the guest is printed."""

    points = blocks.IntegerBlock(
        label=_("Size of the letters (pt)"), default=11, min_value=6, max_value=60
    )
    lines = blocks.ListBlock(
        RibbonLine(),
        label=_("Words by guest"),
        help_text=_(
            "The first line that fits is printed; whom none fits has no ribbon. The house’s own "
            "word for a client’s tier is never printed, only what you write here."
        ),
    )

    class Meta:
        icon = "tag"
        label = pgettext_lazy("card", "Ribbon")


class CodeBlock(blocks.StructBlock):
    """The guest's sign-in code, to be scanned at every checkpoint and at the exit."""

    millimetres = blocks.IntegerBlock(
        label=_("Width of the code (mm)"),
        default=SMALLEST_CODE,
        min_value=SMALLEST_CODE,
        max_value=80,
        help_text=_(
            "At least 25 mm: smaller ones tablets miss at arm’s length. 2 mm of white are added around it."
        ),
    )
    place = blocks.ChoiceBlock(
        label=pgettext_lazy("card", "Where it stands"),
        choices=CodePlace.choices,
        default=CodePlace.LINE,
    )

    class Meta:
        icon = "view"
        label = _("Sign-in code (QR)")


class CardPictureBlock(blocks.StructBlock):
    """A picture or a logo."""

    image = ImageChooserBlock(label=pgettext_lazy("card", "Picture"))
    millimetres = blocks.IntegerBlock(
        label=_("Height (mm)"), default=10, min_value=3, max_value=200
    )

    class Meta:
        icon = "image"
        label = _("Picture or logo")


class GapBlock(blocks.StructBlock):
    """Room between two blocks."""

    millimetres = blocks.IntegerBlock(
        label=_("Height (mm); 0 takes all the room that is left"),
        default=0,
        min_value=0,
        max_value=200,
    )

    class Meta:
        icon = "horizontalrule"
        label = pgettext_lazy("card", "Gap")


class NamesBlock(Lettered):
    """The names of everybody at the table; only on a table card."""

    form = blocks.ChoiceBlock(
        label=_("How the guests are named"), choices=NameForm.choices, default=NameForm.FULL
    )
    columns = blocks.IntegerBlock(
        label=pgettext_lazy("card", "Columns"), default=2, min_value=1, max_value=4
    )

    class Meta:
        icon = "group"
        label = _("Names of everybody at the table")


class CardBlocks(blocks.StreamBlock):
    """All blocks of a card, from the top down."""

    name = NameBlock()
    latin_name = LatinNameBlock()
    company = CompanyBlock()
    title = TitleBlock()
    ribbon = RibbonBlock()
    place = PlaceBlock()
    event = EventBlock()
    words = WordsBlock()
    code = CodeBlock()
    names = NamesBlock()
    picture = CardPictureBlock()
    gap = GapBlock()

    class Meta:
        block_counts: ClassVar[dict[str, Any]] = {"code": {"max_num": 1}, "names": {"max_num": 1}}
