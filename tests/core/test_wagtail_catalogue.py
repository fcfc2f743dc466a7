"""Our Chinese for the strings that Wagtail and its companions leave in English."""

import gettext
import io
import re
from collections import Counter
from pathlib import Path

import polib  # type: ignore[import-untyped]  # the package ships no types
import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from foyer.core.management.commands.wagtail_gaps import (
    DOMAINS,
    LANGUAGES,
    PACKAGES,
    catalogue_path,
    find_gaps,
    source_messages,
)

LOCALE_FOLDER = Path(__file__).resolve().parents[2] / "site" / "foyer" / "locale_wagtail"
CATALOGUES = [(language, domain) for language in LANGUAGES for domain in DOMAINS]
# A placeholder may be kept without being shown, as %(name).0s.
PLACEHOLDER = re.compile(r"%\(\w+\)(?=(?:\.0)?[a-zA-Z])|%[sd%]|\{\w*\}")
# Words of the mainland that the Traditional catalogue must say in the Taiwan way.
MAINLAND_WORDS = re.compile(
    "登錄|搜索|設置|鏈接|用戶|默認|發佈|文檔|屏幕|字段|字符|數據|信息|網絡|服務器|添加|創建|過濾|界面|加載|支持"
)


def read(language: str, domain: str) -> polib.POFile:
    return polib.pofile(catalogue_path(LOCALE_FOLDER, language, domain))


@pytest.fixture(scope="module")
def asked() -> set[tuple[tuple[str, str | None, str], str]]:
    """Every string the packages ask for, with its plural."""
    return {
        (message.key, message.plural)
        for package in PACKAGES
        for message in source_messages(package)
    }


def wordings(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


@pytest.mark.parametrize(("language", "domain"), CATALOGUES)
class TestCatalogue:
    def test_leaves_nothing_empty_or_doubtful(self, language: str, domain: str) -> None:
        catalogue = read(language, domain)

        unfinished = [entry.msgid for entry in catalogue if entry.fuzzy or not entry.translated()]

        assert len(catalogue) > 0
        assert unfinished == []

    def test_keeps_every_placeholder(self, language: str, domain: str) -> None:
        entries = read(language, domain)

        broken = [
            (entry.msgid, wording)
            for entry in entries
            for wording in wordings(entry)
            if Counter(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
            != Counter(PLACEHOLDER.findall(wording))
        ]

        assert broken == []

    def test_has_one_plural_form_as_chinese_has(self, language: str, domain: str) -> None:
        catalogue = read(language, domain)

        forms = {tuple(entry.msgstr_plural) for entry in catalogue if entry.msgid_plural}

        assert catalogue.metadata["Plural-Forms"] == "nplurals=1; plural=0;"
        assert forms <= {(0,)}

    def test_translates_only_strings_the_packages_still_have(
        self, language: str, domain: str, asked: set[tuple[tuple[str, str | None, str], str]]
    ) -> None:
        entries = read(language, domain)

        stale = [
            entry.msgid
            for entry in entries
            if ((domain, entry.msgctxt, entry.msgid), entry.msgid_plural) not in asked
        ]

        assert stale == []

    def test_compiles(self, language: str, domain: str, tmp_path: Path) -> None:
        entries = read(language, domain)
        compiled = tmp_path / "catalogue.mo"

        entries.save_as_mofile(compiled)

        with compiled.open("rb") as file:
            translations = gettext.GNUTranslations(file)
        first = next(entry for entry in entries if not entry.msgctxt and not entry.msgid_plural)
        assert translations.gettext(first.msgid) == first.msgstr


class TestTraditionalCatalogue:
    @pytest.mark.parametrize("domain", DOMAINS)
    def test_speaks_as_taiwan_does(self, domain: str) -> None:
        entries = read("zh_Hant", domain)

        mainland = [
            wording
            for entry in entries
            for wording in wordings(entry)
            if MAINLAND_WORDS.search(wording)
        ]

        assert mainland == []


class TestWagtailGaps:
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_are_all_filled(self, language: str) -> None:
        gaps = find_gaps([LOCALE_FOLDER], language)

        assert gaps == {}

    def test_fail_the_command_when_an_everyday_screen_has_one(
        self, settings: Settings, tmp_path: Path
    ) -> None:
        settings.LOCALE_PATHS = [tmp_path]
        out = io.StringIO()

        with pytest.raises(CommandError):
            call_command("wagtail_gaps", language="zh_Hant", stdout=out)

        assert "zh_Hant wagtail.admin: " in out.getvalue()

    def test_pass_the_command_when_there_are_none(self, settings: Settings) -> None:
        settings.LOCALE_PATHS = [LOCALE_FOLDER]
        out = io.StringIO()

        call_command("wagtail_gaps", stdout=out)

        assert out.getvalue().splitlines() == [
            "zh_Hans: nothing is left in English.",
            "zh_Hant: nothing is left in English.",
        ]
