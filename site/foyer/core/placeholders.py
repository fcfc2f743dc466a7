"""Words that staff write with placeholders in them: which there may be, and what is put in their place. (security 23)

Plain replacement from a fixed list: neither `str.format` nor the template engine ever sees them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

_BRACES: Final = re.compile(r"[{｛][^{}｛｝]*[}｝]|[{}｛｝]")


class Placeholders:
    """The placeholders that one kind of text may hold: `{number}` and so on.

    Args:
        known: the name of each, and what it stands for, in the reader's language.
    """

    def __init__(self, known: Mapping[str, Any]) -> None:
        self.known = known
        self._known = re.compile("{(" + "|".join(known) + ")}")

    def check(self, text: str) -> None:
        """Refuse a text with a placeholder that no letter could fill.

        Raises:
            ValidationError: names the first one that is not known.
        """
        for found in _BRACES.findall(text):
            if not self._known.fullmatch(found):
                raise ValidationError(
                    _("%(found)s is not a placeholder. You may write: %(known)s."),
                    code="unknown_placeholder",
                    params={
                        "found": found,
                        "known": " ".join(f"{{{name}}}" for name in self.known),
                    },
                )

    def fill(self, text: str, values: Mapping[str, str]) -> str:
        """Return a text with its placeholders filled.

        A line whose placeholders are all empty is left out: "Dress: {dress_code}" says nothing when
        there is no dress code.
        """
        lines = [line for line in text.splitlines() if not self._says_nothing(line, values)]
        return self._known.sub(lambda found: values[found[1]], "\n".join(lines))

    def _says_nothing(self, line: str, values: Mapping[str, str]) -> bool:
        names = self._known.findall(line)
        return bool(names) and not any(values[name] for name in names)


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a text: an empty line begins a new one."""
    blocks = re.split(r"\n\s*\n", text.strip())
    return [block.strip() for block in blocks if block.strip()]
