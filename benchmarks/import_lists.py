"""The list that every contestant imports: fifteen columns, every row another person."""

import csv
import io
import itertools
import random

HEADERS = (
    *("name", "company", "title", "phone", "email", "table", "seat", "dietary_notes"),
    *("form_of_address", "language", "party_limit", "city", "district", "remark", "channel"),
)
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程"
)
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红鹏宇浩然子轩梓涵欣怡佳文博雅婷雪慧建国志云飞"
_PLACES = ("江南", "松涧", "钱塘", "鼓楼", "梅岭", "云栖", "临江", "湖畔")
_KINDS = (
    "实业有限公司",
    "文化传媒股份有限公司",
    "投资管理有限公司",
    "设计研究院",
    "国际贸易有限公司",
)


def people(rows: int, seed: int = 1) -> list[list[str]]:
    """Return so many rows, the same ones for the same seed."""
    pick = random.Random(seed)
    names = itertools.count()
    return [_person(next(names), pick) for _row in range(rows)]


def _person(number: int, pick: random.Random) -> list[str]:
    name = pick.choice(_SURNAMES) + "".join(pick.sample(_GIVEN, 2))
    company = pick.choice(_PLACES) + "".join(pick.sample(_GIVEN, 2)) + pick.choice(_KINDS)
    return [
        *(name, company, pick.choice(("总经理", "董事", "部长", "主任")), f"13{number:09}"),
        *(f"guest{number}@example.com", f"A{number // 10}", str(number % 10), "不吃香菜"),
        *(pick.choice(("mr", "ms")), "zh-hans", "2", "杭州", "西湖区", f"第{number}位", "邀请"),
    ]


def as_csv(rows: list[list[str]]) -> bytes:
    """Return the rows under their headers as a CSV file."""
    text = io.StringIO()
    csv.writer(text).writerows([HEADERS, *rows])
    return text.getvalue().encode()
