"""Small real files of every kind, made in code."""

import io
import struct
import zipfile
from email.message import EmailMessage
from functools import cache

import docx
import openpyxl
import pptx
from docx.document import Document
from fpdf.enums import AccessPermission
from PIL import Image

from foyer.core.sheets import FACE, new_sheet

_FREE, _END, _TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


@cache
def pdf(*pages: str, password: str = "", title: str = "") -> bytes:
    """Return a PDF with a text on each page; made once, since cutting Chinese type takes its time."""
    sheet = new_sheet("zh-hans")
    if title:
        sheet.set_title(title)
    if password:
        sheet.set_encryption(password, password, permissions=AccessPermission.none())
    for words in pages:
        sheet.add_page()
        sheet.set_font(FACE, size=12)
        sheet.multi_cell(0, 8, words)
    return bytes(sheet.output())


def word(text: str, *, macro: bool = False) -> bytes:
    """Return a Word document; with `macro`, one that holds a program."""
    document: Document = docx.Document()
    document.add_paragraph("第一段")
    document.add_table(rows=1, cols=1).cell(0, 0).text = text
    file = io.BytesIO()
    document.save(file)
    if macro:
        with zipfile.ZipFile(file, "a") as archive:
            archive.writestr("word/vbaProject.bin", b"\xd0\xcf\x11\xe0")
    return file.getvalue()


def workbook(text: str) -> bytes:
    """Return a workbook with a text in its second sheet."""
    book = openpyxl.Workbook()
    book.create_sheet("明细").append([1, text])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def slides(text: str) -> bytes:
    """Return two slides, the second with a text in its notes."""
    show = pptx.Presentation()
    for words in ("", text):
        slide = show.slides.add_slide(show.slide_layouts[5])
        slide.shapes.title.text = "标题"
        slide.notes_slide.notes_text_frame.text = words
    file = io.BytesIO()
    show.save(file)
    return file.getvalue()


def letter(text: str) -> bytes:
    """Return a letter."""
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = "回函", "a@example.com", "b@example.com"
    message["Date"] = "Wed, 18 Mar 2026 09:00:00 +0800"
    message.set_content(f"<p>{text}</p><script>var 隐藏 = 1</script>", subtype="html")
    return message.as_bytes()


def picture(kind: str = "JPEG", taken: str = "") -> bytes:
    """Return a picture; with `taken`, one whose camera says when."""
    shown, exif = Image.new("RGB", (320, 200), (210, 190, 150)), Image.Exif()
    if taken:
        exif[0x0132] = taken
    file = io.BytesIO()
    shown.save(file, kind, exif=exif)
    return file.getvalue()


def deep_zip(depth: int = 6) -> bytes:
    """Return an archive in an archive in an archive."""
    data = b"0" * 100_000
    for level in range(depth):
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(f"{level}.zip", data)
        data = file.getvalue()
    return data


def bomb() -> bytes:
    """Return a small Word document that says it unpacks to five hundred megabytes."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<w>" + b" " * 1_000_000)
        with archive.open("word/more.xml", "w") as part:
            for _ in range(420):
                part.write(b" " * 1024 * 1024)
    return file.getvalue()


def compound(stream: str) -> bytes:
    """Return a file of Office's old container with one stream, such as EncryptedPackage."""
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, _END, 0, _END, 0)
    head += struct.pack("<I", 0) + struct.pack("<I", _FREE) * 108
    table = [_TABLE, _END, *range(3, 10), _END]
    fat = struct.pack("<128I", *table, *[_FREE] * (128 - len(table)))
    root = _entry("Root Entry", kind=5, child=1, start=_END, size=0)
    return (
        head
        + fat
        + root
        + _entry(stream, kind=2, child=_FREE, start=2, size=4096)
        + (_entry("", kind=0, child=_FREE, start=0, size=0) * 2 + bytes(4096))
    )


def _entry(name: str, *, kind: int, child: int, start: int, size: int) -> bytes:
    spelt = name.encode("utf-16-le")
    length = len(spelt) + 2 if name else 0
    entry = spelt.ljust(64, b"\0") + struct.pack("<HBBIII", length, kind, 1, _FREE, _FREE, child)
    return entry + bytes(36) + struct.pack("<IQ", start, size)
