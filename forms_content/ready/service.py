"""Ready forms for what clients bring to the house: complaint, feedback, enquiry, a room, what they eat."""

from __future__ import annotations

from forms_content.enums import FileSort, FormPurpose

from .parts import (
    COMPANY,
    EMAIL,
    EMAIL_IF,
    NAME,
    PHONE_IF,
    REPLY_BY,
    ReadyForm,
    ask,
    step,
    when,
)

COMPLAINT = ReadyForm(
    key="complaint",
    titles=("投诉", "投訴", "Complaint"),
    introductions=(
        "很抱歉让您不满意。您会得到一个编号和一个链接，随时查看进展，直到您满意。",
        "很抱歉讓您不滿意。您會得到一個編號和一個連結，隨時查看進展，直到您滿意。",
        "We are sorry. You get a number and a link: see what we do about it, until you are satisfied.",
    ),
    purpose=FormPurpose.COMPLAINT,
    thanks="我们已收到，会尽快联系您。 | 我們已收到，會盡快聯絡您。 | We have it, and will be in touch soon.",
    asked=(
        ask(
            "single",
            "是关于什么的？",
            "是關於什麼的？",
            "What is it about?",
            choices="接待与服务 | 接待與服務 | Reception and service\n场地与设备 | 場地與設備 | Rooms and equipment\n"
            "餐饮 | 餐飲 | Catering\n费用与账单 | 費用與帳單 | Fees and bills\n个人信息 | 個人資料 | Personal data",
            other=True,
            must=True,
        ),
        ask("long_text", "发生了什么？", "發生了什麼？", "What happened?", must=True),
        ask("date", "哪一天？", "哪一天？", "On which day?", width="half"),
        ask("text", "在哪里？", "在哪裡？", "Where?", width="half"),
        ask(
            "long_text",
            "您希望我们怎样解决？",
            "您希望我們怎樣解決？",
            "What would settle it for you?",
        ),
        ask(
            "file",
            "有照片吗？",
            "有照片嗎？",
            "Do you have photos of it?",
            files=FileSort.PICTURES,
            most=3,
        ),
        step("怎样联系您 | 怎樣聯絡您 | How to reach you"),
        NAME,
        REPLY_BY,
        PHONE_IF,
        EMAIL_IF,
    ),
)

FEEDBACK = ReadyForm(
    key="feedback",
    titles=("意见与建议", "意見與建議", "Feedback"),
    introductions=(
        "赞美、批评、点子，都请告诉我们。",
        "讚美、批評、點子，都請告訴我們。",
        "Praise, criticism, an idea: we would like to hear it.",
    ),
    purpose=FormPurpose.FEEDBACK,
    thanks="谢谢您的意见。 | 謝謝您的意見。 | Thank you for telling us.",
    asked=(
        ask(
            "single",
            "您想说的是",
            "您想說的是",
            "This is",
            choices="表扬 | 讚美 | Praise\n建议 | 建議 | A suggestion\n批评 | 批評 | Criticism",
            must=True,
        ),
        ask("long_text", "请说", "請說", "Please tell us", must=True),
        REPLY_BY,
        ask(
            "text",
            "怎么称呼您？",
            "怎麼稱呼您？",
            "What may we call you?",
            personal=True,
        ),
        PHONE_IF,
        EMAIL_IF,
    ),
)

ENQUIRY = ReadyForm(
    key="enquiry",
    titles=("咨询", "洽詢", "Enquiry"),
    introductions=(
        "想了解活动、场地或合作？写下来，我们答复您。",
        "想了解活動、場地或合作？寫下來，我們答覆您。",
        "Events, rooms, working together: write what you would like to know, and we answer.",
    ),
    purpose=FormPurpose.ENQUIRY,
    thanks="我们会尽快答复您。 | 我們會盡快答覆您。 | You will hear from us soon.",
    asked=(
        ask(
            "drop_down",
            "想了解什么？",
            "想了解什麼？",
            "What is it about?",
            choices="参加活动 | 參加活動 | Coming to an event\n预订场地 | 預訂場地 | Booking a room\n"
            "会员与合作 | 會員與合作 | Membership and partnership\n参展 | 參展 | Exhibiting",
            other=True,
            must=True,
        ),
        ask("long_text", "您的问题", "您的問題", "Your question", must=True),
        NAME,
        COMPANY,
        REPLY_BY,
        PHONE_IF,
        EMAIL_IF,
    ),
)

