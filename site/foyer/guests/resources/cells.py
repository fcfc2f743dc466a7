"""What each cell of a guest list may hold, on import-export's resource layer. (000-07)"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext
from import_export.fields import Field
from import_export.resources import ModelResource
from import_export.widgets import Widget

from foyer.core.enums import FormOfAddress, Language
from foyer.core.text import fold
from foyer.guests.models import Guest
from foyer.guests.services.guest_import import FIELDS

_SPACES = re.compile(r"[ \t\r\n\u00a0\u3000]+")
_PHONE = re.compile(r"[+(]?[\d][\d\s()+.\-/#*extEXT转轉]{3,38}")
_FORMS = {
    "": FormOfAddress.NONE,
    "无": FormOfAddress.NONE,
    "先生": FormOfAddress.MR,
    "mr": FormOfAddress.MR,
    "mister": FormOfAddress.MR,
    "女士": FormOfAddress.MS,
    "小姐": FormOfAddress.MS,
    "ms": FormOfAddress.MS,
    "miss": FormOfAddress.MS,
    "太太": FormOfAddress.MRS,
    "夫人": FormOfAddress.MRS,
    "mrs": FormOfAddress.MRS,
    "博士": FormOfAddress.DR,
    "dr": FormOfAddress.DR,
    "教授": FormOfAddress.PROFESSOR,
    "prof": FormOfAddress.PROFESSOR,
    "professor": FormOfAddress.PROFESSOR,
    "总": FormOfAddress.DIRECTOR,
    "director": FormOfAddress.DIRECTOR,
}
_LANGUAGES = {
    "简体": Language.ZH_HANS,
    "简体中文": Language.ZH_HANS,
    "简中": Language.ZH_HANS,
    "中文": Language.ZH_HANS,
    "中文(简体)": Language.ZH_HANS,
    "zh-hans": Language.ZH_HANS,
    "zh-cn": Language.ZH_HANS,
    "zh": Language.ZH_HANS,
    "chinese": Language.ZH_HANS,
    "simplified chinese": Language.ZH_HANS,
    "繁体": Language.ZH_HANT,
    "繁体中文": Language.ZH_HANT,
    "繁中": Language.ZH_HANT,
    "正体中文": Language.ZH_HANT,
    "中文(繁体)": Language.ZH_HANT,
    "zh-hant": Language.ZH_HANT,
    "zh-tw": Language.ZH_HANT,
    "zh-hk": Language.ZH_HANT,
    "traditional chinese": Language.ZH_HANT,
    "英文": Language.EN,
    "英语": Language.EN,
    "en": Language.EN,
    "english": Language.EN,
}


def plain_words(text: str) -> str:
    """Return text without white space around it or runs of it inside; no character is replaced."""
    return _SPACES.sub(" ", unicodedata.normalize("NFC", text)).strip()


def _words(text: str) -> str:
    return fold(text).strip(" .。")


class TextWidget(Widget):
    """Words for people, kept character for character."""

    def clean(self, value: str, row: Any = None, **kwargs: Any) -> str:
        """Return the words."""
        return plain_words(value)


class NotesWidget(Widget):
    """Words that may go over several lines."""

    def clean(self, value: str, row: Any = None, **kwargs: Any) -> str:
        """Return the words."""
        return unicodedata.normalize("NFC", value).strip()


class MarkWidget(Widget):
    """Short marks such as a table, where Ａ８ and A8 are the same."""

    def clean(self, value: str, row: Any = None, **kwargs: Any) -> str:
        """Return the mark."""
        return plain_words(unicodedata.normalize("NFKC", value))


class PhoneWidget(MarkWidget):
    """A phone number, kept as it is written."""

    def clean(self, value: str, row: Any = None, **kwargs: Any) -> str:
        """Return the number; refuse what is none."""
        text = super().clean(value)
        if not _PHONE.fullmatch(text):
            raise ValueError(
                gettext("“%(text)s” is not a phone number. Enter one number in each cell.")
                % {"text": text[:60]}
            )
        return text


class EmailWidget(MarkWidget):
    """An e-mail address."""

    def clean(self, value: str, row: Any = None, **kwargs: Any) -> str:
        """Return the address; refuse what is none."""
        text = super().clean(value).replace(" ", "")
        try:
            validate_email(text)
        except ValidationError as reason:
            raise ValueError(
                gettext("“%(text)s” is not an e-mail address. Enter one address in each cell.")
                % {"text": text[:60]}
            ) from reason
        return text


class PartyWidget(Widget):
    """How many people may come."""

    def clean(self, value: str, row: Any = None, **kwargs: Any) -> int:
        """Return the number; refuse what is none."""
        text = unicodedata.normalize("NFKC", value).strip().rstrip("人位名")
        if not (text.isascii() and text.isdigit() and 1 <= int(text[:6]) <= 999):
            raise ValueError(
                gettext("“%(text)s” is not a number of people. Enter a whole number from 1 to 999.")
                % {"text": value.strip()[:60]}
            )
        return int(text)


class ChoiceWidget(Widget):
    """One of a few words, in any of the house's languages."""

    def __init__(self, known: Mapping[str, str], choices: Any) -> None:
        super().__init__()
        self.known, self.choices = known, choices

    def clean(self, value: str, row: Any = None, **kwargs: Any) -> str:
        """Return the value the words stand for; refuse words not known."""
        text = _words(value)
        for choice, label in self.choices.choices:
            if text in (fold(str(choice)), _words(str(label))):
                return str(choice)
        if text in self.known:
            return str(self.known[text])
        offered = "、".join(str(label) for choice, label in self.choices.choices if choice)
        raise ValueError(
            gettext("“%(text)s” is not known here. Enter one of: %(offered)s.")
            % {"text": value.strip()[:60], "offered": offered}
        )


