"""Lists of clients come in from a file, are mended, taken back, narrowed down, and go out again."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from foyer.clients.enums import Tier
from foyer.clients.models import Client, CustomField
from foyer.core.exports.models import Export
from foyer.core.models import User
from tests.clients.import_wizard import client_rows, work
from tests.factories import ClientFactory, ContactFactory, UserFactory

pytestmark = pytest.mark.everywhere

IMPORT = "/admin/clients/import/"
LIST = "/admin/snippets/clients/client/"
FIELDS = "/admin/snippets/clients/customfield/add/"
# GBK, in which every name is good Big5 too, and frequent Big5: 柳岸 reads 霞偉 there. No header is known.
MISREAD = "店,铺主\r\n都城柳岸,柳朝城\r\n冠城独柳,柳冠城\r\n柳岸城朝,郭都".encode("gbk")
TEA = ("云岭茶业", "松风茶行", "明前茶社")
ROWS = "table.listing tbody tr"
SLOW = 20_000  # milliseconds an act upon many records may take on a busy machine

Hand = Callable[[bytes, str], Path]


@pytest.fixture
def hand(tmp_path: Path) -> Hand:
    """Return a file to be handed in: `hand(data, "名单.csv")`."""

    def _hand(data: bytes, name: str = "名单.csv") -> Path:
        file = tmp_path / name
        file.write_bytes(data)
        return file

    return _hand


@pytest.fixture
def administrator(transactional_db: None) -> User:
    return UserFactory(role="Administrators", last_name="沈", first_name="亦舟")


def upload(page: Page, file: Path) -> None:
    """Hand a file in."""
    page.locator("input[type=file]").set_input_files(file)
    page.locator(".import form[enctype] [type=submit]").click()
    expect(page.locator("[name=check]")).to_be_visible(timeout=SLOW)


def more(page: Page, name: str) -> None:
    """Press one of the list's acts behind the dots beside its title."""
    page.locator(".w-slim-header").get_by_role("button", name="操作").click()
    page.get_by_role("link", name=name).click()


def act_on_all(page: Page, act: str) -> None:
    """Tick all clients the list shows, and press one of the acts below it."""
    page.locator("table.listing [data-bulk-action-select-all-checkbox]").check()
    page.locator(f"a[href*='/client/{act}/']").click()


def apply(page: Page) -> None:
    """Confirm what was checked, let the background do its work, and wait for the result to come by itself."""
    page.locator(".import-acts button[type=submit]").first.click()
    page.wait_for_url("**/progress/")
    work()
    page.wait_for_url("**/result/")


def result(page: Page) -> list[str]:
    """Return the figures of a result: imported, the same, left out."""
    return page.locator(".import-counts dd").all_inner_texts()


def download(page: Page, press: Callable[[], Any]) -> bytes:
    """Return the file a press brings."""
    with page.expect_download() as coming:
        press()
    return Path(coming.value.path()).read_bytes()


class TestAFileThatIsMisread:
    @pytest.mark.parametrize(
        ("language", "wrong", "right"),
        [
            ("zh-CN", "繁体中文", "简体中文"),
            ("zh-TW", "繁體中文", "簡體中文"),
            ("en", "Traditional", "Simplified"),
        ],
    )
    def test_is_put_right_by_one_tap_and_comes_in(
        self, log_in_to, administrator, hand, language, wrong, right
    ):
        page = log_in_to(IMPORT, user=administrator, language=language)
        upload(page, hand(MISREAD))
        readings = page.locator("button[name=encoding]")
        rows = page.locator(".import-table tbody")
        expect(readings.and_(page.locator("[aria-pressed=true]"))).to_contain_text(wrong)
        expect(rows).to_contain_text("霞偉")

        readings.filter(has_text=right).click()
        expect(rows).to_contain_text("都城柳岸")
        expect(rows).not_to_contain_text("霞偉")
        page.locator("#column-0").select_option("company")
        page.locator("#column-1").select_option("name")
        page.locator("[name=check]").click()
        expect(page.locator(".import-verdict--new")).to_have_count(3)
        apply(page)

        assert result(page) == ["3", "0", "0"]
        page.locator(f".import-acts a[href='{LIST}']").click()
        for name in ("都城柳岸", "冠城独柳", "柳岸城朝"):
            expect(page.locator("table.listing")).to_contain_text(name)
        assert Client.objects.get(name="冠城独柳").contacts.get().name == "柳冠城"


