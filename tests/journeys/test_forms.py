"""Forms in a real browser: rules, steps, a phone, no JavaScript, and the same rules on both sides."""

import random

from django.http import QueryDict
from playwright.sync_api import expect

from forms_content import traps
from forms_content.answers import answers_from_post, check_answers
from forms_content.definition import Condition, Definition, Question, Rule, Step, standing_of
from forms_content.enums import Comparison, Match
from forms_content.models import Submission
from forms_content.presenting import rules_of
from forms_content.services.submitting import version_in_use
from tests.factories.forms import FormPageFactory, ask_anew, block, when
from tests.journeys.inspector import LANGUAGES, inspector
from tests.security.uploads import picture

__all__ = ["inspector"]
CHOICES = "满意 | 滿意 | Satisfied\n一般 | 普通 | So so\n不满意 | 不滿意 | Not satisfied"


def survey():
    """A survey of two steps, with rules."""
    return FormPageFactory(
        title="雅集问卷",
        title_en="How was the evening",
        blocks=[
            block(
                "single", "您满意吗", label_en="Are you satisfied", choices=CHOICES, required=True
            ),
            block(
                "long_text",
                "哪里不好",
                label_en="What went wrong",
                required=True,
                show_if=when("您满意吗", "is", "不满意"),
            ),
            block("step", "还有几句 | 還有幾句 | A few more"),
            block("nps", "会推荐吗", label_en="Would you recommend us"),
            block("rating", "茶点", label_en="The tea", most=5),
            block(
                "matrix",
                "各项",
                label_en="In detail",
                rows="菜品 | 菜色 | Food\n服务 | 服務 | Service",
                choices="好 | 好 | Good\n差 | 差 | Poor",
            ),
            block(
                "multiple",
                "想再来",
                label_en="Come again for",
                choices="品茶 | 品茶 | Tea\n听琴 | 聽琴 | Music",
                other=True,
            ),
        ],
    )


class TestASurveyOnAPhone:
    def test_follows_the_answers_step_by_step_and_is_kept(
        self, transactional_db, open_page, monkeypatch
    ):
        monkeypatch.setattr(traps, "QUICKEST", 0)  # a browser that is led is quicker than people
        form = survey()
        page = open_page(f"/f/{form.slug}?lang=zh-hans", size="phone")
        why = page.get_by_label("哪里不好")
        expect(why).to_be_hidden()

        page.get_by_text("不满意", exact=True).click()
        expect(why).to_be_visible()
        why.fill("等得太久")
        page.get_by_role("button", name="下一步").click()
        expect(page.get_by_text("第 2 步，共 2 步")).to_be_visible()
        page.locator("[name=q3][value='9']").check(force=True)
        page.locator("[name=q4][value='4']").check(force=True)
        for row in ("r1", "r2"):
            page.locator(f"[name='q5.{row}'][value='c1']").check()
        page.get_by_role("checkbox", name="听琴").check()
        page.get_by_role("button", name="提交").click()

        expect(page.get_by_text("谢谢您，答案已收到。")).to_be_visible()
        assert Submission.objects.get().answers == {
            "q1": "c3",
            "q2": "等得太久",
            "q3": 9,
            "q4": 4,
            "q5": {"r1": "c1", "r2": "c1"},
            "q6": ["c2"],
        }

    def test_has_no_fault_in_any_language(self, transactional_db, open_page, inspector):
        form = survey()
        page = open_page("/healthz", size="phone")
        for language in LANGUAGES:
            page.goto(f"/f/{form.slug}?lang={language}")
            inspector.look(page, f"form {language}", language=language)

        assert inspector.faults == []


