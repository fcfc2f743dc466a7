"""A case from the desk to the client's phone and back, until the client is satisfied. (001-19 … 001-24)"""

from datetime import date

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from foyer.cases.models import Case
from foyer.cases.services import steps
from foyer.cases.services.secrets import case_path
from foyer.cases.services.steps import Planned
from tests.factories import CaseFactory, UserFactory
from tests.journeys.inspector import LANGUAGES, inspector
from tests.security.uploads import photo_with_place

pytestmark = pytest.mark.everywhere

__all__ = ["inspector"]


@pytest.fixture
def by(transactional_db):
    return UserFactory(role="Service desk", last_name="方", first_name="知语")


def act(page: Page, name: str, **values: str) -> None:
    """Carry one act out on a case's page at the desk."""
    form = page.locator(f"#act-{name}")
    if not form.is_visible():
        page.locator("details", has=form).locator("summary").click()
    for field, value in values.items():
        box = form.locator(f"[name={field}]")
        if box.evaluate("one => one.tagName") == "SELECT":
            box.select_option(label=value)
        else:
            box.fill(value)
    with page.expect_navigation():
        form.locator("[type=submit]:not([name=fill])").click()
    expect(page.locator(".messages[role=status]")).to_contain_text("已记录")


def answer(page: Page, name: str, words: str = "", photo: bytes = b"") -> None:
    """Say something on the client's page; the reason stands behind "No, not yet"."""
    form = page.locator("form", has=page.locator(f"[name=act][value={name}]"))
    if not form.is_visible():
        page.locator("summary", has_text="还没有").click()
    if words:
        form.locator("textarea").fill(words)
    if photo:
        file = {"name": "现场.jpg", "mimeType": "image/jpeg", "buffer": photo}
        form.locator("[type=file]").set_input_files([file])
    with page.expect_navigation():
        form.locator("[type=submit]").click()
    expect(page.get_by_role("status")).to_be_visible()


def take_in(desk: Page) -> Case:
    """Take a complaint down as somebody tells it on the phone."""
    desk.get_by_role("link", name="新工单").first.click()
    desk.locator("[name=kind]").select_option("complaint")
    desk.locator("[name=channel]").select_option("phone")
    desk.locator("[name=content]").fill("宴会厅空调太冷")
    desk.locator("[name=reporter_name]").fill("王小明")
    desk.locator("[name=reporter_phone]").fill("13911112222")
    desk.locator("main form [type=submit]").click()
    desk.wait_for_url("**/admin/cases/*/")
    return Case.objects.get()


def handle(case: Case, by, *, at) -> None:
    """Take a case as far as the question whether it is settled."""
    plan = [Planned("更换温控器", "工程部", "李工", date(2026, 11, 30))]
    steps.contact_client(case=case, note="致歉", by=by, at=at)
    steps.form_team(case=case, members={by: ""}, by=by, at=at)
    steps.plan_handling(
        case=case,
        findings="失灵",
        cause="未巡检",
        responsible="工程部",
        measures=plan,
        by=by,
        at=at,
    )
    steps.ask_satisfaction(case=case, result="已更换", by=by, at=at)


class TestACase:
    @pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
    def test_is_followed_until_the_client_is_satisfied(self, log_in_to, open_page, by, scripts):
        desk = log_in_to("/admin/cases/", user=by)
        case = take_in(desk)
        phone = open_page(case_path(case), size="phone", java_script_enabled=scripts)

        answer(phone, "message", "请尽快处理", photo=photo_with_place("JPEG"))
        expect(phone.locator(".talk__files a")).to_have_text("现场.jpg")
        desk.reload()
        expect(desk.locator("#evidence a")).to_have_text("现场.jpg")
        act(desk, "contact", text="已致歉，答应周五前答复")
        act(desk, "progress", text="工程师已在路上")
        act(desk, "team", lead=str(by))
        act(
            desk, "plan", findings="温控器失灵", cause="没有巡检", responsible="工程部",
            what_1="更换温控器", department_1="工程部", person_1="李工", due_1="2026-12-01",
        )  # fmt: skip
        act(desk, "ask", text="温控器已更换")
        phone.reload()
        expect(phone.locator(".talk")).to_contain_text("工程师已在路上")
        answer(phone, "object", "包间里仍然很冷")
        desk.reload()
        expect(desk.locator("#act-ask")).to_have_count(0)
        act(
            desk, "measures",
            what_1="更换包间的温控器", department_1="工程部", person_1="李工", due_1="2026-12-03",
        )  # fmt: skip
        act(desk, "ask", text="包间也已更换")
        phone.reload()
        answer(phone, "satisfied")

        expect(phone.locator("[aria-current=step]")).to_have_text("办结")
        case.refresh_from_db()
        assert (case.status, case.outcome) == ("closed", "satisfied")
        assert [word.text for word in case.messages.filter(kind="client")] == [
            "请尽快处理", "包间里仍然很冷",
        ]  # fmt: skip

    def test_is_looked_up_by_number_and_digits(self, open_page, transactional_db):
        case, told = CaseFactory(), []
        page = open_page("/c/", size="phone")

        for number, digits in ((case.number, "9999"), ("K2026-9999", "1234")):
            page.locator("#id_number").fill(number)
            page.locator("[name=mark]").fill(digits)
            with page.expect_navigation():
                page.locator("main form [type=submit]").first.click()
            told.append(page.get_by_role("alert").inner_text())
        page.locator("#id_number").fill(case.number)
        page.locator("[name=mark]").fill("1234")
        page.locator("main form [type=submit]").first.click()

        page.wait_for_url(f"**{case_path(case)}")
        assert told[0] == told[1] != ""


