"""What is kept no longer than it is needed for. (PRV-05)"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from freezegun import freeze_time
from wagtail.models import ModelLogEntry

from foyer.clients.models import Contact
from foyer.core.jobs import carry_due_jobs
from foyer.core.models import Job, User
from foyer.guests.models import Guest, SignIn
from foyer.privacy.declarations import ERASED
from foyer.privacy.enums import ConsentChannel, ConsentPurpose, ViewPlace
from foyer.privacy.models import Consent, PrivacyPolicy, ViewLogEntry
from foyer.privacy.services.consents import give_consent, withdraw_consent
from foyer.privacy.services.retention import retention_report
from foyer.privacy.services.view_log import note_view
from foyer.privacy.tasks import retention
from tests.factories import (
    ClientFactory,
    ContactFactory,
    DealFactory,
    EventFactory,
    GuestFactory,
    SignInFactory,
)

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)  # noon in Shanghai
LATE = datetime(2026, 3, 10, 15, 30, tzinfo=UTC)  # half past eleven at night there
PERIODS = {"guest_lists": 10, "contacts": 20, "consents": 30, "view_log": 5}


@pytest.fixture(autouse=True)
def _policy(db: None) -> None:
    PrivacyPolicy.objects.update_or_create(pk=1, defaults={"periods": PERIODS})


def tick(at: datetime) -> None:
    """Let the daily pass and the worker do their work at a moment."""
    with freeze_time(at):
        retention(at=timezone.now())
        carry_due_jobs(clock=timezone.now)


def stands_on_the_last_day_and_not_after(
    moment: datetime, days: int, stands: Callable[[], bool]
) -> tuple[bool, bool]:
    """Tell whether something stands after the pass on its last day, and after that of the next day.

    The last day's pass runs at the end of that day, the next at its beginning, house time.
    """
    last = timezone.localtime(moment).replace(hour=23, minute=59) + timedelta(days=days - 1)
    tick(last)
    before = stands()
    tick(last + timedelta(minutes=2))
    return before, stands()


class TestRetention:
    @pytest.mark.parametrize("ends_at", [NOON, LATE])
    def test_keeps_a_guest_to_the_last_day(self, ends_at: datetime):
        event = EventFactory(starts_at=ends_at - timedelta(hours=2), ends_at=ends_at)
        guest = GuestFactory(event=event, contact=None, name="林若兰")

        def stands() -> bool:
            return Guest.objects.get(pk=guest.pk).name == "林若兰"

        assert stands_on_the_last_day_and_not_after(ends_at, 10, stands) == (True, False)

    def test_keeps_the_counts_and_cleans_the_log(self, administrator: User):
        event = EventFactory(starts_at=NOON - timedelta(hours=2), ends_at=NOON)
        guest = GuestFactory(event=event, name="林若兰", replied_yes=True)
        SignInFactory(guest=guest, undone=True, undo_reason="林若兰走错了")
        ModelLogEntry.objects.log_action(guest, "wagtail.edit", user=administrator)

        tick(NOON + timedelta(days=10))

        guest.refresh_from_db()
        assert (guest.name, guest.phone, guest.reply) == (ERASED, "", "yes")
        assert SignIn.objects.get().undo_reason == ERASED
        edited = ModelLogEntry.objects.get(action="wagtail.edit")
        assert (edited.label, edited.user) == (ERASED, administrator)

    def test_keeps_a_contact_to_the_last_day(self):
        with freeze_time(NOON):
            contact = ContactFactory(client=None)

        def stands() -> bool:
            return Contact.objects.filter(pk=contact.pk).exists()

        assert stands_on_the_last_day_and_not_after(NOON, 20, stands) == (True, False)

    def test_keeps_a_contact_with_whom_there_were_dealings(self):
        with freeze_time(NOON):
            contact, _idle = ContactFactory.create_batch(2)
        GuestFactory(
            contact=contact,
            event=EventFactory(
                starts_at=NOON + timedelta(days=15), ends_at=NOON + timedelta(days=15, hours=2)
            ),
        )

        tick(NOON + timedelta(days=21))

        assert list(Contact.objects.all()) == [contact]

    def test_keeps_a_contact_whose_client_still_buys(self):
        with freeze_time(NOON):
            contact, idle = (ContactFactory(client=ClientFactory()) for _n in range(2))
        for client, day in ((contact.client, 15), (idle.client, 0)):
            DealFactory(client=client, done_on=(NOON + timedelta(days=day)).date())

        tick(NOON + timedelta(days=21))

        assert list(Contact.objects.all()) == [contact]

    def test_keeps_a_withdrawn_consent_to_the_last_day_and_a_standing_one_for_good(self):
        consents = [
            give_consent(
                person=ContactFactory(),
                purpose=ConsentPurpose.PHOTOS,
                text="可以拍照。",
                language="zh-hans",
                channel=ConsentChannel.PAPER,
                at=NOON,
            )
            for _n in range(2)
        ]
        withdraw_consent(consent=consents[0], channel=ConsentChannel.PHONE, at=NOON)

        def stands() -> bool:
            return Consent.objects.filter(pk=consents[0].pk).exists()

        assert stands_on_the_last_day_and_not_after(NOON, 30, stands) == (True, False)
        assert Consent.objects.get() == consents[1]

    def test_keeps_the_view_log_to_the_last_day(self, administrator: User):
        note_view(record=ContactFactory(), place=ViewPlace.PAGE, by=administrator, at=NOON)

        def stands() -> bool:
            return ViewLogEntry.objects.exists()

        assert stands_on_the_last_day_and_not_after(NOON, 5, stands) == (True, False)

    def test_keeps_without_end_what_has_no_period(self):
        PrivacyPolicy.objects.update(periods=dict.fromkeys(PERIODS))
        guest = GuestFactory(event=EventFactory(starts_at=NOON, ends_at=NOON + timedelta(hours=1)))

        tick(NOON + timedelta(days=36_000))

        assert Guest.objects.get().name == guest.name

    def test_starts_no_job_when_nothing_is_due_and_does_nothing_twice(self):
        event = EventFactory(starts_at=NOON - timedelta(hours=2), ends_at=NOON)
        GuestFactory(event=event)

        tick(NOON)
        none = Job.objects.count()
        tick(NOON + timedelta(days=10))
        one = Job.objects.count()
        tick(NOON + timedelta(days=11))

        assert (none, one, Job.objects.count()) == (0, 1, 1)
        assert Job.objects.get().result == {"guests.Guest anonymised": 1}

    def test_forgets_sessions_that_are_over(self):
        with freeze_time(NOON):
            session = SessionStore()
            session["x"] = "y"
            session.set_expiry(60)
            session.save()

        tick(NOON + timedelta(days=1))

        assert Session.objects.count() == 0


class TestTheReport:
    def test_counts_what_is_due_now_and_soon_and_changes_nothing(self):
        for days in (10, 9, 40):
            ends_at = NOON - timedelta(days=days)
            event = EventFactory(starts_at=ends_at - timedelta(hours=1), ends_at=ends_at)
            GuestFactory(event=event)

        report = {lapse.purpose.key: lapse for lapse in retention_report(at=NOON)}

        lists = report["guest_lists"]
        assert (lists.days, lists.due, lists.soon) == (10, 2, 1)
        assert lists.oldest == NOON - timedelta(days=40)
        assert Guest.objects.exclude(name=ERASED).count() == 3

    def test_is_a_page_for_those_who_read_the_registers(self, log_in):
        event = EventFactory(past=True, ends_at=timezone.now() - timedelta(days=29))
        GuestFactory(event=event)

        page = log_in("Management").get(reverse("privacy:retention"))

        report = {lapse.purpose.key: lapse for lapse in page.context["report"]}
        assert (page.status_code, report["guest_lists"].due) == (200, 1)

    def test_is_printed_by_the_command_and_carried_out_without_dry_run(self):
        event = EventFactory(starts_at=NOON - timedelta(hours=2), ends_at=NOON)
        GuestFactory(event=event)
        said: Any = StringIO()

        with freeze_time(NOON + timedelta(days=10)):
            call_command("retention", "--dry-run", stdout=said)
            unchanged = Guest.objects.exclude(name=ERASED).count()
            call_command("retention", stdout=said)

        assert "guest_lists: 10 days, 1 due" in said.getvalue()
        assert (unchanged, Guest.objects.get().name) == (1, ERASED)