ROOM = ReadyForm(
    key="room-request",
    titles=("场地预订申请", "場地預訂申請", "Request for a room"),
    introductions=(
        "告诉我们时间、人数和用途，我们提出合适的场地。",
        "告訴我們時間、人數和用途，我們提出合適的場地。",
        "Tell us when, how many and what for; we propose the room that fits.",
    ),
    purpose=FormPurpose.ENQUIRY,
    thanks="我们会尽快给您方案。这还不是预订。 | 我們會盡快給您方案。這還不是預訂。 | "
    "You will hear from us soon. This is not a booking yet.",
    asked=(
        ask("date", "哪一天？", "哪一天？", "On which day?", must=True, width="half"),
        ask(
            "number",
            "多少人？",
            "多少人？",
            "How many people?",
            must=True,
            width="half",
            least=1,
            most=5000,
        ),
        ask("time", "从几点", "從幾點", "From", must=True, width="half"),
        ask("time", "到几点", "到幾點", "Until", must=True, width="half"),
        ask("text", "主题或用途", "主題或用途", "Subject or purpose", must=True),
        ask(
            "single",
            "怎样布置？",
            "怎樣布置？",
            "Which set-up?",
            choices="课桌式 | 教室型 | Classroom\n剧院式 | 劇院型 | Theatre\n围桌 | 圍桌 | Round tables\n"
            "董事会式 | 董事會型 | Boardroom\n请建议 | 請建議 | Please advise",
        ),
        ask(
            "multiple",
            "还需要什么？",
            "還需要什麼？",
            "What else is needed?",
            choices="投影与音响 | 投影與音響 | Projection and sound\n同声传译 | 同步口譯 | Interpreting\n"
            "茶歇 | 茶歇 | Tea break\n"
            "用餐 | 用餐 | A meal\n接送 | 接送 | Pick-up",
            other=True,
        ),
        step("联系人 | 聯絡人 | Who to talk to"),
        NAME,
        COMPANY,
        ask("phone", "电话", "電話", "Phone", must=True, width="half"),
        EMAIL,
    ),
)

DIETARY = ReadyForm(
    key="dietary-needs",
    titles=("饮食需求", "飲食需求", "What may we serve you?"),
    introductions=(
        "请告诉我们您的忌口，厨房会照办。",
        "請告訴我們您的忌口，廚房會照辦。",
        "Tell us what you do not eat; the kitchen will see to it.",
    ),
    thanks="谢谢，厨房已经知道。 | 謝謝，廚房已經知道。 | Thank you. The kitchen knows.",
    settings={"answered_each": "link", "may_change": True},
    asked=(
        ask(
            "multiple",
            "饮食习惯",
            "飲食習慣",
            "Your way of eating",
            choices="无特别要求 | 無特別要求 | No special needs\n素食 | 素食 | Vegetarian\n全素 | 全素 | Vegan\n"
            "清真 | 清真 | Halal\n不吃猪肉 | 不吃豬肉 | No pork\n不吃牛肉 | 不吃牛肉 | No beef\n"
            "不吃海鲜 | 不吃海鮮 | No seafood",
            other=True,
            must=True,
        ),
        ask(
            "single",
            "对食物过敏吗？",
            "對食物過敏嗎？",
            "Are you allergic to any food?",
            choices="没有 | 沒有 | No\n有 | 有 | Yes",
            must=True,
        ),
        ask(
            "text",
            "对什么过敏？",
            "對什麼過敏？",
            "To what?",
            personal=True,
            show_if=when("对食物过敏吗？", "有"),
            required_if=when("对食物过敏吗？", "有"),
        ),
        ask(
            "single",
            "酒水",
            "酒水",
            "Drinks",
            choices="均可 | 皆可 | Anything\n不含酒精 | 不含酒精 | No alcohol\n只要茶水 | 只要茶水 | Tea only",
        ),
        ask(
            "consent",
            "我同意为这次用餐使用以上健康与饮食信息",
            "我同意為這次用餐使用以上健康與飲食資料",
            "I agree that these facts about my health and diet are used for this meal",
            must=True,
        ),
    ),
)