class TestTheClientsPages:
    def test_have_no_fault_in_any_state_or_language(self, open_page, inspector, by, now):
        cases = dict(zip(("new", "asked", "closed"), CaseFactory.create_batch(3), strict=True))
        handle(cases["asked"], by, at=now)
        handle(cases["closed"], by, at=now)
        steps.close_satisfied(case=cases["closed"], at=now)
        page = open_page("/c/", size="phone")

        for language in LANGUAGES:
            for state, case in cases.items():
                page.goto(f"{case_path(case)}?lang={language}")
                inspector.look(page, f"{state} {language}", language=language)
            for path in ("", "NOBODYKNOWSTHISC0DEATALL01"):
                page.goto(f"/c/{path}?lang={language}")
                inspector.look(page, f"{path} {language}", language=language)

        assert inspector.faults == []


class TestTheDesk:
    @pytest.mark.parametrize("size", ["desk", "phone"])
    def test_meets_no_barrier(self, log_in_to, axe_faults, by, size):
        case, faults = CaseFactory(), {}
        page = log_in_to("/admin/cases/", user=by, size=size)

        for path in ("", "add/", f"{case.pk}/"):
            page.goto(f"/admin/cases/{path}")
            faults[path] = axe_faults(page, "main")

        assert {path: found for path, found in faults.items() if found} == {}

    def test_is_walked_by_keys_alone(self, log_in_to, by):
        cases = [CaseFactory() for _n in range(3)]
        page = log_in_to("/admin/cases/", user=by)
        numbers = page.locator("[data-case] .care-name").all_inner_texts()

        for key in ("j", "j", "k", "j"):
            page.keyboard.press(key)
        expect(page.locator("[data-case] .care-name:focus")).to_have_text(numbers[1])
        page.keyboard.press("Enter")

        page.wait_for_url("**/admin/cases/*/")
        assert len(numbers) == len(cases)
        expect(page.locator(".care-title")).to_contain_text(numbers[1])

    @pytest.mark.parametrize("size", ["phone", "desk"])
    def test_needs_no_sideways_scrolling(self, log_in_to, by, size):
        CaseFactory.create_batch(2)
        page = log_in_to("/admin/cases/", user=by, size=size)

        wider = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")

        assert wider <= 0


class TestAClosedCase:
    @pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
    def test_is_opened_again_by_its_client(self, open_page, by, scripts):
        now = timezone.now()
        case = CaseFactory(at=now)
        handle(case, by, at=now)
        steps.close_satisfied(case=case, at=now)
        phone = open_page(case_path(case), size="phone", java_script_enabled=scripts)

        answer(phone, "message", "谢谢")
        expect(phone.locator("[aria-current=step]")).to_have_text("办结")
        phone.locator("summary", has_text="我还是不满意").click()
        form = phone.locator("form", has=phone.locator("[name=act][value=reopen]"))
        form.locator("textarea").fill("第二天又坏了")
        with phone.expect_navigation():
            form.locator("[type=submit]").click()

        expect(phone.locator("[aria-current=step]")).to_have_text("处理")
        expect(phone.locator(".talk")).to_contain_text("第二天又坏了")
        case.refresh_from_db()
        assert (case.status, case.outcome) == ("resolving", "")


class TestALostLink:
    def test_is_asked_for_by_number_and_mail(self, open_page, transactional_db):
        case = CaseFactory(email="ming@client.example")
        page = open_page("/c/", size="phone")
        form = page.locator("form", has=page.locator("[name=act][value=mail]"))

        form.locator("[name=number]").fill(case.number)
        form.locator("[name=email]").fill("ming@client.example")
        with page.expect_navigation():
            form.locator("[type=submit]").click()

        expect(page.get_by_role("status")).to_be_visible()
        assert [one.occasion for one in case.letters.all()] == ["opened", "link"]
