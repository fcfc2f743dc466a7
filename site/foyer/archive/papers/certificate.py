"""The certificate of a destruction: what, when, why, who, and the hash of every file. (000-28)"""

from __future__ import annotations

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from foyer.archive.models import Destruction, DestructionItem, RecordClass
from foyer.core.context_processors import describe_house
from foyer.core.languages import known_language
from foyer.core.models import HousePolicy
from foyer.core.sheets import new_sheet


def certificate_pdf(destruction: Destruction) -> bytes:
    """Return the certificate of a destruction that was carried out, in the active language."""
    language = known_language(get_language())
    house = describe_house(HousePolicy.load())
    items = list(destruction.items.all())
    sheet = new_sheet(language)
    sheet.foot = destruction.number
    sheet.begin(
        _("Certificate of destruction %(number)s") % {"number": destruction.number},
        language=language,
        house=house.name,
        about_house=(house.address, house.hotline),
        at=destruction.decided_at or destruction.proposed_at,
    )
    sheet.facts(_facts(destruction, items))
    names = {one.code: str(one) for one in RecordClass.objects.all()}
    for item in items:
        sheet.points(_heading(item, names), _lines(item))
    return bytes(sheet.output())


def _facts(destruction: Destruction, items: list[DestructionItem]) -> list[tuple[str, str]]:
    return [
        (pgettext("certificate", "Destroyed"), _moment(destruction.decided_at)),
        (pgettext("certificate", "Why"), destruction.reason),
        (
            pgettext("certificate", "Proposed by"),
            f"{destruction.proposed_by} · {_moment(destruction.proposed_at)}",
        ),
        (pgettext("certificate", "Carried out by"), str(destruction.decided_by)),
        (pgettext("certificate", "Records"), str(len(items))),
        (pgettext("certificate", "Files"), str(sum(len(item.files) for item in items))),
    ]


def _heading(item: DestructionItem, names: dict[str, str]) -> str:
    day = date_format(item.dated_on, "SHORT_DATE_FORMAT")
    return f"{item.record_number} · {names.get(item.class_code, item.class_code)} · {day}"


def _lines(item: DestructionItem) -> list[str]:
    lines = [
        ngettext("%(size)d byte, SHA-256 %(sha)s", "%(size)d bytes, SHA-256 %(sha)s", one["size"])
        % {"size": one["size"], "sha": one["sha256"]}
        for one in item.files
    ]
    if item.copies:
        said = _("Copied to another medium before, to be destroyed there as well: %(bags)s")
        lines.append(said % {"bags": ", ".join(item.copies)})
    return lines or [_("No file was part of this record.")]


def _moment(at: object) -> str:
    return date_format(localtime(at), "DATETIME_FORMAT") if at else ""  # type: ignore[arg-type]  # a moment
