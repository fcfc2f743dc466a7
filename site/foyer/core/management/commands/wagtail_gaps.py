"""Find the strings of the installed packages that stay in English on our screens.

A tool for developers: it reads catalogues with polib, which only the development group installs.
"""

from argparse import ArgumentParser
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import polib  # type: ignore[import-untyped]  # the package ships no types
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

LANGUAGES = ("zh_Hans", "zh_Hant")
DOMAINS = ("django", "djangojs")
# What staff see every working day. A gap here fails the command.
DAILY = (
    "wagtail",
    "wagtail.admin",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.documents",
    "wagtail.embeds",
    "wagtail.images",
    "wagtail.locales",
    "wagtail.sites",
    "wagtail.snippets",
    "wagtail.users",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail_modeladmin",
    "import_export",
)
# Installed as well, with few words of their own on a screen.
SELDOM = (
    "django.conf",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django_filters",
    "modelsearch",
    "taggit",
    "wagtail.search",
)
# Ready for a house that adds them. Until then their words answer for nobody else's.
SPARE = (
    "django.contrib.admin",
    "treebeard",
    "wagtail.contrib.forms",
    "wagtail.contrib.search_promotions",
    "wagtail.contrib.simple_translation",
    "wagtail.contrib.styleguide",
    "wagtail.contrib.table_block",
    "wagtail.contrib.typed_table_block",
)
PACKAGES = DAILY + SELDOM + SPARE


@dataclass(frozen=True, slots=True)
class Message:
    """One string of a catalogue, as gettext looks it up: by context, text and plurality."""

    domain: str
    context: str | None
    text: str
    plural: str = ""

    @property
    def key(self) -> tuple[str, str | None, str]:
        """Return what no catalogue may hold twice."""
        return (self.domain, self.context, self.text)

    def __str__(self) -> str:
        """Return the string as the command lists it."""
        context = f"[{self.context}] " if self.context else ""
        return f"{self.domain}: {context}{self.text!r}"


def read_catalogue(path: Path) -> Iterator[polib.POEntry]:
    """Yield the entries in use of one catalogue, and nothing where there is no such file."""
    if path.exists():
        yield from (entry for entry in polib.pofile(path) if not entry.obsolete)


def catalogue_path(folder: Path, language: str, domain: str) -> Path:
    """Return where gettext expects a catalogue below a locale folder."""
    return folder / language / "LC_MESSAGES" / f"{domain}.po"


def locale_folder(package: str) -> Path | None:
    """Return the locale folder of an installed package, or None when it is not installed."""
    spec = find_spec(package) if find_spec(package.partition(".")[0]) else None
    if spec is None or spec.origin is None:
        return None
    return Path(spec.origin).parent / "locale"


def source_messages(package: str) -> set[Message]:
    """Return every string a package marks for translation.

    Its English catalogue is its own list of them. Where it keeps none, what its translators
    were given in any language stands in for it.
    """
    folder = locale_folder(package)
    if folder is None:
        return set()
    english = folder / "en"
    languages = [english] if english.exists() else sorted(folder.glob("*"))
    return {
        Message(domain, entry.msgctxt, entry.msgid, entry.msgid_plural)
        for language in languages
        for domain in DOMAINS
        for entry in read_catalogue(catalogue_path(folder, language.name, domain))
    }


def translated_messages(folders: Iterable[Path], language: str, domain: str) -> set[Message]:
    """Return the strings that any of these locale folders says in a language."""
    return {
        Message(domain, entry.msgctxt, entry.msgid, entry.msgid_plural)
        for folder in folders
        for entry in read_catalogue(catalogue_path(folder, language, domain))
        if entry.translated()
    }


def find_gaps(own_folders: Sequence[Path], language: str) -> dict[str, list[Message]]:
    """Return, by package, the strings that neither the packages nor we translate.

    On a page Django joins the catalogues of all installed packages; a script is served its own
    package's and ours. A string with plurals also answers for the same string without them,
    never the other way.

    Args:
        own_folders: our locale folders, those of `LOCALE_PATHS`.
        language: a catalogue's name for a language, such as "zh_Hant".
    """
    folders = {package: folder for package in PACKAGES if (folder := locale_folder(package))}
    installed = [folder for package, folder in folders.items() if package not in SPARE]
    shared = translated_messages([*own_folders, *installed], language, "django")
    shared |= translated_messages(own_folders, language, "djangojs")
    gaps = {}
    for package, folder in folders.items():
        own = (translated_messages([folder], language, domain) for domain in DOMAINS)
        answers = _answers(shared.union(*own))
        asked = source_messages(package)
        if missing := [one for one in asked if (one.key, bool(one.plural)) not in answers]:
            gaps[package] = sorted(missing, key=str)
    return gaps


def _answers(messages: Iterable[Message]) -> set[tuple[tuple[str, str | None, str], bool]]:
    """Return the keys that can be looked up, each with whether it can be looked up in plural."""
    return {
        (message.key, in_plural)
        for message in messages
        for in_plural in ((True, False) if message.plural else (False,))
    }


class Command(BaseCommand):
    """List the untranslated strings of the installed packages, and fail on those of every day."""

    help = (
        "List, for each language and package, the strings that neither the package nor we "
        "translate. Fails when a screen of every working day has one."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Let the caller ask about one language only."""
        parser.add_argument("--language", choices=LANGUAGES, help="Look at this language only.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write every gap.

        Raises:
            CommandError: a package of `DAILY` has a gap.
        """
        folders = [Path(folder) for folder in settings.LOCALE_PATHS]
        languages = (options["language"],) if options["language"] else LANGUAGES
        daily = 0
        for language in languages:
            gaps = find_gaps(folders, language)
            self._write(language, gaps)
            daily += sum(len(gaps.get(package, ())) for package in DAILY)
        if daily:
            sentence = f"Strings of everyday screens left in English: {daily}."
            raise CommandError(sentence)

    def _write(self, language: str, gaps: dict[str, list[Message]]) -> None:
        if not gaps:
            self.stdout.write(f"{language}: nothing is left in English.")
        for package, messages in gaps.items():
            self.stdout.write(f"{language} {package}: {len(messages)}")
            for message in messages:
                self.stdout.write(f"    {message}")
