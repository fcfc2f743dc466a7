"""Guessing in which encoding a text file was written, and noticing text that was ruined before.

"No exception" proves nothing: GB18030 decodes Big5 without an error into nonsense. So a mark at the
start or strict UTF-8 decide, and otherwise every candidate is scored by the words of its header and
by how common its characters are. The guess is shown, and a person may choose another.
"""

import codecs
import re
import unicodedata
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import gettext_lazy as _

from foyer.core.text import fold

ENCODINGS = {
    "utf-8": _("Unicode (UTF-8)"),
    "gb18030": _("Simplified Chinese (GBK, GB18030)"),
    "big5hkscs": _("Traditional Chinese (Big5)"),
    "cp1252": _("Western European (Windows-1252)"),
    "utf-16-le": _("Unicode (UTF-16)"),
    "utf-16-be": _("Unicode (UTF-16, big-endian)"),
}
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 65_536
_CHUNK = 1024 * 1024
# What lists of guests are made of: surnames, given names, companies, posts, places, headers.
_COMMON = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕"
    "丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严"
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红鹏宇浩然子轩梓涵欣怡佳文博雅婷雪慧建国"
    "志云飞海波辉健俊峰辰晨思琪梦瑶美玲小春燕青凤永生德福荣安成东南西北中山大学公司有限股份集团科技"
    "投资管理银行贸易文化传媒实业发展控股咨询服务工程建筑设计研究院会协商务电子信息网络软件医药汽车"
    "房地产保险证券基金总经理董事长主任副部门秘书助理教授博士老师先生女士小姐太夫人客户联系方式电话手"
    "机号码邮箱地址单位职务称姓名性别桌次座位饮食禁忌口素清真过敏备注语言数备用是否出席回复日期时间"
    "年月市区省县路街上深广州京津重庆杭湖沙武汉厦门台湾香港澳新加坡简体繁英无不有一二三四五六七八九十"
    # and what of it is written otherwise in Traditional Chinese
    "張劉陳楊黃趙吳孫馬羅鄭謝許韓馮鄧於蔣餘葉蘇呂盧鍾譚陸範賈韋鄒閆龍賀顧龔萬錢嚴偉靜麗強軍豔艷傑濤剛華蘭紅鵬"
    "軒國雲飛輝峯峰夢瑤鳳榮東學團資銀貿傳實業發諮詢務築設計會協電網絡路軟體醫藥車產險證總經長門祕秘書師戶聯繫絡話"
    "機號碼郵單職稱別飲過備註語數覆時間區縣廣慶漢廈臺灣簡體無訊"
)
# What two-byte text looks like when each byte was taken for a Western character.
_WESTERN_RUN = re.compile(r"[\u0080-\u00ff\u0152-\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]{4,}")
_QUESTION_MARKS = re.compile(r"[?？]{2,}")
_ALWAYS_RUINED = re.compile("\ufffd|锟斤拷|烫烫烫|ï¿½")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_RARE_HAN = re.compile(f"(?![{''.join(sorted(_COMMON))}])[\u4e00-\u9fff]")
_BETWEEN = "\x1f"
# Whatever is ruined holds a replacement character, or two that are rare in lists in one cell.
_RARE = f"[^\\x00-\\x3e\\x40-\\x7f{''.join(sorted(_COMMON))}]"
_HINT_OF_RUIN = re.compile(f"\ufffd|{_RARE}(?:(?<=[A-Za-z].)|[a-z]|[^{_BETWEEN}]*?{_RARE})")
_NOT_PLAIN = bytes({*range(0x20), *range(0x7F, 0x100)} - {*b"\t\r\n"})
# A Western letter is a byte of its own between plain letters; Chinese bytes come in pairs.
_HIGH_RUN = re.compile(rb"([A-Za-z]?)([\x80-\xff]+)([A-Za-z]?)")
_WESTERN_BYTES = frozenset(b"\x8a\x8c\x8e\x91\x92\x93\x94\x96\x9a\x9c\x9e\x9f") | (
    frozenset(range(0xC0, 0x100)) - {0xD7, 0xF7}
)
# Müller read as GBK is M黮ler: one character stands for the letter and the one behind it.
_WITHIN_LETTERS = re.compile(r"(?<=[A-Za-z])[\u4e00-\u9fff]|\b[\u4e00-\u9fff](?=[a-z]{2})")


@dataclass(frozen=True, slots=True)
class Guess:
    """The encoding a text most likely has, whether that is certain, and what else it may be."""

    encoding: str
    certain: bool
    alternatives: tuple[str, ...]


@lru_cache(maxsize=16384)
def _weight(character: str) -> float:
    """Return how much a character speaks for the text it stands in being read rightly."""
    if character.isascii():
        return 0 if character.isprintable() or character in "\t\r\n" else -3
    if character in _COMMON:
        return 3
    if _HAN.match(character):
        return 0.5 if _in_first_plane(character) else -1
    kind = unicodedata.category(character)
    if kind in ("Co", "Cn", "Cc", "Cs") or character == "\ufffd":
        return -6
    if unicodedata.east_asian_width(character) in ("F", "W") and kind[0] in "PSN":
        return 0
    return -1


def _in_first_plane(character: str) -> bool:
    """Tell whether one of the two Chinese standards keeps a character among its frequent ones."""
    for encoding, first, last in (("gb2312", 0xB0, 0xD7), ("big5", 0xA4, 0xC6)):
        try:
            if first <= character.encode(encoding)[0] <= last:
                return True
        except UnicodeEncodeError:
            continue
    return False


