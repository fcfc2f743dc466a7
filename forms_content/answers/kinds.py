"""What counts as an answer to each kind of question."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Callable, Mapping
from datetime import time
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from forms_content.definition import Question
from forms_content.enums import QuestionKind
from foyer.core.spreadsheets.dates import NoDate, read_date

from .files import HeldFile, RefusedFile

LONGEST: Final = {QuestionKind.TEXT: 500, QuestionKind.LONG_TEXT: 5000, QuestionKind.HIDDEN: 200}
MOST_STARS: Final = 5
LONGEST_NAME: Final = 100
_LARGEST: Final = 1e15
PHONE_PATTERN: Final = r"^(?:[-+() .#*]*[0-9]){5,20}[-+() .#*]*$"
TIME_PATTERN: Final = r"^([01][0-9]|2[0-3]):[0-5][0-9]$"
_PHONE: Final = frozenset("0123456789+-() .#*")


class Wrong(Exception):
    """Says in the reader's language why an answer cannot be taken."""


def is_writing(text: str) -> bool:
    """Tell whether a text can be kept: no null character, no half of one."""
    return "\x00" not in text and not any(unicodedata.category(sign) == "Cs" for sign in text)


def unwritable() -> str:
    """Return the sentence about a text that cannot be kept."""
    return _("There is a character in this text that cannot be kept: please type it anew.")


def malformed(question: Question) -> str:
    """Return what is said where an answer cannot be read as what it should be; nothing for other kinds."""
    words = {
        QuestionKind.NUMBER: _("Please write a number, such as 12 or 3.5."),
        QuestionKind.EMAIL: _("Please write an e-mail address, such as name@example.com."),
        QuestionKind.DATE: _("Please write a day that exists, such as 2026-05-01 or 2026年5月1日."),
        QuestionKind.TIME: _("Please write a time, such as 18:30."),
    }
    return words.get(QuestionKind(question.kind), "")


def _text(question: Question, answer: Any) -> str:
    if not isinstance(answer, str):
        raise Wrong(_("Please write text here."))
    most = LONGEST[QuestionKind(question.kind)]
    text = answer.replace("\r\n", "\n")
    if not is_writing(text):
        raise Wrong(unwritable())
    if len(text) > most:
        raise Wrong(
            _("Please use at most %(most)s characters; these are %(count)s.")
            % {"most": most, "count": len(text)}
        )
    return text


def _number(question: Question, answer: Any) -> float | int:
    number = answer
    if isinstance(answer, str):
        plain = unicodedata.normalize("NFKC", answer).replace(",", "").replace(" ", "")
        try:
            number = float(plain if "_" not in plain else "")  # Python's own digits 1_000
        except ValueError:
            raise Wrong(malformed(question)) from None
    if isinstance(number, bool) or not isinstance(number, int | float):
        raise Wrong(malformed(question))
    if not math.isfinite(number) or abs(number) > _LARGEST:
        raise Wrong(_("This number is too large."))
    _within(question, number)
    return int(number) if float(number).is_integer() else number


def _within(question: Question, number: float) -> None:
    if question.least is not None and number < question.least:
        raise Wrong(_("Please write at least %(least)s.") % {"least": f"{question.least:g}"})
    if question.most is not None and number > question.most:
        raise Wrong(_("Please write at most %(most)s.") % {"most": f"{question.most:g}"})


def _email(question: Question, answer: Any) -> str:
    try:
        text = unicodedata.normalize("NFKC", answer) if isinstance(answer, str) else ""
        validate_email(text)
    except ValidationError:
        raise Wrong(malformed(question)) from None
    return text


def _phone(question: Question, answer: Any) -> str:
    text = unicodedata.normalize("NFKC", answer) if isinstance(answer, str) else ""
    digits = sum(sign.isdigit() for sign in text)
    if not (set(text) <= _PHONE and 5 <= digits <= 20):
        raise Wrong(_("Please write a phone number, such as 138 0013 8000 or +886 2 2345 6789."))
    return text


def _date(question: Question, answer: Any) -> str:
    try:
        return read_date(answer if isinstance(answer, str) else "").isoformat()
    except NoDate:
        raise Wrong(malformed(question)) from None


def _time(question: Question, answer: Any) -> str:
    text = unicodedata.normalize("NFKC", answer) if isinstance(answer, str) else ""
    try:
        return time.fromisoformat(text).strftime("%H:%M")
    except ValueError:
        raise Wrong(malformed(question)) from None


