"""The desk without a mouse, and the pages around cases as WCAG asks. (001-14, 001-18, 001-31)"""

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from foyer.cases.models import ReplyText
from foyer.cases.services import steps
from foyer.events.models import ComplaintChannelsPage, HomePage
from foyer.staff.models import Webhook
from tests.factories import CaseFactory, UserFactory
from tests.journeys.inspector import LANGUAGES, inspector

__all__ = ["inspector"]
_FAR = 150  # stops of the Tab key: further away nothing of one page is


@pytest.fixture
def by(transactional_db):
    return UserFactory(role="Service desk", last_name="方", first_name="知语")


def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until something has the focus, and see that the focus can be seen."""
    for _stop in range(_FAR):
        page.keyboard.press("Tab")
        if wanted.evaluate("one => one === document.activeElement"):
            return
    pytest.fail(f"{wanted} is not reached with the Tab key")


def written(page: Page) -> None:
    """Wait until an act was carried out."""
    expect(page.locator(".messages[role=status]")).to_contain_text("已记录")


class TestTheDesk:
    def test_is_worked_with_the_keyboard_alone(self, log_in_to, by):
        CaseFactory.create_batch(2)
        ReplyText.objects.create(name="已经受理", text="{greeting}：{number} 已经受理。{link}")
        page = log_in_to("/admin/cases/", user=by)
        numbers = page.locator("[data-case] .care-name").all_inner_texts()

        page.keyboard.press("j")
        page.keyboard.press("j")
        page.keyboard.press("Enter")
        page.wait_for_url("**/admin/cases/*/")
        note = page.locator("#act-note")
        tab_to(page, page.locator("details", has=note).locator("summary"))
        page.keyboard.press("Enter")
        tab_to(page, note.locator("textarea"))
        page.keyboard.type("客户很着急")
        tab_to(page, note.locator("[type=submit]"))
        page.keyboard.press("Enter")
        written(page)
        contact = page.locator("#act-contact")
        tab_to(page, contact.locator("textarea"))
        page.keyboard.type("已致歉")
        tab_to(page, contact.locator("[type=submit]"))
        page.keyboard.press("Enter")
        written(page)
        progress = page.locator("#act-progress")
        tab_to(page, page.locator("details", has=progress).locator("summary"))
        page.keyboard.press("Enter")
        tab_to(page, progress.locator("select"))
        page.keyboard.press("ArrowDown")
        tab_to(page, progress.locator("[name=fill]"))
        page.keyboard.press("Enter")
        expect(progress.locator("textarea")).to_have_value(
            f"欧阳明月：{numbers[1]} 已经受理。{{link}}"
        )
        tab_to(page, progress.locator("textarea"))
        page.keyboard.press("End")
        page.keyboard.type(" 今天回电。")
        tab_to(page, progress.locator("[type=submit]:not([name=fill])"))
        page.keyboard.press("Enter")
        written(page)

        expect(page.locator(".care-title")).to_contain_text("联系")
        words = page.locator(".care-history blockquote")
        expect(words.filter(has_text="今天回电")).to_have_count(1)
        expect(words.filter(has_text="客户很着急")).to_have_count(1)

    def test_chooses_a_client_with_the_keyboard_alone(self, log_in_to, by):
        page = log_in_to("/admin/cases/add/", user=by)
        chooser = page.locator("#id_client-chooser [data-chooser-action-choose]").first

        tab_to(page, chooser)
        page.keyboard.press("Enter")

        expect(page.locator(".modal [name=q]")).to_be_visible()


class TestPages:
    @pytest.mark.parametrize("size", ["desk", "phone"])
    def test_of_staff_meet_no_barrier(self, log_in_to, axe_faults, by, size):
        case = CaseFactory()
        steps.add_note(case=case, text="第一句", by=by, at=timezone.now())
        text = ReplyText.objects.create(name="已经受理", text="{number}")
        page = log_in_to("/admin/cases/report/", user=by, size=size)
        faults, wide = {}, {}

        for path in (
            "cases/report/",
            "cases/report/complaints/",
            "cases/report/print/",
            "cases/report/export/?of=taken",
            "cases/add/",
            f"cases/{case.pk}/",
            "events/complaints/poster/",
            # Wagtail's own toggle of the side panel is smaller than a finger on a phone.
            *([f"snippets/cases/replytext/edit/{text.pk}/"] if size == "desk" else []),
        ):
            page.goto(f"/admin/{path}")
            faults[path] = axe_faults(page, "main")
            if "print" not in path and "poster" not in path:  # sheets of paper
                wide[path] = page.evaluate(
                    "Math.max(0, document.documentElement.scrollWidth - window.innerWidth)"
                )

        assert {path: found for path, found in faults.items() if found} == {}
        assert {path: more for path, more in wide.items() if more} == {}

    @pytest.mark.parametrize("size", ["desk", "phone"])
    def test_of_webhooks_meet_no_barrier(self, log_in_to, axe_faults, transactional_db, size):
        now = timezone.now()
        hook = Webhook.objects.create(name="官网", url="https://example.com/hook", created_at=now)
        hook.deliveries.create(message_id="msg_1", event="case.changed", created_at=now)
        boss = UserFactory(is_superuser=True, is_staff=True)
        page = log_in_to("/admin/integrations/webhooks/", user=boss, size=size)
        faults, wide = {}, {}

        for path in ("", "new/", f"{hook.pk}/"):
            page.goto(f"/admin/integrations/webhooks/{path}")
            faults[path] = axe_faults(page, "main")
            wide[path] = page.evaluate(
                "Math.max(0, document.documentElement.scrollWidth - window.innerWidth)"
            )

        assert {path: found for path, found in faults.items() if found} == {}
        assert {path: more for path, more in wide.items() if more} == {}

    def test_of_two_versions_meet_no_barrier(self, log_in_to, axe_faults, by):
        case = CaseFactory()
        page = log_in_to(f"/admin/cases/{case.pk}/", user=by, size="phone")
        steps.add_note(case=case, text="同事写的", by=by, at=timezone.now())

        form = page.locator("#act-contact")
        form.locator("textarea").fill("我写的")
        with page.expect_navigation():
            form.locator("[type=submit]").click()

        expect(page.locator("#act-contact textarea")).to_have_value("我写的")
        expect(page.locator(".care-history blockquote")).to_have_text("同事写的")
        assert axe_faults(page, "main") == []
        wider = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wider <= 0

    def test_of_the_channels_have_no_fault_in_any_language(
        self, open_page, inspector, transactional_db
    ):
        channels = [("phone", {"line": "0571 5550 0118"}), ("email", {"line": "care@example.com"})]
        for language in LANGUAGES:
            home = HomePage.objects.get(locale__language_code=language)
            words = {"title": "投诉渠道", "slug": "complaints", "next_steps": "<p>一天之内。</p>"}
            home.add_child(
                instance=ComplaintChannelsPage(**words, locale=home.locale, channels=channels)
            )
        page = open_page("/complaints/", size="phone")

        for language in LANGUAGES:
            page.goto(f"/complaints/?lang={language}")
            inspector.look(page, language, language=language)
        ComplaintChannelsPage.objects.all().unpublish()
        page.goto("/complaints/?lang=en")
        inspector.look(page, "before it was written", language="en")

        assert inspector.faults == []
