"""Asking to open records, and deciding it. (000-29)"""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from foyer.archive.enums import RequestStatus, Scope, Secrecy
from foyer.archive.models import (
    AccessItem,
    AccessRequest,
    ArchiveLetter,
    ArchiveRecord,
    LegalHold,
    RecordView,
)
from foyer.archive.queries.requests import requests_of
from foyer.archive.services import access
from foyer.archive.services.changing import change_record
from foyer.archive.services.holding import hold, lift_hold
from foyer.archive.services.opening import note_opening
from foyer.core.days import house_day
from foyer.privacy.services.leaving import close_account
from tests.factories import DepartmentFactory, RecordFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def department():
    head, deputy = UserFactory(role="Marketing"), UserFactory(role="Marketing")
    return DepartmentFactory(head=head, deputies=[deputy])


@pytest.fixture
def record(department):
    return RecordFactory(department=department, files={"一.txt": "松 1 桌".encode()})


@pytest.fixture
def applicant():
    return UserFactory(role="Account managers")


def _ask(record, applicant, now, **kwargs):
    asked = {"reason": "年度回访要查座位。", "by": applicant, "at": now} | kwargs
    return access.ask(records=[record], **asked)[0]


def _opens(record, user, at, scope=Scope.VIEW):
    return record.may_be_opened_by(user, at=at, scope=scope)


class TestARequest:
    def test_opens_a_record_for_its_time_and_no_longer(self, record, department, applicant, now):
        request = _ask(record, applicant, now)
        assert not _opens(record, applicant, now)

        access.approve(request=request, hours=1, scope=Scope.VIEW, by=department.head, at=now)

        assert _opens(record, applicant, now)
        assert _opens(record, applicant, now + timedelta(minutes=59))
        assert not _opens(record, applicant, now + timedelta(hours=1))
        assert not _opens(record, applicant, now, scope=Scope.DOWNLOAD)
        assert not _opens(RecordFactory(department=department), applicant, now)

    def test_makes_a_confidential_record_known_to_whoever_was_allowed(
        self, department, applicant, now
    ):
        record = RecordFactory(department=department, secrecy=Secrecy.CONFIDENTIAL)
        assert not record.is_visible_to(applicant)
        request = _ask(record, applicant, now)
        access.approve(request=request, hours=1, scope=Scope.DOWNLOAD, by=department.head, at=now)

        assert record.is_visible_to(applicant)
        assert _opens(record, applicant, now, scope=Scope.DOWNLOAD)

    def test_goes_to_each_department_by_itself(self, record, applicant, now):
        other = RecordFactory()

        made = access.ask(
            records=[record, other], reason="核对", by=applicant, at=now, scope=Scope.VIEW
        )

        assert {one.department for one in made} == {record.department, other.department}
        assert [[item.record for item in one.items.all()] for one in made] == [[record], [other]]

    def test_is_not_needed_for_what_is_open_and_not_made_twice(self, record, applicant, now):
        with pytest.raises(access.NothingAsked):
            _ask(RecordFactory(secrecy=Secrecy.OPEN), applicant, now)
        _ask(record, applicant, now)
        with pytest.raises(access.AskedAlready):
            _ask(record, applicant, now)
        with pytest.raises(access.TooLong):
            _ask(RecordFactory(), applicant, now, hours=169)

        assert AccessRequest.objects.count() == 1

    def test_may_be_made_again_after_a_refusal(self, record, department, applicant, now):
        first = _ask(record, applicant, now)
        with pytest.raises(access.ReasonMissing):
            access.refuse(request=first, answer=" ", by=department.head, at=now)
        access.refuse(request=first, answer="请说明用途。", by=department.head, at=now)

        second = _ask(record, applicant, now)

        first.refresh_from_db()
        assert (first.status, second.status) == (RequestStatus.REFUSED, RequestStatus.ASKED)

    def test_is_taken_back_by_its_applicant_alone(self, record, department, applicant, now):
        request = _ask(record, applicant, now)
        with pytest.raises(access.NotYoursToDecide):
            access.withdraw(request=request, by=department.head, at=now)

        access.withdraw(request=request, by=applicant, at=now)

        with pytest.raises(access.DecidedAlready):
            access.approve(request=request, hours=1, scope="view", by=department.head, at=now)


