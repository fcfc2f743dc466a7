"""Forms in a real browser: rules, steps, a phone, no JavaScript, and the same rules on both sides."""

import random

from playwright.sync_api import expect

from forms_content import traps
from forms_content.definition import Condition, Definition, Question, Rule, Step, standing_of
from forms_content.enums import Comparison, Match
from forms_content.models import Submission
from forms_content.presenting import rules_of
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
