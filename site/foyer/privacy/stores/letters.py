"""Files that stand in for a mail server, and what the demo house tells of itself."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from foyer.privacy.declarations import Store
from foyer.privacy.people import Person
from foyer.privacy.words import Needles


class LetterStore(Store):
    """Letters that lie in a folder because the house has no mail server."""

    key = "letters"
    title = _("Letters in the folder for mail")

    def rows(self, person: Person) -> Iterator[Mapping[str, Any]]:
        """Yield the letters to or about the person."""
        for path in self._about(person):
            letter = message_from_bytes(path.read_bytes(), policy=default)
            yield {
                str(_("Subject")): str(letter["Subject"]),
                str(_("Sent at")): str(letter["Date"]),
            }

    def erase(self, person: Person) -> int:
        """Delete the files with letters to or about the person."""
        paths = self._about(person)
        for path in paths:
            path.unlink(missing_ok=True)
        return len(paths)

    def _about(self, person: Person) -> list[Path]:
        options: Any = settings.MAILERS["default"].get("OPTIONS", {})
        folder, needles = options.get("file_path"), Needles.of(person)
        files = sorted(Path(folder).glob("*.log")) if folder and Path(folder).is_dir() else []
        return [path for path in files if any(map(needles.within, _texts(path.read_bytes())))]


class DemoStore(Store):
    """The file in which the demo house tells scripts its guests and their codes."""

    key = "demo"
    title = _("List of the demo house")

    def rows(self, person: Person) -> Iterator[Mapping[str, Any]]:
        """Yield nothing: it repeats the guest list."""
        yield from ()

    def erase(self, person: Person) -> int:
        """Take the person out of the list."""
        path = Path(settings.DATA_DIR) / "demo.json"
        if not path.exists():
            return 0
        told = json.loads(path.read_text(encoding="utf-8"))
        gone = 0
        for key in ("guests", "coming_guests"):
            listed = told.get(key, [])
            told[key] = [guest for guest in listed if not person.bears(guest["name"])]
            gone += len(listed) - len(told[key])
        if gone:
            path.write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")
        return gone


def _texts(data: bytes) -> Iterator[str]:
    """Yield the headers and the readable parts of every letter in a file, as people read them."""
    for piece in data.split(b"\n" + b"-" * 79 + b"\n"):
        letter = message_from_bytes(piece, policy=default)
        yield "\n".join(f"{name}: {value}" for name, value in letter.items())
        for part in letter.walk():
            if part.get_content_maintype() == "text":
                yield part.get_content()
