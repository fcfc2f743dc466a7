"""Finance drafts fees, Management approves them, Marketing edits the page around them: as staff do it. (004-21)"""

from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Task, WorkflowState

from foyer.core.days import house_day
from foyer.core.models import User
from foyer.fees.models import FeeSchedule
from tests.factories import FeeScheduleFactory, RoomFactory, UserFactory
from tests.factories.fee_pages import fee_page

pytestmark = [
    pytest.mark.django_db,
    # Wagtail's notices are still sent the way Django is about to leave behind.
    pytest.mark.filterwarnings("ignore::django.utils.deprecation.RemovedInDjango2028Warning"),
]
ADMIN = "/admin/snippets/fees/feeschedule/"


class Office:
    """Finance and Management at work on fees."""

    def __init__(self, log_in: Any) -> None:
        self.drafter: User = UserFactory(role="Finance")
        self.manager: User = UserFactory(role="Management")
        self.finance: Client = log_in(user=self.drafter)
        self.management: Client = log_in(user=self.manager)
        self.room = RoomFactory(name="听松厅", capacity=60)
        self.day = house_day(timezone.now()) + timedelta(days=20)

    def typed(self, *lines: dict[str, Any], **changed: Any) -> dict[str, Any]:
        """What Finance types."""
        told = {
            "name": "2027年收费标准",
            "currency": "CNY",
            "valid_from": self.day.isoformat(),
            "half_day_hours": 4,
            "day_hours": 8,
            "evening_from": "18:00",
            "evening_until": "22:00",
            "tax_included": "on",
            "items-TOTAL_FORMS": len(lines),
            "items-INITIAL_FORMS": 0,
            "discounts-TOTAL_FORMS": 0,
            "discounts-INITIAL_FORMS": 0,
        }
        for place, line in enumerate(lines):
            whole = self.line() | line
            told |= {f"items-{place}-{field}": value for field, value in whole.items()}
            told[f"items-{place}-ORDER"] = place + 1
        return told | changed

    def line(self) -> dict[str, Any]:
        """A line that is right."""
        return {
            "kind": "room",
            "room": self.room.pk,
            "unit": "hour",
            "days": "",
            "tier": "",
            "amount": "300",
            "overtime": "",
            "minimum": 1,
            "tax_rate": 0,
        }

    def draft(self, *lines: dict[str, Any], **changed: Any) -> Any:
        """Send the form of a new schedule."""
        return self.finance.post(f"{ADMIN}add/", self.typed(*lines, **changed))

    def judge(self, schedule: FeeSchedule, verdict: str, by: Client) -> int:
        """Approve or send back what was handed in."""
        state = schedule.current_workflow_task_state
        url = f"{ADMIN}workflow/action/{schedule.pk}/{verdict}/{state.pk}/"
        status: int = by.post(url, {"comment": "看过"}).status_code
        return status

    def approve_in_editor(self, schedule: FeeSchedule) -> None:
        """Approve from the menu at the foot of the editor, which sends the whole form."""
        line = {"id": schedule.items.get().pk}
        told = {
            "action-workflow-action": "true",
            "workflow-action-name": "approve",
            "reason": "春季",
        }
        url = f"{ADMIN}edit/{schedule.pk}/"
        typed = self.typed(line, **{"items-INITIAL_FORMS": 1}, **told)
        assert self.management.post(url, typed)["Location"] == url


@pytest.fixture
def office(log_in: Any) -> Office:
    """Finance and Management."""
    return Office(log_in)


def faults(response: Any) -> list[str]:
    """The sentences that stand beside fields."""
    shown = BeautifulSoup(response.content, "html.parser")
    return [
        " ".join(one.text.split()) for one in shown.select(".error-message") if one.text.strip()
    ]