class TestRulesInTheBrowser:
    def test_agree_with_the_server_on_generated_forms(self, transactional_db, open_page):
        chance = random.Random(20261127)
        cases = [generated(chance) for _ in range(400)]
        page = open_page(f"/f/{survey().slug}?lang=en")
        address = page.evaluate(
            "import(document.querySelector('script[src*=\"forms_content/form\"]').src).then(() =>"
            " performance.getEntriesByType('resource').map(one => one.name).find(name => /rules/.test(name)))"
        )

        found = page.evaluate(
            """async ([address, cases]) => {
              const { standingOf } = await import(address);
              return cases.map(([questions, answers]) => {
                const { shown, required } = standingOf(questions, answers);
                return [[...shown].sort(), [...required].sort()];
              });
            }""",
            [address, [[rules_of(definition), answers] for definition, answers in cases]],
        )

        for (definition, answers), (shown, required) in zip(cases, found, strict=True):
            standing = standing_of(definition, answers)
            assert (shown, required) == (sorted(standing.shown), sorted(standing.required))


def generated(chance):
    """A form with rules, and answers to it, some of which no rule expects."""
    values = ["", "c1", "c2", "other", "3", "3.0", "-2", "1e3", ".5", "5.", "yes", "0", "１"]
    odd = [None, "", 0, 3, -2.5, True, False, [], ["c1"], ["c1", "c2"], {}, {"r1": "c1"}]
    questions = []
    for n in range(chance.randint(1, 8)):
        kind = chance.choice(
            ["text", "single", "multiple", "nps", "number", "consent", "information"]
        )
        rules = [a_rule(chance, questions, values) for _ in range(2)]
        questions.append(
            Question(
                f"q{n}",
                kind,
                {},
                required=chance.random() < 0.4,
                show_if=rules[0],
                required_if=rules[1],
            )
        )
    answers = {one.key: chance.choice(odd + values) for one in questions if chance.random() < 0.8}
    return Definition({}, (Step({}, tuple(questions)),)), answers


def a_rule(chance, earlier, values):
    """A rule on earlier questions, or none."""
    if not earlier or chance.random() < 0.3:
        return None
    conditions = tuple(
        Condition(
            chance.choice(earlier).key, chance.choice(Comparison.values), chance.choice(values)
        )
        for _ in range(chance.randint(1, 3))
    )
    return Rule(conditions, chance.choice(Match.values))


class TestPhotosAndASignature:
    def test_are_sent_from_a_phone_and_not_lost_on_the_way(
        self, transactional_db, open_page, inspector, monkeypatch
    ):
        monkeypatch.setattr(traps, "QUICKEST", 0)
        form = FormPageFactory(
            title="漏水报告",
            title_en="A leak",
            notice="仅用于处理。",
            blocks=[
                block("file", "照片", label_en="Photos", most=3, files="pictures"),
                block("signature", "签名", label_en="Your signature", required=True),
                block("text", "称呼", label_en="Your name", required=True),
            ],
        )
        page = open_page(f"/f/{form.slug}?lang=en", size="phone")
        photo = {"name": "leak.jpg", "mimeType": "image/jpeg", "buffer": picture("JPEG")}
        page.get_by_label("Photos").set_input_files(photo)
        pad = page.locator("[data-pad]")
        pad.scroll_into_view_if_needed()
        box = pad.bounding_box()
        page.mouse.move(box["x"] + 30, box["y"] + 30)
        page.mouse.down()
        page.mouse.move(box["x"] + 200, box["y"] + 80, steps=5)
        page.mouse.up()
        expect(page.locator("[data-drawn]")).to_be_enabled()
        page.get_by_role("button", name="Send").click()

        expect(page.get_by_text("leak.jpg")).to_be_visible()
        expect(page.get_by_text("signature.png")).to_be_visible()
        inspector.look(page, "files held", language="en")
        page.get_by_label("Your name").fill("Mrs Sun")
        page.get_by_role("button", name="Send").click()
        expect(page.get_by_text("Your reference")).to_be_visible()

        files = Submission.objects.get().files
        assert [(one.file_name, one.size > 100) for one in files.all()] == [
            ("leak.jpg", True),
            ("signature.png", True),
        ]
        assert inspector.faults == []


