"""The columns of a list of visits, and what each cell may hold. (003-15, IMPORT 3)"""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime, time, timedelta
from typing import Any, ClassVar

from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from import_export.fields import Field
from import_export.resources import ModelResource

from foyer.clients.care_enums import Direction, VisitMode
from foyer.clients.models import Client, Visit
from foyer.core.imports.cells import CellWidget, MarkWidget, NotesWidget, TextWidget
from foyer.core.imports.targets import Column
from foyer.core.refusals import Refusal
from foyer.core.spreadsheets.dates import read_date

from .cells import DayWidget, choice

_CLOCK = re.compile(
    r"(?P<day>.*?[^\d:])\s*(?P<half>上午|下午|[AaPp][Mm])?\s*(?P<h>\d{1,2})\s*[:时時点點]\s*(?P<m>\d{2})\s*分?"
    r"(?::\d{2}(?:\.\d+)?)?\s*(?P<late>[AaPp][Mm])?"
)
_ANY_CLOCK = re.compile(r"[:时時点點]|上午|下午|[AaPp][Mm]\b")
_SERIAL = re.compile(r"[1-9]\d{4}\.\d+")
REACH_ZH, REACH_EN = (
    "联系方式",
    "how to reach them",
)  # names with phones, in our own table of visits
_AFTERNOON = ("下午", "pm")


def _label(name: str) -> Any:
    return Visit._meta.get_field(name).verbose_name  # type: ignore[union-attr]  # a column


VISIT = (
    Column(
        "client_number",
        Client._meta.get_field("number").verbose_name,
        ("客户编号", "客户代码", "客户号", "client number", "client no.", "customer number"),
    ),
    Column(
        "client",
        pgettext_lazy("import column", "client name"),
        (
            *("客户名称", "客户", "客户公司名称", "单位名称", "公司名称", "公司"),
            *("client", "client name", "company"),
        ),
    ),
    Column(
        "happened_at",
        _label("happened_at"),
        (
            *("时间", "拜访时间", "联系时间", "接待时间", "拜访日期", "日期", "time", "moment"),
            *("date and time", "visit date", "date of visit", "date"),
        ),
        required=True,
        moment=True,
    ),
    Column(
        "mode",
        _label("mode"),
        ("方式", "联系方式", "拜访方式", "形式", "mode", "how", "kind of contact"),
    ),
    Column("direction", _label("direction"), ("方向", "往来方向", "direction")),
    Column(
        "contacts",
        _label("contacts"),
        ("会见联系人", "联系人", "客户联系人", "contact", "contacts", "contacts met", REACH_EN),
    ),
    Column(
        "met",
        _label("met"),
        (
            "会见人员",
            "会见人",
            "被拜访人",
            "拜访对象",
            "会见人员及职务",
            "拜访对象及职务",
            "people met",
        ),
    ),
    Column(
        "staff",
        _label("staff"),
        (
            "拜访人",
            "接待人",
            "经办人",
            "业务人员",
            "员工",
            "负责人",
            "staff",
            "member of staff",
            "visited by",
        ),
    ),
    Column(
        "written_on",
        _label("written_on"),
        ("记录日期", "填表日期", "填写日期", "date of the record", "written on"),
        date=True,
    ),
    Column(
        "address", _label("address"), ("详细地址", "地址", "客户地址", "address", "full address")
    ),
    Column("place", _label("place"), ("地点", "拜访地点", "会见地点", "place", "location")),
    Column("situation", _label("situation"), ("客户情况", "客户现状", "situation")),
    Column(
        "discussion",
        _label("discussion"),
        (
            *("谈话内容", "沟通内容", "沟通情况", "洽谈内容", "拜访内容", "情况说明"),
            *("discussion", "what was said", "notes"),
        ),
    ),
    Column(
        "concerns",
        _label("concerns"),
        ("客户关注", "关注点", "客户关注点", "客户关注的问题", "concerns"),
    ),
    Column(
        "next_visit_on",
        _label("next_visit_on"),
        ("下次拜访时间", "下次拜访日期", "下次拜访", "下次联系", "next visit", "next visit on"),
        date=True,
    ),
    Column("other", _label("other"), ("其他", "其它", "备注", "other", "remarks")),
    Column(
        "solved", _label("solved"), ("本次解决的问题", "本次沟通解决的问题", "解决的问题", "solved")
    ),
    Column(
        "to_watch", _label("to_watch"), ("今后注意事项", "以后应注意的问题", "注意事项", "to watch")
    ),
    Column(
        "external_id",
        _label("external_id"),
        ("外部编号", "外部系统编号", "记录编号", "external id", "record id"),
    ),
)
DAYS = ("written_on", "next_visit_on")
PLAIN = tuple(c.key for c in VISIT if c.key not in ("client_number", "client", "contacts", "staff"))
LABELS = {column.key: column.label for column in VISIT}


