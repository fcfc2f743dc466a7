"""Files as people, and people with bad intentions, hand them in."""

import io
import zipfile
import zlib

from django.core.files.base import ContentFile
from PIL import Image, PngImagePlugin

PLACE = "31.2304N"
SCRIPT = b"<script>alert(1)</script>"
PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(64)


def handed_in(name: str, data: bytes) -> ContentFile:
    return ContentFile(data, name=name)


def picture(kind: str, *, size: tuple[int, int] = (60, 40), mode: str = "RGB", **more: object):
    file = io.BytesIO()
    Image.new(mode, size, 200 if mode in {"L", "P", "1"} else (200, 40, 40)[: len(mode)] or 0).save(
        file, kind, **more
    )
    return file.getvalue()


def photo_with_place(kind: str) -> bytes:
    """A picture taken sideways, with the place it was taken at, a comment, and something tied to its end."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = PLACE
    more = {"exif": exif}
    if kind == "JPEG":
        more["comment"] = PLACE
    if kind == "PNG":
        told = PngImagePlugin.PngInfo()
        told.add_text("Comment", PLACE)
        more["pnginfo"] = told
    return picture(kind, **more) + SCRIPT


def vast_picture() -> bytes:
    """A PNG of a few hundred kilobytes that asks for 10,000 times 10,000 pixels."""
    head = (10_000).to_bytes(4) * 2 + b"\x01\0\0\0\0"  # one bit a pixel
    rows = zlib.compress(bytes(1 + 1250) * 10_000)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        len(data).to_bytes(4) + kind + data + zlib.crc32(kind + data).to_bytes(4)
        for kind, data in ((b"IHDR", head), (b"IDAT", rows), (b"IEND", b""))
    )


def archive(parts: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return file.getvalue()


def document(kind: str = "docx", **more: bytes) -> bytes:
    main = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}[kind]
    return archive({"[Content_Types].xml": b"<Types/>", main: b"<x/>"} | more)


def lying_document() -> bytes:
    """A document whose directory says its parts are short, though they are not."""
    data = bytearray(document(**{"word/media/a": bytes(40_000_000)}))
    at = data.rindex(b"word/media/a") - 46
    data[at + 24 : at + 28] = (10).to_bytes(4, "little")
    return bytes(data)


GOOD = {
    "合同.pdf": PDF,
    "照片.jpg": picture("JPEG"),
    "照片.JPEG": picture("JPEG", mode="L"),
    "印章.png": picture("PNG", mode="RGBA"),
    "表.png": picture("PNG", mode="P"),
    "现场.webp": picture("WEBP"),
    "方案.docx": document(),
    "报价.xlsx": document("xlsx"),
    "说明.txt": "会议纪要\r\n第一项".encode(),
    "说明 gbk.txt": "会议纪要：第一项".encode("gb18030"),
    "說明.txt": "會議紀要".encode("utf-16"),
}
# Name, content, code of the refusal.
BAD = {
    "nothing in it": ("空.pdf", b"", "upload_empty"),
    "a drawing that runs": ("图.svg", b"<svg onload='alert(1)'/>", "upload_kind"),
    "a page": ("页.html", SCRIPT, "upload_kind"),
    "an archive": ("包.zip", archive({"a": b"b"}), "upload_kind"),
    "a program": ("程序.exe", b"MZ\x90\0", "upload_kind"),
    "a document with macros by name": ("宏.docm", document(), "upload_kind"),
    "no extension": ("README", b"words", "upload_kind"),
    "an iPhone's picture": ("照片.heic", HEIC, "upload_heic"),
    "an iPhone's picture renamed": ("照片.jpg", HEIC, "upload_heic"),
    "a page called text": ("页.txt", b"  <!DOCTYPE html>" + SCRIPT, "upload_differs"),
    "a drawing called text": ("图.txt", b"\xef\xbb\xbf<svg/>", "upload_differs"),
    "a program called text": ("程序.txt", b"MZ\x90\0\x03\0", "upload_differs"),
    "a page called picture": ("页.png", SCRIPT, "upload_differs"),
    "a picture called PDF": ("图.pdf", picture("PNG"), "upload_differs"),
    "a PNG called JPG": ("图.jpg", picture("PNG"), "upload_differs"),
    "a PDF called picture": ("文.jpg", PDF, "upload_differs"),
    "a page that begins as a PDF": ("文.pdf", b"%PDF-1.4\n" + SCRIPT + PDF, "upload_differs"),
    "a PDF with an archive behind": ("文.pdf", PDF + archive({"a": b"b"}), "upload_differs"),
    "a PDF with a page behind": ("文.pdf", PDF + SCRIPT, "upload_differs"),
    "a PDF cut off": ("文.pdf", PDF[:40], "upload_damaged"),
    "an archive called document": ("文.docx", archive({"a.html": SCRIPT}), "upload_differs"),
    "a workbook called document": ("文.docx", document("xlsx"), "upload_differs"),
    "a document behind a picture": ("文.docx", picture("PNG") + document(), "upload_differs"),
    "a document with a page behind": ("文.docx", document() + SCRIPT, "upload_differs"),
    "a document cut off": ("文.docx", document()[:60], "upload_damaged"),
    "a document with macros": (
        "文.docx",
        document(**{"word/vbaProject.bin": b"x"}),
        "upload_program",
    ),
    "a document that unpacks to much": (
        "文.xlsx",
        document("xlsx", **{"xl/worksheets/sheet1.xml": bytes(200_000_000)}),
        "upload_unpacks",
    ),
    "a document of many parts": (
        "文.docx",
        document(**{f"word/{number}.xml": b"" for number in range(2_100)}),
        "upload_unpacks",
    ),
    "a document that lies": ("文.docx", lying_document(), "upload_damaged"),
    "a vast picture": ("图.png", vast_picture(), "upload_pixels"),
    "a picture cut off": ("图.jpg", picture("JPEG", size=(300, 300))[:400], "upload_damaged"),
    "a picture of a head alone": ("图.png", b"\x89PNG\r\n\x1a\n", "upload_damaged"),
    "more bytes than are taken": ("大.txt", b"a" * (16 * 1024 * 1024), "upload_too_large"),
}
