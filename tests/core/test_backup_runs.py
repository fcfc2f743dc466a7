"""Backups the house makes by itself, their list, and the alarm when the newest is too old. (001-30)"""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from foyer.core.backups import runs
from foyer.core.backups.alarm import backup_trouble, watch_backups
from foyer.core.backups.enums import BackupStatus
from foyer.core.backups.house import this_house
from foyer.core.backups.keys import backup_keys
from foyer.core.backups.making import make_backup
from foyer.core.backups.models import BackupAlarm, BackupRun
from foyer.core.backups.reading import read_backup
from foyer.core.backups.runs import (
    BackupUnderWay,
    ask_for_backup,
    backups_shown,
    is_backup_due,
    tend_folder,
)
from foyer.core.backups.tasks import keep_backups
from foyer.core.enums import JobStatus
from foyer.core.jobs import carry
from foyer.core.models import HousePolicy, Job
from foyer.privacy.models import PrivacyPolicy
from tests.factories import BackupRunFactory, UserFactory

NOON = datetime(2026, 12, 6, 4, tzinfo=UTC)


@pytest.fixture
def folder(settings, tmp_path: Path, db: None) -> Path:
    """The folder of backups of a house that has a key."""
    settings.BACKUP_DIR = tmp_path / "backups"
    settings.BACKUP_KEYS = ["AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"]
    settings.BACKUP_DIR.mkdir()
    return settings.BACKUP_DIR


@pytest.fixture
def committed(transactional_db: None, folder: Path) -> Path:
    """The same, in a house whose records other programs see."""
    return folder


def lying(folder: Path, *, at: datetime, **values: object) -> BackupRun:
    run: BackupRun = BackupRunFactory(made_at=at, **values)
    (folder / run.name).write_bytes(b"x")
    return run


class TestBackupOfTheNight:
    def test_is_made_verified_and_reported(self, committed: Path):
        run = ask_for_backup(by=None, at=NOON)

        carry(pk=run.job_id, clock=lambda: NOON)
        run.refresh_from_db()
        known = read_backup(path=committed / run.name, house=this_house(), keys=backup_keys())

        assert (run.status, run.verified_at) == (BackupStatus.VERIFIED, NOON)
        assert (run.rows, run.size) == (known.rows, (committed / run.name).stat().st_size)
        assert Job.objects.get(pk=run.job_id).status == JobStatus.DONE

    def test_says_what_went_wrong(self, committed: Path, settings):
        run = ask_for_backup(by=None, at=NOON)
        settings.BACKUP_KEYS = []

        carry(pk=run.job_id, clock=lambda: NOON)
        run.refresh_from_db()

        assert run.status == BackupStatus.FAILED
        assert "FOYER_BACKUP_KEY" in run.trouble
        assert list(committed.iterdir()) == []

    def test_is_not_written_again_where_the_database_was_restored_from_it(self, committed: Path):
        run = ask_for_backup(by=None, at=NOON)
        path = committed / run.name
        made_at = NOON - timedelta(days=3)
        make_backup(house=this_house(), path=path, key=backup_keys()[0], at=made_at)
        before = path.read_bytes()

        carry(pk=run.job_id, clock=lambda: NOON)
        run.refresh_from_db()

        assert path.read_bytes() == before
        assert (run.status, run.made_at) == (BackupStatus.VERIFIED, made_at)

    def test_that_is_damaged_loses_its_name_and_is_not_deleted_at_once(self, committed: Path):
        run = ask_for_backup(by=None, at=NOON)
        path = committed / run.name
        make_backup(house=this_house(), path=path, key=backup_keys()[0], at=NOON)
        path.write_bytes(path.read_bytes()[:-1])

        carry(pk=run.job_id, clock=lambda: NOON)
        run.refresh_from_db()

        assert run.status == BackupStatus.FAILED
        assert "truncated" in run.trouble or "不完整" in run.trouble
        assert [left.name for left in committed.iterdir()] == [f"{run.name}.damaged"]

    def test_is_made_once_at_a_time(self, folder: Path):
        ask_for_backup(by=None, at=NOON)

        with pytest.raises(BackupUnderWay):
            ask_for_backup(by=None, at=NOON)

    def test_is_due_once_a_day_after_its_hour(self, folder: Path):
        at_three = datetime(2026, 12, 5, 19, tzinfo=UTC)  # in Shanghai
        lying(folder, at=at_three - timedelta(hours=2))

        due = [is_backup_due(at=at_three + timedelta(hours=n)) for n in (-1, 0, 5)]
        lying(folder, at=at_three + timedelta(hours=5))
        later = [is_backup_due(at=at_three + timedelta(hours=n)) for n in (6, 23, 24)]

        assert (due, later) == ([False, True, True], [False, False, True])

    def test_is_tried_again_when_it_failed(self, folder: Path):
        BackupRunFactory(made_at=NOON, status=BackupStatus.FAILED, verified_at=None)

        assert is_backup_due(at=NOON + timedelta(hours=1))

    def test_is_given_up_when_its_job_was(self, folder: Path):
        run = ask_for_backup(by=None, at=NOON)
        Job.objects.filter(pk=run.job_id).update(status=JobStatus.FAILED, error="died")

        tend_folder(at=NOON)
        run.refresh_from_db()

        assert (run.status, run.trouble) == (BackupStatus.FAILED, "died")

    def test_is_not_asked_for_without_a_folder(self, settings, db: None):
        settings.BACKUP_DIR = None

        keep_backups(at=NOON)

        assert (BackupRun.objects.count(), BackupAlarm.objects.count()) == (0, 0)