class TestWhoDecides:
    def test_is_the_head_and_the_deputy_only_while_the_head_is_away(
        self, record, department, applicant, now
    ):
        [deputy] = department.deputies.all()
        request = _ask(record, applicant, now)
        assert access.deciders(request, now) == [department.head]
        with pytest.raises(access.NotYoursToDecide):
            access.approve(request=request, hours=1, scope="view", by=deputy, at=now)

        department.head_away_until = timezone.localdate(now)
        department.save()

        assert list(requests_of(deputy, "decide", at=now)) == [request]
        access.approve(request=request, hours=1, scope="view", by=deputy, at=now)
        assert _opens(record, applicant, now)

    def test_is_never_the_applicant(self, department, now):
        [deputy] = department.deputies.all()
        record = RecordFactory(department=department, secrecy=Secrecy.CONFIDENTIAL)

        request = _ask(record, department.head, now)

        assert access.deciders(request, now) == [deputy]
        assert list(requests_of(deputy, "decide", at=now)) == [request]
        with pytest.raises(access.NotYoursToDecide):
            access.approve(request=request, hours=1, scope="view", by=department.head, at=now)
        with pytest.raises(IntegrityError), transaction.atomic():
            AccessRequest.objects.filter(pk=request.pk).update(decided_by=department.head)

    def test_is_management_where_a_department_has_nobody(self, applicant, now):
        management = UserFactory(role="Management")
        record = RecordFactory(department=DepartmentFactory(head=None))

        request = _ask(record, applicant, now)

        assert access.deciders(request, now) == [management]
        assert list(requests_of(management, "decide", at=now)) == [request]

    def test_is_reminded_and_after_a_while_somebody_else_may_as_well(
        self, record, department, applicant, now
    ):
        management, [deputy] = UserFactory(role="Management"), department.deputies.all()
        request = _ask(record, applicant, now)

        for hours in (7, 9, 10, 25, 26):
            access.chase(at=now + timedelta(hours=hours))

        told = ArchiveLetter.objects.filter(request=request).values_list("occasion", "to")
        assert sorted(told) == sorted(
            [
                ("asked", department.head.pk),
                ("reminded", department.head.pk),
                ("passed_on", department.head.pk),
                ("passed_on", deputy.pk),
                ("passed_on", management.pk),
            ]
        )
        access.approve(
            request=request, hours=4, scope="view", by=management, at=now + timedelta(hours=26)
        )
        assert _opens(record, applicant, now + timedelta(hours=27))


class TestADecision:
    def test_stands_in_the_log_and_is_changed_by_nobody(self, record, department, applicant, now):
        request = _ask(record, applicant, now)
        access.approve(request=request, hours=1, scope="view", by=department.head, at=now)

        entry = ModelLogEntry.objects.get(action="foyer.archive.approve")
        assert (entry.user, entry.label) == (department.head, request.number)
        mine = AccessRequest.objects.filter(pk=request.pk)
        later = now + timedelta(days=9)
        for change in (
            {"scope": "download"},
            {"opens_at": later - timedelta(hours=1), "ends_at": later},
            {"decided_by": department.deputies.get()},
            {"status": "refused", "answer": "x"},
            {"reason": "y"},
        ):
            with pytest.raises(IntegrityError), transaction.atomic():
                mine.update(**change)
        with pytest.raises(IntegrityError), transaction.atomic():
            mine.delete()

    def test_ends_by_itself_at_once_when_told_and_with_the_account(
        self, record, department, applicant, now
    ):
        by = department.head
        over, ended, left = (
            access.approve(request=_ask(record, user, now), hours=1, scope="view", by=by, at=now)
            for user in (applicant, UserFactory(role="Finance"), UserFactory(role="Finance"))
        )
        access.end_access(request=ended, by=by, at=now + timedelta(minutes=1))
        assert not _opens(record, ended.applicant, now + timedelta(minutes=2))
        close_account(user=left.applicant, by=UserFactory(role="Administrators"), at=now)
        left.applicant.refresh_from_db()
        assert not _opens(record, left.applicant, now + timedelta(minutes=2))

        access.chase(at=now + timedelta(hours=2))

        assert set(AccessRequest.objects.values_list("status", flat=True)) == {"ended"}
        assert not _opens(record, over.applicant, now + timedelta(hours=2))


