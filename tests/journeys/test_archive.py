"""Papers of an event are filed, found and looked at, on the desk's screen and on a phone. (000-26, 000-27, 000-29)"""

from __future__ import annotations

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from foyer.archive.models import ArchiveRecord, RecordFile, RecordView
from foyer.core.jobs import carry_due_jobs
from tests.archive import papers
from tests.factories import DepartmentFactory, EventFactory, UserFactory


@pytest.fixture
def event(transactional_db):
    return EventFactory()


def mixed(folder, count=20):
    """Write files of every kind, one of them with two characters deep in a PDF."""
    kinds = {
        "pdf": lambda n: papers.pdf("封面", f"第{n}号方案，年终琉璃灯展流程" if n == 0 else "流程"),
        "docx": lambda n: papers.word(f"纪要{n}"),
        "xlsx": lambda n: papers.workbook(f"名单{n}"),
        "jpg": lambda _n: papers.picture(taken="2026:03:18 20:00:00"),
        "eml": lambda n: papers.letter(f"回函{n}"),
    }
    names = list(kinds)
    made = []
    for number in range(count):
        kind = names[number % len(names)]
        path = folder / f"材料{number:02}.{kind}"
        path.write_bytes(kinds[kind](number))
        made.append(str(path))
    return made


class TestTwentyPapersOfAnEvent:
    @pytest.mark.parametrize("size", ["desk", "phone"])
    def test_are_filed_at_once_found_by_two_characters_and_looked_at(
        self, log_in_to, axe_faults, event, tmp_path, size
    ):
        staff = UserFactory(role="Marketing")
        DepartmentFactory(name="市场部", members=[staff])
        page = log_in_to("/admin/archive/file/", user=staff, size=size)
        page.goto(f"/admin/archive/file/?subject=events.event:{event.pk}")
        faults = {"hand in": axe_faults(page, "main")}

        page.locator("#archive-files").set_input_files(mixed(tmp_path))
        expect(page.locator(".archive-sending progress")).to_have_count(20)
        page.wait_for_url("**/archive/file/describe/**", timeout=120_000)
        expect(page.locator(".archive-row")).to_have_count(20)
        faults["describe"] = axe_faults(page, "main")
        page.locator("[name=all-source]").fill("市场部")
        page.locator("[name=all-summary]").fill("活动全部材料")
        page.locator("[name=all-phase]").select_option("running")
        page.locator("[data-use-for-all=phase]").click()
        page.locator(".archive-table button[type=submit]").click()
        expect(page.locator(".archive-total")).to_contain_text("20")
        faults["list"] = axe_faults(page, "main")
        carry_due_jobs(clock=timezone.now)
        page.goto("/admin/archive/?q=琉璃")

        hit = page.locator(".archive-hit")
        expect(hit).to_have_count(1)
        expect(hit.locator("mark")).to_have_text("琉璃")
        expect(hit).to_contain_text("材料00.pdf")
        hit.get_by_role("link").click()
        picture = page.locator(".archive-page")
        expect(picture).to_be_visible()
        assert picture.evaluate("one => one.decode().then(() => one.naturalWidth)") > 500
        faults["look"] = axe_faults(page, "main")
        wide = page.evaluate("Math.max(0, document.documentElement.scrollWidth - innerWidth)")

        assert {name: found for name, found in faults.items() if found} == {}
        assert wide == 0
        assert set(ArchiveRecord.objects.values_list("phase", flat=True)) == {"running"}
        assert list(RecordView.objects.order_by("pk").values_list("kind", "page")) == [
            ("found", 2),
            ("page", 2),
        ]


def drag(page, paths, onto, types=("dragEnter", "dragOver", "drop")):
    """Drag files of the desk onto a place of the page and let go, as the browser itself is told of it."""
    box = page.locator(onto).bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    told = {"items": [], "files": [str(path) for path in paths], "dragOperationsMask": 1}
    mouse = page.context.new_cdp_session(page)
    for kind in types:
        mouse.send("Input.dispatchDragEvent", {"type": kind, "x": x, "y": y, "data": told})


class TestFilesDropped:
    def test_are_handed_in_a_folder_with_all_that_is_in_it_and_filed(
        self, log_in_to, event, tmp_path
    ):
        staff = UserFactory(role="Marketing")
        DepartmentFactory(name="市场部", members=[staff])
        folder = tmp_path / "现场照片"
        (folder / "第二天").mkdir(parents=True)
        dropped = [folder]
        for path, data in {
            tmp_path / "方案.pdf": papers.pdf("流程"),
            tmp_path / "名单.xlsx": papers.workbook("名单"),
            folder / "合影.jpg": papers.picture(),
            folder / "第二天" / "散场.jpg": papers.picture(),
        }.items():
            path.write_bytes(data)
            if path.parent == tmp_path:
                dropped.append(path)
        page = log_in_to("/admin/archive/file/", user=staff)
        page.goto(f"/admin/archive/file/?subject=events.event:{event.pk}")

        drag(page, dropped, ".archive-drop", types=("dragEnter", "dragOver"))
        expect(page.locator(".archive-drop.is-over")).to_be_visible()
        drag(page, dropped, ".archive-drop", types=("drop",))
        page.wait_for_url("**/archive/file/describe/**")
        expect(page.locator(".archive-row")).to_have_count(4)
        page.locator("[name=all-summary]").fill("活动全部材料")
        page.locator("[name=all-source]").fill("市场部")
        page.locator(".archive-table button[type=submit]").click()
        expect(page.locator(".archive-total")).to_contain_text("4")

        filed = RecordFile.objects.filter(record__links__subject_id=event.pk)
        assert set(filed.values_list("name", flat=True)) == {
            "方案.pdf", "名单.xlsx", "合影.jpg", "散场.jpg",
        }  # fmt: skip

    def test_beside_the_place_for_them_are_not_opened_instead_of_the_page(
        self, log_in_to, tmp_path
    ):
        (tmp_path / "方案.pdf").write_bytes(papers.pdf("流程"))
        page = log_in_to("/admin/archive/file/", "Marketing")
        page.evaluate(  # a browser without a window opens nothing: what it is told to do tells
            """() => addEventListener("drop", (event) => {
                document.body.dataset.dropped = event.defaultPrevented ? "kept" : "opened";
            })"""
        )

        drag(page, [tmp_path / "方案.pdf"], ".care-title")

        expect(page.locator("body")).to_have_attribute("data-dropped", "kept")