class TestARuleInTheEditor:
    def test_chooses_its_question_in_plain_words(self, transactional_db, log_in_to):
        form = FormPageFactory(
            draft=True,
            blocks=[
                block("nps", "会推荐吗", id="a" * 36),
                block("text", "称呼", id="b" * 36),
                block("text", "原因", id="c" * 36, show_if=when("会推荐", "answered")),
                block("single", "满意吗", id="d" * 36, choices=CHOICES, other=True),
                block("text", "细说", id="e" * 36, show_if=when("d" * 36, "is", "一般")),
            ],
        )
        page = log_in_to(f"/admin/pages/{form.pk}/edit/", "Marketing")
        chosen = page.locator('select[id^="questions-2-value-show_if"][id$="-question-chosen"]')
        expect(chosen).to_be_attached()

        assert chosen.evaluate("select => [...select.options].map(one => one.text)") == [
            "请选择",
            "会推荐吗",
            "称呼",
        ]
        assert chosen.input_value() == "a" * 36
        offered = page.locator('datalist[id^="questions-4-value-show_if"] option')
        assert offered.evaluate_all("options => options.map(one => one.value)") == [
            "满意",
            "一般",
            "不满意",
            "other",
        ]
        page.locator("#questions-0-value-label").evaluate(
            "field => { field.value = '愿意介绍给朋友吗'; }"
        )
        chosen.evaluate("select => { select.focus(); select.dispatchEvent(new Event('focus')); }")
        assert "愿意介绍给朋友吗" in chosen.evaluate("select => select.textContent")


class TestASurveyThatChangesWhileItIsOpen:
    def test_counts_on_and_goes_out_whole(
        self, transactional_db, open_page, log_in_to, axe_faults, monkeypatch
    ):
        monkeypatch.setattr(traps, "QUICKEST", 0)
        form = FormPageFactory(
            title="雅集问卷",
            blocks=[
                block("single", "您满意吗", id="a", label_en="Are you satisfied", choices=CHOICES),
                block("text", "哪里不好", id="b", show_if=when("您满意吗", "is", "不满意")),
                block("rating", "茶点", id="c", most=5, aspect="service"),
            ],
        )
        phone = open_page(f"/f/{form.slug}?lang=zh-hans", size="phone")
        phone.get_by_text("不满意", exact=True).click()
        phone.get_by_label("哪里不好").fill("等得太久")
        phone.locator("[name=q3][value='4']").check(force=True)
        phone.get_by_role("button", name="提交").click()
        expect(phone.get_by_text("谢谢您，答案已收到。")).to_be_visible()

        ask_anew(  # renamed, moved, one taken out, one put in, a choice put in
            form,
            block("rating", "茶与点心", id="c", label_en="The tea", most=5, aspect="service"),
            block(
                "single",
                "您今晚满意吗",
                id="a",
                label_en="Were you satisfied tonight",
                choices=f"非常满意 | 非常滿意 | Delighted\n{CHOICES}",
            ),
            block("multiple", "想再来", id="d", label_en="Come again for", choices="品茶\n听琴"),
        )
        phone.goto(f"/f/{form.slug}?lang=en")
        phone.get_by_text("Delighted", exact=True).click()
        phone.locator("[name=q3][value='5']").check(force=True)
        phone.get_by_role("checkbox").first.check()
        phone.get_by_role("button", name="Send").click()
        expect(phone.get_by_text("Thank you. Your answers have arrived.")).to_be_visible()

        report = log_in_to(f"/admin/forms/{form.pk}/", role="Marketing")
        for words in ("您今晚满意吗", "茶与点心", "想再来", "哪里不好"):
            expect(report.get_by_role("heading", name=words)).to_be_visible()
        expect(report.locator(".forms-texts")).to_contain_text("等得太久")
        expect(report.locator(".forms-score strong")).to_have_text("87.5")
        assert axe_faults(report) == []
        report.goto(f"/admin/forms/{form.pk}/?by=version")
        expect(report.locator(".chart-drawing").first).to_be_visible()
        assert axe_faults(report) == []

        report.goto(f"/admin/forms/{form.pk}/export/")
        report.locator("[name=purpose]").fill("秋季回顾")
        report.locator("[name=kind][value=csv]").check(force=True)
        with report.expect_download() as sent:
            report.locator("main form button[type=submit]").click()
        rows = sent.value.path().read_text("utf-8-sig").splitlines()
        assert len(rows) == 3
        assert all(words in rows[0] for words in ("您今晚满意吗", "哪里不好", "想再来"))
        assert ("不满意" in rows[1], "等得太久" in rows[1], "非常满意" in rows[2]) == (True,) * 3