class TestWorkflow:
    def test_belongs_to_management_alone(self) -> None:
        task = Task.objects.get(name="Fee approval").specific

        assert [group.name for group in task.groups.all()] == ["Management"]

    def test_leads_from_a_draft_to_the_public_page(self, office: Office) -> None:
        fee_page()
        assert office.draft({}, **{"action-submit": "1"}).status_code == 302
        drafted = FeeSchedule.objects.get()
        assert (drafted.number, drafted.workflow_in_progress) == (None, True)
        assert {to for letter in mail.outbox for to in letter.to} == {office.manager.email}
        assert "2027年收费标准" in office.management.get("/admin/").content.decode()
        assert "2027年收费标准" not in Client().get("/zh-hans/fees/").content.decode()

        assert office.judge(drafted, "approve", office.management) == 302

        approved = FeeSchedule.objects.get()
        assert (approved.number, approved.approved_by) == (1, office.manager)
        assert "2027年收费标准" in Client().get("/zh-hans/fees/").content.decode()
        assert WorkflowState.objects.get().status == WorkflowState.STATUS_APPROVED

    def test_lets_nobody_else_approve(self, office: Office, log_in: Any) -> None:
        office.draft({}, **{"action-submit": "1"})
        drafted = FeeSchedule.objects.get()

        for client in (office.finance, log_in("Marketing"), log_in("Administrators")):
            office.judge(drafted, "approve", client)
            assert FeeSchedule.objects.get().number is None

    @pytest.mark.parametrize("by", ["finance", "management"])
    def test_has_no_way_past_it(self, office: Office, by: str) -> None:
        office.draft({})
        drafted = FeeSchedule.objects.get()
        client = getattr(office, by)

        line = {"id": drafted.items.get().pk}
        told = office.typed(line, **{"action-publish": "1", "items-INITIAL_FORMS": 1})
        client.post(f"{ADMIN}edit/{drafted.pk}/", told)

        assert FeeSchedule.objects.get().number is None
        page = office.finance.get(f"{ADMIN}edit/{drafted.pk}/").content.decode()
        assert "action-publish" not in page
        assert "action-submit" in page

    def test_says_what_is_in_the_way_and_keeps_the_draft(self, office: Office) -> None:
        first = FeeScheduleFactory(approved=True)
        drafted = office.draft({}, **{"action-submit": "1", "reason": "春季"})
        assert drafted.status_code == 302

        shown = office.finance.get(drafted["Location"]).content.decode()

        assert f"第{first.number}版有效至另行通知" in shown
        kept = FeeSchedule.objects.get(number=None)
        assert (kept.workflow_in_progress, kept.items.get().amount) == (False, 300)

    @pytest.mark.parametrize("in_editor", [True, False])
    def test_refuses_what_overlaps_by_now_without_losing_it(
        self, office: Office, in_editor: bool
    ) -> None:
        office.draft({}, **{"action-submit": "1", "reason": "春季"})
        drafted = FeeSchedule.objects.get()
        FeeScheduleFactory(approved=True, valid_from=office.day)

        if in_editor:
            office.approve_in_editor(drafted)
        else:
            assert office.judge(drafted, "approve", office.management) == 302

        drafted.refresh_from_db()
        assert (drafted.number, drafted.workflow_in_progress) == (None, True)
        shown = office.management.get(f"{ADMIN}edit/{drafted.pk}/").content.decode()
        assert "有效至另行通知" in shown

    def test_sends_back_with_words(self, office: Office) -> None:
        office.draft({}, **{"action-submit": "1"})

        office.judge(FeeSchedule.objects.get(), "reject", office.management)

        assert WorkflowState.objects.get().status == WorkflowState.STATUS_NEEDS_CHANGES
        assert office.drafter.email in {to for letter in mail.outbox for to in letter.to}


