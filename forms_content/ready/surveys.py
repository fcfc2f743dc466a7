"""Ready surveys: an event, a venue, a reception, recommendation, and one tap at the exit."""

from __future__ import annotations

from forms_content.enums import Aspect

from .parts import MORE, RECOMMEND, SATISFIED, ReadyForm, ask, step, when

_THANKS = (
    "谢谢您。每一条意见我们都会读，并用在下一次。 | 謝謝您。每一則意見我們都會讀，並用在下一次。 | "
    "Thank you. We read every word, and the next time will show it."
)
_OVERALL = "总体来说，您对这次活动满意吗？"

EVENT = ReadyForm(
    key="event-satisfaction",
    titles=("活动满意度", "活動滿意度", "How was the event?"),
    introductions=(
        "感谢您的光临。三分钟，帮我们把下一次办得更好。",
        "感謝您的蒞臨。三分鐘，幫我們把下一次辦得更好。",
        "Thank you for coming. Three minutes of yours make the next one better.",
    ),
    thanks=_THANKS,
    settings={"anonymous": True},
    asked=(
        ask(
            "single",
            _OVERALL,
            "總體來說，您對這次活動滿意嗎？",
            "Overall, how satisfied were you with the event?",
            choices=SATISFIED,
            must=True,
            aspect=Aspect.OVERALL,
        ),
        ask(
            "rating",
            "活动内容",
            "活動內容",
            "The content",
            most=5,
            aspect=Aspect.CONTENT,
        ),
        ask(
            "rating",
            "组织安排",
            "籌備安排",
            "The organisation",
            most=5,
            aspect=Aspect.ORGANISATION,
        ),
        ask(
            "rating",
            "接待服务",
            "接待服務",
            "Reception and service",
            most=5,
            aspect=Aspect.SERVICE,
        ),
        ask(
            "long_text",
            "哪里让您不满意？",
            "哪裡讓您不滿意？",
            "What was not as it should have been?",
            show_if={
                "match": "any",
                "conditions": [
                    *when(_OVERALL, "不满意")["conditions"],
                    *when(_OVERALL, "非常不满意")["conditions"],
                ],
            },
        ),
        step("参与与合作 | 參與與合作 | Taking part"),
        ask(
            "single",
            "您参加了多长时间？",
            "您參加了多長時間？",
            "How much of it did you attend?",
            choices="全程 | 全程 | All of it\n大部分 | 大部分 | Most of it\n一部分 | 一部分 | A part",
        ),
        ask(
            "single",
            "您有意与我们合作吗？",
            "您有意與我們合作嗎？",
            "Would you like to work with us?",
            choices="愿意 | 願意 | Yes\n考虑中 | 考慮中 | Perhaps\n暂不 | 暫不 | Not now",
            aspect=Aspect.COOPERATION,
        ),
        RECOMMEND,
        MORE,
    ),
)

VENUE = ReadyForm(
    key="venue-satisfaction",
    titles=("场地满意度", "場地滿意度", "How was the venue?"),
    introductions=(
        "您刚用过我们的会议室或宴会厅，请告诉我们哪里好、哪里不便。",
        "您剛使用過我們的會議室或宴會廳，請告訴我們哪裡好、哪裡不便。",
        "You have just used one of our rooms. Tell us what was good and what was in the way.",
    ),
    thanks=_THANKS,
    settings={"anonymous": True},
    asked=(
        ask(
            "rating",
            "场地整体",
            "場地整體",
            "The venue as a whole",
            most=5,
            must=True,
            aspect=Aspect.OVERALL,
        ),
        ask(
            "matrix",
            "具体来说",
            "具體來說",
            "In detail",
            rows="位置与指引 | 位置與指引 | Finding the way\n布置与座位 | 布置與座位 | Set-up and seats\n"
            "灯光与空调 | 燈光與空調 | Light and air\n音响与投影 | 音響與投影 | Sound and projection\n"
            "网络 | 網路 | Network\n清洁 | 清潔 | Cleanliness",
            choices="满意 | 滿意 | Satisfied\n一般 | 普通 | Fair\n不满意 | 不滿意 | Not satisfied\n"
            "没有用到 | 沒有用到 | Not used",
        ),
        ask(
            "single",
            "设备出过问题吗？",
            "設備出過問題嗎？",
            "Did any equipment fail?",
            choices="没有 | 沒有 | No\n有，很快修好 | 有，很快修好 | Yes, soon mended\n"
            "有，影响了使用 | 有，影響了使用 | Yes, and it was in the way",
            must=True,
        ),
        ask(
            "text",
            "是哪件设备？",
            "是哪件設備？",
            "Which one?",
            show_if=when("设备出过问题吗？", "有，影响了使用"),
        ),
        ask(
            "single",
            "您会再次预订吗？",
            "您會再次預訂嗎？",
            "Would you book it again?",
            choices="会 | 會 | Yes\n看情况 | 看情況 | Perhaps\n不会 | 不會 | No",
        ),
        MORE,
    ),
)