def _single(question: Question, answer: Any) -> str:
    if not isinstance(answer, str) or answer not in question.choice_keys:
        raise Wrong(_("Please choose one of the answers offered."))
    return answer


def _multiple(question: Question, answer: Any) -> list[str]:
    chosen = answer if isinstance(answer, list) else [answer]
    if not all(isinstance(one, str) and one in question.choice_keys for one in chosen):
        raise Wrong(_("Please choose among the answers offered."))
    uniform = [key for key in question.choice_keys if key in chosen]
    if question.most is not None and len(uniform) > question.most:
        raise Wrong(_("Please choose at most %(most)s.") % {"most": f"{question.most:g}"})
    if question.least is not None and len(uniform) < question.least:
        raise Wrong(_("Please choose at least %(least)s.") % {"least": f"{question.least:g}"})
    return uniform


def _whole(answer: Any, least: int, most: int) -> int:
    text = unicodedata.normalize("NFKC", answer) if isinstance(answer, str) else None
    number = int(text) if text and text.isdigit() and len(text) < 4 else answer
    if isinstance(number, bool) or not isinstance(number, int) or not least <= number <= most:
        raise Wrong(
            _("Please choose a number from %(least)s to %(most)s.") % {"least": least, "most": most}
        )
    return number


def _rating(question: Question, answer: Any) -> int:
    return _whole(answer, 1, int(question.most or MOST_STARS))


def _nps(question: Question, answer: Any) -> int:
    return _whole(answer, 0, 10)


def _matrix(question: Question, answer: Any) -> dict[str, str]:
    rows, keys = [row.key for row in question.rows], [one.key for one in question.choices]
    fits = isinstance(answer, Mapping) and all(
        row in rows and chosen in keys for row, chosen in answer.items()
    )
    if not fits:
        raise Wrong(_("Please choose among the answers offered."))
    if len(answer) < len(rows):
        raise Wrong(_("Please choose an answer in every row."))
    return {row: answer[row] for row in rows}


def _ranking(question: Question, answer: Any) -> list[str]:
    keys = [one.key for one in question.choices]
    if not isinstance(answer, list) or any(one not in keys for one in answer):
        raise Wrong(_("Please choose among the answers offered."))
    if sorted(answer) != sorted(keys):
        raise Wrong(_("Please give every answer a place of its own, from 1 on."))
    return list(answer)


def _consent(question: Question, answer: Any) -> bool:
    if answer not in (True, "yes"):
        raise Wrong(_("Please say yes or leave this open."))
    return True


def _files(question: Question, answer: Any) -> list[str]:
    handed = answer if isinstance(answer, list) else [answer]
    if refused := [one.words for one in handed if isinstance(one, RefusedFile)]:
        raise Wrong(" ".join(refused))
    if not all(isinstance(one, HeldFile) for one in handed):
        raise Wrong(
            _("Please choose the files themselves; over the API they are parts of their own.")
        )
    return [one.name for one in handed]


def _signature(question: Question, answer: Any) -> str | list[str]:
    """A drawing, or the name typed where none is drawn."""
    if not isinstance(answer, str):
        return _files(question, answer)
    if not is_writing(answer):
        raise Wrong(unwritable())
    if len(answer) > LONGEST_NAME:
        raise Wrong(
            _("Please use at most %(most)s characters; these are %(count)s.")
            % {"most": LONGEST_NAME, "count": len(answer)}
        )
    return answer


CHECKS: Final[dict[str, Callable[[Question, Any], Any]]] = {
    QuestionKind.TEXT: _text,
    QuestionKind.LONG_TEXT: _text,
    QuestionKind.HIDDEN: _text,
    QuestionKind.NUMBER: _number,
    QuestionKind.EMAIL: _email,
    QuestionKind.PHONE: _phone,
    QuestionKind.DATE: _date,
    QuestionKind.TIME: _time,
    QuestionKind.SINGLE: _single,
    QuestionKind.DROP_DOWN: _single,
    QuestionKind.MULTIPLE: _multiple,
    QuestionKind.RATING: _rating,
    QuestionKind.NPS: _nps,
    QuestionKind.MATRIX: _matrix,
    QuestionKind.RANKING: _ranking,
    QuestionKind.CONSENT: _consent,
    QuestionKind.FILE: _files,
    QuestionKind.SIGNATURE: _signature,
}