class MomentWidget(CellWidget):
    """A day with the time of day, by the house's clock; a day alone counts from its beginning."""

    def clean(self, value: str, row: Any = None, **kwargs: Any) -> datetime:
        """Return the moment; refuse what is none."""
        text = unicodedata.normalize("NFKC", value).strip()
        if _SERIAL.fullmatch(text):
            whole, _point, rest = text.partition(".")
            minutes = round(float(f"0.{rest}") * 24 * 60)
            return _at(whole, value, timedelta(minutes=minutes))
        if not (found := _CLOCK.fullmatch(text)):
            if not _ANY_CLOCK.search(text):
                return _at(text, value, timedelta())
            raise ValueError(
                gettext("“%(text)s” is no time of day. Write it as 2026-05-01 14:30.")
                % {"text": value.strip()[:60]}
            )
        hour, half = int(found["h"]), (found["half"] or found["late"] or "").lower()
        if half in _AFTERNOON and hour < 12:
            hour += 12
        elif half == "am" and hour == 12:
            hour = 0
        if hour > 23 or int(found["m"]) > 59:
            raise ValueError(
                gettext("There is no such time as “%(text)s”. Write it as 2026-05-01 14:30.")
                % {"text": value.strip()[:60]}
            )
        day = found["day"].strip().rstrip("T,").strip()
        return _at(day, value, timedelta(hours=hour, minutes=int(found["m"])))


def _at(day: str, text: str, after: timedelta) -> datetime:
    try:
        start = datetime.combine(read_date(day), time.min)
    except Refusal as refusal:
        raise ValueError(str(refusal)) from refusal
    return timezone.make_aware(start + after, timezone.get_default_timezone())


def lacks_time(text: str) -> bool:
    """Tell whether a moment that was understood names its day alone."""
    plain = unicodedata.normalize("NFKC", text).strip()
    return not (_SERIAL.fullmatch(plain) or _ANY_CLOCK.search(plain))


class VisitResource(ModelResource):
    """Says how each column of a visit is cleaned; filed one by one, see `visit_import`."""

    happened_at = Field(attribute="happened_at", widget=MomentWidget())
    mode = Field(attribute="mode", widget=choice(VisitMode))
    direction = Field(attribute="direction", widget=choice(Direction))
    met = Field(attribute="met", widget=TextWidget())
    written_on = Field(attribute="written_on", widget=DayWidget())
    address = Field(attribute="address", widget=TextWidget())
    place = Field(attribute="place", widget=TextWidget())
    situation = Field(attribute="situation", widget=NotesWidget())
    discussion = Field(attribute="discussion", widget=NotesWidget())
    concerns = Field(attribute="concerns", widget=NotesWidget())
    next_visit_on = Field(attribute="next_visit_on", widget=DayWidget())
    other = Field(attribute="other", widget=NotesWidget())
    solved = Field(attribute="solved", widget=NotesWidget())
    to_watch = Field(attribute="to_watch", widget=NotesWidget())
    external_id = Field(attribute="external_id", widget=MarkWidget())

    class Meta:
        model = Visit
        fields: ClassVar = PLAIN
