"""Badges and table cards, from the blocks to the paper: made, printed, read back; and printed at the door."""

import re

import pytest
from playwright.sync_api import Page, expect

from foyer.guests.enums import CardKind, DeskMode
from foyer.guests.models import CardDesign, EventCards, Printing, SignIn
from foyer.guests.services.codes import qr_text
from tests.factories import CardDesignFactory, DeskFactory, GuestFactory
from tests.factories.guests import PIN
from tests.journeys.evening import dinner, ming, say
from tests.journeys.kiosk import Kiosk
from tests.journeys.paper import halves_differ, read_sheets

__all__ = ["dinner", "ming"]
PATIENCE = 20_000
LONG_NAME = "欧阳·阿卜杜热西提·买买提明江"
LONG_COMPANY = "长三角一体化示范区金融服务与文化交流促进会（筹备委员会）"

# The browser's own print dialog cannot be operated from outside: its call is counted, and what it would print is
# printed by the browser's own engine to a file, which also tells the page that printing has begun and ended.
COUNT_PRINTS = "window.prints = 0; window.print = () => { window.prints += 1; };"


def printed(page: Page) -> bytes:
    """Print what the page shows, as its own button does, and return the file."""
    return page.pdf(prefer_css_page_size=True)


def plain(words: str) -> str:
    """Return words without the breaks a line may have."""
    return re.sub(r"\s+", "", words)


class TestMarketing:
    def test_puts_a_badge_together_from_blocks_and_sees_it_at_once(self, log_in_to, house, dinner):
        editor = log_in_to("/admin/snippets/guests/carddesign/add/", "Marketing")
        editor.set_default_timeout(PATIENCE)

        editor.locator("[name=name]").fill("晚宴胸牌")
        for kind in ("name", "company", "code"):
            self.add(editor, kind)
        editor.locator("[name$=-value-place]").select_option("right")
        editor.locator("[data-side-panel-toggle=preview]").click()

        cards = editor.frame_locator("iframe[id*=preview]").locator("html[data-fitted]")
        expect(cards).to_have_count(1, timeout=PATIENCE)
        expect(cards.locator("[data-card=王小明]").first).to_be_visible()
        expect(cards.locator(".preview__note").first).to_contain_text("90 × 60 mm")
        assert not CardDesign.objects.exists()

        editor.locator("footer [type=submit], form footer button").first.click()
        editor.wait_for_url("**/admin/snippets/guests/carddesign/")
        design = CardDesign.objects.get()
        assert [block.block_type for block in design.blocks] == ["name", "company", "code"]

    @staticmethod
    def add(editor: Page, kind: str) -> None:
        """Add a block at the end."""
        editor.locator(".c-sf-add-button").last.click()
        label = str(CardDesign.blocks.field.stream_block.child_blocks[kind].label)
        editor.locator(f'[role=option]:has-text("{label}")').first.click()
        expect(editor.locator(f"input[name$=-type][value={kind}]")).to_have_count(1)


class TestTheSheetsOfAnEvent:
    def test_come_out_in_their_exact_size_with_names_and_codes_to_be_read_back(
        self, log_in_to, house, dinner, ming
    ):
        long = GuestFactory(
            event=dinner, name=LONG_NAME, company=LONG_COMPANY, table="松 3", seat="6"
        )
        EventCards.objects.create(event=dinner, badge=CardDesignFactory())
        page = log_in_to(f"/admin/guests/{dinner.pk}/cards/", "Reception")
        page.locator("main form[method=get] button").click()
        page.locator("html[data-fitted]").wait_for()

        with page.expect_response("**/cards/printed/"):
            sheets = read_sheets(printed(page))

        assert [sheet.size for sheet in sheets] == [(90, 60)] * 2
        assert [sheet.codes for sheet in sheets] == [
            (qr_text(ming.code_sealed),),
            (qr_text(long.code_sealed),),
        ]
        assert min(wide for sheet in sheets for wide in sheet.code_millimetres) >= 24.5
        for sheet, guest in zip(sheets, (ming, long), strict=True):
            assert guest.name in plain(sheet.words)
            assert guest.company in plain(sheet.words)
        assert self.spills(page) == []
        expect(page.locator("[data-printed]")).to_be_visible()
        assert Printing.objects.filter(kind=CardKind.BADGE, is_reprint=False).count() == 2
        assert not SignIn.objects.exists()

    def test_name_the_cards_whose_letters_become_too_small_to_read(self, log_in_to, house, dinner):
        GuestFactory(event=dinner, name=LONG_NAME * 6, company=LONG_COMPANY * 7)
        GuestFactory(event=dinner, name="王小明", company="江南茶业")
        blocks = [("code", {"place": "left"}), ("name", {"points": 14}), ("company", {})]
        design = CardDesignFactory(size="62x29", margin=1, blocks=blocks)
        EventCards.objects.create(event=dinner, badge=design)

        page = log_in_to(f"/admin/guests/{dinner.pk}/cards/print/?kind=badge", "Reception")
        page.locator("html[data-fitted]").wait_for()

        expect(page.locator("[data-unfit]")).to_contain_text(LONG_NAME * 6)
        expect(page.locator("[data-unfit]")).not_to_contain_text("王小明")
        assert self.spills(page) == []

    def test_of_tables_are_folded_sheets_of_a4_with_everybodys_name(
        self, log_in_to, house, dinner, ming
    ):
        GuestFactory(event=dinner, name="李娜", table="松 3", seat="6")
        GuestFactory(event=dinner, name="张伟", table="松 10", seat="1")

        page = log_in_to(f"/admin/guests/{dinner.pk}/cards/print/?kind=table", "Reception")
        page.locator("html[data-fitted]").wait_for()
        pdf = printed(page)
        sheets = read_sheets(pdf)

        assert [sheet.size for sheet in sheets] == [(210, 297)] * 2
        assert halves_differ(pdf) < 1
        words = [plain(sheet.words) for sheet in sheets]
        assert all(name in words[0] for name in ("王小明", "李娜"))
        assert "张伟" in words[1]
        assert not any(sheet.codes for sheet in sheets)

    @staticmethod
    def spills(page: Page) -> list[str]:
        """Return the cards out of which something sticks, be it in part."""
        return page.evaluate(
            """() => [...document.querySelectorAll("[data-card]")].filter(card => {
                const edge = card.getBoundingClientRect();
                return [...card.querySelectorAll("[data-fit], li, svg")].some(part => {
                    const box = part.getBoundingClientRect();
                    const out = box.left < edge.left - 1 || box.right > edge.right + 1
                        || box.top < edge.top - 1 || box.bottom > edge.bottom + 1;
                    return out || part.scrollWidth > part.clientWidth + 1 && part.matches("[data-fit]");
                });
            }).map(card => card.dataset.card)"""
        )


