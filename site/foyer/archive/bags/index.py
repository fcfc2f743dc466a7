"""The page that shows a bag without Foyer: plain HTML in the three languages, nothing that runs. (000-28)"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from django.template.defaultfilters import filesizeformat
from django.utils.html import escape, format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override, pgettext

from foyer.core.languages import HTML_LANG, OWN_NAMES

NAME = "index.html"
_STYLE = (
    "body{font:1rem/1.5 system-ui,sans-serif;max-width:60rem;margin:0 auto;padding:1rem;color:#222}"
    "nav a{margin-right:1rem}section{border-top:2px solid #888;margin-top:2rem}"
    "article{border-top:1px solid #ccc;padding:.5rem 0}h3{margin:.2rem 0}p{margin:.2rem 0}"
    "li{overflow-wrap:anywhere}code{font-size:.8rem}"
)


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page shows of a record.

    Attributes:
        folder: its folder in the payload.
        facts: number, title, date, source, summary.
        record_class: the names of its class, by language.
        files: path below the folder, name, version, bytes of each.
    """

    folder: str
    facts: tuple[str, str, str, str, str]
    record_class: dict[str, str]
    files: Sequence[tuple[str, str, int, int]]


def index_pieces(
    *, house: dict[str, str], number: str, day: str, records: list[Shown]
) -> Iterator[bytes]:
    """Yield the page piece by piece."""
    ways = "".join(f'<a href="#{code}">{name}</a>' for code, name in OWN_NAMES.items())
    head = (
        '<!DOCTYPE html>\n<html lang="zh-Hans"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(number)}</title><style>{_STYLE}</style></head><body>"
        f"<h1>{escape(number)}</h1><nav>{ways}</nav>\n"
    )
    yield head.encode()
    for code in OWN_NAMES:
        with override(code):
            title = _section(code, house[code], number, day, len(records))
        yield title.encode()
        for record in records:
            with override(code):  # never held open between two pieces
                piece = _record(record, code)
            yield piece.encode()
        yield b"</section>\n"
    yield b"</body></html>\n"


def _section(code: str, house: str, number: str, day: str, count: int) -> str:
    counted = ngettext("%(count)d record", "%(count)d records", count) % {"count": count}
    how = _(
        "A copy of records of the archive. Beside each record’s files lies record.json with all that is "
        "known of it. To verify the copy without Foyer, run in the folder above this one: "
    )
    return format_html(
        '<section id="{}" lang="{}"><h2>{}</h2><p>{} · {} · {}</p><p>{}<code>{}</code></p>\n',
        code,
        HTML_LANG[code],
        house,
        number,
        day,
        counted,
        how,
        "sha256sum -c manifest-sha256.txt",
    )


def _record(record: Shown, code: str) -> str:
    number, title, day, source, summary = record.facts
    files = "".join(
        format_html(
            '<li><a href="{}">{}</a> ({} {}) {}</li>',
            quote(f"{record.folder}/{path}"),
            name,
            pgettext("file", "version"),
            version,
            filesizeformat(size),
        )
        for path, name, version, size in record.files
    )
    head = format_html(
        '<article><h3>{} {}</h3><p>{} · {} · {}</p><p>{}</p><ul><li><a href="{}">record.json</a></li>',
        number,
        title,
        day,
        source,
        record.record_class[code],
        summary,
        quote(f"{record.folder}/record.json"),
    )
    return f"{head}{files}</ul></article>\n"
