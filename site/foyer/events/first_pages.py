"""What a new house starts with: words of its first pages and kinds of events, in three languages."""

from typing import Final

from django.conf import settings

LANGUAGES: Final = ("zh-hans", "zh-hant", "en")

HOME: Final = {
    "zh-hans": {
        "title": "首页",
        "hero_title": "欢迎光临",
        "hero_text": "一处会客、雅聚与交流的好地方。",
    },
    "zh-hant": {
        "title": "首頁",
        "hero_title": "歡迎光臨",
        "hero_text": "一處會客、雅聚與交流的好地方。",
    },
    "en": {
        "title": "Home",
        "hero_title": "Welcome",
        "hero_text": "A house for meetings, good company and conversation.",
    },
}
EVENTS: Final = {"zh-hans": "活动", "zh-hant": "活動", "en": "Events"}

# 000-01: code, Simplified, Traditional, English
EVENT_TYPES: Final = (
    ("banquet", "商务宴请", "商務宴請", "Business banquet"),
    ("seminar", "主题研讨会", "主題研討會", "Seminar"),
    ("forum", "高端论坛", "高端論壇", "Forum"),
    ("club-event", "私人俱乐部活动", "私人俱樂部活動", "Club event"),
    ("study-trip", "国内外考察", "國內外考察", "Study trip"),
)


def house_language() -> str:
    """Return the language whose front page is the root of the site."""
    return settings.LANGUAGE_CODE if settings.LANGUAGE_CODE in LANGUAGES else LANGUAGES[0]
