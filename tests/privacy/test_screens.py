"""What staff do about privacy in the admin."""

import csv
import io
import json
import zipfile
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry
from wagtail_modeladmin.helpers import AdminURLHelper

from foyer.clients.enums import ClientKind
from foyer.clients.models import Contact
from foyer.core.jobs import carry_due_jobs
from foyer.core.models import HousePolicy, User
from foyer.guests.models import Guest
from foyer.privacy.declarations import ERASED
from foyer.privacy.enums import ConsentChannel, ConsentPurpose, ViewPlace
from foyer.privacy.models import Consent, Erasure, ViewLogEntry
from foyer.privacy.people import person_of
from foyer.privacy.services.consents import give_consent, withdraw_consent
from foyer.privacy.services.erasing.plan import plan_erasure
from tests.factories import (
    BackupRunFactory,
    ClientFactory,
    ContactFactory,
    DealFactory,
    DeskFactory,
    EventFactory,
    GuestFactory,
)

pytestmark = pytest.mark.django_db
CONSENTS, VIEWS, ERASURES = (AdminURLHelper(one) for one in (Consent, ViewLogEntry, Erasure))


@pytest.fixture
def lin(db: None) -> Contact:
    return ContactFactory(name="林若兰", phone="13900005678", email="lin@example.com")


def page(name: str, record: Any) -> str:
    return reverse(f"privacy:{name}", args=[record._meta.label_lower, record.pk])


def text_of(response: Any) -> str:
    assert response.status_code == 200
    return response.content.decode()


class TestTheSearch:
    def test_finds_by_number_phone_and_name_and_shows_masks(self, log_in, lin: Contact):
        staff = log_in("Administrators")
        lin.client.number = "C000077"
        lin.client.save()

        for typed in ("林若", "139 0000 5678", "LIN@example.com", "C000077"):
            shown = text_of(staff.post(reverse("privacy:people"), {"q": typed}))

            assert page("dossier", lin) in shown, typed
            assert "13900005678" not in shown
            assert "*** 5678" in shown

    def test_finds_a_client_who_is_a_person_without_a_contact(self, log_in):
        person = ClientFactory(kind=ClientKind.PERSON, name="赵独立", interests="围棋")
        DealFactory(client=person, project="赵独立寿宴")
        staff = log_in("Administrators")

        shown = text_of(staff.post(reverse("privacy:people"), {"q": "赵独"}))
        dossier = text_of(staff.get(page("dossier", person)))
        confirmed = staff.post(
            page("confirm", person),
            {
                "seen": plan_erasure(person_of(person)).stamp,
                "ground": "asked",
                "name": "赵独立",
                "names_too": "on",
            },
        )
        carry_due_jobs(clock=timezone.now)

        assert page("dossier", person) in shown
        assert all(text in dossier for text in ("围棋", "赵独立寿宴"))
        assert confirmed.status_code == 302
        person.refresh_from_db()
        assert (person.name, person.interests) == (ERASED, "")

    def test_says_so_when_nobody_is_found(self, log_in):
        shown = text_of(log_in("Administrators").post(reverse("privacy:people"), {"q": "没有的人"}))

        assert "没有找到" in shown