def _western(sample: bytes) -> float:
    """Return how much like a Western list a sample reads; hardly ever more than Chinese read rightly."""
    runs = _HIGH_RUN.findall(sample)
    good = sum(
        len(run) < 3 and bool(before or after) and _WESTERN_BYTES.issuperset(run)
        for before, run, after in runs
    )
    return 2 if runs and good >= 0.9 * len(runs) else -2


def _score(sample: bytes, encoding: str, words: Collection[str]) -> float:
    """Return how much like a list a sample reads in one encoding."""
    if encoding == "cp1252":
        return _western(sample)
    text = codecs.getincrementaldecoder(encoding)("replace").decode(sample)
    if not text:
        return -1000
    head = fold("\n".join(text.splitlines()[:12]))
    found = sum(1 for word in words if word and not word.isascii() and word in head)
    foreign = [c for c in text if not c.isascii()]
    weight = sum(map(_weight, foreign)) / len(foreign) if foreign else 0
    control = sum(1 for c in text if c.isascii() and _weight(c) < 0)
    return weight + min(found, 6) - 6 * control / len(text)


def _is_strict(data: bytes, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    try:
        for start in range(0, len(data), _CHUNK):
            decoder.decode(data[start : start + _CHUNK])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def guess_encoding(data: bytes, *, words: Collection[str] = ()) -> Guess:
    """Return the encoding a text file most likely has. (IMPORT 1)

    Args:
        data: the whole file.
        words: folded words of headers that are known; finding them speaks for an encoding.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return Guess(encoding, True, _others(encoding, tuple(ENCODINGS)))
    if b"\0" not in data and _is_strict(data, "utf-8"):
        return Guess("utf-8", True, _others("utf-8", tuple(ENCODINGS)))
    sample = data[:_SAMPLE]
    scores = {encoding: _score(sample, encoding, words) for encoding in _candidates(sample)}
    ranked = tuple(sorted(scores, key=lambda encoding: -scores[encoding]))
    return Guess(ranked[0], False, _others(ranked[0], (*ranked, *ENCODINGS)))


def _candidates(sample: bytes) -> tuple[str, ...]:
    """Return what is worth scoring: NUL bytes occur in UTF-16 only, and plain letters hardly without them."""
    if b"\0" in sample:
        return ("utf-16-le", "utf-16-be", "utf-8")
    narrow = ("utf-8", "gb18030", "big5hkscs", "cp1252")
    plain = len(sample.translate(None, _NOT_PLAIN))
    return narrow if plain * 2 > len(sample) else (*narrow, "utf-16-le", "utf-16-be")


def _others(chosen: str, ranked: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(encoding for encoding in dict.fromkeys(ranked) if encoding != chosen)


def decode(data: bytes, encoding: str) -> str:
    """Return a file's text without its mark; bytes that are no text become U+FFFD, which is reported later."""
    return data.decode(encoding, errors="replace").removeprefix("\ufeff")


def _mended(text: str, wrong: str, right: str) -> str:
    """Return what a text was before it was read in the wrong encoding, or nothing."""
    try:
        return text.encode(wrong).decode(right)
    except UnicodeError:
        return ""


def may_be_ruined(cells: Iterable[str]) -> bool:
    """Tell whether any cell of a row may be ruined: quick, and only a hint."""
    return bool(_HINT_OF_RUIN.search(_BETWEEN.join(cells)))


@lru_cache(maxsize=8192)
def is_ruined(text: str) -> bool:
    """Tell whether a text was already destroyed when its file was saved. (IMPORT 5)

    Notices replacement characters, names of nothing but question marks, UTF-8 that was read as GBK
    or as Latin-1, GBK that was read as Latin-1, and Western letters that were read as GBK.
    """
    if text.isascii():
        return "?" in text and bool(_QUESTION_MARKS.fullmatch(text.strip()))
    return not _COMMON.issuperset(text) and _is_ruined(text.strip())


def _is_ruined(text: str) -> bool:
    if _ALWAYS_RUINED.search(text) or _QUESTION_MARKS.fullmatch(text):
        return True
    if _WESTERN_RUN.search(text):
        return any(
            _HAN.search(_mended(text, wrong, right))
            for wrong in ("latin-1", "cp1252")
            for right in ("utf-8", "gb18030")
        )
    return _read_as_gbk(text) or any(map(_is_western_pair, _WITHIN_LETTERS.findall(text)))


def _is_western_pair(character: str) -> bool:
    """Tell whether a character's bytes in GBK are a Western letter and a plain one."""
    lead, trail = (*character.encode("gb18030"), 0)[:2]
    return lead in _WESTERN_BYTES and chr(trail).isascii() and chr(trail).islower()


def _read_as_gbk(text: str) -> bool:
    """Tell whether a text is UTF-8 that somebody read as GBK: 姓名 looks like 濮撳悕."""
    han, rare = len(_HAN.findall(text)), len(_RARE_HAN.findall(text))
    if han < 2 or rare * 2 <= han:  # what comes out of it is rare throughout
        return False
    before = text.encode("gb18030", errors="replace").decode("utf-8", errors="replace")
    lost = before.count("\ufffd") + before.count("?")
    return len(_HAN.findall(before)) >= 2 and lost * 4 <= len(before)
