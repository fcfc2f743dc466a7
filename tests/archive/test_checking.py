"""Every file is looked at in its turn; what is hurt is told once, to those who may know. (000-28)"""

from __future__ import annotations

import os
import tracemalloc
from datetime import timedelta
from itertools import pairwise

import pytest
from django.core import mail
from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.users.models import UserProfile

from foyer.archive.enums import FileHealth, Secrecy
from foyer.archive.models import ArchivePolicy, IntegrityCheck, RecordFile
from foyer.archive.services import checking
from foyer.archive.services.checking import begin_check, check_due
from foyer.archive.services.refusals import CheckRunning
from foyer.core.enums import JobStatus
from foyer.core.jobs import carry_due_jobs
from foyer.core.models import Job
from foyer.core.uploads.fields import DIRECTORY, private_storage
from tests.archive.keeping import carry, flip, path_of
from tests.factories import ClientDocumentFactory, RecordFactory, UserFactory

pytestmark = pytest.mark.django_db
CHECKS = "/admin/archive/checks/"


@pytest.fixture
def archivist():
    return UserFactory(role="Archivist", email="archivist@example.com")


@pytest.fixture
def record():
    keeper = UserFactory(role="Marketing", email="keeper@example.com")
    files = {"名单.txt": b"one", "座位.txt": b"two", "菜单.txt": b"three"}
    return RecordFactory(keeper=keeper, files=files, secrecy=Secrecy.CONFIDENTIAL)


def checked(by) -> IntegrityCheck:
    check = begin_check(by=by, at=timezone.now())
    carry()
    check.refresh_from_db()
    return check


def health(record) -> dict[str, str]:
    return dict(record.files.values_list("name", "health"))


class TestACheck:
    def test_tells_what_changed_and_what_is_missing(self, archivist, record):
        flip(record.files.get(name="名单.txt"))
        path_of(record.files.get(name="座位.txt")).unlink()

        check = checked(archivist)

        assert health(record) == {"名单.txt": "changed", "座位.txt": "missing", "菜单.txt": "sound"}
        assert (check.files, check.changed, check.missing) == (3, 1, 1)
        assert check.finished_at is not None
        fault = next(one for one in check.faults if one.get("health") == "changed")
        assert (fault["size"], fault["expected_size"]) == (3, 3)
        assert fault["sha256"] != fault["expected_sha256"]

    def test_notices_a_file_that_grew(self, archivist, record):
        with path_of(record.files.first()).open("ab") as file:
            file.write(b"!")

        assert checked(archivist).changed == 1

    def test_refuses_a_second_one_beside_it(self, archivist, record):
        begin_check(by=archivist, at=timezone.now())

        with pytest.raises(CheckRunning):
            begin_check(by=archivist, at=timezone.now())

        assert IntegrityCheck.objects.count() == 1

    def test_goes_on_where_a_dead_worker_stopped(self, archivist, record, monkeypatch):
        monkeypatch.setattr(checking, "_FILES_A_STEP", 1)
        seen: list[str] = []
        real = checking.look

        def dies_at_the_second(file: RecordFile):
            seen.append(file.name)
            if len(seen) == 2:
                raise SystemExit
            return real(file)

        monkeypatch.setattr(checking, "look", dies_at_the_second)
        check = begin_check(by=archivist, at=timezone.now())
        with pytest.raises(SystemExit):
            carry()
        monkeypatch.setattr(checking, "look", real)
        Job.objects.filter(status=JobStatus.RUNNING).update(status=JobStatus.WAITING, claim="")
        carry()

        check.refresh_from_db()
        assert (check.files, check.changed, check.missing) == (3, 0, 0)

    def test_holds_no_more_than_a_piece_of_a_file(self, archivist):
        checked(archivist)  # what is loaded only once is no part of it
        RecordFactory(files={"录像.bin": b"x" * (24 * 1024 * 1024)})
        tracemalloc.start()

        checked(archivist)

        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert peak < 8 * 1024 * 1024

    def test_names_stored_files_no_row_knows_and_leaves_them(self, archivist, record):
        ClientDocumentFactory()
        storage = private_storage()
        name = storage.save(f"{DIRECTORY}/stray.txt", ContentFile(b"stray"))
        fresh = storage.save(f"{DIRECTORY}/fresh.txt", ContentFile(b"on its way"))
        long_ago = (timezone.now() - timedelta(days=3)).timestamp()
        os.utime(storage.path(name), (long_ago, long_ago))
        known = {path_of(file) for file in record.files.all()}
        for path in known:
            os.utime(path, (long_ago, long_ago))

        strays = {one["orphan"] for one in checked(archivist).faults}

        assert name in strays
        assert fresh not in strays
        assert strays.isdisjoint(file.file.name for file in record.files.all())
        assert storage.exists(name)
        storage.delete(name)
        storage.delete(fresh)


