"""Reads words and draws pages of files in a process of its own, with little memory and time. (security 8)

A file of five kilobytes can ask for gigabytes, so the parsers run where their death harms nobody. Started
as a script: knows nothing of Django.

    python reader_process.py words MOST_CHARACTERS          < file   > JSON {state, pages, count, title, day}
    python reader_process.py page NUMBER LONGEST_SIDE       < file   > one JPEG

The words of a page come with single spaces and in one form, so that a place in them is a place in their
folded form as well.
"""

import datetime as dt
import email
import email.policy
import io
import json
import re
import sys
import unicodedata
import zipfile
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

MEMORY = 1536 * 1024 * 1024
SECONDS = 40
UNPACKED = 400 * 1024 * 1024
MOST_PAGES = 3000
MOST_PIXELS = 60_000_000
PAGE = 3000  # characters of a page where a kind of file has none of its own
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LETTER_DEPTH = 3


class Locked(Exception):
    """Protected by a password."""


class Unknown(Exception):
    """Of a kind that is not read."""


class TooLarge(Exception):
    """More than is read."""


def limit_resources() -> None:
    """Give this process little memory and time, where the system knows how."""
    try:
        import resource  # noqa: PLC0415  not there on Windows
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def tidy(text: str) -> str:
    """Return a text in one form, with single spaces and without control signs."""
    plain = unicodedata.normalize("NFKC", text.replace("\0", " "))
    return " ".join("".join(c if c.isprintable() else " " for c in plain).split())


def pdf_pages(data: bytes, told: dict[str, Any]) -> Iterator[str]:
    """Yield the words of each page of a PDF."""
    import pypdfium2  # noqa: PLC0415  only after the limits are set

    document = _opened(pypdfium2, data)
    told["count"] = len(document)
    facts = document.get_metadata_dict()
    told["title"], told["day"] = facts.get("Title", ""), facts.get("CreationDate", "")
    for number in range(min(len(document), MOST_PAGES)):
        page = document[number]
        yield page.get_textpage().get_text_bounded()
        page.close()


def _opened(pypdfium2: Any, data: bytes) -> Any:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as reason:
        if "password" in str(reason).lower() or "security" in str(reason).lower():
            raise Locked from reason
        raise


def docx_pages(data: bytes, told: dict[str, Any]) -> Iterator[str]:
    """Yield the words of a Word document, its tables, headers and footers included."""
    import docx  # noqa: PLC0415  only after the limits are set

    document = docx.Document(io.BytesIO(data))
    _say_facts(document.core_properties, told)
    parts = [element for element in document.element.body.iter() if element.tag.endswith("}p")]
    yield "\n".join("".join(one.itertext()) for one in parts)
    for section in document.sections:
        for part in (section.header, section.footer):
            yield "\n".join(paragraph.text for paragraph in part.paragraphs)


def pptx_pages(data: bytes, told: dict[str, Any]) -> Iterator[str]:
    """Yield the words of each slide, its notes included."""
    import pptx  # noqa: PLC0415  only after the limits are set

    show = pptx.Presentation(io.BytesIO(data))
    _say_facts(show.core_properties, told)
    told["count"] = len(show.slides)
    for slide in show.slides:
        words = ["".join(one.itertext()) for one in slide.element.iter() if one.tag.endswith("}p")]
        if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
            words.append(slide.notes_slide.notes_text_frame.text)
        yield "\n".join(words)


def workbook_pages(data: bytes, told: dict[str, Any]) -> Iterator[str]:
    """Yield the words of each sheet."""
    import python_calamine  # noqa: PLC0415  only after the limits are set

    try:
        book = python_calamine.load_workbook(io.BytesIO(data))
    except python_calamine.PasswordError as reason:
        raise Locked from reason
    told["count"] = len(book.sheet_names)
    for name in book.sheet_names:
        sheet = book.get_sheet_by_name(name)
        rows = sheet.iter_rows() if sheet.end is not None else ()
        cells = (str(cell) for row in rows for cell in row if cell != "")
        yield "\n".join((name, *cells))


def letter_pages(data: bytes, told: dict[str, Any]) -> Iterator[str]:
    """Yield the words of a letter: its head, its body, the names of what is attached."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    told["title"] = str(message.get("subject", ""))
    told["day"] = _header_day(message)
    heads = [str(message.get(name, "")) for name in ("subject", "from", "to", "cc", "date")]
    body = message.get_body(preferencelist=("plain", "html"))
    text = str(body.get_content()) if body is not None else ""
    if body is not None and body.get_content_type() == "text/html":
        text = html_words(text)
    names = [part.get_filename() or "" for part in message.iter_attachments()]
    yield "\n".join([*heads, text, *names])


def _header_day(message: Any) -> str:
    moment = getattr(message.get("date"), "datetime", None)
    return moment.date().isoformat() if moment else ""


def outlook_pages(data: bytes, told: dict[str, Any]) -> Iterator[str]:
    """Yield the words of a letter of Outlook's."""
    import oxmsg  # noqa: PLC0415  only after the limits are set

    message = oxmsg.Message.load(io.BytesIO(data))
    told["title"] = message.subject or ""
    told["day"] = message.sent_date.date().isoformat() if message.sent_date else ""
    people = [f"{one.name} {one.email_address}" for one in message.recipients]
    text = message.body or html_words(message.html_body or "")
    names = [one.file_name or "" for one in message.attachments]
    yield "\n".join([message.subject or "", message.sender or "", *people, text, *names])