class TestDraft:
    @pytest.mark.parametrize(
        ("line", "words"),
        [
            ({"amount": "-1"}, "价格不能小于零"),
            ({"amount": "eleven"}, "数字"),
            ({"room": ""}, "请选择这项价格所属的会场"),
            ({"kind": "service"}, "请写明这项价格收的是什么"),
            ({"kind": "deposit", "name": "押金"}, "请选其一：次"),
            ({"overtime": "5"}, "只有半天、整天和晚间才有超时价"),
            ({"tax_rate": "101"}, "100"),
        ],
    )
    def test_that_makes_no_sense_is_told_where_and_nothing_is_lost(
        self, office: Office, line: dict[str, Any], words: str
    ) -> None:
        response = office.draft(line, name="不要丢")

        assert response.status_code == 200
        assert words in " ".join(faults(response))
        shown = BeautifulSoup(response.content, "html.parser")
        assert shown.select_one("[name=name]")["value"] == "不要丢"
        for field, value in line.items():
            kept = shown.select_one(f"[name=items-0-{field}]")
            if kept.name == "input":
                assert kept["value"] == value

    def test_prices_a_room_once(self, office: Office) -> None:
        response = office.draft({}, {"amount": "400"})

        assert "这间会场已有同样的价格" in " ".join(faults(response))

    def test_in_whole_dollars_only_where_there_are_no_cents(self, office: Office) -> None:
        response = office.draft({"amount": "300.50"}, currency="TWD")

        assert "请取整到NT$1" in " ".join(faults(response))

    def test_shows_what_it_changes_in_words(self, office: Office) -> None:
        first = FeeScheduleFactory(
            approved=True, items=[{"room": office.room, "amount": 300, "key": "aa01"}]
        )

        office.finance.post(f"/admin/fees/{first.pk}/next/")
        drafted = FeeSchedule.objects.get(number=None)
        line = drafted.items.get()
        assert (line.key, line.amount, drafted.replaces) == ("aa01", 300, first)
        line.amount = 330
        drafted.items = [line]
        drafted.save_revision()

        shown = BeautifulSoup(
            office.finance.get(f"{ADMIN}edit/{drafted.pk}/").content, "html.parser"
        )
        change = " ".join(shown.select_one(".fee-change--up").text.split())
        assert change == "更贵 听松厅 · 小时 ¥300.00 → ¥330.00 +10 %"
        assert "请写明为什么调整收费" in shown.text


class TestApprovedVersion:
    def test_is_read_by_those_who_may_and_changed_by_nobody(
        self, office: Office, log_in: Any
    ) -> None:
        kept = FeeScheduleFactory(approved=True, items=[{"room": office.room}])

        office.finance.post(f"{ADMIN}edit/{kept.pk}/", office.typed({}, name="改名"))
        office.management.post(f"{ADMIN}unpublish/{kept.pk}/")
        office.finance.post(f"{ADMIN}delete/{kept.pk}/")

        again = FeeSchedule.objects.get()
        assert (again.name, again.live, again.has_unpublished_changes) == (kept.name, True, False)
        assert "¥300.00" in log_in("Marketing").get(f"{ADMIN}inspect/{kept.pk}/").content.decode()
        assert "不再改动" in office.finance.get(f"{ADMIN}edit/{kept.pk}/").content.decode()

    def test_list_costs_the_same_with_one_and_with_three(
        self, office: Office, django_assert_num_queries: Any
    ) -> None:

        def count() -> int:
            with CaptureQueriesContext(connection) as seen:
                assert office.finance.get(ADMIN).status_code == 200
            return len(seen)

        FeeScheduleFactory(approved=True, valid_until=office.day)
        count()
        one = count()
        FeeScheduleFactory(approved=True, valid_from=office.day + timedelta(days=1))
        FeeScheduleFactory()

        assert count() == one


class TestDraftKept:
    def test_lets_two_lines_change_places(self, office: Office) -> None:
        office.draft({"days": "working"}, {"days": "rest"})
        drafted = FeeSchedule.objects.get()
        one, two = drafted.items.all()

        told = office.typed(
            {"id": one.pk, "days": "rest"},
            {"id": two.pk, "days": "working"},
            **{"items-INITIAL_FORMS": 2, "action-submit": "1"},
        )
        assert office.finance.post(f"{ADMIN}edit/{drafted.pk}/", told).status_code == 302
        office.judge(FeeSchedule.objects.get(), "approve", office.management)

        kept = FeeSchedule.objects.get()
        assert (kept.number, [item.days for item in kept.items.all()]) == (1, ["rest", "working"])
