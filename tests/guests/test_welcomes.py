"""The host learns of an arrival, and somebody meets the guest. (000-14)"""

import uuid
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from freezegun import freeze_time

from foyer.cases.enums import CaseKind
from foyer.clients.models import ClientPolicy
from foyer.core.jobs import carry_due_jobs
from foyer.core.models import User
from foyer.core.notifier import Notice
from foyer.events.models import Event
from foyer.guests.board import SETTLING
from foyer.guests.enums import DeskMode, WelcomeState
from foyer.guests.hosted import hosted_arrivals
from foyer.guests.models import ArrivalPolicy, Desk, Guest, SignIn, Welcome, WelcomeNotice
from foyer.guests.services.hosting import set_host
from foyer.guests.services.sign_in import undo_sign_in
from foyer.guests.services.welcome_notices import settle_notices
from foyer.guests.services.welcomes import (
    AlreadyMet,
    NotHere,
    confirm_met,
    tell_arrivals,
)
from foyer.guests.tasks import tell_of_arrivals
from foyer.staff.models import Webhook, WebhookDelivery
from tests.factories import (
    CaseFactory,
    CheckpointFactory,
    ClientFactory,
    ContactFactory,
    DeskFactory,
    GuestFactory,
    SignInFactory,
    UserFactory,
    VisitFactory,
)
from tests.factories.guests import PIN
from tests.smtp import SmtpInbox
from tests.tablet import Tablet

pytestmark = pytest.mark.django_db
MINE, CARDS = "/admin/guests/mine/", "/admin/guests/mine/cards/"


@pytest.fixture
def host() -> User:
    return UserFactory(role="Account managers", email="host@house.example")


@pytest.fixture
def guest(event: Event, host: User) -> Guest:
    return GuestFactory(
        event=event, host=host, name="欧阳明", company="云岭茶业", table="松 1", seat="3"
    )


def pass_by(at: datetime) -> None:
    """Let the house do what it does every few seconds, and then carry the jobs."""
    tell_of_arrivals(at=at)
    carry_due_jobs(clock=lambda: at)


def told(**narrowed: str) -> list[tuple[str, str, str]]:
    found = WelcomeNotice.objects.filter(**narrowed)
    return sorted(found.values_list("to__email", "occasion", "status"))


class TestTheHostsPage:
    def test_says_who_has_come_at_the_next_question_after_the_scan(
        self, host: User, guest: Guest, desk: Desk, log_in
    ):
        page = log_in(user=host)
        first = page.get(CARDS)
        same = page.get(CARDS, headers={"If-None-Match": first["ETag"]})
        Tablet(desk).scan(guest)
        fresh = page.get(CARDS, headers={"If-None-Match": first["ETag"]})

        assert (first.status_code, same.status_code, fresh.status_code) == (200, 304, 200)
        assert [one["arrival"].guest for one in fresh.context["arrived"]] == [guest]
        assert first.context["expected"][0].guest == guest
        assert f"我已见到{guest.greeting}" in fresh.content.decode()
        assert not same.content

    def test_shows_nobody_elses_guests_and_none_of_another_day(
        self, host: User, event: Event, log_in
    ):
        other = GuestFactory(event=event, host=UserFactory(), name="别家")
        nobodys = GuestFactory(event=event, name="无主")
        past = GuestFactory(event__past=True, host=host, name="旧客")
        for one in (other, nobodys, past):
            SignInFactory(guest=one)

        shown = log_in(user=host).get(MINE)

        assert (shown.context["arrived"], shown.context["expected"]) == ([], [])

    def test_asks_the_same_number_of_questions_for_one_guest_and_for_many(
        self, host: User, event: Event, log_in, django_assert_num_queries
    ):
        page = log_in(user=host)

        def come(count: int) -> None:
            for _nth in range(count):
                contact = ContactFactory(client=ClientFactory(account_manager=host))
                VisitFactory(client=contact.client)
                one = GuestFactory(event=event, host=host, contact=contact)
                SignInFactory(guest=one)
                GuestFactory(event=event, host=host)

        come(1)
        page.get(CARDS)
        with django_assert_num_queries(13) as asked:
            page.get(CARDS)
        come(2)
        with django_assert_num_queries(len(asked)):
            page.get(CARDS)

    def test_answers_nothing_new_in_few_questions(
        self, host: User, guest: Guest, log_in, django_assert_max_num_queries
    ):
        SignInFactory(guest=guest)
        page = log_in(user=host)
        stamp = page.get(CARDS)["ETag"]

        with django_assert_max_num_queries(12):  # who asks, with which rights, then three of ours
            same = page.get(CARDS, headers={"If-None-Match": stamp})

        assert same.status_code == 304

    def test_can_be_installed(self, host: User, log_in):
        page = log_in(user=host)

        shown, manifest = page.get(MINE), page.get("/admin/guests/mine/app.webmanifest")

        assert reverse("guests:mine_manifest") in shown.content.decode()
        assert 'apple-mobile-web-app-title" content="我的嘉宾"' in shown.content.decode()
        assert manifest["Content-Type"] == "application/manifest+json"
        assert (manifest.json()["start_url"], manifest.json()["display"]) == (MINE, "standalone")

    def test_is_offered_on_the_first_page_to_hosts_alone(self, host: User, guest: Guest, log_in):
        offered = [log_in(user=user).get("/admin/") for user in (host, UserFactory(role="Finance"))]

        assert [MINE in page.content.decode() for page in offered] == [True, False]