class TestTheDossier:
    def test_shows_all_rooms_and_is_written_into_the_view_log(self, log_in, lin: Contact):
        GuestFactory(contact=lin, name="林若兰", dietary_notes="不吃香菜")
        give_consent(
            person=lin,
            purpose=ConsentPurpose.MARKETING,
            text="我愿意收到邀请。",
            language="zh-hans",
            channel=ConsentChannel.PAPER,
            at=timezone.now(),
        )

        shown = text_of(log_in("Administrators").get(page("dossier", lin)))

        for told in ("13900005678", "lin@example.com", "不吃香菜", "我愿意收到邀请。"):
            assert told in shown
        seen = ViewLogEntry.objects.values_list("place", flat=True)
        assert list(seen) == [ViewPlace.DOSSIER] * 2  # the contact, and the guest they are

    def test_names_who_may_be_the_same_person(self, log_in, lin: Contact):
        wife = GuestFactory(name="周敏", phone="13900005678")

        shown = text_of(log_in("Administrators").get(page("dossier", lin)))

        assert page("dossier", wife) in shown

    @pytest.mark.parametrize("role", ["Management", "Account managers", "Service desk"])
    def test_needs_its_own_right(self, log_in, lin: Contact, role: str):
        staff = log_in(role)

        for name in ("dossier", "erase", "confirm"):
            assert staff.get(page(name, lin)).status_code in (302, 403)
        assert staff.post(page("download", lin)).status_code in (302, 403)
        assert staff.post(page("confirm", lin), {}).status_code in (302, 403)
        assert ModelLogEntry.objects.filter(action__contains="privacy").count() == 0

    def test_is_taken_away_as_json_tables_and_files_and_that_is_logged(self, log_in, lin: Contact):
        GuestFactory(contact=lin, name="林若兰", company="=cmd()")
        staff = log_in("Administrators")

        answer = staff.post(page("download", lin))

        archive = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
        told = json.loads(archive.read("dossier.json"))
        kinds = [section["kind"] for section in told["sections"]]
        assert {"clients.Contact", "guests.Guest"} <= set(kinds)
        assert archive.testzip() is None
        [_head, row] = csv.reader(io.StringIO(archive.read("guests.Guest.csv").decode("utf-8-sig")))
        assert ("'=cmd()" in row, "=cmd()" in row) == (True, False)
        assert "no-store" in answer["Cache-Control"]
        line = ModelLogEntry.objects.get(action="foyer.privacy.dossier")
        assert line.data["rows"] >= 2

    def test_holds_no_secret(self, log_in, lin: Contact):
        guest = GuestFactory(contact=lin, name="林若兰")

        shown = text_of(log_in("Administrators").get(page("dossier", guest)))

        assert guest.code_sealed not in shown
        assert guest.code_hash not in shown

    def test_is_found_only_for_people(self, log_in, lin: Contact):
        staff = log_in("Administrators")

        for kind in ("core.user", "clients.contact.x", "events.event", "guests.signin"):
            url = reverse("privacy:dossier", args=[kind, 1])
            assert staff.get(url).status_code == 404, kind


class TestErasing:
    def confirm(self, staff: Client, lin: Contact, **changed: str) -> Any:
        stamp = plan_erasure(person_of(lin)).stamp
        sent = {"seen": stamp, "ground": "asked", "name": "林若兰", "names_too": "on"} | changed
        return staff.post(page("confirm", lin), sent)

    def test_is_shown_asked_once_more_and_carried_out(self, log_in, lin: Contact):
        guest = GuestFactory(contact=lin, name="林若兰")
        staff = log_in("Administrators")
        assert "联系人" in text_of(staff.get(page("erase", lin)))
        assert Contact.objects.filter(pk=lin.pk).exists()

        answer = self.confirm(staff, lin)
        under_way = text_of(staff.get(answer["Location"]))
        carry_due_jobs(clock=timezone.now)
        done = text_of(staff.get(answer["Location"]))

        assert 'http-equiv="refresh"' in under_way
        assert "林若兰" not in under_way + done
        assert "erase_again" in done
        assert not Contact.objects.filter(pk=lin.pk).exists()
        assert Guest.objects.get(pk=guest.pk).name == "—"

    def test_wants_the_name_and_loses_nothing_typed(self, log_in, lin: Contact):
        staff = log_in("Administrators")

        for changed in ({"name": "周敏"}, {"name": ""}, {"reference": "林若兰来函"}, {"seen": "x"}):
            answer = self.confirm(staff, lin, **{"reference": "第18号"} | changed)

            assert answer.status_code == 422
            kept = changed.get("reference", "第18号")
            assert f'value="{kept}"' in answer.content.decode()
        assert Erasure.objects.count() == 0

    def test_warns_of_a_namesake(self, log_in, lin: Contact):
        ContactFactory(name="林若兰", phone="13611112222")

        form = log_in("Administrators").get(page("confirm", lin)).context["form"]

        assert form["names_too"].initial is False
        assert form.fields["names_too"].help_text

    def test_tells_of_copies_and_when_they_go(self, log_in, lin: Contact):
        BackupRunFactory(name="foyer-2026.backup")

        shown = text_of(log_in("Administrators").get(page("erase", lin)))

        assert "foyer-2026.backup" in shown