class TestRowsThatCannotComeIn:
    def test_go_out_with_the_reason_come_back_and_are_undone_but_for_one_changed_since(
        self, log_in_to, administrator, hand
    ):
        page = log_in_to(IMPORT, user=administrator)
        upload(
            page,
            hand(
                client_rows(
                    "松风雅集有限公司,王小明,13800001234,wang@example.com,茶",
                    ",林若兰,13900005678,lin@example.com,会展",
                    "海川会展有限公司,周明,1.39E+10,zhou@example.com,会展",
                )
            ),
        )
        page.locator("[name=check]").click()
        expect(page.locator(".import-verdict--error")).to_have_count(2)
        apply(page)
        assert result(page) == ["1", "0", "2"]

        sheet = download(page, lambda: page.get_by_role("link", name="下载待更正的行").click())
        mended = self._mend(sheet)
        page.goto(IMPORT)
        upload(page, hand(mended, "更正.xlsx"))
        page.locator("[name=check]").click()
        expect(page.locator(".import-verdict--new")).to_have_count(2)
        apply(page)
        assert result(page) == ["2", "0", "0"]
        assert Client.objects.count() == 3

        page.goto(f"{LIST}edit/{Client.objects.get(name='海川会展有限公司').pk}/")
        page.locator("[name=industry]").fill("会展与论坛")
        page.locator("footer button[type=submit], footer [name=action-publish]").first.click()
        page.wait_for_url(f"**{LIST}")
        page.goto(IMPORT)
        page.locator("#import-latest ~ * a", has_text="更正.xlsx").click()
        page.get_by_role("button", name="撤销此次导入").click()
        page.wait_for_url("**/progress/")
        work()
        page.wait_for_url("**/result/")

        assert result(page)[:2] == ["1", "1"]
        kept = page.locator(".import-table tbody tr")
        expect(kept).to_have_count(1)
        expect(kept).to_contain_text("海川会展有限公司")
        expect(kept).to_contain_text("保留：导入后已有变更")
        assert {client.name for client in Client.objects.all()} == {
            "松风雅集有限公司",
            "海川会展有限公司",
        }

    @staticmethod
    def _mend(sheet: bytes) -> bytes:
        """Correct what the reasons ask for, as somebody at Excel does."""
        book = load_workbook(BytesIO(sheet))
        page = book.active
        headers = [cell.value for cell in page[1]]
        reasons = [str(row[-1].value) + str(row[0].value) for row in page.iter_rows(min_row=2)]
        assert all(any("\u4e00" <= letter <= "\u9fff" for letter in reason) for reason in reasons)
        page.cell(2, headers.index("客户名称") + 1).value = "松涧会务有限公司"
        page.cell(3, headers.index("手机") + 1).value = "13900001111"
        mended = BytesIO()
        book.save(mended)
        return mended.getvalue()


class TestAFieldOfTheHouse:
    def test_is_added_filled_imported_narrowed_by_and_exported(
        self, log_in_to, administrator, hand
    ):
        page = log_in_to(FIELDS, user=administrator)
        page.locator("[name=key]").fill("membership")
        page.locator("[name=kind]").select_option("choice")
        page.locator("[name=label]").fill("会籍")
        page.locator("[name=options]").fill("金卡 | 金卡 | Gold\n银卡 | 銀卡 | Silver")
        page.locator("[name=in_filters]").check()
        page.locator("[name=in_list]").check()
        page.locator("footer [type=submit]").first.click()
        expect(page.locator(".messages")).to_be_visible()
        assert CustomField.objects.get().label == "会籍"

        page.goto(f"{LIST}add/")
        expect(page.get_by_label("会籍")).to_be_visible()
        page.goto(IMPORT)
        upload(
            page,
            hand(
                client_rows("云岭茶业,金卡", "海川会展,银卡", "明远设计,", headers="客户名称,会籍")
            ),
        )
        page.locator("[name=check]").click()
        apply(page)
        assert result(page) == ["3", "0", "0"]

        page.goto(f"{LIST}?custom_membership=金卡")
        expect(page.locator(ROWS)).to_have_count(1)
        expect(page.locator(ROWS)).to_contain_text("云岭茶业")

        more(page, "导出")
        page.locator("[name=purpose]").fill("会籍核对")
        press = page.locator(".import-acts button[type=submit]")
        book = load_workbook(BytesIO(download(page, press.click)))
        headers, *lines = book.active.iter_rows(values_only=True)
        assert len(lines) == 1
        assert dict(zip(headers, lines[0], strict=True))["会籍"] == "金卡"


class TestASegment:
    @pytest.fixture
    def clients(self, administrator):
        """Three companies of tea and one of silk, whose account manager leaves them."""
        before = UserFactory(role="Account managers", last_name="周", first_name="景明")
        for name in TEA:
            client = ClientFactory(name=name, industry="茶", account_manager=before)
            ContactFactory(client=client)
        ClientFactory(name="江南丝路", industry="丝绸", account_manager=before)

    def test_is_kept_from_a_filter_acted_upon_and_taken_away(
        self, log_in_to, administrator, clients
    ):
        after = UserFactory(role="Account managers", last_name="许", first_name="安然")
        page = log_in_to(LIST, user=administrator)
        page.goto(f"{LIST}?industry=茶")
        more(page, "保存为分组")
        page.locator("[name=name]").fill("茶客户")
        page.locator(".clients-form__acts button[type=submit]").first.click()
        expect(page.locator(ROWS)).to_have_count(3)

        act_on_all(page, "tier")
        expect(page.locator(".clients-ticked li")).to_have_count(3)
        page.locator("[name=tier][value=key]").check()
        page.locator("[name=reason]").fill("年度评定")
        page.locator(".clients-form__acts button").click()
        expect(page.locator(".messages")).to_contain_text("3", timeout=SLOW)
        assert Client.objects.filter(tier=Tier.KEY).count() == 3

        more(page, "茶客户")
        expect(page.locator(ROWS)).to_have_count(3)
        act_on_all(page, "hand_over")
        expect(page.locator(".clients-ticked li")).to_have_count(3)
        page.get_by_label("许安然").check()
        page.locator("[name=reason]").fill("周景明调岗")
        page.locator(".clients-form__acts button").click()
        expect(page.locator(".messages")).to_contain_text("3", timeout=SLOW)
        assert after.clients.count() == 3

        more(page, "茶客户")
        expect(page.locator(ROWS)).to_have_count(3)
        more(page, "导出")
        press = page.locator(".import-acts button[type=submit]")
        press.click()
        expect(page.locator(".import form")).to_contain_text("请写明文件的用途。")
        page.locator("[name=purpose]").fill("茶客户答谢会")
        book = load_workbook(BytesIO(download(page, press.click)))
        _headers, *lines = book.active.iter_rows(values_only=True)
        assert [sum(name in line for line in lines) for name in TEA] == [1, 1, 1]
        assert len(lines) == len(TEA)
        export = Export.objects.get()
        assert (export.purpose, export.rows, export.by) == ("茶客户答谢会", 3, administrator)
