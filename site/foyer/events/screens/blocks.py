"""What a tablet screen is built from, without code: steps, slides, channels at the end."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from foyer.core.picture_blocks import PhotoBlock
from foyer.events.channel_blocks import ChannelsBlock
from foyer.events.enums import StepKind

_CHINESE, _TRADITIONAL, _ENGLISH = _("Simplified Chinese"), _("Traditional Chinese"), _("English")


class WordsBlock(blocks.StructBlock):
    """A short text in the languages of the house; an empty one is taken from the nearest."""

    zh_hans = blocks.CharBlock(label=_CHINESE, max_length=120, required=False)
    zh_hant = blocks.CharBlock(label=_TRADITIONAL, max_length=120, required=False)
    en = blocks.CharBlock(label=_ENGLISH, max_length=120, required=False)

    class Meta:
        icon = "title"
        label = _("Words")


class LongWordsBlock(blocks.StructBlock):
    """A longer text in the languages of the house."""

    zh_hans = blocks.TextBlock(label=_CHINESE, max_length=600, required=False, rows=2)
    zh_hant = blocks.TextBlock(label=_TRADITIONAL, max_length=600, required=False, rows=2)
    en = blocks.TextBlock(label=_ENGLISH, max_length=600, required=False, rows=2)

    class Meta:
        icon = "pilcrow"
        label = _("Words")


class StepBlock(blocks.StructBlock):
    """What every step may say in its own words."""

    title = WordsBlock(label=_("Heading"), help_text=_("Empty: the usual words."), required=False)
    text = LongWordsBlock(label=_("Text"), help_text=_("Empty: the usual words."), required=False)


class DietaryStep(StepBlock):
    """What the kitchen should know; what the house knows already is never shown on a tablet."""

    taboos = blocks.ListBlock(
        WordsBlock(label=_("Taboo")),
        label=_("Taboos to choose from"),
        default=[],
        help_text=_("None: the usual ones, such as pork, seafood or peanuts."),
    )

    class Meta:
        icon = "warning"
        label = StepKind.DIETARY.label


class SmileyStep(StepBlock):
    """One tap, counted with the answers of a form; nobody is kept with it."""

    form = blocks.PageChooserBlock(
        label=_("Form"),
        page_type="forms_content.FormPage",
        help_text=_("A form with one question only: one choice among two to five."),
    )

    class Meta:
        icon = "pick"
        label = StepKind.SMILEY.label


def _plain(kind: StepKind, icon: str) -> StepBlock:
    return StepBlock(icon=icon, label=kind.label)


class StepsBlock(blocks.StreamBlock):
    """The steps, in the order in which they are asked; each at most once."""

    party = _plain(StepKind.PARTY, "group")
    dietary = DietaryStep()
    photos = _plain(StepKind.PHOTOS, "image")
    contact = _plain(StepKind.CONTACT, "mail")
    signature = _plain(StepKind.SIGNATURE, "edit")
    smiley = SmileyStep()
    gift = _plain(StepKind.GIFT, "pick")

    class Meta:
        block_counts: ClassVar[dict[str, Any]] = {kind.value: {"max_num": 1} for kind in StepKind}


class SlideBlock(blocks.StructBlock):
    """A picture, with words if wanted."""

    picture = PhotoBlock(label=_("Picture"))
    words = WordsBlock(label=_("Words"), required=False)

    class Meta:
        icon = "image"
        label = _("Picture")


class EventPicturesBlock(blocks.StructBlock):
    """The pictures on the page of the event the tablet stands at."""

    most = blocks.IntegerBlock(label=_("At most"), min_value=1, max_value=20, default=6)

    class Meta:
        icon = "image"
        label = _("Pictures of the event")


class EventProgrammeBlock(blocks.StaticBlock):
    """The programme on the page of the event the tablet stands at."""

    class Meta:
        icon = "list-ol"
        label = _("Programme of the event")
        admin_text = _("Taken from the event's page in the language of the tablet.")


class SlidesBlock(blocks.StreamBlock):
    """What is shown while nobody touches the tablet."""

    picture = SlideBlock()
    event_pictures = EventPicturesBlock()
    programme = EventProgrammeBlock()

    class Meta:
        block_counts: ClassVar[dict[str, Any]] = {
            "event_pictures": {"max_num": 1},
            "programme": {"max_num": 1},
        }


class EndChannelsBlock(ChannelsBlock):
    """The complaint channels named at the end; there may be none."""

    class Meta:
        min_num = 0