class TestASumAgainstMachines:
    def test_is_done_unseen_beside_the_page(self, transactional_db, open_page, monkeypatch):
        monkeypatch.setattr(traps, "QUICKEST", 0)
        form = FormPageFactory(proof="on")
        page = open_page(f"/f/{form.slug}?lang=en", size="phone")

        page.locator("[name=q1][value='4']").check(force=True)
        page.get_by_role("button", name="Send").click()
        expect(page.get_by_text("Your reference")).to_be_visible()

        kept = Submission.objects.get()
        assert kept.answers == {"q1": 4}
        assert len(kept.proof) == 64


TYPED = ("１２", "1,200", "12 ", "9.5", " 1e1", "9", "abc", "1_0", "+12", "-12", "０", "12,5", "")


def drawn_kinds():
    """A form of the kinds that are typed or put together of several fields, each with a question that follows it."""
    asked = [
        block("number", "几位", label_en="How many"),
        block("text", "厅", label_en="Hall", show_if=when("几位", "at_least", "10")),
        block("date", "哪天", label_en="Day"),
        block("text", "备选", label_en="Other day", show_if=when("哪天", "is", "2026-05-01")),
        block("time", "几点", label_en="Time"),
        block("text", "停车", label_en="Parking", show_if=when("几点", "is", "18:30")),
        block("matrix", "各项", label_en="Detail", rows="菜品\n服务", choices="好\n差"),
        block("text", "细说", label_en="Say more", show_if=when("各项", "answered")),
        block("ranking", "次序", label_en="Order", choices="茶\n琴\n画"),
        block("text", "为何", label_en="Why", show_if=when("次序", "answered")),
    ]
    return FormPageFactory(title="茶叙", title_en="Tea", blocks=asked)


class TestWhatIsTyped:
    def test_shows_in_the_browser_what_the_server_keeps(self, transactional_db, open_page):
        form = drawn_kinds()
        asks = version_in_use(form).asks
        page = open_page(f"/f/{form.slug}?lang=en", size="phone")
        chance = random.Random(20261128)

        for number in (*TYPED, *chance.choices(TYPED, k=12)):
            fill = {
                "q1": number,
                "q3": chance.choice(["2026-05-01", "2026-05-02", ""]),
                "q5": chance.choice(["18:30", "18:31", ""]),
            }
            chosen = {name: chance.choice(["c1", "c2", ""]) for name in ("q7.r1", "q7.r2")}
            places = {f"q9.c{n}": chance.choice(["1", "2", "3", ""]) for n in (1, 2, 3)}
            if chance.random() < 0.5:
                places = {"q9.c1": "2", "q9.c2": "1", "q9.c3": "3"}
            page.locator("[data-form]").evaluate("form => form.reset()")
            for name, choice in chosen.items():
                if choice:
                    page.locator(f"[name='{name}'][value='{choice}']").check()
            for name, place in places.items():
                page.locator(f"[name='{name}']").select_option(place)
            for name, text in fill.items():
                page.locator(f"[name='{name}']").fill(text)
            seen = {
                key
                for key in ("q2", "q4", "q6", "q8", "q10")
                if page.locator(f"#{key}").is_visible()
            }

            posted = QueryDict(mutable=True)
            for name, text in (fill | chosen | places).items():
                if text:
                    posted[name] = text
            given = answers_from_post(asks, posted) | dict.fromkeys(
                ("q2", "q4", "q6", "q8", "q10"), "kept"
            )
            kept = check_answers(asks, given).answers
            assert seen == {key for key in kept if kept[key] == "kept"}, (fill, chosen, places)


