"""The columns of a guest list as a file, and what people write above them. (IMPORT 3)"""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from foyer.core.imports import people
from foyer.core.imports.targets import Column

COLUMNS = (
    Column(
        "name",
        pgettext_lazy("person", "name"),
        ("嘉宾", "嘉宾姓名", "来宾姓名", "客人姓名", "guest", "guest name", *people.NAME),
        required=True,
        parts=people.NAME_PARTS,
    ),
    Column("latin_name", pgettext_lazy("person", "name in English"), people.LATIN_NAME),
    Column("form_of_address", _("form of address"), people.FORM_OF_ADDRESS),
    Column("company", _("company"), people.COMPANY),
    Column("title", pgettext_lazy("person", "title"), people.TITLE),
    Column("phone", _("phone"), people.PHONE, private=True),
    Column("email", _("e-mail"), people.EMAIL, private=True),
    Column("language", _("language"), people.LANGUAGE),
    Column(
        "party_limit",
        _("people at most"),
        (
            *("人数", "人数上限", "可携人数", "邀请人数", "同行人数", "出席人数"),
            *("number of people", "party", "party size", "people", "people at most"),
        ),
    ),
    Column("table", _("table"), ("桌号", "桌次", "席次", "桌", "餐桌", "table", "table number")),
    Column("seat", _("seat"), ("座位号", "座位", "座次", "席位", "座号", "seat", "seat number")),
    Column(
        "dietary_notes",
        _("dietary notes"),
        (
            *("饮食禁忌", "忌口", "饮食", "饮食要求", "饮食备注", "餐饮禁忌", "饮食需求"),
            *("dietary", "dietary notes", "dietary requirements", "diet"),
        ),
    ),
    Column(
        "host_id",
        _("host"),
        (
            *("接待人", "接待人员", "接待", "负责接待", "专人接待", "陪同人员", "陪同", "主接待"),
            *("接待主管", "接待同仁", "接待负责人", "客户经理", "负责业务"),
            *("host", "hosted by", "host name", "looked after by", "account manager"),
        ),
    ),
)