class TestTheCard:
    """Each line stands there by the reader's own right to it."""

    @pytest.fixture
    def known(self, guest: Guest, host: User) -> Guest:
        contact = ContactFactory(client=ClientFactory(account_manager=host, key=True))
        guest.contact, guest.dietary_notes = contact, "不吃牛肉"
        guest.save()
        VisitFactory(client=contact.client, staff=host)
        CaseFactory(client=contact.client, kind=CaseKind.COMPLAINT)
        CaseFactory(client=contact.client, kind=CaseKind.ENQUIRY)
        SignInFactory(guest=guest)
        return guest

    def card(self, reader: User, known: Guest, log_in):
        known.host = reader
        known.save()
        return log_in(user=reader).get(CARDS).context["arrived"][0]["card"]

    def test_shows_the_account_manager_everything(self, known: Guest, host: User, log_in):
        card = self.card(host, known, log_in)

        assert card.dietary == "不吃牛肉"
        assert card.client == known.contact.client
        assert card.last_visit == card.client.visits.get()
        assert [case.kind for case in card.complaints] == [CaseKind.COMPLAINT]

    def test_shows_a_host_of_another_room_the_guest_and_no_more(self, known: Guest, log_in):
        card = self.card(UserFactory(role="Archivist"), known, log_in)

        assert (card.dietary, card.client, card.last_visit, card.complaints) == ("", None, None, ())

    def test_hides_a_colleagues_client_where_the_house_policy_does(
        self, known: Guest, log_in, client_policy_own
    ):
        card = self.card(UserFactory(role="Account managers"), known, log_in)

        assert (card.dietary, card.client, card.last_visit, card.complaints) == (
            "不吃牛肉",
            None,
            None,
            (),
        )

    @pytest.fixture
    def client_policy_own(self):
        ClientPolicy.objects.update_or_create(defaults={"account_managers_see": "own"})