class TestTendingTheFolder:
    def test_deletes_what_is_over_its_time_but_never_the_newest_verified(self, folder: Path):
        old = lying(folder, at=NOON - timedelta(days=90))
        newest = lying(folder, at=NOON - timedelta(days=80))

        assert tend_folder(at=NOON) == [old.name]
        old.refresh_from_db()
        assert (old.status, old.gone_at) == (BackupStatus.DELETED, NOON)
        assert [path.name for path in folder.iterdir()] == [newest.name]

    def test_keeps_none_longer_than_the_policy_on_personal_data(self, folder: Path):
        PrivacyPolicy.objects.update_or_create(
            pk=PrivacyPolicy.load().pk, defaults={"backup_days": 10}
        )
        HousePolicy.objects.update_or_create(
            pk=HousePolicy.load().pk, defaults={"backup_monthly": 12}
        )
        old = lying(folder, at=NOON - timedelta(days=11))
        lying(folder, at=NOON)

        assert tend_folder(at=NOON) == [old.name]

    def test_notes_what_was_made_by_hand_and_what_is_no_longer_there(self, folder: Path):
        lost: BackupRun = BackupRunFactory(made_at=NOON)
        (folder / "by-hand.backup").write_bytes(b"xyz")
        (folder / "other.txt").write_text("x")

        tend_folder(at=timezone.now())
        lost.refresh_from_db()
        found = BackupRun.objects.exclude(pk=lost.pk).get()

        assert (found.name, found.status, found.size) == ("by-hand.backup", BackupStatus.FOUND, 3)
        assert lost.status == BackupStatus.LOST
        assert (folder / "other.txt").exists()

    def test_sweeps_up_what_a_dead_worker_left(self, folder: Path):
        part = folder / "foyer.backup.abcd.part"
        part.write_bytes(b"half")

        tend_folder(at=timezone.now())
        assert part.exists()

        tend_folder(at=timezone.now() + timedelta(days=2))
        assert not part.exists()


class TestAlarm:
    def test_is_raised_and_told_once_and_ends_with_a_new_backup(self, folder: Path, administrator):
        UserFactory(role="Reception")
        lying(folder, at=NOON - timedelta(hours=25))

        watch_backups(at=NOON)
        assert (len(mail.outbox), BackupAlarm.objects.count()) == (0, 0)

        for hours in (1, 2, 3):
            watch_backups(at=NOON + timedelta(hours=hours))
        assert [letter.to[0].rpartition("<")[2].strip(">") for letter in mail.outbox] == [
            administrator.email
        ]
        assert "/admin/backups/" in mail.outbox[0].body

        lying(folder, at=NOON + timedelta(hours=4))
        watch_backups(at=NOON + timedelta(hours=4))
        assert BackupAlarm.objects.get().ended_at == NOON + timedelta(hours=4)

        watch_backups(at=NOON + timedelta(hours=40))
        assert len(mail.outbox) == 2

    def test_is_raised_where_every_attempt_failed(self, folder: Path, administrator):
        BackupRunFactory(made_at=NOON, status=BackupStatus.FAILED, verified_at=None)

        watch_backups(at=NOON + timedelta(hours=26))

        assert len(mail.outbox) == 1

    def test_is_not_silenced_by_a_backup_nobody_verified(self, folder: Path, administrator):
        lying(folder, at=NOON - timedelta(hours=30))
        lying(folder, at=NOON, status=BackupStatus.FOUND, verified_at=None)

        watch_backups(at=NOON)

        assert len(mail.outbox) == 1

    @pytest.mark.parametrize("hours", [0, 30])
    def test_says_in_words_what_is_wrong(self, hours: int, folder: Path, settings):
        lying(folder, at=NOON)
        at = NOON + timedelta(hours=hours)

        assert bool(backup_trouble(at=at)) is bool(hours)
        settings.BACKUP_KEYS = []
        assert "FOYER_BACKUP_KEY" in backup_trouble(at=at)


class TestPageOfBackups:
    def test_tells_until_when_each_is_kept(self, folder: Path, log_in):
        lying(folder, at=timezone.now() - timedelta(days=1))
        lying(folder, at=timezone.now())

        page = log_in("Administrators").get(reverse("backups:list"))
        shown = page.context["backups"]

        assert page.status_code == 200
        assert [one.is_last for one in shown] == [True, False]
        assert shown[1].kept_until == backups_shown()[1].kept_until

    def test_asks_the_database_no_more_for_three_than_for_one(
        self, folder: Path, log_in, django_assert_num_queries, django_assert_max_num_queries
    ):
        staff, url = log_in("Administrators"), reverse("backups:list")
        lying(folder, at=NOON, by=UserFactory())
        staff.get(url)
        with django_assert_max_num_queries(40) as one:
            staff.get(url)
        for n in range(2):
            lying(folder, at=NOON + timedelta(hours=n), by=UserFactory())

        with django_assert_num_queries(len(one)):
            staff.get(url)

    def test_has_one_made_by_a_button(self, folder: Path, administrator, log_in):
        staff = log_in(user=administrator)

        answers = [staff.post(reverse("backups:list"), follow=True) for _twice in range(2)]

        assert [answer.status_code for answer in answers] == [200, 200]
        assert BackupRun.objects.get().by == administrator
        assert Job.objects.filter(kind=runs.JOB).count() == 1

    def test_says_why_none_can_be_made(self, settings, log_in):
        settings.BACKUP_DIR = None

        page = log_in("Administrators").post(reverse("backups:list"), follow=True)

        assert "FOYER_BACKUP_DIR" in page.content.decode()
        assert BackupRun.objects.count() == 0