class TestConsents:
    def test_are_written_down_and_withdrawn_with_one_form_each(self, log_in, lin: Contact):
        staff = log_in("Service desk")

        staff.post(
            page("give", lin),
            {
                "purpose": "photos",
                "text": "可以拍照。",
                "language": "zh-hans",
                "channel": "in_person",
            },
        )
        consent = Consent.objects.get()
        staff.post(reverse("privacy:withdraw", args=[consent.pk]), {"channel": "phone"})

        consent.refresh_from_db()
        assert (consent.person, consent.purpose, consent.text) == (lin, "photos", "可以拍照。")
        assert consent.recorded_by == consent.withdrawn_by
        assert (consent.withdrawn_at is not None, consent.withdrawn_channel) == (True, "phone")
        actions = ModelLogEntry.objects.filter(action__startswith="foyer.consent")
        assert [line.action for line in actions.order_by("pk")] == [
            "foyer.consent.give",
            "foyer.consent.withdraw",
        ]

    def test_are_not_withdrawn_twice(self, log_in, lin: Contact, now: datetime):
        consent = give_consent(
            person=lin,
            purpose=ConsentPurpose.PHOTOS,
            text="可以拍照。",
            language="zh-hans",
            channel=ConsentChannel.PAPER,
            at=now,
        )
        withdraw_consent(consent=consent, channel=ConsentChannel.PASS, at=now)

        url = reverse("privacy:withdraw", args=[consent.pk])
        answer = log_in("Service desk").post(url, {"channel": "phone"})

        assert answer.status_code == 422

    def test_of_somebody_one_may_not_see_stay_closed(self, log_in, lin: Contact):
        assert log_in("Reception").get(page("consents", lin)).status_code in (302, 403)

    def test_are_listed_with_the_person_and_found_by_them(self, log_in, lin: Contact, now):
        for person in (lin, ContactFactory(name="周敏")):
            give_consent(
                person=person,
                purpose=ConsentPurpose.PHOTOS,
                text="可以拍照。",
                language="zh-hans",
                channel=ConsentChannel.PAPER,
                at=now,
            )
        staff = log_in("Management")

        everything = text_of(staff.get(CONSENTS.index_url))
        found = text_of(staff.get(CONSENTS.index_url, {"q": "林若兰"}))

        assert ("林若兰" in everything, "周敏" in everything) == (True, True)
        assert ("林若兰" in found, "周敏" in found) == (True, False)

    def test_are_proved_on_a_sheet_in_the_words_of_then(self, log_in, lin: Contact, now):
        policy = HousePolicy.load()
        consent = give_consent(
            person=lin,
            purpose=ConsentPurpose.WALK_IN,
            text=policy.consent,
            language="zh-hans",
            channel=ConsentChannel.DESK,
            at=now,
        )
        policy.consent = "换过的措辞"
        policy.save()

        shown = text_of(log_in("Management").get(CONSENTS.get_action_url("inspect", consent.pk)))

        for told in ("林若兰", consent.text, consent.version, "data-print"):
            assert told in shown
        assert "换过的措辞" not in shown

    def test_of_walk_ins_show_whose_they_are(self, log_in, client: Client):
        event = EventFactory(running=True, walk_ins=True)
        desk = DeskFactory(event=event, paired=True)
        answer = client.post(
            "/api/foyer/v1/desk/walk-ins",
            json.dumps(
                {
                    "id": "0f0e0d0c-0b0a-4909-8807-060504030201",
                    "checkpoint": desk.checkpoints.get().pk,
                    "name": "林若兰",
                    "phone": "13900005678",
                    "consent": True,
                }
            ),
            content_type="application/json",
            headers={"Authorization": f"Desk {desk.token}"},
        )
        assert answer.status_code == 201

        shown = text_of(log_in("Management").get(CONSENTS.index_url))

        assert "林若兰" in shown
        assert Consent.objects.get().person == Guest.objects.get()


