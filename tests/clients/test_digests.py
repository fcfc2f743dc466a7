"""The morning mail to those who look after clients. (001-12)"""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from wagtail.users.models import UserProfile

from foyer.clients.care_enums import DigestStatus
from foyer.clients.models import CarePolicy, DigestChoice, DueDigest
from foyer.clients.queries.due_items import DueScope
from foyer.clients.queries.due_list import due_items
from foyer.clients.services.digests import SEND_DIGESTS, start_digests
from foyer.clients.services.due_decisions import hand_on
from foyer.core.enums import JobStatus
from foyer.core.jobs import carry_due_jobs
from foyer.core.models import Job
from foyer.core.ticks import run_due
from tests.clients.days import moment
from tests.factories import ClientFactory, ContactFactory, UserFactory, VisitFactory

pytestmark = pytest.mark.django_db
THURSDAY = date(2026, 11, 26)
MORNING = moment(THURSDAY, "08:01")


def morning(at=MORNING) -> None:
    """Do what the workers do at a moment: the passes, then the jobs."""
    start_digests(at=at)
    carry_due_jobs(clock=lambda: at)


@pytest.fixture
def manager():
    """An account manager with one key client long not spoken to, whose contact has a birthday."""
    manager = UserFactory(role="Account managers", last_name="许", first_name="安然")
    client = ClientFactory(name="杭州江南文化传媒有限公司", key=True, account_manager=manager)
    contact = ContactFactory(
        client=client, name="欧阳明月", phone="13800001234", birthday=date(1980, 11, 27)
    )
    VisitFactory(client=client, happened_at=moment(date(2026, 9, 1)), contacts=[contact])
    return manager


