"""The columns of a list of clients with their contacts, and what people write above them. (IMPORT 3)"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from foyer.clients.enums import FieldKind
from foyer.clients.models import CustomField
from foyer.core.imports import people
from foyer.core.imports.targets import Column
from foyer.core.text import fold

CLIENT = (
    Column(
        "company",
        pgettext_lazy("import column", "client name"),
        (
            *("客户名称", "客户", "公司全称", "单位全称", "名称", "client", "client name"),
            *("客户全称", "客户全名", "客户名", "公司全名", "厂商名称", "厂商"),
            *("customer", "customer name", "account name", *people.COMPANY),
        ),
    ),
    Column(
        "number",
        _("client number"),
        (
            *(
                "客户编号",
                "客户代码",
                "客户号",
                "客户编码",
                "客户代号",
                "编号",
                "client number",
                "client no.",
            ),
            *("client no", "client id", "customer number", "customer id", "account number"),
        ),
    ),
    Column(
        "credit_code",
        _("unified social credit code"),
        (
            *(
                "统一社会信用代码",
                "社会信用代码",
                "信用代码",
                "统一信用代码",
                "税号",
                "纳税人识别号",
            ),
            *("credit code", "uscc", "unified social credit code"),
        ),
    ),
    Column(
        "business_number",
        _("unified business number (Taiwan)"),
        (
            *("统一编号", "统编", "公司统编", "营利事业统一编号"),
            *("business number", "ubn", "gui number", "unified business number"),
        ),
    ),
    Column("kind", _("kind"), ("客户类型", "客户性质", "kind", "client kind", "client type")),
    Column("short_name", _("short name"), ("简称", "客户简称", "公司简称", "short name")),
    Column(
        "name_en",
        _("English name"),
        ("英文名称", "公司英文名", "英文名", "english name", "name in english"),
    ),
    Column(
        "legal_representative",
        _("legal representative"),
        ("法定代表人", "法人代表", "法人", "负责人", "代表人", "legal representative"),
    ),
    Column(
        "address",
        pgettext_lazy("import column", "office address"),
        (
            *(
                "地址",
                "客户地址",
                "公司地址",
                "办公地址",
                "详细地址",
                "单位地址",
                "联系地址",
                "通讯处",
            ),
            *(
                "address",
                "office address",
                "visiting address",
                "business address",
                "street address",
            ),
        ),
    ),
    Column(
        "registered_address",
        pgettext_lazy("import column", "registered address"),
        ("注册地址", "住所", "登记地址", "设立地址", "registered address", "registered office"),
    ),
    Column(
        "postal_address",
        pgettext_lazy("import column", "postal address"),
        ("邮寄地址", "通讯地址", "收件地址", "通信地址", "postal address", "mailing address"),
    ),
    Column(
        "invoice_address",
        pgettext_lazy("import column", "invoice address"),
        ("发票地址", "开票地址", "寄票地址", "账单地址", "invoice address", "billing address"),
    ),
    Column("business_scope", _("business scope"), ("经营范围", "营业项目", "business scope")),
    Column("industry", _("industry"), ("行业", "所属行业", "产业", "产业别", "industry", "sector")),
    Column("region", _("region"), ("地区", "区域", "国内外", "region")),
    Column("size", _("size"), ("规模", "企业规模", "公司规模", "人员规模", "size", "company size")),
    Column("tier", _("tier"), ("等级", "客户等级", "级别", "客户级别", "tier", "client tier")),
    Column(
        "account_manager",
        _("account manager"),
        (
            *("客户经理", "负责业务", "业务员", "业务代表", "销售", "销售负责人", "跟进人"),
            *("account manager", "owner", "sales rep", "sales representative"),
        ),
    ),
    Column("source", _("source"), ("来源", "客户来源", "来源渠道", "source", "lead source")),
    Column("source_note", _("about the source"), ("来源说明", "来源备注", "about the source")),
    Column("collection", _("collected by"), ("采集方式", "收集方式", "collected by")),
    Column("provenance", _("where the facts come from"), ("资料来历", "信息来历", "provenance")),
    Column("legal_basis", _("legal basis"), ("法律依据", "合法依据", "legal basis")),
    Column("stand_style", _("stand style"), ("展台风格", "展位风格", "stand style")),
    Column("facilities", _("facilities"), ("设施", "设施需求", "设备需求", "facilities")),
    Column("event_form", _("forms of event"), ("活动形式", "forms of event")),
    Column(
        "client_interests",
        pgettext_lazy("import column", "interests of the client"),
        ("客户兴趣", "客户关注", "client interests"),
    ),
    Column("topics", _("hot topics"), ("热点话题", "关注话题", "hot topics", "topics")),
    Column(
        "annual_spend",
        _("spend a year"),
        ("年消费", "年消费额", "年度消费", "年采购额", "annual spend", "spend a year"),
    ),
    Column("deals_a_year", _("deals a year"), ("年合作次数", "年度合作次数", "deals a year")),
    Column("potential", _("potential"), ("潜力", "发展潜力", "potential")),
)
PERSON = (
    Column(
        "name",
        pgettext_lazy("import column", "contact name"),
        (
            "主要联系人",
            "主要联络人",
            "客户联系人",
            "联络人",
            "联络人姓名",
            "contact person",
            *people.NAME,
        ),
        parts=people.NAME_PARTS,
    ),
    Column(
        "main",
        pgettext_lazy("export column", "is the main contact"),
        (
            *("是主要联系人", "是否主要联系人", "主联系人", "首要联系人", "第一联系人"),
            *("is the main contact", "is main contact", "main contact?", "is primary contact"),
        ),
    ),
    Column(
        "latin_name",
        pgettext_lazy("import column", "contact’s name in English"),
        (
            *("英文姓名", "联系人英文名", "联系人英文姓名", "外文姓名", "护照姓名", "罗马拼音"),
            *("contact name in english", "contact's name in english", "latin name"),
            *("name in latin letters", "passport name"),
        ),
    ),
    Column("form_of_address", _("form of address"), people.FORM_OF_ADDRESS),
    Column("title", pgettext_lazy("person", "title"), people.TITLE),
    Column(
        "since",
        _("at this client since"),
        ("入职日期", "入职时间", "到职日", "在职起始", "at this client since", "joined on"),
        date=True,
    ),
    Column("phone", _("phone"), people.PHONE, private=True, further=("phone_2", "phone_3")),
    Column("email", _("e-mail"), people.EMAIL, private=True, further=("email_2",)),
    Column(
        "phone_2",
        pgettext_lazy("import column", "second phone"),
        (
            "电话2",
            "电话 2",
            "手机2",
            "手机号2",
            "手机号码2",
            "其他手机",
            "备用电话",
            "phone 2",
            "second phone",
        ),
        private=True,
    ),
    Column(
        "phone_3",
        pgettext_lazy("import column", "third phone"),
        (
            "电话3",
            "电话 3",
            "手机3",
            "手机号3",
            "手机号码3",
            "phone 3",
            "phone 3 - value",
            "third phone",
        ),
        private=True,
    ),
    Column(
        "email_2",
        pgettext_lazy("import column", "second e-mail"),
        ("邮箱2", "邮箱 2", "备用邮箱", "email 2", "e-mail 2", "second e-mail"),
        private=True,
    ),
    Column(
        "points",
        _("further phones and e-mails"),
        ("其他联系方式", "其他电话和邮箱", "further phones", "other phones", "other e-mails"),
        private=True,
    ),
    Column(
        "wechat",
        _("WeChat id"),
        ("微信", "微信号", "微信id", "wechat", "wechat id", "weixin"),
        private=True,
    ),
    Column("language", _("language"), people.LANGUAGE),
    Column("birthday", _("birthday"), people.BIRTHDAY, private=True, date=True, may_lack_year=True),
    Column(
        "lunar_birthday",
        _("lunar birthday"),
        ("农历生日", "阴历生日", "旧历生日", "lunar birthday", "chinese birthday"),
        private=True,
    ),
    Column(
        "festivals",
        _("festivals kept"),
        ("节日", "所过节日", "过的节日", "庆祝节日", "重视节日", "festivals", "festivals kept"),
    ),
    Column("preferences", _("preferences"), ("偏好", "喜好", "preferences")),
    Column("interests", _("interests"), ("兴趣", "兴趣爱好", "爱好", "interests", "hobby")),
    Column(
        "taboos",
        _("dietary taboos"),
        ("饮食禁忌", "忌口", "餐饮禁忌", "饮食要求", "dietary taboos", "dietary", "diet"),
    ),
    Column(
        "photo_consent",
        _("consent to photographs"),
        (
            *("拍照同意", "肖像授权", "肖像同意", "摄影同意", "拍摄同意", "影像同意"),
            *("photo consent", "consent to photographs", "consent to photos"),
        ),
    ),
    Column(
        "photo_consent_on",
        pgettext_lazy("import column", "asked about photographs on"),
        ("拍照同意日期", "肖像授权日期", "同意日期", "询问日期", "photo consent date", "asked on"),
        date=True,
    ),
    Column(
        "photo_consent_how",
        pgettext_lazy("import column", "how they were asked about photographs"),
        (
            *("拍照同意方式", "肖像授权方式", "同意方式", "询问方式", "how they were asked"),
            *("photo consent source", "photo consent how"),
        ),
    ),
)

_OF_A_CONTACT = ("联系人", "联络人", "contact ", "contact's ")


def headers_of_contacts(known: Mapping[str, tuple[str, int]]) -> dict[str, tuple[str, int]]:
    """Return headers that say whose telephone it is, 联系人电话, besides those that name it alone.

    Args:
        known: the column each known header means and its rank, by its folded words.
    """
    keys = {column.key for column in PERSON} - {"name", "main"}
    return {
        fold(f"{whose}{header}"): (key, rank)
        for header, (key, rank) in known.items()
        for whose in _OF_A_CONTACT
        if key in keys and whose.isascii() == header.isascii()
    }


def _label_text(field: CustomField) -> str:
    return field.label_text


_LABEL: Any = lazy(_label_text, str)  # in whichever language it is read


def of_field(field: CustomField, prefix: str) -> Column:
    """Return the column of a field the house added."""
    labels = (
        field.label,
        field.label_zh_hant,
        field.label_en,
        field.key,
        field.key.replace("_", " "),
    )
    return Column(
        f"{prefix}{field.key}",
        _LABEL(field),
        tuple(filter(None, labels)),
        private=field.is_personal,
        date=field.kind == FieldKind.DATE,
    )