class TestConfirmMet:
    def test_writes_down_who_met_the_guest_and_when(self, guest: Guest, host: User, log_in):
        sign_in = SignInFactory(guest=guest)

        answer = log_in(user=host).post(f"/admin/guests/met/{sign_in.pk}/", follow=True)

        welcome = Welcome.objects.get()
        assert (welcome.sign_in, welcome.met_by) == (sign_in, host)
        assert timezone.now() - welcome.met_at < timedelta(minutes=1)
        assert answer.context["waiting"] == 0

    def test_is_said_once(self, guest: Guest, host: User, administrator: User):
        door, dinner = (SignInFactory(guest=guest) for _n in range(2))
        confirm_met(sign_in=door, by=host, at=timezone.now())

        for again in (door, dinner):
            with pytest.raises(AlreadyMet):
                confirm_met(sign_in=again, by=administrator, at=timezone.now())

        assert Welcome.objects.get(met_at__isnull=False).met_by == host

    def test_needs_a_guest_who_is_here(self, guest: Guest, host: User):
        undone = SignInFactory(guest=guest, undone=True)

        with pytest.raises(NotHere):
            confirm_met(sign_in=undone, by=host, at=timezone.now())

        assert not Welcome.objects.exists()

    def test_is_not_for_colleagues_but_for_reception(self, guest: Guest, log_in):
        sign_in = SignInFactory(guest=guest)
        url = f"/admin/guests/met/{sign_in.pk}/"

        answers = [log_in(role).post(url).status_code for role in ("Marketing", "Reception")]

        assert answers == [404, 302]
        assert Welcome.objects.get().met_by.groups.get().name == "Reception"


class TestTellArrivals:
    def test_mails_the_host_once_and_names_nobody(
        self, guest: Guest, desk: Desk, smtp_inbox: SmtpInbox
    ):
        Tablet(desk).scan(guest)

        for seconds in (1, 6, 11):
            pass_by(timezone.now() + timedelta(seconds=seconds))
        Tablet(desk).scan(guest)
        SignInFactory(guest=guest, checkpoint=CheckpointFactory(event=guest.event))
        pass_by(timezone.now() + timedelta(seconds=16))

        assert smtp_inbox.addresses == ["host@house.example"]
        letter = smtp_inbox.letters[0]
        assert letter["Subject"] == "您接待的嘉宾已到场"
        body = letter.get_body(("plain",)).get_content()
        assert "欧阳" not in body + letter.get_body(("html",)).get_content()
        assert MINE in body
        assert told() == [("host@house.example", "arrived", "sent")]

    def test_tells_again_of_who_signs_in_after_a_mistake_was_undone(
        self, guest: Guest, administrator: User
    ):
        now = timezone.now()
        mistake = SignInFactory(guest=guest)
        pass_by(now)
        undo_sign_in(sign_in=mistake, by=administrator, at=now, reason="扫错了人")
        SignInFactory(guest=guest, checkpoint=mistake.checkpoint)

        pass_by(now)

        assert [occasion for _to, occasion, _status in told()] == ["arrived", "arrived"]

    def test_mails_nobody_of_what_a_tablet_tells_hours_later(
        self, guest: Guest, event: Event, smtp_inbox: SmtpInbox
    ):
        now = timezone.now()
        earlier = now - timedelta(hours=2)
        SignInFactory(guest=guest, signed_in_at=earlier, heard_at=now)

        pass_by(now + timedelta(seconds=5))
        pass_by(now + timedelta(minutes=6))
        [arrival] = hosted_arrivals([event], policy=ArrivalPolicy.load(), at=now)

        assert (told(), smtp_inbox.letters) == ([], [])
        assert (arrival.state, arrival.sign_in.signed_in_at) == (WelcomeState.BELATED, earlier)
        assert Welcome.objects.get().raised_at is None

    def test_sends_no_letter_that_would_come_too_late(self, guest: Guest, smtp_inbox: SmtpInbox):
        SignInFactory(guest=guest)
        now = timezone.now()
        tell_arrivals(at=now)

        carry_due_jobs(clock=lambda: now + timedelta(hours=1))

        assert told() == [("host@house.example", "arrived", "lapsed")]
        assert smtp_inbox.letters == []

    def test_never_repeats_a_letter_whose_fate_is_unclear(
        self, guest: Guest, smtp_inbox: SmtpInbox
    ):
        SignInFactory(guest=guest)
        smtp_inbox.hang_up_on = "host@house.example"
        now = timezone.now()
        pass_by(now)
        smtp_inbox.hang_up_on = ""

        settle_notices(at=now)
        carry_due_jobs(clock=lambda: now + timedelta(minutes=2))

        assert told() == [("host@house.example", "arrived", "unclear")]
        assert smtp_inbox.letters == []

    def test_tries_again_when_the_mail_server_was_away(self, guest: Guest, settings, smtp_inbox):
        SignInFactory(guest=guest)
        now = timezone.now()
        smtp_inbox.answer_recipient = lambda _address: "451 4.7.1 Greylisted"
        pass_by(now)
        smtp_inbox.answer_recipient = lambda _address: None

        carry_due_jobs(clock=lambda: now + timedelta(minutes=2))

        assert told() == [("host@house.example", "arrived", "sent")]

    def test_tells_other_programs_with_ids_and_both_times(self, guest: Guest):
        Webhook.objects.create(
            name="企业微信",
            url="https://example.com/hook",
            events=["guest.arrived"],
            secret="whsec_AAAA",
            created_at=timezone.now(),
        )
        sign_in = SignInFactory(guest=guest)
        tell_arrivals(at=timezone.now())
        tell_arrivals(at=timezone.now())

        body = WebhookDelivery.objects.get().body

        assert f'"guest": {guest.pk}' in body
        assert f'"host": {guest.host_id}' in body
        assert sign_in.signed_in_at.isoformat() in body
        assert "欧阳" not in body

    def test_hands_it_to_the_houses_own_channel(self, guest: Guest, settings):
        settings.NOTIFIER = "tests.guests.test_welcomes.take"
        TAKEN.clear()
        SignInFactory(guest=guest)

        for _time in range(2):
            pass_by(timezone.now())

        [notice] = TAKEN
        assert (notice.kind, notice.to, notice.url.endswith(MINE)) == (
            "guest.arrived",
            guest.host,
            True,
        )
        assert "欧阳" not in notice.subject + notice.text

    def test_writes_down_what_the_houses_own_channel_did_not_take(self, guest: Guest, settings):
        settings.NOTIFIER = "tests.guests.test_welcomes.fail"
        SignInFactory(guest=guest)

        for _time in range(2):
            pass_by(timezone.now())

        notice = WelcomeNotice.objects.get(channel="house")
        assert (notice.status, notice.error) == ("failed", "ConnectionError")


