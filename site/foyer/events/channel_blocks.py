"""The ways on which a client reaches the house with a complaint, put together without code. (001-18)"""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from foyer.core.picture_blocks import PhotoBlock

from .complaints import code_to_scan


class ChannelValue(blocks.StructValue):
    """Adds what every channel is shown by: its heading, the one line to use it by, and where that leads."""

    @property
    def heading(self) -> str:
        """What was written, or the usual word."""
        return str(self.get("title") or self.block.usual_title())

    @property
    def line(self) -> str:
        """The number, account or address."""
        return str(self.get("line") or "")

    @property
    def href(self) -> str:
        """Where a tap leads; nothing where there is nothing to tap."""
        return ""


class PhoneValue(ChannelValue):
    """A telephone number."""

    @property
    def href(self) -> str:
        """Return the address that dials."""
        return "tel:" + "".join(sign for sign in self.line if sign.isdecimal() or sign == "+")


class EmailValue(ChannelValue):
    """An e-mail address."""

    @property
    def href(self) -> str:
        """Return the address that opens a letter."""
        return f"mailto:{self.line}"


class FormValue(ChannelValue):
    """An online form; only one that is published leads anywhere."""

    @property
    def line(self) -> str:
        """The form's title in the reader's language."""
        form = self.get("form")
        return str(form.title_text) if form and form.live else ""

    @property
    def href(self) -> str:
        """Return the form's short address."""
        form = self.get("form")
        return str(form.address) if form and form.live else ""

    @property
    def code(self) -> str:
        """The form's code to scan, for whoever reads this on a big screen or on paper."""
        return code_to_scan(settings.PUBLIC_URL + self.href) if self.href else ""


class Channel(blocks.StructBlock):
    """What every channel may say."""

    title = blocks.CharBlock(
        label=_("Heading"), max_length=100, required=False, help_text=_("Empty: the usual word.")
    )
    hours = blocks.CharBlock(label=_("When somebody is there"), max_length=150, required=False)
    words = blocks.TextBlock(label=_("Text"), required=False, rows=2)

    @staticmethod
    def usual_title() -> str:
        """Return the heading where none was written."""
        raise NotImplementedError

    class Meta:
        template = "blocks/channel.html"
        value_class = ChannelValue
        form_layout: ClassVar = ["line"]  # first; the others follow


class PhoneChannel(Channel):
    """A hotline."""

    line = blocks.CharBlock(label=_("Telephone"), max_length=40)

    @staticmethod
    def usual_title() -> str:
        """Return the heading where none was written."""
        return gettext("By telephone")

    class Meta:
        icon = "mobile-alt"
        label = _("Telephone")
        value_class = PhoneValue


class WeChatChannel(Channel):
    """An account on WeChat, with its picture to scan."""

    line = blocks.CharBlock(label=_("WeChat account"), max_length=60)
    picture = PhotoBlock(label=_("Picture to scan"), required=False)

    @staticmethod
    def usual_title() -> str:
        """Return the heading where none was written."""
        return gettext("On WeChat")

    class Meta:
        icon = "comment"
        label = _("WeChat")


class EmailChannel(Channel):
    """A mailbox."""

    line = blocks.EmailBlock(label=_("E-mail"))

    @staticmethod
    def usual_title() -> str:
        """Return the heading where none was written."""
        return gettext("By e-mail")

    class Meta:
        icon = "mail"
        label = _("E-mail")
        value_class = EmailValue


class DeskChannel(Channel):
    """A place in the house."""

    line = blocks.CharBlock(label=_("Where it is"), max_length=150)

    @staticmethod
    def usual_title() -> str:
        """Return the heading where none was written."""
        return gettext("At our desk")

    class Meta:
        icon = "home"
        label = _("Desk")


class FormChannel(Channel):
    """A form of the house, open day and night."""

    form = blocks.PageChooserBlock(label=_("Form"), page_type="forms_content.FormPage")

    @staticmethod
    def usual_title() -> str:
        """Return the heading where none was written."""
        return gettext("Online, day and night")

    class Meta:
        icon = "form"
        label = _("Online form")
        form_layout: ClassVar = ["form"]
        value_class = FormValue


class ChannelsBlock(blocks.StreamBlock):
    """All channels, in the order they are shown in."""

    phone = PhoneChannel()
    form = FormChannel()
    wechat = WeChatChannel()
    email = EmailChannel()
    desk = DeskChannel()

    class Meta:
        min_num = 1


def channel_lines(channels: Any) -> list[tuple[str, str]]:
    """Return each channel that has a line to use it by: its heading and that line, for a sheet of paper."""
    shown = ((one.value.heading, one.value.line, one.block_type) for one in channels)
    return [(heading, line) for heading, line, kind in shown if line and kind != "form"]