class TestTheRegisters:
    @pytest.mark.parametrize("urls", [CONSENTS, VIEWS, ERASURES])
    def test_are_edited_by_nobody_and_have_no_history(self, log_in, urls: AdminURLHelper):
        staff = log_in("Administrators")

        assert staff.get(urls.create_url).status_code in (302, 403)
        with pytest.raises(NoReverseMatch):
            reverse(urls.get_action_url_name("history"), args=[1])

    @pytest.mark.parametrize("urls", [CONSENTS, VIEWS, ERASURES])
    def test_bear_every_question_and_give_nothing_away(self, log_in, urls: AdminURLHelper):
        staff = log_in("Administrators")

        for query in (
            {"q": "林\0"},
            {"q": "%"},
            {"standing": "x"},
            {"standing": "1"},
            {"place__exact": "nonsense"},
            {"by__id__exact": "x"},
            {"at__gte": "x"},
            {"person_id": "1"},
            {"o": "-1.2"},
            {"p": "9999"},
        ):
            assert staff.get(urls.index_url, query).status_code in (200, 302, 400, 404), query
        for kind in ("csv", "xlsx"):
            assert staff.get(urls.index_url, {"export": kind}).status_code in (302, 403)

    @pytest.mark.parametrize("urls", [CONSENTS, VIEWS])
    def test_cost_the_same_for_one_row_and_for_many(
        self, log_in, urls: AdminURLHelper, django_assert_max_num_queries, administrator: User
    ):
        staff = log_in("Administrators")

        def add(person: Contact) -> None:
            ViewLogEntry.objects.create(
                by=administrator,
                at=timezone.now(),
                place=ViewPlace.PAGE,
                record=person,
                columns="phone, email",
            )
            give_consent(
                person=person,
                purpose=ConsentPurpose.PHOTOS,
                text="可以拍照。",
                language="zh-hans",
                channel=ConsentChannel.PAPER,
                at=timezone.now(),
            )

        add(ContactFactory())
        staff.get(urls.index_url)
        with django_assert_max_num_queries(30) as one:
            staff.get(urls.index_url)
        for person in ContactFactory.create_batch(3):
            add(person)

        with django_assert_max_num_queries(len(one)):
            assert staff.get(urls.index_url).status_code == 200


class TestThePolicy:
    def test_takes_a_period_for_each_purpose_or_none(self, log_in):
        staff = log_in("Management")
        url = staff.get(reverse("wagtailsettings:edit", args=["privacy", "privacypolicy"]))[
            "Location"
        ]
        form = staff.get(url).context["form"]
        sent = {field.html_name: field.initial or "" for field in form.periods}
        sent |= {"backup_days": "21", "period_guest_lists": "400", "period_contacts": ""}

        staff.post(url, sent)

        policy = staff.get(url).context["form"].instance
        assert (policy.periods["guest_lists"], policy.periods["contacts"]) == (400, None)
        assert policy.backup_days == 21

    def test_refuses_what_is_no_period(self, log_in):
        staff = log_in("Management")
        url = staff.get(reverse("wagtailsettings:edit", args=["privacy", "privacypolicy"]))[
            "Location"
        ]

        for wrong in ("0", "-5", "x", "99999999"):
            answer = staff.post(url, {"backup_days": "35", "period_guest_lists": wrong})
            assert answer.status_code == 200
            assert "period_guest_lists" in answer.context["form"].errors


class TestWhereDataLies:
    def test_is_read_from_the_settings_and_flags_what_crosses_a_border(self, log_in, settings):
        settings.MAILERS = {"default": {"BACKEND": "x", "OPTIONS": {"host": "smtp.example.com"}}}
        settings.ABROAD = ["mail"]

        told = {
            one.key: (one.place, one.is_ours, one.is_abroad)
            for one in log_in("Management").get(reverse("privacy:recipients")).context["recipients"]
        }

        assert told["mail"] == ("smtp.example.com", False, True)
        assert told["database"][1:] == (True, False)