class GuestListResource(ModelResource):
    """Turns the cells of one row into a guest, field by field, and checks the whole guest."""

    name = Field(attribute="name", column_name="name", widget=TextWidget())
    form_of_address = Field(
        attribute="form_of_address",
        column_name="form_of_address",
        widget=ChoiceWidget(_FORMS, FormOfAddress),
    )
    company = Field(attribute="company", column_name="company", widget=TextWidget())
    title = Field(attribute="title", column_name="title", widget=TextWidget())
    phone = Field(attribute="phone", column_name="phone", widget=PhoneWidget())
    email = Field(attribute="email", column_name="email", widget=EmailWidget())
    language = Field(
        attribute="language", column_name="language", widget=ChoiceWidget(_LANGUAGES, Language)
    )
    party_limit = Field(attribute="party_limit", column_name="party_limit", widget=PartyWidget())
    table = Field(attribute="table", column_name="table", widget=MarkWidget())
    seat = Field(attribute="seat", column_name="seat", widget=MarkWidget())
    dietary_notes = Field(
        attribute="dietary_notes", column_name="dietary_notes", widget=NotesWidget()
    )

    class Meta:
        model = Guest
        fields: ClassVar = FIELDS
        import_order: ClassVar = FIELDS
        clean_model_instances = True
        use_transactions = False
        skip_diff = True

    def read_row(self, guest: Guest, cells: Mapping[str, str]) -> dict[str, list[str]]:
        """Set the cells of one row on a guest; return what is wrong, by field."""
        try:
            self.import_instance(guest, cells)
            errors: dict[str, Any] = {}
        except ValidationError as found:
            errors = found.update_error_dict({})
        try:
            self.validate_instance(guest, errors)
        except ValidationError as found:
            return found.message_dict
        return {}

    def validate_instance(
        self,
        instance: Guest,
        import_validation_errors: dict[str, Any] | None = None,
        validate_unique: bool = True,
    ) -> None:
        """Check the fields a file can hold; the rest of a guest is made when it is written."""
        errors = dict(import_validation_errors or {})
        others = {field.name for field in Guest._meta.fields} - set(FIELDS)
        try:
            instance.clean_fields(exclude=others | set(errors))
        except ValidationError as found:
            errors = found.update_error_dict(errors)
        if errors:
            raise ValidationError(errors)