TAKEN: list[Notice] = []


def take(notice: Notice) -> None:
    TAKEN.append(notice)


def fail(notice: Notice) -> None:
    raise ConnectionError


class TestTellReturns:
    def test_says_to_the_host_that_a_guest_is_back_each_time(
        self, guest: Guest, event: Event, desk: Desk, host: User, smtp_inbox: SmtpInbox
    ):
        way_in = Tablet(desk)
        way_out = Tablet(DeskFactory(event=event, paired=True, mode=DeskMode.EXIT))
        now = timezone.now()
        with freeze_time(now):
            way_in.scan(guest)
        pass_by(now)
        confirm_met(sign_in=SignIn.objects.get(), by=host, at=now)

        for minutes in (5, 10):
            with freeze_time(now + timedelta(minutes=minutes)):
                scan = {"id": str(uuid.uuid4()), "code": guest.code_sealed}
                assert way_out.post("/sign-outs", scan).json()["result"] == "goodbye"
                assert way_in.scan(guest).json()["result"] == "back"
            for seconds in (1, 6):
                pass_by(now + timedelta(minutes=minutes, seconds=seconds))

        assert len(smtp_inbox.letters) == 3
        assert told(occasion="back") == [("host@house.example", "back", "sent")]
        assert MINE in smtp_inbox.letters[2].get_body(("plain",)).get_content()


