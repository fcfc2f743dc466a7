"""Coming in through the staff's door: the first administrator, a phone, and the way without it. (SEC-20, SEC-21)"""

import io
import re
from datetime import timedelta
from io import StringIO

import pytest
import zxingcpp
from django.core.management import call_command
from django.utils import timezone
from freezegun import freeze_time
from PIL import Image
from playwright.sync_api import Page, expect

from foyer.core.models import HousePolicy
from foyer.core.roles import ACCOUNT_MANAGERS
from foyer.staff.models import SecondStep
from foyer.staff.services import one_time_codes
from tests.factories import SecondStepFactory, UserFactory
from tests.factories.core import PASSWORD
from tests.journeys.inspector import Inspector, inspector

__all__ = ["inspector"]

NEW = "a-new-long-password"
KIOSK = "foyer.desk"


def type_in(page: Page, name: str, password: str) -> None:
    """Type name and password and send them."""
    page.locator("[name=username]").fill(name)
    page.locator("[name=password]").fill(password)
    page.locator("form [type=submit]").first.click()


def scanned(page: Page) -> str:
    """Return what a phone reads off the picture on the page."""
    picture = Image.open(io.BytesIO(page.locator(".second-step__picture").screenshot()))
    return zxingcpp.read_barcodes(picture)[0].text


def app_code(secret: str, *, windows: int = 0) -> str:
    """Return what the app shows, now or some half minutes later."""
    at = timezone.now() + windows * timedelta(seconds=one_time_codes.WINDOW_SECONDS)
    return one_time_codes.code_at(secret, at=at)


def log_out(page: Page) -> None:
    """Log out as the menu does."""
    page.evaluate(
        """() => {
            const form = document.createElement("form");
            form.method = "post";
            form.action = "/admin/logout/";
            form.append(document.querySelector("[name=csrfmiddlewaretoken]").cloneNode());
            document.body.append(form);
            form.submit();
        }"""
    )
    page.wait_for_url("**/admin/login/")


class TestAnEmptyHouse:
    def test_is_opened_by_a_link_and_locked_with_a_phone(self, open_page):
        said = StringIO()
        call_command("first_admin", stdout=said)
        page = open_page(re.search(r"(/admin/first/\S+/)", said.getvalue())[1])
        for name, text in {
            "username": "xu.anran",
            "last_name": "许",
            "first_name": "安然",
            "email": "xu.anran@house.example",
            "password1": NEW,
            "password2": NEW,
        }.items():
            page.locator(f"[name={name}]").fill(text)
        page.locator("form [type=submit]").first.click()
        page.wait_for_url("**/admin/")
        page.evaluate(f"localStorage.setItem('{KIOSK}', 'paired')")

        page.goto("/admin/account/")
        page.locator("a[href$='/account/second-step/']").first.click()
        address = scanned(page)
        secret = re.search(r"secret=([A-Z2-7]+)", address)[1]
        page.locator("[name=code]").fill(app_code(secret))
        page.locator(".second-step__form [type=submit]").click()
        expect(page.locator("[data-codes] li")).to_have_count(10)
        codes = page.locator("[data-codes] li").all_inner_texts()
        log_out(page)

        assert address.startswith("otpauth://totp/")
        assert "xu.anran" in address
        assert page.evaluate(f"localStorage.getItem('{KIOSK}')") == "paired"  # a tablet stays one

        type_in(page, "xu.anran", NEW)
        page.wait_for_url("**/admin/login/code/")
        page.locator("a[href='?recovery']").click()
        page.locator("[name=code]").fill(codes[0])
        page.locator("form [type=submit]").first.click()
        page.wait_for_url("**/admin/")
        expect(page.locator("[data-wagtail-sidebar]")).to_have_count(1)


class TestARoleThatNeedsASecondStep:
    def test_sets_it_up_before_anything_else_opens(self, open_page, house):
        roles = HousePolicy.load().second_step_roles
        user = UserFactory(role=ACCOUNT_MANAGERS)
        roles.set(user.groups.all())
        page = open_page("/admin/login/?next=/admin/guests/", size="phone")
        type_in(page, user.username, PASSWORD)

        page.wait_for_url("**/account/second-step/")
        expect(page.locator("[data-wagtail-sidebar]")).to_have_count(0)
        page.locator("summary").click()
        secret = page.locator("[data-secret]").inner_text().replace(" ", "")
        page.locator("[name=code]").fill("000000")
        page.locator(".second-step__form [type=submit]").click()
        expect(page.locator(".w-field__errors")).to_contain_text("验证码不对")
        page.locator("[name=code]").fill(app_code(secret))
        page.locator(".second-step__form [type=submit]").click()
        page.locator(".second-step__acts a").click()

        page.wait_for_url("**/admin/")
        assert SecondStep.objects.get().secret == secret
        page.goto("/admin/guests/")
        expect(page.locator("main h2").first).to_be_visible()


class TestTheDoor:
    @pytest.mark.parametrize("language", ["zh-CN", "zh-TW", "en"])
    def test_has_no_fault(self, open_page, inspector: Inspector, house, language):
        user = UserFactory(role="Reception")
        SecondStepFactory(user=user)
        said = StringIO()
        call_command("first_admin", stdout=said)
        page = open_page("/admin/login/", language=language)
        names = {"zh-CN": "zh-hans", "zh-TW": "zh-hant", "en": "en"}

        self._look(inspector, page, "log in")
        type_in(page, user.username, "wrong")
        self._look(inspector, page, "wrong")
        type_in(page, user.username, PASSWORD)
        page.wait_for_url("**/code/")
        self._look(inspector, page, "code")
        page.goto("/admin/login/code/?recovery")
        page.locator("[name=code]").fill("0000")
        page.locator("form [type=submit]").first.click()
        self._look(inspector, page, "recovery refused")
        for path in (
            "/admin/password_reset/",
            "/admin/password_reset/done/",
            "/admin/password_reset/complete/",
            "/admin/password_reset/confirm/MQ/x-y/",
            re.search(r"(/admin/first/\S+/)", said.getvalue())[1],
            "/admin/first/made-up/",
        ):
            page.goto(path)
            self._look(inspector, page, path)

        assert inspector.faults == []
        assert page.locator("html").get_attribute("lang") == names[language]

    @staticmethod
    def _look(inspector: Inspector, page: Page, name: str) -> None:
        inspector.look(page, name)


class TestTheSecondStepsPages:
    def test_have_no_fault(self, log_in_to, inspector: Inspector):
        page = log_in_to("/admin/account/second-step/", "Reception")

        page.locator("summary").click()
        inspector.look(page, "picture", narrow=False, within=".second-step")
        secret = page.locator("[data-secret]").inner_text().replace(" ", "")
        page.locator("[name=code]").fill(app_code(secret))
        page.locator(".second-step__form [type=submit]").click()
        expect(page.locator("[data-codes]")).to_be_visible()
        inspector.look(page, "codes", narrow=False, within=".second-step")
        for path in ("codes/", "remove/"):
            page.goto(f"/admin/account/second-step/{path}")
            inspector.look(page, path, narrow=False, within=".second-step")
        with freeze_time(timezone.now() + timedelta(minutes=20)):
            page.goto("/admin/account/second-step/remove/")
            inspector.look(page, "password", narrow=False, within=".second-step")

        assert inspector.faults == []
