"""Marketing builds a survey in the editor, and changes it while answers come in. (FORMS 1 … 4)"""

from playwright.sync_api import Locator, Page, expect
from wagtail.models import Site

from forms_content import traps
from forms_content.models import FormPage, Submission

CHOICES = "满意 | 滿意 | Satisfied\n一般 | 普通 | So so\n不满意 | 不滿意 | Not satisfied"
SINGLE, TEXT, STARS, LONG_TEXT = "单选", "单行文字", "星级", "多行文字"


class TestASurvey:
    def test_is_built_answered_changed_while_it_is_open_and_answered_again(
        self, transactional_db, log_in_to, open_page, monkeypatch
    ):
        monkeypatch.setattr(traps, "QUICKEST", 0)  # a browser that is led is quicker than people
        home = Site.objects.get(is_default_site=True).root_page
        editor = log_in_to(f"/admin/pages/add/forms_content/formpage/{home.pk}/", role="Marketing")
        editor.locator("[name=title]").fill("秋日雅集问卷")
        _ask(editor, 0, SINGLE, "您满意吗", english="Are you satisfied", choices=CHOICES)
        _ask(editor, 1, LONG_TEXT, "哪里不好", english="What went wrong")
        _show_only_if(editor, 1, question="您满意吗", answer="不满意")
        _ask(editor, 2, STARS, "茶点", english="The tea")
        _publish(editor)

        form = FormPage.objects.get(live=True)
        assert form.slug == "qiu-ri-ya-ji-wen-juan"
        phone = open_page(f"/f/{form.slug}?lang=en", size="phone")
        expect(phone.get_by_label("What went wrong")).to_be_hidden()
        phone.get_by_text("Not satisfied", exact=True).click()
        phone.get_by_label("What went wrong").fill("等得太久")
        phone.locator("[name=q3][value='4']").check(force=True)
        phone.get_by_role("button", name="Send").click()
        expect(phone.get_by_text("Thank you. Your answers have arrived.")).to_be_visible()

        editor.goto(f"/admin/pages/{form.pk}/edit/")
        editor.locator("#questions-0-value-label").fill("您今晚满意吗")  # renamed
        _block(editor, 1).locator("[data-streamfield-action=DELETE]").first.click()
        _block(editor, 2).locator("[data-streamfield-action=MOVE_UP]").first.click()
        _ask(editor, 3, TEXT, "还想说什么", english="Anything else")
        _publish(editor)

        phone.goto(f"/f/{form.slug}?lang=zh-hans")
        labels = phone.locator("[data-question] .field__label")
        expect(labels).to_contain_text(["茶点", "您今晚满意吗", "还想说什么"])
        phone.locator("[name=q3][value='5']").check(force=True)
        phone.get_by_text("满意", exact=True).click()
        phone.get_by_label("还想说什么").fill("下次再来")
        phone.get_by_role("button", name="提交").click()
        expect(phone.get_by_text("谢谢您，答案已收到。")).to_be_visible()

        first, second = Submission.objects.order_by("pk")
        assert (first.version.number, second.version.number) == (1, 2)
        report = editor
        report.goto(f"/admin/forms/{form.pk}/")
        for words in (
            "您今晚满意吗",
            "茶点",
            "哪里不好",
            "还想说什么",
        ):  # the removed one keeps its data
            expect(report.get_by_role("heading", name=words)).to_be_visible()
        for answer in ("等得太久", "下次再来"):
            expect(report.locator(".forms-texts", has_text=answer)).to_have_count(1)


def _block(editor: Page, number: int) -> Locator:
    """The question that was the n-th to come into the editor, from 0."""
    return editor.locator(f"[data-streamfield-child]:has(> [name=questions-{number}-type])")


def _ask(editor: Page, number: int, kind: str, label: str, *, english: str, **more: str) -> None:
    """Add a question at the end."""
    section = editor.locator("section[id*=questions-section]")
    section.locator(".c-sf-add-button").last.click()
    editor.get_by_role("option", name=kind, exact=True).click()
    for name, words in {"label": label, "label_en": english, **more}.items():
        editor.locator(f"[name=questions-{number}-value-{name}]").fill(words)


def _show_only_if(editor: Page, number: int, *, question: str, answer: str) -> None:
    """Let a question be shown only after an answer to an earlier one."""
    shown = _block(editor, number)
    shown.locator("[data-streamfield-action=SETTINGS]").first.click()
    rule = f"questions-{number}-value-show_if-conditions"
    shown.locator(f"div:has(> [name={rule}-count]) [data-streamfield-list-add]").first.click()
    shown.locator(f"[id={rule}-0-value-question-chosen]").select_option(label=question)
    shown.locator(f"[name={rule}-0-value-value]").fill(answer)


def _publish(editor: Page) -> None:
    editor.locator("footer .w-dropdown__toggle").click()
    with editor.expect_navigation():
        editor.locator("[name=action-publish]").click()
