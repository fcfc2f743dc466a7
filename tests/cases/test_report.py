"""The monthly report: each figure counts the cases that stand behind it. (001-31)"""

from datetime import date, datetime, timedelta
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from foyer.cases.queries.facets import cases_of, facets
from foyer.cases.queries.months import Month, asked_month
from foyer.cases.queries.report import report_of
from foyer.cases.services import steps
from foyer.cases.services.merging import merge_duplicate
from foyer.clients.models import Client
from foyer.core.exports.models import Export
from tests.cases.test_steps import HOUR, PLAN, WEDNESDAY, advance
from tests.factories import CaseFactory, ClientFactory, UserFactory

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")
NOVEMBER = Month(date(2026, 11, 1))
LATER = datetime(2026, 11, 28, 12, tzinfo=SHANGHAI)
REPORT = "/admin/cases/report/"


@pytest.fixture
def by():
    return UserFactory(role="Service desk")


def clients(count: int) -> None:
    """Let the house have had so many clients since spring, and one more since December."""
    for client in ClientFactory.create_batch(count):
        Client.objects.filter(pk=client.pk).update(created_at=datetime(2026, 4, 1, tzinfo=SHANGHAI))
    Client.objects.filter(pk=ClientFactory().pk).update(
        created_at=datetime(2026, 12, 1, tzinfo=SHANGHAI)
    )


def counts(report) -> dict[str, int]:
    return {line.facet: line.count for part in report.parts for line in part.lines}


class TestTheComplaintRate:
    def test_is_complaints_of_the_month_by_clients_at_its_end(self):
        clients(4)
        CaseFactory.create_batch(3, at=WEDNESDAY)
        CaseFactory(at=WEDNESDAY, kind="enquiry")
        CaseFactory(at=datetime(2026, 10, 31, 23, 59, tzinfo=SHANGHAI))
        CaseFactory(at=datetime(2026, 12, 1, tzinfo=SHANGHAI))

        report = report_of(NOVEMBER, at=LATER)

        assert (report.rate.complaints, report.rate.clients, report.rate.value) == (3, 4, 75.0)
        assert [one.complaints for one in report.trend][-2:] == [1, 3]
        assert report.trend[0].clients == 0  # December of the year before
        assert report.trend[0].value is None

    def test_counts_a_merged_case_once(self, by):
        case, again = CaseFactory(at=WEDNESDAY), CaseFactory(at=WEDNESDAY)
        merge_duplicate(case=again, into=case, by=by, at=WEDNESDAY + HOUR)

        report = report_of(NOVEMBER, at=LATER)

        assert (report.taken, report.rate.complaints) == (1, 1)


class TestPromises:
    def test_are_kept_or_late_as_they_stood_when_they_fell_due(self, by):
        kept = CaseFactory(at=WEDNESDAY)
        steps.contact_client(case=kept, note="致歉", by=by, at=WEDNESDAY + HOUR)
        steps.wait_for_client(case=kept, question="哪个厅？", by=by, at=WEDNESDAY + 2 * HOUR)
        late = CaseFactory(at=WEDNESDAY)
        steps.contact_client(case=late, note="致歉", by=by, at=WEDNESDAY + timedelta(days=1))
        steps.wait_for_client(
            case=late, question="哪个厅？", by=by, at=WEDNESDAY + timedelta(days=1)
        )
        steps.write_as_client(case=late, text="松厅", at=WEDNESDAY + timedelta(days=2))
        CaseFactory(at=WEDNESDAY)  # nobody has called yet, and it is long due

        found = counts(report_of(NOVEMBER, at=LATER))

        assert (found["contact_kept"], found["contact_late"], found["contact_open"]) == (1, 2, 0)
        assert (found["answer_kept"], found["answer_open"]) == (0, 3)

    def test_tell_the_median_in_business_hours(self, by):
        for hours in (1, 2, 6):
            case = CaseFactory(at=WEDNESDAY)
            steps.contact_client(case=case, note="致歉", by=by, at=WEDNESDAY + hours * HOUR)

        assert report_of(NOVEMBER, at=LATER).contact_hours == 2.0