@pytest.fixture
def design(dinner) -> CardDesign:
    """The dinner's badge, a label with the code."""
    blocks = [("code", {"place": "left"}), ("name", {"points": 15, "bold": True}), ("company", {})]
    design = CardDesignFactory(size="62x29", margin=1, blocks=blocks)
    EventCards.objects.create(event=dinner, badge=design)
    return design


def prints(tablet: Kiosk) -> int:
    return tablet.page.evaluate("window.prints")


def prints_times(tablet: Kiosk, times: int) -> None:
    """Wait until the browser has been asked to print so often."""
    for _turn in range(100):
        if prints(tablet) >= times:
            break
        tablet.page.wait_for_timeout(50)
    assert prints(tablet) == times


def pair(open_page, house: str, desk) -> Kiosk:
    """Return a desk's tablet whose print is counted."""
    return Kiosk.paired(
        open_page, desk, house=house, before=lambda page: page.add_init_script(COUNT_PRINTS)
    )


class TestATabletThatPrints:
    def test_prints_a_guests_badge_once_and_leaves_nothing_behind(
        self, open_page, house, dinner, ming, design
    ):
        tablet = pair(open_page, house, DeskFactory(event=dinner, prints_badges=True, paired=True))
        tablet.scan(ming.code_sealed)
        tablet.answers("welcome")
        prints_times(tablet, 1)

        [label] = read_sheets(printed(tablet.page))

        assert label.size == (62, 29)
        assert label.codes == (qr_text(ming.code_sealed),)
        assert label.code_millimetres[0] >= 24.5
        assert ming.name in plain(label.words)
        assert ming.company in plain(label.words)
        expect(tablet.page.locator("#badge > *")).to_have_count(0)  # the print is over
        expect(tablet.page.locator("body")).not_to_have_attribute("data-printing", "badge")

        tablet.close_answer()
        tablet.page.wait_for_timeout(3100)  # the same code stays silent a while after an answer
        tablet.scan(ming.code_sealed)
        tablet.answers("already")

        assert prints(tablet) == 1
        assert Printing.objects.count() == 1
        assert SignIn.objects.count() == 1
        kept = tablet.page.evaluate(
            "JSON.stringify({...localStorage}) + JSON.stringify({...sessionStorage})"
        )
        assert ming.name not in kept
        assert ming.name not in tablet.page.locator("#badge").inner_html()

    def test_says_who_hands_out_the_badge_when_it_is_alone_and_staff_find_the_guest(
        self, open_page, house, dinner, ming, design, log_in_to
    ):
        tablet = pair(open_page, house, DeskFactory(event=dinner, prints_badges=True, paired=True))
        tablet.keeps_list()
        tablet.page.context.set_offline(True)

        tablet.scan(ming.code_sealed)
        tablet.answers("welcome")

        expect(tablet.page.locator("#result-badge")).to_have_text(
            say("zh-hans", "Please ask our staff for your badge.")
        )
        assert prints(tablet) == 0
        tablet.page.context.set_offline(False)
        tablet.close_answer()
        tablet.has_handed_in()
        staff = log_in_to(f"/admin/guests/{dinner.pk}/cards/", "Reception")
        expect(staff.locator("[data-waiting-count]")).to_have_text("1")
        staff.goto(f"/admin/guests/{dinner.pk}/cards/print/?kind=badge&audience=waiting")
        expect(staff.locator(f"[data-card={ming.name}]")).to_have_count(1)

    def test_prints_again_when_staff_ask_and_signs_nobody_in_a_second_time(
        self, open_page, house, dinner, ming, design
    ):
        desk = DeskFactory(event=dinner, mode=DeskMode.ATTENDED, prints_badges=True, paired=True)
        tablet = pair(open_page, house, desk)
        page = tablet.page
        page.locator("#attend-open").click()
        tablet.type_digits(PIN, pad="pin")
        page.locator("#pin-submit").click()
        tablet.shows("ready")
        tablet.scan(ming.code_sealed)
        tablet.shows("guest")
        prints_times(tablet, 1)
        [first] = read_sheets(printed(page))

        page.locator("#guest-badge").click()
        prints_times(tablet, 2)
        [second] = read_sheets(printed(page))

        assert second == first
        assert list(Printing.objects.order_by("pk").values_list("is_reprint", flat=True)) == [
            False,
            True,
        ]
        assert SignIn.objects.count() == 1
        expect(page.locator("#guest-badge")).to_have_text("重新打印胸牌")