class TestTheScreens:
    def test_let_one_ask_and_another_decide(self, client, record, department, applicant, now):
        client.force_login(applicant)
        address = reverse("archive:ask") + f"?record={record.number}"
        assert record.title in client.get(address).text
        answer = {"reason": "查座位", "scope": "view", "hours": "24"}

        page = client.post(address, answer, follow=True)

        request = AccessRequest.objects.get()
        assert request.number in page.text
        client.force_login(department.head)
        url = reverse("archive:request", args=[request.pk])
        assert "查座位" in client.get(url).text
        page = client.post(url, {"act": "refuse", "answer": ""})
        assert page.status_code == 200
        client.post(url, {"act": "approve", "hours": "4", "scope": "view", "answer": ""})
        assert ArchiveRecord.objects.openable_by(applicant, at=timezone.now()).get() == record

    def test_tell_nobody_else_of_a_request(self, client, record, applicant, now):
        request = _ask(record, applicant, now)
        client.force_login(UserFactory(role="Finance"))

        page = client.get(reverse("archive:request", args=[request.pk]))

        assert page.status_code == 404
        assert request.number not in client.get(reverse("archive:requests") + "?view=all").text

    def test_know_no_record_that_is_secret_to_the_reader(self, client, applicant):
        secret = RecordFactory(secrecy=Secrecy.SECRET)
        client.force_login(applicant)

        page = client.get(reverse("archive:ask") + f"?record={secret.number}")

        assert page.status_code == 404

    @pytest.mark.parametrize(
        "sent",
        [
            {},
            {"act": "approve"},
            {"act": "approve", "hours": "9999", "scope": "view"},
            {"act": "approve", "hours": "x", "scope": "everything"},
            {"act": "refuse", "answer": "字" * 501},
        ],
    )
    def test_say_what_is_wrong_and_decide_nothing(
        self, client, record, department, applicant, now, sent
    ):
        request = _ask(record, applicant, now)
        client.force_login(department.head)

        page = client.post(reverse("archive:request", args=[request.pk]), sent)

        request.refresh_from_db()
        assert (page.status_code in {200, 302, 403}, request.status) == (True, "asked")

    def test_ask_the_database_as_often_for_three_requests_as_for_one(self, client, applicant, now):
        client.force_login(UserFactory(role="Archivist"))
        address = reverse("archive:requests") + "?view=all"
        _ask(RecordFactory(), applicant, now)
        client.get(address)
        with CaptureQueriesContext(connection) as one:
            client.get(address)

        for _n in range(2):
            _ask(RecordFactory(), applicant, now)

        with CaptureQueriesContext(connection) as three:
            client.get(address)
        assert len(three) == len(one)


class TestTheDatabase:
    def test_keeps_what_was_decided_looked_at_and_held_as_it_is(self, now):
        record = RecordFactory(files={"a.txt": b"x"})
        other = RecordFactory(files={"b.txt": b"x"}, secrecy=3)
        applicant, colleague = UserFactory(role="Finance"), UserFactory(role="Finance")
        [request] = access.ask(records=[record], reason="核对", by=applicant, at=now)
        head = record.department.head
        access.approve(request=request, hours=1, scope="view", by=head, at=now)
        note_opening(
            file=record.files.get(), kind="page", by=applicant, at=now, address="10.0.0.1", page=1
        )
        hold(record=record, reason="诉讼", by=colleague, at=now)
        requests, views = AccessRequest.objects, RecordView.objects
        items, holds = AccessItem.objects, LegalHold.objects

        for change in (
            lambda: requests.update(ends_at=now + timedelta(days=900)),
            lambda: items.create(request=request, record=other, record_number=other.number),
            lambda: items.update(record=other),
            lambda: items.all().delete(),
            lambda: views.update(by=colleague),
            lambda: views.update(record=other),
            lambda: views.update(file=other.files.get()),
            lambda: holds.update(reason="别的"),
            lambda: holds.all().delete(),
        ):
            with pytest.raises(IntegrityError), transaction.atomic():
                change()

        access.end_access(request=request, by=head, at=now + timedelta(minutes=1))
        lift_hold(record=record, reason="结案", by=colleague, at=now)
        with pytest.raises(IntegrityError), transaction.atomic():
            holds.update(lifted_at=None)


