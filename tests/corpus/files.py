"""Files as people hand them in: every encoding, header, form of a date and malformation we know of.

`python -m tests.corpus.files FOLDER` writes them all, to be tried by hand.
"""

import io
import sys
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import MappingProxyType

import xlsxwriter
from opencc import OpenCC

NONE: Mapping[int, str] = MappingProxyType({})
GOOD_CODE = "91330100MA000001X7"


@dataclass(frozen=True, slots=True)
class Case:
    """One file, and what becomes of it.

    `people` are written as client|contact|phone|birthday; `errors` are words of the reason by row;
    `refused` are words of the sentence with which the whole file is turned away.
    """

    name: str
    data: bytes = field(repr=False)
    people: tuple[str, ...] = ()
    errors: tuple[tuple[int, str], ...] = ()
    refused: str = ""


HANS = (
    "客户名称,联系人,手机\r\n江南实业有限公司,王小明,13800001234\r\n松涧会,欧阳若兰,13900005678\r\n"
)
TWO = ("江南实业有限公司|王小明|13800001234|", "松涧会|欧阳若兰|13900005678|")
HANT = OpenCC("s2t").convert(HANS)
TWO_HANT = tuple(OpenCC("s2t").convert(line) for line in TWO)
ONE = ("松涧会|林若兰|13900005678|",)
ROW = "松涧会,林若兰,13900005678"


def text(*lines: str, encoding: str = "utf-8-sig") -> bytes:
    return "\r\n".join(lines).encode(encoding)


