"""What is due after events stands on the list of whose it is, until it is done. (000-23, 000-24, 000-25)"""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone
from freezegun import freeze_time

from forms_content.models import EventSummary, FormPolicy, Improvement
from foyer.clients.models import DigestChoice
from foyer.clients.queries.due_elsewhere import due_elsewhere
from foyer.clients.services.digests import start_digests
from foyer.core.days import house_day
from foyer.core.jobs import carry_due_jobs
from tests.factories import (
    ClientFactory,
    EventFactory,
    GuestFactory,
    SignInFactory,
    UserFactory,
    VisitFactory,
)
from tests.factories.forms import FormPageFactory
from tests.factories.sendings import sent_to

pytestmark = pytest.mark.django_db
ZONE = ZoneInfo("Asia/Shanghai")
TUESDAY = datetime(2026, 11, 3, 21, tzinfo=ZONE)  # when the event ends


@pytest.fixture
def host() -> Any:
    return UserFactory(role="Marketing")


@pytest.fixture
def held(host) -> Any:
    FormPolicy.objects.create(survey_form=FormPageFactory())
    event = EventFactory(
        title="秋日雅集", starts_at=TUESDAY - timedelta(hours=3), ends_at=TUESDAY, host=host
    )
    SignInFactory(guest=GuestFactory(event=event))
    return event


def listed(user: Any, days: int) -> list[tuple[str, date]]:
    found = due_elsewhere(user, at=TUESDAY + timedelta(days=days))
    return [(one.what, one.due_on) for one in found]


class TestASurvey:
    def test_is_on_the_hosts_list_until_it_is_out(self, held, host):
        others = UserFactory(role="Marketing")

        assert listed(host, 0) == []
        assert listed(host, 1) == [("会后问卷还没有发出。", date(2026, 11, 10))]
        assert listed(host, 8)[0] == ("会后问卷已逾期：还没有问过任何人。", date(2026, 11, 10))
        assert listed(others, 8) == []
        sent_to(FormPageFactory(), *held.guests.all(), at=TUESDAY)
        assert [what for what, _day in listed(host, 8)] == ["给活动写总结。"]

    def test_without_a_host_is_everybodys_who_may_send_one(self, held):
        held.host = None
        held.save()

        assert len(listed(UserFactory(role="Marketing"), 1)) == 1
        assert listed(UserFactory(role="Reception"), 1) == []


class TestTheList:
    def test_shows_what_is_due_after_events(self, held, host, log_in):
        browsers = log_in(user=host), log_in("Management")
        assert all(browser.get("/admin/").status_code == 200 for browser in browsers)

        with freeze_time(TUESDAY + timedelta(days=8)):
            browsers = log_in(user=host), log_in("Management")
            home = browsers[0].get("/admin/").content.decode()
            everybodys = browsers[1].get(reverse("care:due_all")).content.decode()

        for page in (home, everybodys):
            assert "秋日雅集" in page
            assert "会后问卷已逾期" in page


class TestASummary:
    def write(self, browser: Any, event: Any) -> Any:
        sent = {"act": "write", "results": "到场三十人", "lessons": "早些暖场"}
        return browser.post(f"/admin/forms/surveys/{event.pk}/summary/", sent, follow=True)

    def test_is_signed_by_somebody_else_and_stands(self, held, host, log_in):
        page = f"/admin/forms/surveys/{held.pk}/summary/"
        writer, boss = log_in(user=host), UserFactory(role="Management")
        signer = log_in(user=boss)

        self.write(writer, held)
        kept = EventSummary.objects.get()
        writer.post(page, {"act": "sign"})
        assert EventSummary.objects.get().signed_at is None
        waits = [what for what, _day in listed(boss, 14)]
        signer.post(page, {"act": "sign"})
        again = self.write(writer, held)

        kept.refresh_from_db()
        assert (kept.written_by, kept.signed_by) == (host, boss)
        assert kept.results == "到场三十人"
        assert "总结等待签署。" in waits
        assert "总结等待签署。" not in [what for what, _day in listed(boss, 14)]
        assert "已签署" in again.content.decode()

    def test_is_not_signed_by_whoever_wrote_it(self, held, log_in):
        both = log_in("Management")

        self.write(both, held)
        told = both.post(
            f"/admin/forms/surveys/{held.pk}/summary/", {"act": "sign"}, follow=True
        ).content.decode()

        assert "需要另一人签署" in told
        assert EventSummary.objects.get().signed_at is None

    def test_says_what_is_missing(self, held, host, log_in):
        page = f"/admin/forms/surveys/{held.pk}/summary/"

        told = log_in(user=host).post(page, {"act": "write", "results": "好"})

        assert told.status_code == 200
        assert told.context["form"].errors.keys() == {"lessons"}
        assert not EventSummary.objects.exists()


