"""Invented Chinese names, so that every test meets Chinese data."""

_FAMILY = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高"
_GIVEN = ("小明", "雅琴", "思远", "静怡", "国栋", "文轩", "慧", "嘉宁", "子涵", "立新", "晓岚")
_COMPANIES = ("江南丝路文化", "云岭茶业", "海川国际会展", "瑞禾生物", "明远设计", "东篱酒店管理")


def person(n: int) -> str:
    """Return the n-th name of a person; 220 different ones before the first comes again."""
    return _FAMILY[n % len(_FAMILY)] + _GIVEN[n % len(_GIVEN)]


def company(n: int) -> str:
    """Return the n-th name of a company."""
    return f"{_COMPANIES[n % len(_COMPANIES)]}有限公司"


def phone(n: int) -> str:
    """Return the n-th mobile number; the last four digits differ from those before."""
    return f"138{n:08d}"