class TestAStep:
    def test_is_left_only_when_what_it_asks_is_answered(
        self, transactional_db, open_page, inspector, monkeypatch
    ):
        monkeypatch.setattr(traps, "QUICKEST", 0)
        form = FormPageFactory(
            title="意见",
            title_en="Feedback",
            notice="仅用于答复。",
            blocks=[
                block("single", "满意吗", label_en="Satisfied", choices=CHOICES, required=True),
                block("number", "几位", label_en="How many"),
                block("email", "邮箱", label_en="E-mail"),
                block("step", "还有 | 還有 | More"),
                block("text", "留言", label_en="A word"),
            ],
        )
        page = open_page(f"/f/{form.slug}?lang=en", size="phone")
        page.get_by_label("How many").fill("several")
        page.get_by_label("E-mail").fill("nobody")
        page.get_by_role("button", name="Continue").click()

        expect(page.get_by_text("Please choose an answer.")).to_be_visible()
        expect(page.get_by_text("Please write a number, such as 12 or 3.5.")).to_be_visible()
        expect(page.get_by_text("Please write an e-mail address")).to_be_visible()
        expect(page.get_by_role("radio", name="Satisfied", exact=True)).to_be_focused()
        inspector.look(page, "a step refused", language="en")
        page.get_by_text("Satisfied", exact=True).last.click()
        page.get_by_label("How many").fill("１２")
        page.get_by_label("E-mail").fill("zhao@example.com")
        page.get_by_role("button", name="Continue").click()
        expect(page.get_by_text("Step 2 of 2")).to_be_visible()
        monkeypatch.setattr(traps, "QUICKEST", 600)
        page.get_by_role("button", name="Send").click()

        expect(page.get_by_text("That was quicker than anybody reads a form.")).to_be_visible()
        expect(page.get_by_text("Step 2 of 2")).to_be_visible()
        monkeypatch.setattr(traps, "QUICKEST", 0)
        page.get_by_role("button", name="Send").click()
        expect(page.get_by_text("Your reference")).to_be_visible()
        assert Submission.objects.get().answers["q2"] == 12
        assert inspector.faults == []


class TestWithoutJavaScript:
    def test_every_question_can_be_reached_and_what_does_not_apply_is_dropped(
        self, transactional_db, open_page, monkeypatch
    ):
        monkeypatch.setattr(traps, "QUICKEST", 0)
        form = survey()
        page = open_page(f"/f/{form.slug}?lang=en", size="phone", java_script_enabled=False)
        expect(page.get_by_label("What went wrong")).to_be_visible()
        page.get_by_text("Not satisfied", exact=True).click()
        page.get_by_role("button", name="Send").click()

        refused = page.get_by_role("alert")
        expect(refused.get_by_role("link", name="What went wrong")).to_be_visible()
        page.get_by_label("What went wrong").fill("We waited")
        page.locator("[name=q3][value='9']").check(force=True)
        page.get_by_role("button", name="Send").click()
        expect(page.get_by_text("Your reference")).to_be_visible()
        page.goto(f"/f/{form.slug}?lang=en")
        page.get_by_text("Satisfied", exact=True).click()
        page.get_by_label("What went wrong").fill("written in the wrong place")
        page.get_by_role("button", name="Send").click()
        expect(page.get_by_text("Your reference")).to_be_visible()

        assert [one.answers for one in Submission.objects.order_by("pk")] == [
            {"q1": "c3", "q2": "We waited", "q3": 9},
            {"q1": "c1"},
        ]