class TestARecordThatMoves:
    def test_takes_its_requests_to_the_head_who_decides_now(
        self, department, record, applicant, now
    ):
        archivist, other = UserFactory(role="Archivist"), DepartmentFactory()
        second = RecordFactory(department=department)
        [request] = access.ask(records=[record, second], reason="核对", by=applicant, at=now)

        change_record(record=record, to={"department": other}, by=archivist, at=now)

        (moved,) = AccessRequest.objects.filter(items__record=record)
        assert (moved.department, moved.reason, moved.applicant) == (other, "核对", applicant)
        assert access.may_decide(moved, other.head, now)
        access.approve(request=request, hours=1, scope="view", by=department.head, at=now)
        opened = ArchiveRecord.objects.openable_by(applicant, at=now + timedelta(minutes=1))
        assert list(opened) == [second]

    def test_leaves_an_empty_request_withdrawn_with_the_number_of_the_next(
        self, record, applicant, now
    ):
        archivist = UserFactory(role="Archivist")
        [request] = access.ask(records=[record], reason="核对", by=applicant, at=now)

        change_record(record=record, to={"department": DepartmentFactory()}, by=archivist, at=now)

        request.refresh_from_db()
        moved = AccessRequest.objects.get(items__record=record)
        assert (request.status, request.answer) == (RequestStatus.WITHDRAWN, f"→ {moved.number}")

    @pytest.mark.parametrize("is_moved", [False, True])
    def test_ends_what_was_allowed_on_other_terms(self, record, applicant, is_moved, now):
        archivist = UserFactory(role="Archivist")
        [request] = access.ask(records=[record], reason="核对", by=applicant, at=now)
        access.approve(request=request, hours=9, scope="view", by=record.department.head, at=now)
        to = {"department": DepartmentFactory()} if is_moved else {"secrecy": Secrecy.SECRET}

        change_record(record=record, to=to, by=archivist, at=now + timedelta(minutes=1))

        opened = ArchiveRecord.objects.openable_by(applicant, at=now + timedelta(minutes=2))
        assert not opened.exists()


class TestTheListOfWhatIsToBeDecided:
    @pytest.mark.parametrize("head", ["active", "left", "none", "applicant"])
    @pytest.mark.parametrize("deputy", ["active", "left", "none", "applicant"])
    @pytest.mark.parametrize("is_away", [False, True])
    @pytest.mark.parametrize("is_passed_on", [False, True])
    def test_names_the_very_people_who_may(self, head, deputy, is_away, is_passed_on, now):
        applicant, outsider = UserFactory(role="Finance"), UserFactory(role="Finance")
        people = {
            "active": lambda: UserFactory(role="Marketing"),
            "left": lambda: UserFactory(is_active=False),
            "none": lambda: None,
            "applicant": lambda: applicant,
        }
        led_by, stands_in = people[head](), people[deputy]()
        department = DepartmentFactory(
            head=led_by,
            deputies=[stands_in] if stands_in else [],
            head_away_until=house_day(now) if is_away else None,
        )
        request = AccessRequest.objects.create(
            number="Q-1",
            applicant=applicant,
            department=department,
            reason="核对",
            asked_at=now,
            escalated_at=now if is_passed_on else None,
        )
        settling = UserFactory(role="Management")
        staff = [one for one in (applicant, outsider, led_by, stands_in, settling) if one]

        for one in staff:
            listed = requests_of(one, "decide", at=now).filter(pk=request.pk).exists()
            expected = one.is_active and access.may_decide(request, one, now)
            assert (listed and one.is_active) == expected, one