def _say_facts(facts: Any, told: dict[str, Any]) -> None:
    told["title"] = facts.title or ""
    day = facts.created or facts.modified
    told["day"] = day.date().isoformat() if isinstance(day, dt.datetime) else ""


class _Words(HTMLParser):
    """Gathers what a page says; what only browsers read is left out."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, _attrs: Any) -> None:
        """Leave scripts and styles out."""
        self._hidden += tag in ("script", "style")

    def handle_endtag(self, tag: str) -> None:
        """Go on after them."""
        self._hidden -= tag in ("script", "style") and self._hidden > 0

    def handle_data(self, data: str) -> None:
        """Keep what is said."""
        if not self._hidden:
            self.words.append(data)


def html_words(markup: str) -> str:
    """Return the words of a web page."""
    reader = _Words()
    reader.feed(markup)
    return "\n".join(reader.words)


def picture_facts(data: bytes, told: dict[str, Any]) -> Iterator[str]:
    """Tell when a picture was taken; it holds no words."""
    from PIL import Image  # noqa: PLC0415  only after the limits are set

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    with Image.open(io.BytesIO(data)) as picture:
        told["count"] = 1
        taken = picture.getexif().get_ifd(0x8769).get(0x9003) or picture.getexif().get(0x0132)
    told["day"] = str(taken or "")[:10].replace(":", "-")
    yield ""


def reader_for(data: bytes) -> Any:
    """Return what reads a file, by what is in it."""
    if data[:1024].lstrip().startswith(b"%PDF-"):
        return pdf_pages
    if data.startswith(b"PK\x03\x04"):
        return _office_reader(data)
    if data.startswith(_OLE):
        return _ole_reader(data)
    if _is_picture(data):
        return picture_facts
    if re.match(
        rb"(?:[A-Za-z-]+: [^\n]*\n(?:[ \t][^\n]*\n)*){3}", data[:20000].replace(b"\r", b"")
    ):
        return letter_pages
    raise Unknown


def _office_reader(data: bytes) -> Any:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if sum(part.file_size for part in archive.infolist()) > UNPACKED:
            raise TooLarge
        names = set(archive.namelist())
    for part, reader in (
        ("word/document.xml", docx_pages),
        ("ppt/presentation.xml", pptx_pages),
        ("xl/workbook.xml", workbook_pages),
        ("xl/workbook.bin", workbook_pages),
    ):
        if part in names:
            return reader
    if "content.xml" in names and "mimetype" in names:
        return workbook_pages
    raise Unknown


def _ole_reader(data: bytes) -> Any:
    import olefile  # noqa: PLC0415  only after the limits are set

    with olefile.OleFileIO(io.BytesIO(data)) as kept:
        if kept.exists("EncryptedPackage"):
            raise Locked
        if kept.exists("Workbook") or kept.exists("Book"):
            return workbook_pages
        if kept.exists("__properties_version1.0"):
            return outlook_pages
    raise Unknown


def _is_picture(data: bytes) -> bool:
    heads = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*")
    return data.startswith(heads) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP")


def read_words(data: bytes, most: int) -> dict[str, Any]:
    """Return the words of a file page by page, and what it says of itself."""
    told: dict[str, Any] = {"state": "read", "pages": [], "count": None, "title": "", "day": ""}
    left = most
    try:
        read = reader_for(data)
        for words in read(data, told):
            page = tidy(words)[:left]
            told["pages"].append(page)
            left -= len(page)
            if left <= 0:
                break
    except Locked:
        told["state"] = "locked"
    except (TooLarge, MemoryError):
        told["state"] = "too_large"
    except Unknown:
        told["state"] = "unknown"
    except Exception:  # noqa: BLE001  whatever a parser stumbles over: the file is damaged
        told["state"] = "damaged"
    if told["state"] == "read" and not any(told["pages"]):
        told["state"] = "none"
    told["title"] = tidy(str(told["title"] or ""))[:200]
    return told


def draw_page(data: bytes, number: int, longest: int) -> bytes:
    """Return one page of a PDF, or a picture, as a JPEG no larger than asked for."""
    from PIL import Image, ImageOps  # noqa: PLC0415  only after the limits are set

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    if reader_for(data) is pdf_pages:
        import pypdfium2  # noqa: PLC0415  as above

        page = _opened(pypdfium2, data)[number - 1]
        drawn = page.render(scale=min(longest / max(*page.get_size(), 1), 4)).to_pil()
    else:
        with Image.open(io.BytesIO(data)) as picture:
            picture.draft("RGB", (longest, longest))
            drawn = ImageOps.exif_transpose(picture)
            drawn.thumbnail((longest, longest))
    file = io.BytesIO()
    drawn.convert("RGB").save(file, "JPEG", quality=85)
    return file.getvalue()


def main() -> None:
    """Read standard input as the arguments say."""
    limit_resources()
    act, *numbers = sys.argv[1:]
    data = sys.stdin.buffer.read()
    if act == "page":
        number, longest = (int(one) for one in numbers)
        sys.stdout.buffer.write(draw_page(data, number, longest))
    else:
        sys.stdout.write(json.dumps(read_words(data, int(numbers[0]))))


if __name__ == "__main__":
    main()
