"""The letters a new house starts with: a general one and one for each kind of event. (000-01, 000-07).

Each is a subject and a text, in three languages; the house rewrites them without code.
"""

# ruff: noqa: E501  a paragraph of a letter is one line
from typing import Final

GENERAL: Final = {
    "zh-hans": (
        "诚邀您莅临{event}",
        """尊敬的{guest}：

{house}谨订于{date} {time}，在{place}举办{event}。久仰高谊，谨具此函，诚邀您拨冗莅临。

届时请出示函中的签到码，手机或纸面皆可，自有专人恭候引座。

敬请于{reply_by}前回复能否光临；如有饮食禁忌或其他嘱咐，也请一并告知，以便妥为安排。

恭候光临。

{host}
{house}""",
    ),
    "zh-hant": (
        "敬邀您蒞臨{event}",
        """{guest} 惠鑒：

{house}謹訂於{date} {time}，假{place}舉辦{event}。久仰高誼，謹具此函，敬邀您撥冗蒞臨。

屆時請出示函中的簽到碼，手機或紙本皆可，將有專人恭候引座。

敬請於{reply_by}前回覆能否光臨；如有飲食禁忌或其他囑咐，亦請一併告知，以便妥為安排。

恭候光臨。

{host}
{house} 敬邀""",
    ),
    "en": (
        "An invitation to {event}",
        """Dear {guest},

{house} will be holding {event} at {place} on {date} at {time}, and it would give us great pleasure to welcome you.

The code in this letter opens the door to you, on your telephone or on paper; someone will be there to show you to your seat.

Kindly let us know by {reply_by} whether you can be with us, and tell us of anything you do not eat, so that we may look after you properly.

We look forward to your company.

{host}
{house}""",
    ),
}

BANQUET: Final = {
    "zh-hans": (
        "敬备薄酌，恭请光临{event}",
        """尊敬的{guest}：

承蒙一路相知相助，感念于心。谨订于{date} {time}，在{place}设席，举行{event}，敬备薄酌，恭请光临，共叙情谊。

席次已为您预留。到店后请出示函中的签到码，自有专人引您入席。

敬请于{reply_by}前回复；如有饮食禁忌，烦请告知，以便后厨用心备办。

扫径以待，恭候光临。

{host}
{house}""",
    ),
    "zh-hant": (
        "敬備薄酌，恭請光臨{event}",
        """{guest} 惠鑒：

承蒙一路相知相助，感念於心。謹訂於{date} {time}，假{place}設席，舉行{event}，敬備薄酌，恭請光臨，共敘情誼。

席次已為您保留。蒞臨時請出示函中的簽到碼，將有專人引您入席。

敬請於{reply_by}前回覆；如有飲食禁忌，煩請告知，以便廚房用心備辦。

掃徑以待，恭候光臨。

{host}
{house} 敬邀""",
    ),
    "en": (
        "A place at our table: {event}",
        """Dear {guest},

We owe you thanks for your trust and your friendship, and would like to say so at table. Please join us for {event} at {place} on {date} at {time}.

A seat is kept for you. Show the code in this letter when you arrive and we will take you to your table.

Kindly reply by {reply_by}, and let our kitchen know of anything you do not eat.

We look forward to an evening in your company.

{host}
{house}""",
    ),
}

SEMINAR: Final = {
    "zh-hans": (
        "邀您共研：{event}",
        """尊敬的{guest}：

学问贵在切磋。{house}定于{date} {time}，在{place}举办{event}，邀集同道，围绕主题深入研讨。素知您见解独到，诚邀拨冗出席，不吝赐教。

会场备有签到台，请出示函中的签到码领取资料。

为便于安排座次与资料，敬请于{reply_by}前回复。

期待与您当面请益。

{host}
{house}""",
    ),
    "zh-hant": (
        "邀您共研：{event}",
        """{guest} 惠鑒：

學問貴在切磋。{house}訂於{date} {time}，假{place}舉辦{event}，邀集同道，就主題深入研討。素知您見解獨到，敬邀撥冗出席，不吝賜教。

會場設有簽到臺，請出示函中的簽到碼領取資料。

為便於安排座次與資料，敬請於{reply_by}前回覆。

期待與您當面請益。

{host}
{house} 敬邀""",
    ),
    "en": (
        "An invitation to our seminar: {event}",
        """Dear {guest},

Good questions are best asked in good company. {house} is bringing together a small circle for {event}, at {place} on {date} at {time}, and we should very much value your view.

Please show the code in this letter at the desk, where your papers will be waiting.

So that we can prepare seats and papers, kindly reply by {reply_by}.

We look forward to learning from you.

{host}
{house}""",
    ),
}