class TestTheDaysRun:
    def test_brings_each_file_to_its_turn_in_time(self, record, now):
        days = ArchivePolicy.load().check_every_days
        RecordFactory(files={f"{n}.txt": b"x" for n in range(7)})
        seen_at: dict[int, list] = {}

        for day in range(days + 2):
            at = now + timedelta(days=day)
            check_due(at=at)
            carry_due_jobs(clock=lambda at=at: at)
            for pk in RecordFile.objects.filter(checked_at=at).values_list("pk", flat=True):
                seen_at.setdefault(pk, []).append(day)

        assert len(seen_at) == 10
        assert all(turns[0] <= 1 for turns in seen_at.values())
        assert all(
            later - earlier <= days
            for turns in seen_at.values()
            for earlier, later in pairwise(turns)
        )

    def test_makes_no_row_where_there_is_no_file(self, now):
        assert check_due(at=now) is None
        assert not IntegrityCheck.objects.exists()


class TestTheAlarm:
    def test_is_given_once_a_fault_and_again_when_the_file_is_back(self, archivist, record):
        file = record.files.get(name="名单.txt")
        original = path_of(file).read_bytes()
        flip(file)

        checked(archivist)
        first = [(letter.to[0].rpartition("<")[2].strip(">"), letter) for letter in mail.outbox]
        checked(archivist)
        again = len(mail.outbox)
        path_of(file).write_bytes(original)
        checked(archivist)

        assert sorted(who for who, _letter in first) == [
            "archivist@example.com",
            "keeper@example.com",
        ]
        assert all(
            record.number in letter.body and "名单.txt" in letter.body for _who, letter in first
        )
        assert again == 2
        assert len(mail.outbox) == 4
        assert health(record)["名单.txt"] == FileHealth.SOUND

    def test_speaks_each_reader_s_language(self, archivist, record):
        profile = UserProfile.get_for_user(record.keeper)
        profile.preferred_language = "en"
        profile.save()
        flip(record.files.first())

        checked(archivist)

        by_reader = {letter.to[0].rpartition("<")[2].strip(">"): letter for letter in mail.outbox}
        assert "is damaged or missing" in by_reader["keeper@example.com"].subject
        assert "档案" in by_reader["archivist@example.com"].subject

    def test_goes_to_nobody_who_may_not_know_of_the_record(self, archivist, record):
        UserFactory(role="Administrators", email="admin@example.com")
        UserFactory(role="Finance", email="finance@example.com")
        flip(record.files.first())

        checked(archivist)

        told = {letter.to[0].rpartition("<")[2].strip(">") for letter in mail.outbox}
        assert told == {"archivist@example.com", "keeper@example.com"}


class TestThePages:
    def test_name_files_only_to_those_who_may_know_of_the_record(self, archivist, record, log_in):
        flip(record.files.get(name="名单.txt"))
        check = checked(archivist)

        shown = {
            role: log_in(role).get(f"{CHECKS}{check.pk}/").content.decode()
            for role in ("Archivist", "Administrators", "Management")
        }

        assert ("名单.txt" in shown["Archivist"], record.number in shown["Archivist"]) == (
            True,
            True,
        )
        for role in ("Administrators", "Management"):
            assert ("名单.txt" in shown[role], record.number in shown[role]) == (False, False)

    def test_give_the_report_on_paper_and_as_a_table(self, archivist, record, log_in):
        flip(record.files.get(name="名单.txt"))
        check = checked(archivist)
        client = log_in(user=archivist)

        paper = client.get(f"{CHECKS}{check.pk}/print/").content.decode()
        table = b"".join(client.get(f"{CHECKS}{check.pk}/table/").streaming_content).decode(
            "utf-8-sig"
        )

        assert "名单.txt" in paper
        row = table.splitlines()[1]
        assert row.startswith(f'"{record.number}","名单.txt","1"')
        assert record.files.get(name="名单.txt").sha256 in row

    @pytest.mark.parametrize(
        ("role", "runs"),
        [("Archivist", 1), ("Administrators", 1), ("Management", 0), ("Finance", 0)],
    )
    def test_let_only_those_start_a_check_who_have_the_right(self, record, log_in, role, runs):
        log_in(role).post(CHECKS)

        assert IntegrityCheck.objects.count() == runs

    def test_ask_as_often_for_three_runs_as_for_one(
        self, archivist, record, log_in, django_assert_num_queries, django_assert_max_num_queries
    ):
        client = log_in(user=archivist)
        flip(record.files.get(name="菜单.txt"))
        check = checked(archivist)
        client.get(CHECKS)
        with django_assert_max_num_queries(20) as asked:
            client.get(CHECKS)
        for file in record.files.exclude(name="菜单.txt"):
            flip(file)
        with django_assert_max_num_queries(20) as one:
            client.get(f"{CHECKS}{check.pk}/")

        second = checked(archivist)
        checked(archivist)

        with django_assert_num_queries(len(asked.captured_queries)):
            client.get(CHECKS)
        with django_assert_num_queries(len(one.captured_queries)):
            client.get(f"{CHECKS}{second.pk}/")

    def test_stand_on_the_archivist_s_first_page(self, archivist, record, log_in):
        path_of(record.files.first()).unlink()
        checked(archivist)

        archivists = log_in(user=archivist).get("/admin/").content.decode()
        others = log_in("Finance").get("/admin/").content.decode()

        assert 'id="keeping-panel-title"' in archivists
        assert 'id="keeping-panel-title"' not in others
