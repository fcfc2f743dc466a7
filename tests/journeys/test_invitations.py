"""Staff bring a list, letters go out, and a guest answers on a telephone."""

import re
from email.message import EmailMessage
from io import BytesIO

import openpyxl
import pytest
import zxingcpp
from django.utils import translation
from PIL import Image
from playwright.sync_api import Page, expect

from foyer.guests.enums import ReplyState
from foyer.guests.models import Guest, SignIn
from foyer.guests.services.codes import qr_text
from tests.factories import EventFactory, GuestFactory
from tests.factories.names import company, person

HEADERS = ("姓名", "单位", "职务", "手机", "邮箱", "桌号", "座位号", "忌口", "称呼", "人数")
GUESTS = 60
PATIENCE = 30_000  # milliseconds: for work done in the background


def row(n: int) -> tuple[str, ...]:
    """Return the n-th guest of the list a member of staff brings."""
    phone, mail = f"1390000{n:04d}", f"guest{n:02d}@example.com"
    form = "先生" if n % 2 else "女士"
    return (person(n), company(n), "董事", phone, mail, f"松{n % 6 + 1}", str(n), "", form, "2")


def gbk_list(*rows: tuple[str, ...]) -> dict[str, object]:
    """Return a list as an office program in China saves it."""
    text = "\r\n".join(",".join(cells) for cells in (HEADERS, *rows))
    return {"name": "秋宴嘉宾名单.csv", "mimeType": "text/csv", "buffer": text.encode("gbk")}


def workbook(*rows: tuple[str, ...]) -> dict[str, object]:
    """Return a list as an Excel workbook."""
    book, kept = openpyxl.Workbook(), BytesIO()
    for cells in (HEADERS, *rows):
        book.active.append(cells)
    book.save(kept)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return {"name": "补充名单.xlsx", "mimeType": kind, "buffer": kept.getvalue()}


def bring_list(page: Page, event_pk: int, file: dict[str, object]) -> None:
    """Hand a file in and go as far as the verdicts about its rows."""
    page.goto(f"/admin/guests/{event_pk}/import/")
    page.locator("[name=file]").set_input_files(file)
    page.locator("main form[enctype] [type=submit]").click()
    page.locator("[name=check]").click()
    page.wait_for_url("**/check/", timeout=PATIENCE)


def confirm(page: Page) -> None:
    """Say yes to what was shown, and wait for the result."""
    page.locator("main form [type=submit]").first.click()
    page.wait_for_url("**/result/", timeout=PATIENCE)


def codes_in(picture: bytes) -> list[str]:
    """Return what an independent decoder reads in a picture."""
    return [found.text for found in zxingcpp.read_barcodes(Image.open(BytesIO(picture)))]


def picture_in(letter: EmailMessage) -> bytes:
    """Return the picture of a letter."""
    (picture,) = (part for part in letter.walk() if part.get_content_type() == "image/png")
    return picture.get_payload(decode=True)


@pytest.fixture
def dinner(transactional_db):
    """A dinner in a fortnight."""
    return EventFactory(title="秋日品鉴晚宴", capacity=200)


class TestInvitations:
    def test_go_from_a_file_to_the_guests_who_answer_on_their_telephones(
        self, log_in_to, open_page, smtp_inbox, worker, dinner
    ):
        staff = log_in_to("/admin/guests/", role="Account managers")
        nameless = ("", *row(98)[1:])
        unreachable = (*row(99)[:4], "not-an-address", *row(99)[5:])
        rows = [row(n) for n in range(GUESTS)]
        bring_list(staff, dinner.pk, gbk_list(*rows, nameless, unreachable))
        expect(staff.locator(".import-tab--new b")).to_have_text(str(GUESTS))
        expect(staff.locator(".import-tab--error b")).to_have_text("2")
        confirm(staff)
        expect(staff.locator(".import-counts dd").first).to_have_text(str(GUESTS))
        assert Guest.objects.filter(event=dinner).count() == GUESTS
        assert set(Guest.objects.values_list("name", flat=True)) == {cells[0] for cells in rows}

        self._invite_everybody(staff, dinner.pk)
        worker.wait_for(lambda: len(smtp_inbox.letters) == GUESTS, "the letters did not come")
        assert sorted(smtp_inbox.addresses) == [cells[4] for cells in rows]

        letter = smtp_inbox.letters[0]
        guest = next(g for g in Guest.objects.all() if g.email == letter["X-Envelope-To"])
        assert codes_in(picture_in(letter)) == [qr_text(guest.code_sealed)]
        text = letter.get_body(("plain",)).get_content()
        link = re.search(r"https?://\S+/i/\w+", text)[0]

        self._reply(open_page(link, size="phone"), guest)
        guest.refresh_from_db()
        assert (guest.reply, guest.reply_party) == (ReplyState.YES, 2)
        assert not SignIn.objects.exists()

        staff.goto(f"/admin/guests/{dinner.pk}/?reply=yes")
        line = staff.locator(".guests-table tbody tr")
        expect(line).to_have_count(1)
        expect(line).to_contain_text(guest.name)
        expect(line).to_contain_text("不吃香菜，对花生过敏")

    @staticmethod
    def _invite_everybody(staff: Page, event_pk: int) -> None:
        staff.goto(f"/admin/guests/{event_pk}/")
        staff.locator("[data-tick-everybody]").check()
        staff.locator("[name=act][value=invite]").click()
        staff.wait_for_url("**/bulk/")
        expect(staff.locator(".guests-form__question")).to_contain_text(str(GUESTS))
        with staff.expect_navigation():
            staff.locator(".guests-form [type=submit]").click()

    @staticmethod
    def _reply(phone: Page, guest: Guest) -> None:
        with translation.override("zh-hans"):
            expect(phone.locator(".pass__greeting")).to_contain_text(guest.name[0])
        width = phone.evaluate("document.documentElement.scrollWidth")
        assert width <= phone.viewport_size["width"]
        picture = phone.locator(".pass__tile").screenshot()
        assert codes_in(picture) == [qr_text(guest.code_sealed)]

        phone.locator("[name=reply][value=yes]").check()
        phone.locator("[name=party]").fill("3")
        phone.locator(".pass__form [type=submit]").click()
        refused = phone.locator(".field__error")
        expect(refused).to_be_in_viewport(ratio=1)
        expect(phone.locator("[name=party]")).to_be_focused()
        expect(phone.locator("[name=party]")).to_have_attribute("aria-invalid", "true")

        phone.locator("[name=party]").fill("2")
        phone.locator("[name=dietary_notes]").fill("不吃香菜，对花生过敏")
        phone.locator(".pass__form [type=submit]").click()
        expect(phone.locator(".pass__notices .notice--ok")).to_be_visible()


class TestWorkbook:
    def test_adds_who_is_new_and_leaves_who_is_there(self, log_in_to, worker, dinner):
        known = row(1)
        GuestFactory(event=dinner, name=known[0], company=known[1], phone=known[3], email=known[4])
        staff = log_in_to("/admin/guests/", role="Marketing")

        bring_list(staff, dinner.pk, workbook(known, row(2), row(3), row(3)))
        expect(staff.locator(".import-tab--new b")).to_have_text("2")
        confirm(staff)

        assert Guest.objects.filter(event=dinner).count() == 3