class TestMorningMail:
    def test_brings_figures_and_the_way_to_the_list(self, manager, smtp_inbox, settings):
        settings.PUBLIC_URL = "https://club.example"

        morning()

        (letter,) = smtp_inbox.letters
        text = letter.get_body(("plain",)).get_content()
        assert smtp_inbox.addresses == [manager.email]
        assert "许安然" in text
        assert "https://club.example/admin/care/due/" in text
        assert {"逾期: 1", "今天: 1", "定期联系: 1", "生日: 1"} <= set(text.splitlines())
        assert DueDigest.objects.get().status == DigestStatus.SENT

    def test_names_no_client_no_person_and_no_number(self, manager, smtp_inbox):
        morning()

        (letter,) = smtp_inbox.letters
        told = "".join(part.get_content() for part in letter.walk() if not part.is_multipart())
        for secret in ("江南", "欧阳", "1234", "11-27"):
            assert secret not in told + str(letter["Subject"])

    def test_goes_out_once_a_day_however_often_the_workers_look(self, manager, smtp_inbox):
        for minutes in (0, 5, 300, 700):
            morning(MORNING + timedelta(minutes=minutes))

        assert len(smtp_inbox.letters) == 1

    def test_goes_out_again_the_next_day(self, manager, smtp_inbox):
        morning()
        morning(MORNING + timedelta(days=1))

        assert len(smtp_inbox.letters) == 2

    def test_waits_for_the_houses_hour_in_the_houses_zone(self, manager, smtp_inbox):
        with timezone.override("America/New_York"):
            morning(moment(THURSDAY, "07:59"))
            early = len(smtp_inbox.letters)
            morning(moment(THURSDAY, "08:00"))

        assert (early, len(smtp_inbox.letters)) == (0, 1)

    @pytest.mark.parametrize(("days", "sent"), [("weekdays", 0), ("every_day", 1)])
    def test_rests_on_saturday_where_the_policy_says_so(self, manager, smtp_inbox, days, sent):
        policy = CarePolicy.load()
        policy.digest_days = days
        policy.save()

        morning(MORNING + timedelta(days=2))

        assert len(smtp_inbox.letters) == sent

    def test_is_not_sent_to_those_with_nothing_due(self, smtp_inbox):
        UserFactory(role="Account managers")
        ClientFactory(account_manager=UserFactory(role="Account managers"))

        morning()

        assert smtp_inbox.letters == []
        assert not DueDigest.objects.exists()

    @pytest.mark.parametrize(
        "change",
        [
            lambda user: DigestChoice.objects.create(user=user, wanted=False),
            lambda user: type(user).objects.filter(pk=user.pk).update(is_active=False),
            lambda user: type(user).objects.filter(pk=user.pk).update(email=""),
            lambda user: user.groups.clear(),
        ],
    )
    def test_is_not_sent_to_those_who_do_not_want_or_may_not_have_it(
        self, manager, smtp_inbox, change
    ):
        change(manager)

        morning()

        assert smtp_inbox.letters == []

    def test_goes_to_whom_something_was_handed(self, manager, smtp_inbox):
        colleague = UserFactory(role="Account managers")
        items = due_items(DueScope(manager=manager.pk), policy=CarePolicy.load(), today=THURSDAY)
        for item in items:
            hand_on(item=item, to=colleague, by=manager, at=MORNING)

        morning()

        assert smtp_inbox.addresses == [colleague.email]

    @pytest.mark.parametrize(
        ("language", "subject"),
        [
            ("zh-hans", "您的客户有2项待办"),
            ("zh-hant", "您的客戶有 2 項待辦"),
            ("en", "2 things are due at your clients"),
        ],
    )
    def test_speaks_the_readers_language(self, manager, smtp_inbox, language, subject):
        profile = UserProfile.get_for_user(manager)
        profile.preferred_language = language
        profile.save()

        morning()

        assert [str(letter["Subject"]) for letter in smtp_inbox.letters] == [subject]

    def test_is_tried_again_where_the_server_takes_it_later_and_others_do_not_wait(
        self, manager, smtp_inbox
    ):
        other = UserFactory(role="Account managers")
        kept = ClientFactory(key=True, account_manager=other)
        VisitFactory(client=kept, happened_at=moment(date(2026, 9, 1)))
        smtp_inbox.answer_recipient = lambda address: (
            "451 4.7.1 Greylisted" if address == manager.email else None
        )

        morning()
        at_first = list(smtp_inbox.addresses)
        smtp_inbox.answer_recipient = lambda address: None
        carry_due_jobs(clock=lambda: MORNING + timedelta(minutes=11))

        assert at_first == [other.email]
        assert smtp_inbox.addresses == [other.email, manager.email]
        assert Job.objects.get(kind=SEND_DIGESTS).status == JobStatus.DONE

    def test_is_not_sent_on_the_next_day_by_a_server_that_was_away(
        self, manager, smtp_inbox, settings
    ):
        reachable = settings.MAILERS["default"]["OPTIONS"]["port"]
        settings.MAILERS["default"]["OPTIONS"]["port"] = 9
        morning()
        settings.MAILERS["default"]["OPTIONS"]["port"] = reachable

        carry_due_jobs(clock=lambda: MORNING + timedelta(days=1))

        assert smtp_inbox.letters == []
        assert Job.objects.get(kind=SEND_DIGESTS).status == JobStatus.DONE

    def test_that_may_have_gone_out_is_not_sent_again(self, manager, smtp_inbox):
        DueDigest.objects.create(user=manager, day=THURSDAY)

        morning()

        assert smtp_inbox.letters == []
        assert DueDigest.objects.get().status == DigestStatus.UNCLEAR

    def test_that_breaks_in_the_middle_stays_unclear(self, manager, smtp_inbox):
        smtp_inbox.hang_up_on = manager.email

        morning()
        carry_due_jobs(clock=lambda: MORNING + timedelta(hours=1))

        assert DueDigest.objects.get().status == DigestStatus.UNCLEAR

    def test_is_started_by_the_houses_pass(self, manager, smtp_inbox):
        assert "clients.start_digests" in run_due(at=MORNING)

        assert Job.objects.get(kind=SEND_DIGESTS).arguments == {"day": "2026-11-26"}
        run_due(at=MORNING + timedelta(seconds=10))
        run_due(at=MORNING + timedelta(minutes=5))
        assert Job.objects.filter(kind=SEND_DIGESTS).count() == 1


class TestDigestChoice:
    def test_is_made_in_ones_own_account(self, manager, log_in):
        browser = log_in(user=manager)
        page = browser.get("/admin/account/").content.decode()
        assert 'name="digest-wanted"' in page

        answer = browser.post(
            "/admin/account/",
            {
                "name_email-first_name": "安然",
                "name_email-last_name": "许",
                "name_email-email": manager.email,
                "locale-preferred_language": "zh-hans",
                "theme-theme": "system",
                "theme-density": "default",
                "theme-contrast": "system",
            },
        )

        assert answer.status_code == 302, answer.context["panels_by_tab"]
        assert DigestChoice.objects.get(user=manager).wanted is False

    def test_is_not_offered_to_those_who_never_get_one(self, log_in):
        assert (
            'name="digest-wanted"'
            not in log_in("Reception").get("/admin/account/").content.decode()
        )
