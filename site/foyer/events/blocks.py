"""The pieces an event page is built from, without code."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.snippets.blocks import SnippetChooserBlock

from foyer.core.picture_blocks import PhotoBlock

from .enums import SegmentKind

_RICH = ["bold", "h3", "h4", "ol", "ul", "link", "document-link", "blockquote"]


class TextBlock(blocks.RichTextBlock):
    """Running text."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**({"features": _RICH} | kwargs))

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        template = "blocks/text.html"


class SpeakerBlock(blocks.StructBlock):
    """One speaker of a segment."""

    name = blocks.CharBlock(label=_("Name"), max_length=100)
    role = blocks.CharBlock(label=_("Title and company"), max_length=150, required=False)
    photo = PhotoBlock(label=_("Photo"), required=False)

    class Meta:
        icon = "user"
        label = _("Speaker")


class SegmentBlock(blocks.StructBlock):
    """One segment of the programme. (000-04)"""

    kind = blocks.ChoiceBlock(
        label=_("Kind"), choices=SegmentKind.choices, default=SegmentKind.LECTURE
    )
    starts = blocks.TimeBlock(label=_("Starts"))
    ends = blocks.TimeBlock(label=_("Ends"), required=False)
    title = blocks.CharBlock(label=_("Title"), max_length=150)
    description = blocks.TextBlock(label=_("Description"), required=False, rows=2)
    speakers = blocks.ListBlock(SpeakerBlock(), label=_("Speakers"), default=[])

    class Meta:
        icon = "time"
        label = _("Segment")


class ProgrammeBlock(blocks.StructBlock):
    """The ordered programme of an event. (000-04, 000-15)"""

    heading = blocks.CharBlock(label=_("Heading"), max_length=100, required=False)
    segments = blocks.ListBlock(SegmentBlock(), label=_("Segments"))

    class Meta:
        icon = "list-ol"
        label = _("Programme")
        template = "blocks/programme.html"


class PictureBlock(blocks.StructBlock):
    """A picture with its caption."""

    image = PhotoBlock(label=_("Picture"))
    caption = blocks.CharBlock(label=_("Caption"), max_length=200, required=False)

    class Meta:
        icon = "image"
        label = _("Picture")


class GalleryBlock(blocks.StructBlock):
    """Pictures side by side. (000-18)"""

    heading = blocks.CharBlock(label=_("Heading"), max_length=100, required=False)
    pictures = blocks.ListBlock(PictureBlock(), label=_("Pictures"))

    class Meta:
        icon = "image"
        label = _("Gallery")
        template = "blocks/gallery.html"


class VenueBlock(blocks.StructBlock):
    """Where it is and how to get there."""

    venue = SnippetChooserBlock("venues.Venue", label=_("Venue"))
    directions = blocks.RichTextBlock(label=_("Directions"), features=_RICH, required=False)

    class Meta:
        icon = "site"
        label = _("Venue")
        template = "blocks/venue.html"


class QuestionBlock(blocks.StructBlock):
    """A question and its answer."""

    question = blocks.CharBlock(label=_("Question"), max_length=200)
    answer = blocks.RichTextBlock(label=_("Answer"), features=_RICH)

    class Meta:
        icon = "help"
        label = _("Question")


class FaqBlock(blocks.StructBlock):
    """Questions guests often ask."""

    heading = blocks.CharBlock(label=_("Heading"), max_length=100, required=False)
    items = blocks.ListBlock(QuestionBlock(), label=_("Questions"))

    class Meta:
        icon = "help"
        label = _("Questions and answers")
        template = "blocks/faq.html"


class DownloadBlock(blocks.StructBlock):
    """A document to take away."""

    document = DocumentChooserBlock(label=_("Document"))
    label = blocks.CharBlock(label=_("Text of the link"), max_length=150, required=False)

    class Meta:
        icon = "download"
        label = _("Download")
        template = "blocks/download.html"


class CallToActionValue(blocks.StructValue):
    """Adds where the button leads."""

    @property
    def href(self) -> str:
        """The chosen page's address, or the one typed."""
        page = self.get("page")
        return str(page.url if page else self.get("url") or "")


class CallToActionBlock(blocks.StructBlock):
    """A button that asks the reader to do something."""

    heading = blocks.CharBlock(label=_("Heading"), max_length=100)
    text = blocks.TextBlock(label=_("Text"), required=False, rows=2)
    button = blocks.CharBlock(label=_("Text of the button"), max_length=60)
    page = blocks.PageChooserBlock(label=_("Page"), required=False)
    url = blocks.URLBlock(label=_("Or another address"), required=False)

    class Meta:
        icon = "link"
        label = _("Call to action")
        template = "blocks/call_to_action.html"
        value_class = CallToActionValue


class StoryBlock(blocks.StreamBlock):
    """Everything a page may hold."""

    text = TextBlock()
    programme = ProgrammeBlock()
    gallery = GalleryBlock()
    venue = VenueBlock()
    faq = FaqBlock()
    download = DownloadBlock()
    call_to_action = CallToActionBlock()

    class Meta:
        block_counts: ClassVar = {"programme": {"max_num": 3}}
