"""What can be wrong with a bag, in sentences; reports keep the codes, so that each reader has their own language."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, Final

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

_SENTENCES: Final[dict[str, Any]] = {
    "not_zip": gettext_lazy(
        "This is no ZIP file, or its end is missing: it was probably cut off on the way. "
        "Copy it again from the second medium."
    ),
    "too_many": gettext_lazy("It holds more files (%(count)s) than any copy Foyer makes."),
    "bomb": gettext_lazy("It would unpack to far more than it is (%(size)s): it was not opened."),
    "bad_name": gettext_lazy("A file of this name would be written outside its folder."),
    "twice": gettext_lazy("This name stands in it twice."),
    "not_a_file": gettext_lazy("This is a link or something else that is no file."),
    "locked": gettext_lazy("This file is protected by a password."),
    "not_one_top": gettext_lazy("It does not hold exactly one folder, as a BagIt bag does."),
    "no_tag": gettext_lazy("This file, which every BagIt bag has, is missing."),
    "bad_version": gettext_lazy("It does not say that it is a BagIt bag of version 1.0 or 0.97."),
    "bad_line": gettext_lazy("Line %(line)s of this file is not understood."),
    "not_listed": gettext_lazy("This file is there, but no list of the bag names it."),
    "missing": gettext_lazy("This file is listed, but missing."),
    "changed": gettext_lazy("This file is not what it was: its SHA-256 is %(found)s instead of %(expected)s."),
    "damaged": gettext_lazy("This file cannot be read: it is damaged or cut off."),
    "oxum": gettext_lazy("The bag says that it holds %(expected)s (bytes.files), but it holds %(found)s."),
    "foreign": gettext_lazy("This is a sound BagIt bag, but holds no records of a Foyer archive."),
    "bad_record": gettext_lazy("The card of this record is not understood: %(what)s."),
    "differs": gettext_lazy("The card of its record says something else of this file than what lies here."),
    "unknown": gettext_lazy("No card of a record names this file."),
    "number_twice": gettext_lazy("Two records in it have the number %(number)s."),
}  # fmt: skip
_WHY: Final[dict[str, Any]] = {
    "no_class": gettext_lazy("There is no class of records “%(name)s” here: make it first."),
    "no_department": gettext_lazy("There is no department “%(name)s” here: make it first."),
    "destroyed": gettext_lazy(
        "The house destroyed it and holds certificate %(name)s of that: what lies on this medium is to be "
        "destroyed as well."
    ),
    "line_taken": gettext_lazy("Another record here has one of its files already."),
    "field": gettext_lazy("Differs: %(name)s."),
    "refused": gettext_lazy("It was not read in: it came to differ while the copy was read."),
}
_FIELDS: Final[dict[str, Any]] = {
    "title": gettext_lazy("title"),
    "source": gettext_lazy("source"),
    "summary": gettext_lazy("summary"),
    "phase": gettext_lazy("phase"),
    "secrecy": gettext_lazy("secrecy"),
    "language": gettext_lazy("language"),
    "dated_on": gettext_lazy("date"),
    "ended_on": gettext_lazy("matter ended on"),
    "due_on": gettext_lazy("kept until"),
    "kept_on_until": gettext_lazy("kept on until"),
    "holds": gettext_lazy("holds"),
    "filed_at": gettext_lazy("filed at"),
    "filed_by": gettext_lazy("filed by"),
    "record_class": gettext_lazy("class"),
    "answers": gettext_lazy("expected paper"),
    "keeper": pgettext_lazy("archive", "keeper"),
    "department": gettext_lazy("department"),
    "links": pgettext_lazy("archive", "what it is about"),
    "files": gettext_lazy("files"),
}
STATES: Final[dict[str, Any]] = {
    "new": pgettext_lazy("record in a bag", "New: will be read in"),
    "same": pgettext_lazy("record in a bag", "Is here already, the same"),
    "differs": pgettext_lazy("record in a bag", "Is here already and differs: not touched"),
    "destroyed": pgettext_lazy("record in a bag", "Was destroyed: not read in"),
    "refused": pgettext_lazy("record in a bag", "Cannot be read in"),
    "read": pgettext_lazy("record in a bag", "Read in"),
}


@dataclass(slots=True)
class Fault:
    """One thing wrong with a bag: a code, the file it is about, and what fills the sentence."""

    code: str
    name: str = ""
    params: dict[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Return it as a report keeps it."""
        return asdict(self)


def sentence(fault: dict[str, Any]) -> str:
    """Return what is wrong, in the reader's language, the file's name first."""
    params = dict(fault["params"])
    if fault["code"] == "bomb":
        params["size"] = filesizeformat(params["size"])
    said = str(_SENTENCES[fault["code"]])
    words = said % params if params else said
    if not fault["name"]:
        return words
    return _("%(name)s: %(words)s") % {"name": fault["name"], "words": words}


def why(reason: dict[str, str]) -> str:
    """Return why a record is not read in."""
    name = reason.get("name", "")
    shown = _FIELDS.get(name, name) if reason["code"] == "field" else name
    said = str(_WHY[reason["code"]])
    return said % {"name": shown} if "%(" in said else said