class TestSatisfaction:
    def test_tells_yes_no_and_silence(self, by):
        happy = advance(CaseFactory(at=WEDNESDAY), by, "following_up")
        steps.object_to_result(case=happy, reason="仍冷", at=WEDNESDAY + HOUR)
        steps.add_measures(case=happy, measures=PLAN, by=by, at=WEDNESDAY + HOUR)
        steps.ask_satisfaction(case=happy, result="换了", by=by, at=WEDNESDAY + 2 * HOUR)
        steps.close_satisfied(case=happy, at=WEDNESDAY + 3 * HOUR)

        report = report_of(NOVEMBER, at=LATER)

        found = counts(report)
        assert (found["satisfied"], found["objected"], found["no_answer"]) == (1, 1, 0)
        assert report.satisfaction == 100


class TestEveryFigure:
    def test_lists_as_many_cases_as_it_counts(self, by):
        advance(CaseFactory(at=WEDNESDAY, severity="urgent"), by, "following_up")
        CaseFactory(at=WEDNESDAY, kind="feedback")
        CaseFactory(at=WEDNESDAY)

        found = counts(report_of(NOVEMBER, at=LATER))

        for facet in facets(NOVEMBER, at=LATER):
            listed = cases_of(facet, NOVEMBER, at=LATER)
            assert listed is not None
            if facet in found:
                assert listed.count() == found[facet], facet

    def test_asks_as_often_for_nine_cases_as_for_one(self, by):
        advance(CaseFactory(at=WEDNESDAY), by, "following_up")
        with CaptureQueriesContext(connection) as one:
            report_of(NOVEMBER, at=LATER)
        for _ in range(8):
            advance(CaseFactory(at=WEDNESDAY), by, "following_up")
        with CaptureQueriesContext(connection) as nine:
            report_of(NOVEMBER, at=LATER)

        assert len(nine) == len(one) <= 9


class TestTheMonth:
    @pytest.mark.parametrize("text", ["", "2026-13", "gestern", "2099-01"])
    def test_is_this_one_where_the_address_makes_no_sense(self, text):
        assert asked_month(text, today=date(2026, 11, 27)) == NOVEMBER


class TestThePages:
    def test_show_figures_with_their_cases_and_formula(self, log_in):
        case = CaseFactory(severity="serious")
        client = log_in("Management")

        page = client.get(REPORT).content.decode()
        listed = client.get(f"{REPORT}severity-serious/").content.decode()

        assert "÷" in page
        assert "<title" in page.split('class="chart-drawing')[1]
        assert f"{REPORT}severity-serious/" in page
        assert case.number in listed
        assert client.get(f"{REPORT}nothing/").status_code == 404

    def test_print_and_go_out_as_a_workbook(self, log_in):
        CaseFactory()
        client = log_in("Management")

        printed = client.get(f"{REPORT}print/")
        workbook = client.get(f"{REPORT}workbook/")

        assert 'class="sheet' in printed.content.decode()
        rows = load_workbook(BytesIO(b"".join(workbook.streaming_content))).active.values
        assert "投诉率（百分比）" in {str(cell) for row in rows for cell in row}

    def test_give_the_cases_away_through_the_register(self, log_in):
        case = CaseFactory()
        client = log_in("Management")
        wish = {
            "purpose": "月报",
            "columns": ["number", "kind"],
            "kind": "csv",
            "language": "zh-hans",
        }

        response = client.post(f"{REPORT}export/?of=complaints", wish)

        text = b"".join(response.streaming_content).decode("utf-8-sig")
        assert case.number in text
        kept = Export.objects.get()
        assert (kept.target, kept.rows, kept.purpose) == ("case", 1, "月报")

    def test_are_closed_to_those_who_see_a_part(self, log_in):
        client = log_in("Account managers")

        for page in ("", "print/", "workbook/", "taken/", "export/"):
            assert client.get(f"{REPORT}{page}").status_code in (302, 403), page
