import csv
import io
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.timezone import localtime
from wagtail.models import ModelLogEntry
from wagtail_modeladmin.helpers import AdminURLHelper

from foyer.guests.enums import LeavingWay
from foyer.guests.models import Departure, SignIn
from tests.factories import DeskFactory, GuestFactory, SignInFactory

pytestmark = pytest.mark.django_db
URLS = AdminURLHelper(SignIn)


@pytest.fixture
def sign_in(event) -> SignIn:
    return SignInFactory(guest=GuestFactory(event=event, name="=cmd()", company="东篱酒店管理"))


def rows_of(response) -> list[list[str]]:
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


class TestRegister:
    @pytest.mark.parametrize("role", ["Reception", "Management", "Marketing", "Administrators"])
    def test_is_read_by_those_with_the_right(self, log_in, sign_in: SignIn, role: str):
        staff = log_in(role)

        listed = staff.get(URLS.index_url)
        inspected = staff.get(URLS.get_action_url("inspect", sign_in.pk))

        assert (listed.status_code, inspected.status_code) == (200, 200)
        assert "东篱酒店管理" in listed.content.decode()

    @pytest.mark.parametrize("role", ["Reception", "Management", "Administrators"])
    @pytest.mark.parametrize("act", ["create", "edit", "delete"])
    def test_is_edited_by_nobody(self, log_in, sign_in: SignIn, role: str, act: str):
        url = URLS.create_url if act == "create" else URLS.get_action_url(act, sign_in.pk)
        staff = log_in(role)

        for response in (staff.get(url), staff.post(url, {"undo_reason": "x"})):
            assert response.status_code in (302, 403, 404)
        sign_in.refresh_from_db()
        assert sign_in.undo_reason == ""

    def test_is_closed_to_everybody_else(self, client: Client, log_in, sign_in: SignIn):
        for staff in (client, log_in("Finance"), log_in("Archivist"), log_in("Venue desk")):
            for url in (
                URLS.index_url,
                f"{URLS.index_url}?export=csv",
                URLS.get_action_url("inspect", sign_in.pk),
            ):
                assert staff.get(url).status_code in (302, 403)

    def test_has_no_history_view(self):
        with pytest.raises(NoReverseMatch):
            reverse(URLS.get_action_url_name("history"), args=[1])

    def test_costs_the_same_for_one_row_and_for_many(
        self, log_in, sign_in, django_assert_max_num_queries
    ):
        staff = log_in("Reception")
        staff.get(URLS.index_url)
        with django_assert_max_num_queries(20) as one:
            staff.get(URLS.index_url)
        for guest in GuestFactory.create_batch(3, event=sign_in.event):
            SignInFactory(guest=guest, checkpoint=sign_in.checkpoint)
            leave(guest=guest, left_at=timezone.now(), way=LeavingWay.AUTOMATIC)
        with django_assert_max_num_queries(len(one)):
            staff.get(URLS.index_url)

    @pytest.mark.parametrize(
        "query",
        [
            {"q": "东篱"},
            {"q": "%\0"},
            {"way__exact": "code"},
            {"way__exact": "nonsense"},
            {"way__exact": "\0"},
            {"event__id__exact": "x"},
            {"event__id__exact": "9" * 40},
            {"signed_in_at__gte": "2026-01-01 00:00:00+08:00"},
            {"signed_in_at__gte": "x"},
            {"guest__phone__contains": "1"},
            {"p": "99999999"},
            {"p": "x"},
            {"o": "-1.2"},
            {"o": "nonsense"},
            {"e": "1"},
        ],
    )
    def test_bears_every_question(self, log_in, sign_in: SignIn, query: dict):
        assert log_in("Reception").get(URLS.index_url, query).status_code in (200, 302, 400, 404)


