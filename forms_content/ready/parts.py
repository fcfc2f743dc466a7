"""What a ready form is written in: questions in three languages, as the builder keeps them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from forms_content.enums import FormPurpose
from foyer.core.languages import wording

Words = tuple[str, str, str]  # Simplified Chinese, Traditional Chinese, English
Asked = dict[str, Any]
_NO_RULE: dict[str, Any] = {"match": "all", "conditions": []}


@dataclass(frozen=True, slots=True)
class ReadyForm:
    """A form the house begins with and makes its own. (000-22, 000-23)

    Attributes:
        key: by which it is chosen, and how its address begins.
        titles, introductions: in the three languages.
        asked: its questions.
        thanks: what follows an answer, the languages after bars.
        settings: further settings of the form.
    """

    key: str
    titles: Words
    introductions: Words
    asked: tuple[Asked, ...]
    purpose: str = FormPurpose.SURVEY
    thanks: str = ""
    settings: dict[str, Any] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """The title in Simplified Chinese."""
        return self.titles[0]

    @property
    def title_zh_hant(self) -> str:
        """The title in Traditional Chinese."""
        return self.titles[1]

    @property
    def title_en(self) -> str:
        """The title in English."""
        return self.titles[2]

    @property
    def title_text(self) -> str:
        """The title in the active language."""
        return wording(self, "title")

    @property
    def is_personal(self) -> bool:
        """Whether it asks for personal data, and the house has to write the notice before it is published."""
        return any(
            one["type"] in ("email", "phone") or one["value"].get("personal") for one in self.asked
        )

    def blocks(self) -> list[Asked]:
        """Return the questions as the builder keeps them, each with a name of its own."""
        return [one | {"id": str(uuid4())} for one in self.asked]


def ask(kind: str, simplified: str, traditional: str, english: str, **more: Any) -> Asked:
    """Return a question in three languages; `must` says that it is to be answered."""
    value = {
        "label": simplified,
        "label_zh_hant": traditional,
        "label_en": english,
        "required": more.pop("must", False),
        "width": "full",
        "show_if": _NO_RULE,
        "required_if": _NO_RULE,
    }
    return {"type": kind, "value": value | more}


def step(words: str) -> Asked:
    """Return the beginning of a step; the languages stand after bars."""
    return {"type": "step", "value": {"label": words}}


def when(question: str, answer: str, comparison: str = "is") -> dict[str, Any]:
    """Return the rule that looks at one earlier answer."""
    condition = {"question": question, "comparison": comparison, "value": answer}
    return {
        "match": "all",
        "conditions": [{"type": "item", "value": condition, "id": str(uuid4())}],
    }


SATISFIED = (
    "非常满意 | 非常滿意 | Very satisfied\n满意 | 滿意 | Satisfied\n一般 | 普通 | Neither\n"
    "不满意 | 不滿意 | Dissatisfied\n非常不满意 | 非常不滿意 | Very dissatisfied"
)
RECOMMEND = ask(
    "nps",
    "您有多大可能向朋友或同行推荐我们？",
    "您有多大可能向朋友或同業推薦我們？",
    "How likely are you to recommend us to a friend or colleague?",
    must=True,
)
MORE = ask(
    "long_text",
    "还有什么想告诉我们？",
    "還有什麼想告訴我們？",
    "Is there anything else you would like to tell us?",
)
NAME = ask(
    "text", "怎么称呼您？", "怎麼稱呼您？", "What may we call you?", personal=True, must=True
)
COMPANY = ask("text", "公司", "公司", "Company", personal=True, width="half")
PHONE = ask("phone", "电话", "電話", "Phone", width="half")
EMAIL = ask("email", "电子邮箱", "電子信箱", "E-mail", width="half")
REPLY_BY = ask(
    "single",
    "希望我们怎样答复您？",
    "希望我們怎樣答覆您？",
    "How may we reply to you?",
    choices="电话 | 電話 | By phone\n电子邮件 | 電子郵件 | By e-mail\n不必答复 | 不必答覆 | No reply needed",
    must=True,
)
PHONE_IF = PHONE | {"value": PHONE["value"] | {"required_if": when("希望我们怎样答复您？", "电话")}}
EMAIL_IF = EMAIL | {
    "value": EMAIL["value"] | {"required_if": when("希望我们怎样答复您？", "电子邮件")}
}