RECEPTION = ReadyForm(
    key="reception-satisfaction",
    titles=("接待满意度", "接待滿意度", "How were you received?"),
    introductions=(
        "会议结束了，请用一分钟评价我们的接待。",
        "會議結束了，請用一分鐘評價我們的接待。",
        "Your meeting is over. One minute on how we looked after you.",
    ),
    thanks=_THANKS,
    settings={"anonymous": True},
    asked=(
        ask(
            "rating",
            "接待整体",
            "接待整體",
            "Your reception as a whole",
            most=5,
            must=True,
            aspect=Aspect.SERVICE,
        ),
        ask(
            "matrix",
            "各个环节",
            "各個環節",
            "Step by step",
            rows="迎接与引导 | 迎接與引導 | Welcome and way\n茶水与点心 | 茶水與點心 | Tea and refreshments\n"
            "会议服务 | 會議服務 | Service in the room\n送别 | 送別 | Farewell",
            choices="满意 | 滿意 | Satisfied\n一般 | 普通 | Fair\n不满意 | 不滿意 | Not satisfied",
        ),
        ask(
            "single",
            "您等候了多久才有人接待？",
            "您等候了多久才有人接待？",
            "How long did you wait to be received?",
            choices="没有等候 | 沒有等候 | Not at all\n五分钟以内 | 五分鐘以內 | Up to five minutes\n"
            "五分钟以上 | 五分鐘以上 | More than five minutes",
        ),
        ask(
            "text",
            "有哪位同事让您印象深刻？",
            "有哪位同仁讓您印象深刻？",
            "Did anyone of our staff stand out?",
        ),
        MORE,
    ),
)

_SCORE = RECOMMEND["value"]["label"]
PROMOTERS = ReadyForm(
    key="recommendation",
    titles=("推荐意愿", "推薦意願", "Would you recommend us?"),
    introductions=(
        "只有两个问题。",
        "只有兩個問題。",
        "Two questions, no more.",
    ),
    thanks=_THANKS,
    settings={"answered_each": "once"},
    asked=(
        RECOMMEND,
        ask(
            "long_text",
            "是什么让您愿意推荐？",
            "是什麼讓您願意推薦？",
            "What makes you recommend us?",
            show_if=when(_SCORE, "9", "at_least"),
        ),
        ask(
            "long_text",
            "怎样做，您会更愿意推荐？",
            "怎樣做，您會更願意推薦？",
            "What would have to change for you to recommend us?",
            show_if=when(_SCORE, "8", "at_most"),
        ),
    ),
)

SMILEY = ReadyForm(
    key="smiley",
    titles=("出口一点", "出口一點", "One tap at the exit"),
    introductions=("", "", ""),
    thanks="谢谢您，期待再会！ | 謝謝您，期待再會！ | Thank you, and see you again!",
    settings={"anonymous": True},
    asked=(
        ask(
            "single",
            "今天您满意吗？",
            "今天您滿意嗎？",
            "How was it today?",
            choices="很满意 | 很滿意 | Very good\n满意 | 滿意 | Good\n一般 | 普通 | Fair\n不满意 | 不滿意 | Poor",
            must=True,
            aspect=Aspect.OVERALL,
        ),
    ),
)