class TestAMeasure:
    def test_is_open_then_done_then_verified_by_somebody_else(self, held, host, log_in):
        page = f"/admin/forms/surveys/{held.pk}/summary/"
        person, boss = UserFactory(role="Account managers"), UserFactory(role="Management")
        due_on = house_day(TUESDAY) + timedelta(days=10)
        sent = {"problem": "上菜慢", "measure": "加一名传菜", "person": person.pk}

        log_in(user=host).post(page, sent | {"act": "add", "due_on": due_on.isoformat()})
        one = Improvement.objects.get()
        act = {"improvement": str(one.pk)}
        assert [day for what, day in listed(person, 4) if "加一名传菜" in what] == [due_on]
        early = log_in(user=boss).post(page, act | {"act": "verify", "effect": "快了"}, follow=True)
        assert "完成之后" in early.content.decode()
        log_in(user=person).post(page, act | {"act": "done"})
        assert not any("加一名传菜" in what for what, _day in listed(person, 4))
        assert any("加一名传菜" in what for what, _day in listed(boss, 4))
        log_in(user=boss).post(page, act | {"act": "verify", "effect": "快了"})

        one.refresh_from_db()
        assert (one.effect, one.verified_by) == ("快了", boss)
        assert not any("加一名传菜" in what for what, _day in listed(None, 4))

    def test_of_another_event_is_not_there(self, held, host, log_in):
        other = Improvement.objects.create(
            event=EventFactory(), problem="x", measure="y", person=host, due_on=timezone.localdate()
        )

        answer = log_in(user=host).post(
            f"/admin/forms/surveys/{held.pk}/summary/",
            {"act": "done", "improvement": str(other.pk)},
        )

        assert answer.status_code == 404


class TestTheMorningMail:
    """What is due after events counts in the mail of whose it is. (001-12, 000-23)"""

    def morning(self, days: int) -> None:
        at = datetime.combine(TUESDAY.date() + timedelta(days=days), time(8, 1), ZONE)
        start_digests(at=at)
        carry_due_jobs(clock=lambda: at)

    def told(self, smtp_inbox) -> tuple[str, set[str]]:
        (letter,) = smtp_inbox.letters
        return str(letter["Subject"]), set(letter.get_body(("plain",)).get_content().splitlines())

    def test_counts_what_is_late_and_leads_to_the_first_page(
        self, held, host, smtp_inbox, settings
    ):
        settings.PUBLIC_URL = "https://club.example"

        self.morning(8)  # the survey was due on the seventh day

        subject, lines = self.told(smtp_inbox)
        assert smtp_inbox.addresses == [host.email]
        assert subject == "您有1项待办"
        assert {"逾期: 1", "今天: 0", "会后待办: 1", "https://club.example/admin/"} <= lines
        assert held.title not in "".join(lines)

    def test_counts_what_is_due_on_its_day_and_not_before(self, held, smtp_inbox):
        self.morning(6)
        assert smtp_inbox.letters == []

        self.morning(7)

        assert {"逾期: 0", "今天: 1", "会后待办: 1"} <= self.told(smtp_inbox)[1]

    def test_counts_both_kinds_together_for_an_account_manager(self, held, smtp_inbox):
        manager = UserFactory(role="Account managers")
        client = ClientFactory(key=True, account_manager=manager)
        VisitFactory(client=client, happened_at=TUESDAY - timedelta(days=90))
        held.host = manager
        held.save()

        self.morning(8)

        subject, lines = self.told(smtp_inbox)
        assert subject == "您有2项待办"
        assert {"逾期: 2", "定期联系: 1", "会后待办: 1"} <= lines

    def test_is_refused_by_whoever_has_no_clients_too(self, held, host, log_in, smtp_inbox):
        browser = log_in(user=host)
        before = browser.get("/admin/account/").content.decode()
        self.morning(8)
        after = browser.get("/admin/account/").content.decode()
        DigestChoice.objects.create(user=host, wanted=False)

        self.morning(9)

        offered = ['name="digest-wanted"' in page for page in (before, after)]
        assert offered == [False, True]
        assert len(smtp_inbox.letters) == 1

    def test_is_not_sent_to_a_host_who_may_no_longer_log_in(self, held, host, smtp_inbox):
        host.groups.clear()

        self.morning(8)

        assert smtp_inbox.letters == []