class TestRaiseUnmet:
    @pytest.fixture
    def reception(self) -> User:
        UserFactory(role="Reception", is_active=False)
        return UserFactory(role="Reception", email="desk@house.example")

    def test_tells_reception_once_when_the_host_is_slow(
        self, guest: Guest, reception: User, smtp_inbox: SmtpInbox
    ):
        now = timezone.now()
        SignInFactory(guest=guest, signed_in_at=now)

        for minutes in (0, 4, 5, 6, 7):
            pass_by(now + timedelta(minutes=minutes))

        assert smtp_inbox.addresses == ["host@house.example", "desk@house.example"]
        body = smtp_inbox.letters[1].get_body(("plain",)).get_content()
        assert f"/admin/guests/{guest.event_id}/arrivals/" in body

    def test_tells_nobody_of_a_guest_who_was_met(self, guest: Guest, host: User, reception: User):
        now = timezone.now()
        sign_in = SignInFactory(guest=guest, signed_in_at=now)
        pass_by(now)
        confirm_met(sign_in=sign_in, by=host, at=now)

        pass_by(now + timedelta(minutes=9))

        assert told(occasion="unmet") == []

    def test_is_not_silenced_by_a_companion_or_a_late_answer(
        self, event: Event, host: User, reception: User
    ):
        policy = ArrivalPolicy.load()
        policy.host_minutes = 10
        policy.save()
        tablet = Tablet(DeskFactory(event=event, paired=True, mode=DeskMode.ATTENDED))
        shift = tablet.post("/shift", {"pin": PIN}).json()["shift"]
        one, two = GuestFactory.create_batch(2, event=event, host=host, party_limit=3)
        now, scan = timezone.now(), str(uuid.uuid4())
        with freeze_time(now):
            tablet.scan(one)
            tablet.scan(two, id=scan, party=1)
        pass_by(now)
        about = {"shift": shift, "checkpoint": tablet.checkpoint.pk, "code": one.code_sealed}
        told_later = {
            "id": str(uuid.uuid4()),
            "scan": scan,
            "plain": {"step": "party", "people": 2},
            "answered_at": now.isoformat(),
            "late": True,
        }

        with freeze_time(now + timedelta(minutes=7)):
            tablet.post("/guest/companion", about | {"id": str(uuid.uuid4())})
            tablet.post("/answers", {"answers": [told_later]})
        pass_by(now + timedelta(minutes=11))

        assert sorted(SignIn.objects.values_list("party", flat=True)) == [2, 2]
        assert told(occasion="unmet") == [("desk@house.example", "unmet", "sent")] * 2

    def test_begins_anew_with_another_host(
        self, guest: Guest, host: User, reception: User, administrator: User
    ):
        now, other = timezone.now(), UserFactory(role="Account managers", email="b@house.example")
        SignInFactory(guest=guest, signed_in_at=now)
        for minutes in (0, 6):
            pass_by(now + timedelta(minutes=minutes))

        set_host(guests=[guest], host=other, by=administrator, at=now + timedelta(minutes=7))
        pass_by(now + timedelta(minutes=7))
        before = told(occasion="unmet")
        reception.email = "desk2@house.example"
        reception.save()
        for minutes in (10, 12, 13):
            pass_by(now + timedelta(minutes=minutes))

        assert [to for to, *_rest in told(occasion="arrived")] == ["b@house.example", host.email]
        assert len(before) == 1
        assert Welcome.objects.get().raised_at == now + timedelta(minutes=12)

    def test_of_a_host_nobody_can_tell_is_told_at_once(
        self, guest: Guest, host: User, reception: User
    ):
        User.objects.filter(pk=host.pk).update(is_active=False)
        now = timezone.now()
        SignInFactory(guest=guest, signed_in_at=now)

        for minutes in (0, 6):
            pass_by(now + timedelta(minutes=minutes))

        assert told() == [("desk@house.example", "unmet", "sent")]

    def test_is_not_about_who_has_left(
        self, guest: Guest, event: Event, host: User, reception: User, log_in
    ):
        now, way_out = timezone.now(), DeskFactory(event=event, paired=True, mode=DeskMode.EXIT)
        SignInFactory(guest=guest, signed_in_at=now)
        pass_by(now)

        Tablet(way_out).post("/sign-outs", {"id": str(uuid.uuid4()), "code": guest.code_sealed})
        pass_by(now + timedelta(minutes=6))

        assert told(occasion="unmet") == []
        [arrival] = hosted_arrivals([event], policy=ArrivalPolicy.load(), at=now)
        assert (arrival.state, arrival.waits) == (WelcomeState.LEFT, False)
        assert log_in(user=host).get(MINE).context["waiting"] == 0

    def test_waits_as_long_as_the_house_policy_says(self, guest: Guest, reception: User):
        policy = ArrivalPolicy.load()
        policy.host_minutes = 20
        policy.save()
        now = timezone.now()
        SignInFactory(guest=guest, signed_in_at=now)

        pass_by(now)
        pass_by(now + timedelta(minutes=19))
        before = told(occasion="unmet")
        pass_by(now + timedelta(minutes=20))

        assert (before, len(told(occasion="unmet"))) == ([], 1)