FORUM: Final = {
    "zh-hans": (
        "诚邀您出席{event}",
        """尊敬的{guest}：

时势日新，正宜群贤共论。{house}定于{date} {time}，在{place}举办{event}，各界嘉宾将就行业前路坦诚交流。您的经验与洞见为与会者所期待，谨此诚邀您出席。

请凭函中的签到码在签到台入场，席位将为您保留至开场。

敬请于{reply_by}前回复能否出席。

群贤毕至，唯待君来。

{host}
{house}""",
    ),
    "zh-hant": (
        "敬邀您出席{event}",
        """{guest} 惠鑒：

時勢日新，正宜群賢共論。{house}訂於{date} {time}，假{place}舉辦{event}，各界嘉賓將就產業前路坦誠交流。您的經驗與洞見為與會者所期待，謹此敬邀您出席。

請憑函中的簽到碼於簽到臺入場，席位將為您保留至開場。

敬請於{reply_by}前回覆能否出席。

群賢畢至，唯待君來。

{host}
{house} 敬邀""",
    ),
    "en": (
        "The pleasure of your presence at {event}",
        """Dear {guest},

{house} is convening {event} at {place} on {date} at {time}, where people who shape their fields will speak openly about what lies ahead. Your experience would enrich the conversation, and we warmly invite you to take part.

Please present the code in this letter at the desk; your seat is kept until the opening.

Kindly reply by {reply_by}.

We hope to have you among us.

{host}
{house}""",
    ),
}

CLUB_EVENT: Final = {
    "zh-hans": (
        "一席雅集，待您同赏：{event}",
        """尊敬的{guest}：

闲时得趣，贵在同好。{date} {time}，{house}在{place}雅集小聚，举行{event}，只邀三五知己，不拘形迹。席间若有您在座，定添清兴。

到时请出示函中的签到码，我们在门前候您。

座位不多，敬请于{reply_by}前回复；口味与忌口，也请随笔告知。

愿得与您共度良辰。

{host}
{house}""",
    ),
    "zh-hant": (
        "一席雅集，待您同賞：{event}",
        """{guest} 惠鑒：

閒時得趣，貴在同好。{date} {time}，{house}假{place}雅集小聚，舉行{event}，只邀三五知己，不拘形跡。席間若有您在座，定添清興。

屆時請出示函中的簽到碼，我們在門前候您。

座位不多，敬請於{reply_by}前回覆；口味與忌口，亦請隨筆告知。

願得與您共度良辰。

{host}
{house} 敬邀""",
    ),
    "en": (
        "Among friends: {event}",
        """Dear {guest},

Some evenings are best kept small. On {date} at {time} we are gathering a few friends of {house} at {place} for {event}, and it would not be the same without you.

Show the code in this letter when you come; we shall be waiting at the door.

Places are few, so please reply by {reply_by}, with a word on what you like and what you would rather not be served.

We look forward to seeing you.

{host}
{house}""",
    ),
}

STUDY_TRIP: Final = {
    "zh-hans": (
        "同行致远：邀您参加{event}",
        """尊敬的{guest}：

百闻不如一见。{house}定于{date}启程，组织{event}，实地走访，与当地同行面对面交流。素知您注重实践，诚邀结伴同行。

集合时间：{time}
集合地点：{place}
集合时请出示函中的签到码，领取行程手册。

因车辆与食宿需提前落实，敬请于{reply_by}前回复，并告知饮食禁忌与随行人数。

路上见。

{host}
{house}""",
    ),
    "zh-hant": (
        "同行致遠：邀您參加{event}",
        """{guest} 惠鑒：

百聞不如一見。{house}訂於{date}啟程，舉辦{event}，實地走訪，與當地同業面對面交流。素知您重視實務，敬邀結伴同行。

集合時間：{time}
集合地點：{place}
集合時請出示函中的簽到碼，領取行程手冊。

因車輛與食宿須提前安排，敬請於{reply_by}前回覆，並告知飲食禁忌與同行人數。

路上見。

{host}
{house} 敬邀""",
    ),
    "en": (
        "Come and see for yourself: {event}",
        """Dear {guest},

Seeing once is worth more than hearing a hundred times. {house} sets out on {date} for {event}, to visit places of work and to talk with those who run them. We should be delighted to have you travel with us.

Meeting time: {time}
Meeting place: {place}
Please show the code in this letter there, and collect your travel notes.

Vehicles, rooms and meals are arranged beforehand: kindly reply by {reply_by}, with your diet and the number of your party.

We look forward to the road together.

{host}
{house}""",
    ),
}

BY_EVENT_TYPE: Final = {
    "banquet": BANQUET,
    "seminar": SEMINAR,
    "forum": FORUM,
    "club-event": CLUB_EVENT,
    "study-trip": STUDY_TRIP,
}
