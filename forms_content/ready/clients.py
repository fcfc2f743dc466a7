"""Ready forms that ask clients what they need: the research of 000-02, the interview of 000-23."""

from __future__ import annotations

from .parts import COMPANY, EMAIL, NAME, PHONE, ReadyForm, ask, step, when

NEEDS = ReadyForm(
    key="client-needs",
    titles=("客户需求调研", "客戶需求調研", "What would you like of us?"),
    introductions=(
        "告诉我们您关心什么，我们据此安排今年的活动。",
        "告訴我們您關心什麼，我們據此安排今年的活動。",
        "Tell us what is on your mind: we plan this year's events by it.",
    ),
    thanks="谢谢您，我们会按您的关注邀请您。 | 謝謝您，我們會依您的關注邀請您。 | "
    "Thank you. We will invite you by what interests you.",
    settings={"answered_each": "once", "may_change": True},
    asked=(
        ask(
            "multiple",
            "您对哪些主题感兴趣？",
            "您對哪些主題感興趣？",
            "Which subjects interest you?",
            choices="宏观经济与投资 | 總體經濟與投資 | Economy and investment\n"
            "科技与产业 | 科技與產業 | Technology and industry\n"
            "文化与艺术 | 文化與藝術 | Culture and the arts\n健康与生活 | 健康與生活 | Health and living\n"
            "家族与传承 | 家族與傳承 | Family and succession",
            other=True,
            must=True,
        ),
        ask(
            "long_text",
            "最近有什么话题是您想听人讲一讲的？",
            "最近有什麼話題是您想聽人講一講的？",
            "Is there a topic of these days you would like to hear about?",
        ),
        step("形式、时间与地点 | 形式、時間與地點 | Form, time and place"),
        ask(
            "ranking",
            "您更喜欢哪种形式？请排序。",
            "您更喜歡哪種形式？請排序。",
            "Which kind of event do you prefer? Put them in order.",
            choices="商务宴请 | 商務宴請 | Banquet\n主题研讨 | 主題研討 | Seminar\n"
            "俱乐部小聚 | 俱樂部小聚 | Club evening\n考察行程 | 考察行程 | Study trip",
        ),
        ask(
            "multiple",
            "什么时间方便？",
            "什麼時間方便？",
            "When does it suit you?",
            choices="工作日白天 | 平日白天 | Weekdays by day\n工作日晚上 | 平日晚上 | Weekday evenings\n"
            "周末 | 週末 | Weekends",
        ),
        ask(
            "single",
            "多少人的场合您最自在？",
            "多少人的場合您最自在？",
            "In what company are you most at ease?",
            choices="十人以内 | 十人以內 | Up to ten\n十到三十人 | 十到三十人 | Ten to thirty\n"
            "三十人以上 | 三十人以上 | More than thirty",
        ),
        ask(
            "text",
            "希望在哪里举办？",
            "希望在哪裡舉辦？",
            "Where would you like it to be?",
            placeholder="西湖边 | 西湖邊 | By the lake",
        ),
    ),
)

INTERVIEW = ReadyForm(
    key="interview",
    titles=("现场访谈记录", "現場訪談記錄", "Interview sheet"),
    introductions=(
        "由访谈人当场填写：先征得同意，用对方的原话。",
        "由訪談人當場填寫：先徵得同意，用對方的原話。",
        "Filled in by whoever interviews, on the spot: ask first, and write their own words.",
    ),
    thanks="记录已保存。 | 記錄已儲存。 | The record has been kept.",
    asked=(
        NAME,
        COMPANY,
        ask("text", "访谈人", "訪談人", "Interviewer", must=True, width="half"),
        ask(
            "consent",
            "对方同意我们记录这次谈话",
            "對方同意我們記錄這次談話",
            "They agree that we keep a record of this talk",
            must=True,
        ),
        step("问与答 | 問與答 | Questions and answers"),
        ask(
            "long_text",
            "今天哪一刻最让您记住？",
            "今天哪一刻最讓您記住？",
            "Which moment of today will you remember?",
        ),
        ask(
            "matrix",
            "请对方逐项评价",
            "請對方逐項評價",
            "Their view, one by one",
            rows="内容 | 內容 | Content\n组织 | 籌備 | Organisation\n服务 | 服務 | Service",
            choices="很好 | 很好 | Very good\n好 | 好 | Good\n一般 | 普通 | Fair\n差 | 差 | Poor",
            must=True,
        ),
        ask(
            "long_text",
            "哪里应当做得不同？",
            "哪裡應當做得不同？",
            "What should have been done otherwise?",
        ),
        ask(
            "single",
            "有合作意向吗？",
            "有合作意向嗎？",
            "Do they wish to work with us?",
            choices="有，已有具体想法 | 有，已有具體想法 | Yes, with something in mind\n"
            "有，以后再谈 | 有，以後再談 | Yes, later\n没有 | 沒有 | No",
            must=True,
        ),
        ask(
            "long_text",
            "是什么想法？",
            "是什麼想法？",
            "What have they in mind?",
            show_if=when("有合作意向吗？", "有，已有具体想法"),
        ),
        PHONE,
        EMAIL,
    ),
)