class TestTheBoards:
    @pytest.mark.parametrize("page", ["board", "arrivals"])
    def test_show_who_waits_for_which_host(self, page, guest: Guest, log_in):
        guest.dietary_notes = "不吃牛肉"
        guest.save()
        SignInFactory(guest=guest, signed_in_at=timezone.now() - timedelta(minutes=6))

        shown = log_in("Reception").get(reverse(f"guests:{page}", args=[guest.event_id]))

        words = shown.content.decode()
        assert guest.greeting in words
        assert str(guest.host) in words
        assert str(WelcomeState.UNMET.label) in words
        assert ("不吃牛肉" in words) == (page == "arrivals")  # a wall is read by everybody

    def test_notice_that_a_guest_was_met(self, guest: Guest, host: User, log_in):
        sign_in = SignInFactory(guest=guest)
        staff = log_in("Reception")
        with freeze_time(timezone.now() + SETTLING):
            for name in ("board_figures", "arrivals_shown"):
                url = reverse(f"guests:{name}", args=[guest.event_id])
                first = staff.get(url)
                assert staff.get(url, headers={"If-None-Match": first["ETag"]}).status_code == 304
                Welcome.objects.all().delete()
                confirm_met(sign_in=sign_in, by=host, at=timezone.now())
                fresh = staff.get(url, headers={"If-None-Match": first["ETag"]})
                assert fresh.status_code == 200
                assert guest.greeting not in fresh.content.decode().split("board__latest")[0]
                Welcome.objects.all().delete()


class TestGivingGuestsAHost:
    def test_asks_whom_and_gives_all_of_them_this_one(self, event: Event, host: User, log_in):
        guests = GuestFactory.create_batch(2, event=event)
        page, url = log_in("Account managers"), reverse("guests:bulk", args=[event.pk])
        form = {"act": "host", "guest": [guest.pk for guest in guests]}

        asked = page.post(url, form)
        seen = asked.context["selection"].mark
        answer: Client = page.post(url, form | {"host": host.pk, "seen": seen}, follow=True)

        assert asked.context["count"] == 2
        assert set(Guest.objects.values_list("host", flat=True)) == {host.pk}
        assert "已为 2 位嘉宾改派接待人" in answer.content.decode()

    def test_takes_the_host_away_again(self, guest: Guest, log_in):
        page, url = log_in("Reception"), reverse("guests:bulk", args=[guest.event_id])
        form = {"act": "host", "guest": guest.pk}
        seen = page.post(url, form).context["selection"].mark

        page.post(url, form | {"host": "", "seen": seen})

        guest.refresh_from_db()
        assert guest.host is None


class TestTheDoor:
    def test_asks_no_more_than_before(
        self, guest: Guest, desk: Desk, django_assert_max_num_queries
    ):
        tablet = Tablet(desk)
        with django_assert_max_num_queries(4):
            tablet.scan(guest)

        assert SignIn.objects.get().guest == guest
        assert not Welcome.objects.exists()
