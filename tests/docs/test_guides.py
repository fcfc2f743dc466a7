"""The guides name what the screens show: labels and sentences they quote are ones the house can say."""

import re
from functools import cache
from pathlib import Path

import pytest
from django.utils.translation import trans_real

DOCS = Path(__file__).parents[2] / "docs"
FOLDERS = {"en": "guides", "zh-hans": "guides/zh-hans", "zh-hant": "guides/zh-hant"}
GUIDES = [
    pytest.param(language, path, id=f"{language}-{path.stem}")
    for language, folder in FOLDERS.items()
    for path in sorted((DOCS / folder).glob("*.md"))
]
# In bold for its weight, not because a screen shows it so.
EMPHASIS = {
    "https",
    "入场凭证",
    "入場憑證",
    "What the screen may say",
    "屏幕可能这样提示",
    "螢幕可能這樣提示",
}

_LABEL = re.compile(r"\*\*(.+?)\*\*")
_SENTENCE = re.compile(r"[“「]([^“”「」]+?[.!?。！？])[”」]")
_ANYTHING = ".+"
_LEAST = 3  # letters beside the values
_VALUE = re.compile(r"%\\\((?:\w+)\\\)[sd]|\\\{\w+\\\}")  # what is filled in, once escaped


def fold(words: str) -> str:
    """Return words without what a screen adds or leaves out: capitals, spaces, dots, colons."""
    return " ".join(words.split()).strip("…:： ").rstrip(".。").casefold()


@cache
def said_in(language: str) -> tuple[frozenset[str], tuple[re.Pattern[str], ...]]:
    """Return all that the house and Wagtail can say in a language: plain words, and those with values."""
    # English is what the sentences are written in: the keys of any other catalogue.
    catalogue = trans_real.translation("zh-hant" if language == "en" else language)._catalog
    found: set[str] = set()
    for key, value in catalogue.items():
        plain = key[0] if isinstance(key, tuple) else key
        found.add(fold(plain.rpartition("\x04")[2] if language == "en" else value))
    patterns = (_VALUE.sub(_ANYTHING, re.escape(text)) for text in found)
    filled = (pattern for pattern in patterns if _ANYTHING in pattern and _says_something(pattern))
    return frozenset(found), tuple(re.compile(pattern) for pattern in filled)


def _says_something(pattern: str) -> bool:
    """Tell whether words are left beside the values: others would match whatever a guide writes."""
    return sum(character.isalpha() for character in pattern.replace(_ANYTHING, "")) >= _LEAST


def is_said(words: str, language: str) -> bool:
    """Tell whether a screen can show these words."""
    plain, filled = said_in(language)
    return fold(words) in plain or any(pattern.fullmatch(fold(words)) for pattern in filled)


@pytest.mark.parametrize(("language", "path"), GUIDES)
class TestGuide:
    def test_names_only_labels_that_a_screen_can_show(self, language: str, path: Path) -> None:
        labels = set(_LABEL.findall(path.read_text("utf-8"))) - EMPHASIS

        assert {label for label in labels if not is_said(label, language)} == set()

    def test_quotes_only_sentences_that_a_screen_can_show(self, language: str, path: Path) -> None:
        sentences = set(_SENTENCE.findall(path.read_text("utf-8")))

        assert {one for one in sentences if not is_said(one, language)} == set()


class TestGuides:
    @pytest.mark.parametrize("folder", ["guides/zh-hans", "guides/zh-hant"])
    def test_are_there_in_every_language(self, folder: str) -> None:
        names = {path.name for path in (DOCS / "guides").glob("*.md")}

        assert {path.name for path in (DOCS / folder).glob("*.md")} == names

    def test_are_told_from_what_no_screen_shows(self) -> None:
        invented = {"en": "Send the carrier pigeon", "zh-hans": "放飞信鸽", "zh-hant": "放飛信鴿"}

        assert [is_said(words, language) for language, words in invented.items()] == [False] * 3

    @pytest.mark.parametrize("folder", FOLDERS.values())
    def test_quote_labels_and_sentences_where_this_test_finds_them(self, folder: str) -> None:
        text = "".join(path.read_text("utf-8") for path in (DOCS / folder).glob("*.md"))

        assert len(set(_LABEL.findall(text))) > 80
        assert len(set(_SENTENCE.findall(text))) > 15