class TestDepartures:
    """The register says who left when, by which desk or by themselves. (000-12)"""

    @pytest.fixture
    def people(self, event, sign_in: SignIn, now) -> dict[str, SignIn]:
        """Somebody still in, one gone by a desk, one signed out after the end, one who came back."""
        door = DeskFactory(event=event, name="东门出口")
        made = {name: SignInFactory(guest__event=event) for name in ("gone", "ended", "back")}
        SignIn.objects.update(signed_in_at=now - timedelta(hours=2))
        earlier, left = now - timedelta(hours=3), now - timedelta(hours=1)
        gone = {"guest": made["gone"].guest, "desk": door, "way": LeavingWay.CODE}
        leave(left_at=earlier, returned_at=earlier, **gone)  # of an earlier coming
        leave(left_at=left, **gone)
        leave(guest=made["ended"].guest, left_at=left, way=LeavingWay.AUTOMATIC)
        leave(guest=made["back"].guest, desk=door, left_at=left, returned_at=now, way="code")
        return made | {"in": sign_in}

    def test_stand_in_the_export(self, log_in, people, now):
        staff = log_in("Management")

        rows = rows_of(staff.get(URLS.index_url, {"export": "csv"}))

        told = {row[2]: row[11:] for row in rows[1:]}
        left, back = (
            f"{localtime(at):%Y-%m-%d %H:%M:%S}" for at in (now - timedelta(hours=1), now)
        )
        assert rows[0][11:] == ["签退时间", "签退于", "返场时间"]
        assert told[people["gone"].guest.name] == [left, "东门出口", ""]
        assert told[people["ended"].guest.name] == [left, "活动结束后自动签退", ""]
        assert told[people["back"].guest.name] == [left, "东门出口", back]
        assert told["'=cmd()"] == ["", "", ""]

    def test_stand_in_the_list_and_with_one_sign_in(self, log_in, people):
        staff = log_in("Reception")

        listed = staff.get(URLS.index_url).content.decode()
        one = staff.get(URLS.get_action_url("inspect", people["ended"].pk)).content.decode()

        assert (listed.count("东门出口"), listed.count("活动结束后自动签退")) == (2, 1)
        assert "活动结束后自动签退" in one

    def test_of_a_sign_in_that_was_undone_are_none(self, log_in, people, now):
        SignIn.objects.filter(pk=people["gone"].pk).update(undone_at=now, undo_reason="误扫")

        rows = rows_of(log_in("Management").get(URLS.index_url, {"export": "csv"}))

        assert {row[2]: row[11:] for row in rows}[people["gone"].guest.name] == ["", "", ""]


def leave(**departure: Any) -> Departure:
    event, at = departure["guest"].event, departure["left_at"]
    return Departure.objects.create(event=event, scan_id=uuid.uuid4(), changed_at=at, **departure)


class TestRegisterExport:
    def test_needs_a_right_of_its_own(self, log_in, sign_in: SignIn):
        reception = log_in("Reception")

        assert "export=xlsx" not in reception.get(URLS.index_url).content.decode()
        for kind in ("csv", "xlsx"):
            assert reception.get(URLS.index_url, {"export": kind}).status_code in (302, 403)

    def test_neutralises_formulas_follows_the_filter_and_is_logged(self, log_in, sign_in: SignIn):
        other = SignInFactory(undone=True)
        staff = log_in("Management")
        assert "export=xlsx" in staff.get(URLS.index_url).content.decode()

        everything = rows_of(staff.get(URLS.index_url, {"export": "csv"}))
        asked = {"export": "csv", "event__id__exact": sign_in.event_id}
        filtered = rows_of(staff.get(URLS.index_url, asked))

        assert len(everything) == 3
        assert len(filtered) == 2
        assert filtered[1][2] == "'=cmd()"
        assert other.undo_reason in {row[10] for row in everything}
        logged = ModelLogEntry.objects.filter(action="foyer.sign_in.export")
        assert logged.count() == 3
        assert {entry.data["rows"] for entry in logged} == {1, 2}

    def test_gives_a_workbook(self, log_in, sign_in: SignIn):
        response = log_in("Administrators").get(URLS.index_url, {"export": "xlsx"})

        assert b"".join(response.streaming_content)[:2] == b"PK"
        assert "sign-ins.xlsx" in response["Content-Disposition"]
