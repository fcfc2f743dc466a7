"""A record is asked for, opened for an hour, and closed; another is destroyed by two people. (000-28, 000-29)"""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from foyer.archive.models import AccessRequest, ArchiveRecord, Destruction, RecordView
from tests.archive import papers
from tests.factories import DepartmentFactory, RecordFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def head():
    return UserFactory(role="Marketing")


@pytest.fixture
def record(head):
    return RecordFactory(
        title="年终答谢宴策划方案",
        department=DepartmentFactory(head=head),
        files={"方案.pdf": papers.pdf("封面", "琉璃灯展流程")},
    )


class TestARecord:
    @pytest.mark.parametrize("size", ["desk", "phone"])
    def test_opens_only_for_whom_and_as_long_as_it_was_allowed(
        self, log_in_to, axe_faults, record, head, size
    ):
        applicant = UserFactory(role="Account managers")
        asking = log_in_to(f"/admin/archive/records/{record.pk}/", user=applicant, size=size)
        expect(asking.locator(".archive-files a")).to_have_count(0)
        faults = {}

        _ask(asking, "想看看。")
        deciding = log_in_to("/admin/archive/requests/", user=head, size=size)
        deciding.get_by_role("link", name=AccessRequest.objects.get().number).click()
        expect(deciding.locator("#act-approve")).to_be_visible()
        faults["decide"] = axe_faults(deciding, "main")
        deciding.locator("#act-refuse").locator("xpath=..").locator("summary").click()
        deciding.locator("#id_refuse_answer").fill("请写明用途。")
        deciding.locator("#act-refuse button").click()
        expect(deciding.locator(".archive-state--refused")).to_be_visible()

        asking.reload()
        expect(asking.locator("main")).to_contain_text("请写明用途。")
        faults["refused"] = axe_faults(asking, "main")
        asking.goto(f"/admin/archive/records/{record.pk}/")
        _ask(asking, "筹备年度答谢会。")
        deciding.goto("/admin/archive/requests/?view=decide")
        deciding.locator("tbody a").click()
        expect(deciding.locator("#act-approve")).to_be_visible()
        deciding.locator("#id_approve_hours").select_option("1")
        deciding.locator("#act-approve button").click()
        expect(deciding.locator(".archive-state--approved")).to_be_visible()

        asking.goto(f"/admin/archive/records/{record.pk}/")
        asking.locator(".archive-files a").first.click()
        expect(asking.locator(".archive-page")).to_be_visible()
        picture = asking.locator(".archive-page")
        assert picture.evaluate("one => one.decode().then(() => one.naturalWidth)") > 500
        wide = asking.evaluate("Math.max(0, document.documentElement.scrollWidth - innerWidth)")
        request = AccessRequest.objects.get(status="approved")
        view = RecordView.objects.get()
        assert (view.by, view.request, view.page) == (applicant, request, 1)
        # An hour later.
        AccessRequest.objects.filter(pk=request.pk).update(
            ends_at=max(timezone.now(), request.opens_at + timedelta(seconds=1))
        )
        closed = asking.context.request.get(asking.url)

        assert closed.status == 404
        asking.goto(f"/admin/archive/records/{record.pk}/")
        expect(asking.locator(".archive-files a")).to_have_count(0)
        assert {name: found for name, found in faults.items() if found} == {}
        assert wide == 0


class TestADestruction:
    def test_takes_the_archivist_and_somebody_of_management(self, log_in_to, axe_faults):
        record = RecordFactory(code="house", dated_on=date(2015, 5, 1), files={"a.txt": b"one"})
        archivist = log_in_to("/admin/archive/due/", "Archivist")
        archivist.goto("/admin/archive/due/?view=review")
        archivist.locator(f"input[value='{record.number}']").check()
        archivist.locator("#id_reason").fill("保管期满")
        faults = {"due": axe_faults(archivist, "main")}
        archivist.locator("main form button[type=submit]").click()
        expect(archivist.locator(".archive-state--proposed")).to_be_visible()
        expect(archivist.locator("#act-carry_out")).to_have_count(0)

        manager = log_in_to("/admin/", "Management")
        manager.get_by_role("link", name="待执行的销毁").click()
        expect(manager.locator(".care-table")).to_be_visible()
        manager.get_by_role("link", name=Destruction.objects.get().number).click()
        expect(manager.locator("#act-carry_out")).to_be_visible()
        faults["destruction"] = axe_faults(manager, "main")
        manager.locator("#id_carry_out_knows").check()
        manager.locator("#act-carry_out button").click()

        expect(manager.locator(".archive-state--done")).to_be_visible()
        assert not ArchiveRecord.objects.exists()
        with manager.expect_download() as saved:
            manager.get_by_role("link", name="PDF").click()
        assert saved.value.suggested_filename == f"{Destruction.objects.get().number}.pdf"
        assert {name: found for name, found in faults.items() if found} == {}


def _ask(page, reason):
    page.get_by_role("link", name="申请查阅").click()
    page.locator("#id_reason").fill(reason)
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**/requests/*/")