def workbook(
    rows: Sequence[Sequence[object]],
    sheets: int = 1,
    formats: Mapping[int, str] = NONE,
    results: Mapping[str, str] | None = None,
) -> bytes:
    """Return a workbook; `formats` are the numbers' by column, `results` those of formulas."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"strings_to_formulas": False})
    days = book.add_format({"num_format": "yyyy/m/d"})
    styles = {column: book.add_format({"num_format": code}) for column, code in formats.items()}
    for number in range(sheets):
        sheet = book.add_worksheet(f"名单{number}")
        for n, row in enumerate(rows if number == sheets - 1 else []):
            for column, cell in enumerate(row):
                if isinstance(cell, date):
                    sheet.write_datetime(n, column, cell, days)
                elif results is not None and str(cell).startswith("="):
                    sheet.write_formula(n, column, str(cell), None, results.get(str(cell), ""))
                else:
                    sheet.write(n, column, cell, styles.get(column) if n else None)
    book.close()
    return file.getvalue()


def archive(parts: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return file.getvalue()


def cards(*lines: str, encoding: str = "utf-8", version: str = "3.0") -> bytes:
    return "\r\n".join(("BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", "")).encode(
        encoding
    )


def quoted(words: str, encoding: str = "utf-8") -> str:
    return "".join(f"={byte:02X}" for byte in words.encode(encoding))


def encodings() -> Iterable[Case]:
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gbk", "gb18030"):
        yield Case(f"hans-{encoding}.csv", HANS.encode(encoding), TWO)
    for encoding in ("big5", "big5hkscs", "utf-8", "utf-16"):
        yield Case(f"hant-{encoding}.csv", HANT.encode(encoding), TWO_HANT)
    for name, sign in (("tab", "\t"), ("semicolon", ";"), ("bar", "|"), ("full-width", "，")):
        yield Case(f"separated-by-{name}.csv", HANS.replace(",", sign).encode("gbk"), TWO)
    yield Case("names-its-separator.csv", text("sep=;", *HANS.replace(",", ";").split("\r\n")), TWO)
    yield Case("mac-line-ends.csv", HANS.replace("\r\n", "\r").encode(), TWO)
    yield Case("second-sheet.xlsx", workbook([r.split(",") for r in HANS.split()], sheets=2), TWO)


def headers() -> Iterable[Case]:
    for name, line in (
        ("hans", "客户名称,联系人,手机"),
        ("hant", "客戶名稱,聯絡人,行動電話"),
        ("en", "Client name,Contact name,Mobile"),
        ("spoken", "单位,姓名,联系电话"),
        ("starred", "公司名称*,姓 名,手机号码（必填）"),
        ("whose", "客户全称,主要联系人,联系人手机"),
        ("whose-hant", "廠商名稱,主要聯絡人,聯絡人電話"),
        ("whose-en", "CompanyName,Contact,Contact mobile"),
        ("numbered", "客户名,联系人姓名,手机1"),
        ("fixed-line", "公司全名,姓名,座机"),
        ("underlined", "company_name,full_name,mobile_phone"),
    ):
        yield Case(f"headers-{name}.csv", text(line, ROW), ONE)
    yield Case(
        "headers-under-a-title.csv", text("2026年客户名单,,", ",,", "客户,姓名,手机", ROW), ONE
    )
    outlook = "First Name,Last Name,Company,Business Phone,Mobile Phone,Birthday"
    yield Case("outlook-en.csv", text(outlook, "若兰,林,松涧会,,13900005678,0/0/00"), ONE)
    outlook = "名,姓,单位,商务电话,移动电话,电子邮件地址,生日"
    yield Case(
        "outlook-hans.csv",
        text(outlook, "若兰,林,松涧会,,13900005678,,0/0/00", encoding="gbk"),
        ONE,
    )
    outlook = "名字,姓氏,公司,商務電話,行動電話,電子郵件地址"
    row = "若蘭,林,松澗會,,13900005678,"
    yield Case(
        "outlook-hant.csv", text(outlook, row, encoding="big5"), ("松澗會|林若蘭|13900005678|",)
    )
    outlook = "First Name,Last Name,Company,Mobile Phone"
    rows = ("Jürgen,Müller,Häfele GmbH,+49 170 1234567", "José,García,Peña y Hijos,+34 600 123 456")
    came = (
        "Häfele GmbH|Jürgen Müller|+49 170 1234567|",
        "Peña y Hijos|José García|+34 600 123 456|",
    )
    for blanks in range(2):  # of even and of odd length
        data = text(outlook, *rows, encoding="cp1252") + b"\r\n" + b"\n" * blanks
        yield Case(f"outlook-en-western-{blanks}.csv", data, came)
    google = "First Name,Last Name,Organization Name,E-mail 1 - Value,Phone 1 - Value"
    yield Case("google-en.csv", text(google, "若兰,林,松涧会,,13900005678"), ONE)
    google = "First Name,Last Name,Organization Name,Birthday,E-mail 1 - Value,Phone 1 - Value"
    row = "若兰,林,松涧会, --05-01,a@b.cn ::: c@b.cn,13900005678 ::: 13700001111"
    yield Case("google-several-in-a-cell.csv", text(google, row), ONE)
    google = "Name,Given Name,Family Name,Organization 1 - Name,Phone 1 - Value"
    yield Case("google-old.csv", text(google, "林若兰,若兰,林,松涧会,13900005678"), ONE)


def dates() -> Iterable[Case]:
    head = "客户名称,联系人,手机,生日"
    born = ("松涧会|林若兰|13900005678|1986-05-01",)
    for name, words in (
        ("iso", "1986-05-01"),
        ("slashes", "1986/5/1"),
        ("dots", "1986.5.1"),
        ("hans", "1986年5月1日"),
        ("numerals", "一九八六年五月一日"),
        ("roc", "民國75年5月1日"),
        ("roc-short", "075/5/1"),
        ("together", "19860501"),
        ("serial", "31533"),
        ("with-time", "1986-05-01 00:00:00"),
        ("english", "1 May 1986"),
    ):
        yield Case(f"born-{name}.csv", text(head, f"{ROW},{words}"), born)
    row = [*ROW.split(","), date(1986, 5, 1)]
    yield Case("born-in-a-workbook.xlsx", workbook([head.split(","), row]), born)
    for name, words in (
        ("impossible", "1986-02-30"),
        ("two-digit", "86-5-1"),
        ("words", "五月初"),
        ("tomorrow", "2999-01-01"),
        ("too-long-ago", "1832-01-01"),
    ):
        yield Case(f"born-{name}.csv", text(head, f"{ROW},{words}"), errors=((2, "生日"),))
    yield Case("born-in-two-ways.csv", text(head, f"{ROW},3/4/1986"), refused="3/4/1986")


def values() -> Iterable[Case]:
    def wrong(name: str, header: str, cell: str, words: str) -> Case:
        data = text(f"客户名称,联系人,{header}", f"松涧会,林若兰,{cell}")
        return Case(f"{name}.csv", data, errors=((2, words),))

    yield wrong("scientific", "手机", "1.38E+10", "手机")
    yield wrong("digits-lost", "客户编号", "110101199003071000", "客户编号")
    yield wrong("no-phone", "手机", "十三号分机", "电话")
    yield wrong("two-phones-run-together", "手机", "021-5555666713800001234", "电话")
    for name, apart in (("slash", "/"), ("comma-cn", "、"), ("semicolon-cn", "；"), ("space", " ")):
        row = f"松涧会,林若兰,13900005678{apart}13800001234"
        yield Case(f"two-phones-{name}.csv", text("客户名称,联系人,手机", row), ONE)
    yield wrong("no-email", "邮箱", "lin at example", "邮箱")
    yield wrong("no-tier", "客户等级", "钻石", "等级")
    yield wrong(
        "wrong-check-character", "统一社会信用代码", f"{GOOD_CODE[:-1]}8", "统一社会信用代码"
    )
    yield wrong("short-code", "统一社会信用代码", "9133", "统一社会信用代码")
    yield wrong("wrong-business-number", "統一編號", "12345678", "统一编号")
    yield wrong("no-amount", "年消费额", "很多", "年")
    yield wrong("less-than-nothing", "年消费额", "-5", "年")
    yield wrong("nobody", "客户经理", "没有此人", "客户经理")
    yield wrong("control-character", "职务", "经\x07理", "职务")
    yield wrong("bought-unexplained", "采集方式", "购买或由他人提供", "来历")
    data = workbook([["客户名称", "联系人", "手机"], ["松涧会", "林若兰", 13900005678]])
    yield Case("phone-as-a-number.xlsx", data, ONE)
    head = ["客户编号", "客户名称", "联系人", "手机", "职务"]
    row = [42, "松涧会", "林若兰", 223456789, "经理"]
    for name, phone, shown in (
        ("plain", "0000000000", "0223456789"),
        ("parted", "000-0000-0000", "002-2345-6789"),
        ("of-taiwan", r"[<=9999999]###\-####;\(0#\)\ ####\-####", "(02) 2345-6789"),
    ):
        data = workbook([head, row], formats={0: "000000", 3: phone})
        yield Case(f"zeros-in-front-{name}.xlsx", data, (f"松涧会|林若兰|{shown}|",))
    data = workbook([head, [*row[:3], 13900005678, "=NA()"]], results={"=NA()": "#N/A"})
    yield Case("error-in-a-cell.xlsx", data, errors=((2, "#N/A"),))
    yield Case("error-in-a-cell.csv", text("客户名称,职务", "松涧会,#REF!"), errors=((2, "#REF!"),))
    data = workbook([head, [1, "松涧会", '=CONCAT("林","若兰")']], results={})
    yield Case("never-worked-out.xlsx", data, errors=((2, "CONCAT"),))
    data = workbook(
        [head, [1, "松涧会", '=CONCAT("林","若兰")', "13900005678"]],
        results={'=CONCAT("林","若兰")': "林若兰"},
    )
    yield Case("worked-out.xlsx", data, ONE)
    people = ("=1+1|+林|13900005678|",)
    yield Case("formulas.csv", text("客户名称,联系人,手机", "'=1+1,'+林,13900005678"), people)
    data = workbook([["客户名称", "联系人", "手机"], ["=1+1", "+林", "13900005678"]])
    yield Case("formulas.xlsx", data, people)
    rows = ("松涧会,林若兰,13900005678", "松澗會有限公司,林 若 蘭,139 0000 5678")
    yield Case("twice.csv", text("客户名称,联系人,手机", *rows), ONE, ((3, "第2行"),))
    data = text("客户名称,联系人,手机,邮箱", ",,,", "松涧会,林若兰,13900005678,", ",,13900005678,")
    yield Case("nobody-s-phone.csv", data, ONE, ((4, "联系人姓名"),))


def ruined() -> Iterable[Case]:
    head = "客户名称,联系人,手机"
    for name, words in (
        ("utf-8-as-gbk", "欧阳若兰".encode().decode("gb18030", "replace")),
        ("utf-8-as-latin", "林若兰".encode().decode("cp1252")),
        ("western-as-gbk", "Müller".encode("cp1252").decode("gb18030")),
        ("western-end-as-gbk", "García".encode("cp1252").decode("gb18030")),
        ("question-marks", "???"),
        ("replaced", "林\ufffd兰"),
        ("kun-jin-kao", "锟斤拷锟斤拷"),
    ):
        yield Case(
            f"ruined-{name}.csv", text(head, f"松涧会,{words},13900005678"), errors=((2, "联系人"),)
        )
    line = head.encode().decode("gb18030", "replace")
    yield Case("ruined-headers.csv", text(line, ROW), refused="损坏")


def malformed() -> Iterable[Case]:
    head = "客户名称,联系人,手机"
    zeros = b"\0" * 50
    parts = {"[Content_Types].xml": b"<x/>", "xl/workbook.xml": b"<not xml"}
    good = workbook([head.split(","), ROW.split(",")])
    for name, data, words in (
        ("empty.csv", b"", "空"),
        ("commas.csv", b",,\r\n,,\r\n", "空"),
        ("picture.xlsx", b"\x89PNG\r\n\x1a\n" + zeros, "图片"),
        ("paper.csv", b"%PDF-1.7\n", "PDF"),
        ("page.csv", b"<!DOCTYPE html><html>", "网页"),
        ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + zeros * 12, ".xls"),
        ("cut-off.xlsx", good[:-200], "损坏"),
        ("no-workbook.xlsx", archive(parts), "损坏"),
        ("bomb.xlsx", archive(parts | {"xl/a.xml": b" " * 263_000_000}), "250"),
        ("text.docx", archive({"word/document.xml": b"x"}), "文档"),
        ("open-quote.csv", text(head, f'{ROW}\r\n"' + "x" * 140_000), "第3行"),
        ("wide.csv", text(head, ROW + ",x" * 100), "第2行"),
        ("long-cell.csv", text(head, f"松涧会,{'林' * 2_001},1"), "第2行"),
        ("headers-alone.csv", text(head), "没有"),
        ("strange-headers.csv", text("甲,乙,丙", ROW), "甲、乙、丙"),
        ("too-many.csv", text("客户", *["松涧会"] * 100_011), "100000"),
    ):
        yield Case(name, data, refused=words)


def vcards() -> Iterable[Case]:
    phone = "TEL;TYPE=CELL:13900005678"
    plain = ("N:林;若兰;;;", "FN:林若兰", "ORG:松涧会;市场部", phone)
    yield Case("card-3.vcf", cards(*plain), ONE)
    yield Case("card-3-marked.vcf", cards(*plain, encoding="utf-8-sig"), ONE)
    yield Case("card-3-utf-16.vcf", cards(*plain, encoding="utf-16"), ONE)
    yield Case("card-3-gbk.vcf", cards(*plain, encoding="gbk"), ONE)
    four = ("FN:林若兰", 'ORG;SORT-AS="songjian":松涧会', "TEL;VALUE=uri;TYPE=cell:tel:13900005678")
    born = ("松涧会|林若兰|13900005678|1986-05-01",)
    yield Case("card-4.vcf", cards(*four, "BDAY:19860501", version="4.0"), born)
    for name, encoding, charset in (("utf-8", "utf-8", "UTF-8"), ("gbk", "gbk", "GB2312")):
        how = f";CHARSET={charset};ENCODING=QUOTED-PRINTABLE:"
        company = quoted("松涧会", encoding)
        lines = (
            f"N{how}{quoted('林', encoding)};{quoted('若兰', encoding)};;;",
            f"ORG{how}{company[:9]}=",
            company[9:],
            "TEL;CELL:13900005678",
        )
        yield Case(f"card-2-{name}.vcf", cards(*lines, encoding="ascii", version="2.1"), ONE)
    yield Case("card-folded.vcf", cards("FN:林", " 若兰", "ORG:松涧", " 会", phone), ONE)
    apple = ("FN:林若兰", "ORG:松涧会", "item1.TEL;type=CELL:13900005678", "item1.X-ABLabel:手机")
    yield Case("card-apple.vcf", cards(*apple), ONE)
    several = ("FN:林若兰", "ORG:松涧会", "TEL;TYPE=HOME:057188886666", phone)
    yield Case("card-two-phones.vcf", cards(*several), ONE)
    picture = ("PHOTO;ENCODING=b;TYPE=JPEG:" + "A" * 4_000, " " + "B" * 70)
    yield Case("card-with-picture.vcf", cards(*plain, *picture), ONE)
    yield Case("card-born-without-year.vcf", cards(*plain, "BDAY:--0501"), ONE)
    apple = "BDAY;X-APPLE-OMIT-YEAR=1604:1604-05-01"
    yield Case("card-apple-born-without-year.vcf", cards(*plain, apple), ONE)
    yield Case("card-nobody.vcf", cards("ORG:松涧会", phone), errors=((1, "联系人姓名"),))
    yield Case("card-cut-off.vcf", cards(*plain)[:-12], refused="第1张")
    yield Case("card-with-rubbish.vcf", cards(*plain, "就这样"), refused="第7行")


def every_case() -> list[Case]:
    """Return all files."""
    kinds = (encodings, headers, dates, values, ruined, malformed, vcards)
    return [case for kind in kinds for case in kind()]


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for case in every_case():
        (folder / case.name).write_bytes(case.data)
