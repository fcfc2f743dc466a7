"""Forms sent to people in a real browser: the personal link on a phone, the tablet at the exit."""

from django.utils import timezone
from playwright.sync_api import expect

from forms_content import traps
from forms_content.kiosk import kiosk_path
from forms_content.models import Recipient, Submission
from foyer.core.models import HousePolicy
from tests.factories import EventFactory, GuestFactory
from tests.factories.forms import FormPageFactory, block
from tests.factories.sendings import link_of
from tests.journeys.inspector import FINGER, LANGUAGES, inspector

__all__ = ["inspector"]
FACES = (
    "很满意 | 很滿意 | Very good\n满意 | 滿意 | Good\n一般 | 普通 | Fair\n不满意 | 不滿意 | Poor"
)


def smiley():
    """One question, to be tapped."""
    asked = block("single", "今天您满意吗？", label_en="How was it today?", choices=FACES)
    asked["value"]["required"] = True
    return FormPageFactory(title="出口一点", title_en="One tap", blocks=[asked])


class TestAPersonalLink:
    def test_greets_is_answered_and_changed_on_a_phone(
        self, transactional_db, open_page, monkeypatch, inspector
    ):
        monkeypatch.setattr(traps, "QUICKEST", 0)
        form = FormPageFactory(title="雅集问卷", title_en="How was it", may_change=True)
        link = link_of(form, GuestFactory(name="王小明"), at=timezone.now())
        page = open_page(f"/l/{link.code_sealed}", size="phone")
        expect(page.get_by_text("王*明")).to_be_visible()
        inspector.look(page, "link", language="zh-hans")

        page.locator("[name=q1][value='2']").check(force=True)
        page.get_by_role("button", name="提交").click()
        page.get_by_role("link", name="修改我的答复").click()
        expect(page.locator("[name=q1][value='2']")).to_be_checked()
        page.locator("[name=q1][value='5']").check(force=True)
        page.get_by_role("button", name="提交").click()
        expect(page.get_by_text("谢谢您，答案已收到。")).to_be_visible()

        assert Submission.objects.get().answers == {"q1": 5}
        assert Recipient.objects.get().opened_at is not None
        assert inspector.faults == []


class TestTheTabletAtTheExit:
    def test_takes_taps_of_a_queue_and_returns_to_its_start(self, transactional_db, open_page):
        policy = HousePolicy.load()
        policy.dismiss_seconds = 3
        policy.save()
        event = EventFactory(title="春茶会")
        page = open_page(kiosk_path(smiley(), event), size="tablet")

        for face in ("很满意", "不满意"):
            page.get_by_text(face, exact=True).locator("..").click()
            expect(page.get_by_role("status")).to_contain_text("谢谢您")
            expect(page.get_by_text("今天您满意吗？")).to_be_visible(timeout=15_000)

        kept = Submission.objects.order_by("pk")
        assert [(one.answers["q1"], one.event) for one in kept] == [("c1", event), ("c4", event)]

    def test_works_without_javascript(self, transactional_db, open_page):
        page = open_page(kiosk_path(smiley(), None), size="tablet", java_script_enabled=False)

        page.get_by_label("满意", exact=True).check(force=True)
        page.get_by_role("button", name="提交").click()

        expect(page.get_by_role("status")).to_contain_text("谢谢您")
        assert Submission.objects.get().answers == {"q1": "c2"}

    def test_has_no_fault_in_any_language(self, transactional_db, open_page, inspector):
        path = kiosk_path(smiley(), EventFactory())
        page = open_page("/healthz", size="tablet")
        for language in LANGUAGES:
            page.goto(f"{path}&lang={language}")
            inspector.look(page, f"kiosk {language}", language=language, least=FINGER)

        assert inspector.faults == []
