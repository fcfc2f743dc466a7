"""What a cell may hold: import-export's widgets and fields, applied column by column.

import-export cleans and saves row by row; at 100,000 rows that alone takes minutes. Its resources
still say what a column is and how it is cleaned, and each distinct text of a column is cleaned once.
(decision 0007)
"""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any, ClassVar, NamedTuple

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Model
from django.utils.text import capfirst
from django.utils.translation import gettext
from import_export.resources import ModelResource
from import_export.widgets import Widget

from foyer.core.reaching import is_phone
from foyer.core.text import fold

from .targets import Column

_SPACES = re.compile(r"[ \t\r\n\u00a0\u3000]+")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_REMEMBERED = 5_000  # distinct texts of a column
_LONGEST_PLAIN = 200


def plain_words(text: str) -> str:
    """Return text without white space around it or runs of it inside; no character is replaced."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    return _SPACES.sub(" ", unicodedata.normalize("NFC", text)).strip()


class CellWidget(Widget):
    """Cleans one kind of cell. `plain` describes texts that need no cleaning; they are most."""

    plain: ClassVar[re.Pattern[str] | None] = None


class TextWidget(CellWidget):
    """Words for people, kept character for character."""

    plain = re.compile(r"[\u4e00-\u9fff!-~]+(?: [\u4e00-\u9fff!-~]+)*")

    def clean(self, value: str, row: Any = None, **kwargs: Any) -> str:
        """Return the words."""
        return plain_words(value)


class NotesWidget(CellWidget):
    """Words that may go over several lines."""

    plain = TextWidget.plain

    def clean(self, value: str, row: Any = None, **kwargs: Any) -> str:
        """Return the words."""
        return unicodedata.normalize("NFC", value).strip()


class MarkWidget(CellWidget):
    """Short marks such as a table, where Ａ８ and A8 are the same."""

    plain = TextWidget.plain

    def clean(self, value: str, row: Any = None, **kwargs: Any) -> str:
        """Return the mark."""
        return plain_words(unicodedata.normalize("NFKC", value))


class PhoneWidget(MarkWidget):
    """A phone number, kept as it is written."""

    plain = re.compile(r"\+?[0-9]{5,15}", re.ASCII)

    def clean(self, value: str, row: Any = None, **kwargs: Any) -> str:
        """Return the number; refuse what is none."""
        text = super().clean(value)
        if not is_phone(text):
            raise ValueError(
                gettext("“%(text)s” is not a phone number. Enter one number in each cell.")
                % {"text": text[:60]}
            )
        return text


class EmailWidget(MarkWidget):
    """An e-mail address."""

    plain = re.compile(
        r"[a-z0-9_+-]+(?:\.[a-z0-9_+-]+)*@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}",
        re.ASCII | re.IGNORECASE,
    )

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


class ChoiceWidget(CellWidget):
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


def _words(text: str) -> str:
    return fold(text).strip(" .。")


class Cells(NamedTuple):
    """What the cells of one row say, by column, and what is wrong with any of them."""

    values: dict[str, Any]
    problems: list[str]


class ColumnReader:
    """Cleans the cells of one column; each distinct text once, and hardly at all when it is plain."""

    def __init__(self, label: str, widget: Widget, field: Any) -> None:
        self.label, self._widget, self._field = label, widget, field
        self.known: dict[str, Any] = {}
        plain = getattr(widget, "plain", None)
        self._is_plain = plain.fullmatch if plain and not field.choices else lambda _text: None
        self._longest = min(field.max_length or _LONGEST_PLAIN, _LONGEST_PLAIN)

    def read(self, text: str) -> Any:
        """Return the value of a text that is not known yet.

        Raises:
            ValidationError: it is none; the sentences name the column.
        """
        if len(self.known) >= _REMEMBERED:
            self.known.clear()
        plain = len(text) <= self._longest and self._is_plain(text)
        value = self.known[text] = text if plain else self._clean(text)
        return value

    def _clean(self, text: str) -> Any:
        if _CONTROLS.search(text):
            words = gettext("There is an invisible control character in it. Enter it again.")
            raise ValidationError([self.sentence(words)])
        try:
            return self._field.clean(self._widget.clean(text), None)
        except ValidationError as reason:
            raise ValidationError([self.sentence(words) for words in reason.messages]) from reason
        except ValueError as reason:
            raise ValidationError([self.sentence(str(reason))]) from reason

    def sentence(self, words: str) -> str:
        """Return a sentence about this column."""
        return gettext("%(column)s: %(reason)s") % {"column": self.label, "reason": words}

    @property
    def missing(self) -> str:
        """What is said of an empty cell that must not be."""
        return self.sentence(str(self._field.error_messages["blank"]))


class CellReader:
    """Cleans the cells of a file as a resource declares its columns.

    Args:
        resource: the columns' fields, each with its widget; its model says what a value must be like.
        columns: what the columns are called in a sentence, and which may not be empty.
    """

    def __init__(self, resource: ModelResource, columns: tuple[Column, ...]) -> None:
        model: type[Model] = resource.get_queryset().model
        labels = {column.key: capfirst(str(column.label)) for column in columns}
        self.columns = {
            key: ColumnReader(labels[key], field.widget, model._meta.get_field(field.attribute))
            for key, field in resource.fields.items()
        }
        self._known = {key: column.known for key, column in self.columns.items()}
        self._required = [column.key for column in columns if column.required]

    def read(self, cells: Mapping[str, str]) -> Cells:
        """Return the values of a row's cells."""
        known, values = self._known, dict[str, Any]()
        problems: list[str] = []
        for key, text in cells.items():
            try:
                values[key] = known[key][text]
            except KeyError:
                try:
                    values[key] = self.columns[key].read(text)
                except ValidationError as reason:
                    problems += reason.messages
        for key in self._required:
            if key not in cells:
                problems.append(self.columns[key].missing)
        return Cells(values, problems)
