"""Erasing a person: nothing that tells of them is left, and nothing else is touched. (PRV-06, PRV-07)"""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.core.mail import EmailMessage, mailers
from django.db import connection
from django.utils import timezone
from freezegun import freeze_time
from wagtail.models import ModelLogEntry

from foyer.clients.models import Contact
from foyer.core.enums import JobStatus
from foyer.core.imports.applying import confirm_import
from foyer.core.imports.models import ImportBatch
from foyer.core.imports.staging import choose_columns, upload_list
from foyer.core.imports.stored import FileGone, stored_file
from foyer.core.imports.undoing import undo_import
from foyer.core.jobs import MOST_ATTEMPTS, carry, carry_due_jobs
from foyer.core.models import Job, User
from foyer.events.models import Event
from foyer.guests.enums import InvitationStatus, ReplyState
from foyer.guests.models import Guest, Invitation, SignIn
from foyer.guests.muster import people_inside
from foyer.guests.resources import GUEST_LIST, scope_of
from foyer.guests.services.codes import find_by_code
from foyer.guests.services.striking_off import strike_off
from foyer.privacy.declarations import ERASED
from foyer.privacy.enums import ConsentChannel, ConsentPurpose, ErasureGround, ErasureStatus
from foyer.privacy.models import Erasure
from foyer.privacy.people import Person, person_of
from foyer.privacy.registry import register_store, registrations, stores
from foyer.privacy.services.canary import Canary
from foyer.privacy.services.consents import give_consent
from foyer.privacy.services.dossier import make_dossier
from foyer.privacy.services.erasing.erasures import (
    AlreadyBeingErased,
    NameInReference,
    PersonChanged,
    erase_person,
)
from foyer.privacy.services.erasing.plan import plan_erasure
from foyer.privacy.services.inspection import Found, every_row, find_everywhere
from tests.factories import (
    ClientFactory,
    ContactFactory,
    EventFactory,
    GuestFactory,
    SignInFactory,
    VisitFactory,
)

LIST = "姓名,手机\n林若兰,13900005678\n李静,13700001111\n".encode()


def erased(record: Any, by: User, *, names_too: bool = True, reference: str = "") -> Erasure:
    """Erase a person as staff do after the preview, and have the worker carry it out."""
    asked = ask(record, by, names_too=names_too, reference=reference)
    carry_due_jobs(clock=timezone.now)
    asked.refresh_from_db()
    assert asked.status in ErasureStatus.FINISHED
    return asked


def ask(record: Any, by: User, *, names_too: bool = True, reference: str = "") -> Erasure:
    return erase_person(
        record=record,
        seen=plan_erasure(person_of(record)).stamp,
        ground=ErasureGround.ASKED,
        reference=reference,
        names_too=names_too,
        by=by,
        at=timezone.now(),
    )


@pytest.fixture
def lin(db: None) -> Contact:
    """Lin Ruolan, whom the house knows well."""
    return ContactFactory(name="林若兰", phone="13900005678", email="lin@example.com")


@pytest.mark.django_db(transaction=True)
class TestACanary:
    """An invented person planted in every kind of record and every place."""

    def test_is_in_the_dossier_with_all_that_was_planted(self, administrator: User):
        canary = Canary(by=administrator, at=timezone.now())
        canary.plant()
        contact = canary.records[Contact]

        dossier = make_dossier(person=person_of(contact), title="", at=timezone.now())

        told = {
            section.key: {
                cell.shown for _pk, cells in section.records for cell in cells if cell.shown
            }
            for section in dossier.sections
        }
        planted = [e for e in registrations() if e.model in canary.records]
        assert len(planted) >= 5
        for entry in planted:
            assert any(canary.word in value for value in told[entry.label]), entry.label
        assert {"imports", "history"} <= set(told)
        assert {canary.phone, canary.email, "1971-11-07"} <= told["clients.Contact"]

    def test_stands_in_no_row_and_no_file_once_it_is_erased(self, administrator: User):
        canary = Canary(by=administrator, at=timezone.now())
        canary.plant()
        Job.objects.create(
            kind="any", arguments={"x": canary.phone}, error=canary.name, created_at=canary.at
        )
        before = find_everywhere(canary.marks)
        assert set(before.tables) >= _PLACES
        assert any(path.startswith("private/imports/") for path in before.files)
        assert connection.vendor != "sqlite" or any("sqlite3" in path for path in before.files)

        done = erased(canary.records[Contact], administrator)

        assert (done.status, done.person) == (ErasureStatus.DONE, "")
        assert find_everywhere(canary.marks) == Found()

    def test_leaves_the_rest_of_the_house_as_it_was(self, administrator: User, event: Event):
        others = GuestFactory.create_batch(3, event=event)
        SignInFactory(guest=others[0])
        before = sorted(text for table, text in every_row() if table in _RECORDS)
        canary = Canary(by=administrator, at=timezone.now())
        canary.plant()

        erased(canary.records[Contact], administrator)
        canary.remove()

        assert sorted(text for table, text in every_row() if table in _RECORDS) == before


_RECORDS = {"clients_contact", "clients_client", "guests_guest", "guests_signin", "events_event"}
_PLACES = {
    *("clients_contact", "guests_guest", "guests_signin", "guests_invitation"),
    *("core_importbatch", "core_importblock", "core_importjournal", "core_job"),
    *("wagtailcore_revision", "wagtailcore_modellogentry", "django_session"),
}


@pytest.mark.django_db
class TestErasePerson:
    def test_keeps_what_is_counted_without_anybody_in_it(
        self, lin: Contact, administrator: User, event: Event
    ):
        guest = GuestFactory(
            event=event, contact=lin, name="林若兰", replied_yes=True, dietary_notes="不吃香菜"
        )
        code = guest.code_sealed
        SignInFactory(guest=guest, party=2)
        came = people_inside(event)

        done = erased(lin, administrator)

        guest.refresh_from_db()
        assert not Contact.objects.filter(pk=lin.pk).exists()
        assert (guest.name, guest.company, guest.phone, guest.dietary_notes) == (ERASED, "", "", "")
        assert (guest.reply, guest.reply_party, guest.contact) == (ReplyState.YES, 1, None)
        assert people_inside(event) == came == 2
        assert SignIn.objects.standing().get(guest=guest)
        assert find_by_code(code) is None
        assert guest.cancelled_at is None  # came already
        assert done.counts["guests.Guest"] == {"anonymised": 1}
        assert done.counts["clients.Contact"] == {"deleted": 1}

    def test_gives_the_seat_at_an_event_to_come_to_somebody_else(
        self, lin: Contact, administrator: User
    ):
        guest = GuestFactory(event=EventFactory(), contact=lin, name="林若兰")
        letter = Invitation.objects.create(guest=guest, queued_at=timezone.now())

        erased(lin, administrator)

        guest.refresh_from_db()
        letter.refresh_from_db()
        assert guest.cancelled_at is not None
        assert letter.status == InvitationStatus.CANCELLED

    def test_keeps_the_proof_of_consent_without_a_name(self, lin: Contact, administrator: User):
        consent = give_consent(
            person=lin,
            purpose=ConsentPurpose.MARKETING,
            text="我愿意收到会所的邀请。",
            language="zh-hans",
            channel=ConsentChannel.PAPER,
            at=timezone.now(),
        )

        done = erased(lin, administrator)

        consent.refresh_from_db()
        assert consent.text == "我愿意收到会所的邀请。"
        assert consent.person is None
        assert done.counts["privacy.Consent"] == {"kept": 1}

    def test_cleans_the_log_of_records_deleted_long_ago(self, lin: Contact, administrator: User):
        gone = GuestFactory(name="林若兰", company="江南实业")
        strike_off(guest=gone, by=administrator, at=timezone.now())
        namesake = GuestFactory(name="林若兰", phone="13611112222", company="北方")
        strike_off(guest=namesake, by=administrator, at=timezone.now())
        gone.delete()

        erased(lin, administrator)

        labels = ModelLogEntry.objects.filter(action="foyer.guest.strike_off").order_by("pk")
        assert list(labels.values_list("label", flat=True)) == [ERASED, "林若兰 · 北方"]

    def test_takes_reach_out_of_texts_about_others_and_the_name_only_when_told(
        self, administrator: User
    ):
        texts = {}
        for names_too in (True, False):
            lin = ContactFactory(name="林若兰", phone="13900005678", email="lin@example.com")
            other = ContactFactory(
                name="周敏", preferences="林若兰的同事，电话 139-0000-5678，LIN@example.com"
            )
            done = erased(lin, administrator, names_too=names_too)
            other.refresh_from_db()
            texts[names_too] = other.preferences
            expected = ErasureStatus.DONE if names_too else ErasureStatus.TRACES_LEFT
            assert done.status == expected
            other.delete()

        assert texts == {
            True: f"{ERASED}的同事，电话 {ERASED}，{ERASED}",
            False: f"林若兰的同事，电话 {ERASED}，{ERASED}",
        }

    def test_takes_the_name_out_in_either_script_and_with_spaces(self, administrator: User):
        lin = ContactFactory(name="欧阳若兰", phone="13900005678")
        visit = VisitFactory(discussion="与歐陽若蘭和欧阳若兰谈", met="欧阳　若 兰")
        other = ClientFactory(legal_representative="歐陽若蘭", custom={"said": "歐陽若蘭、欧阳山"})
        two = ContactFactory(name="王明", phone="13900005679")
        note = ContactFactory(preferences="老王 明天来；王 明，王明")

        done = erased(lin, administrator)
        erased(two, administrator)

        for record in (visit, other, note):
            record.refresh_from_db()
        assert done.status == ErasureStatus.DONE
        assert (visit.discussion, visit.met) == (f"与{ERASED}和{ERASED}谈", ERASED)
        assert (other.legal_representative, other.custom) == (ERASED, {"said": f"{ERASED}、欧阳山"})
        assert note.preferences == f"老王 明天来；{ERASED}，{ERASED}"

    def test_names_the_texts_in_which_the_name_stands_in_latin_letters(self, administrator: User):
        lin = ContactFactory(name="欧阳若兰", latin_name="Orchid Ouyang", phone="13900005678")
        texts = ("met OUYANG Ruolan", "Ouyang, Orchid", "Ouyang Ruolanyi", "Orchid farm")
        visits = [VisitFactory(discussion=text) for text in texts]
        ContactFactory(name="欧阳若岚", latin_name="Ouyang Ruolan", phone="13900005670")

        done = erased(lin, administrator)

        assert done.status == ErasureStatus.TRACES_LEFT
        assert [(one["model"], one["pk"]) for one in done.counts["left"]] == [
            ("clients.Visit", str(visit.pk)) for visit in visits[:2]
        ]
        visits[0].refresh_from_db()
        assert visits[0].discussion == texts[0]

    def test_counts_a_namesake_in_the_other_script(self):
        lin = ContactFactory(name="欧阳若兰", phone="13900005678")
        ContactFactory(name="歐陽 若蘭", phone="13900005679")

        assert plan_erasure(person_of(lin)).namesakes == 1

    def test_leaves_a_namesake_and_a_family_as_they_are(self, lin: Contact, administrator: User):
        namesake = ContactFactory(name="林若兰", phone="13611112222")
        husband = ContactFactory(name="周敏", phone="13900005678")

        erased(lin, administrator)

        namesake.refresh_from_db()
        husband.refresh_from_db()
        assert (namesake.name, husband.phone) == ("林若兰", "13900005678")

    def test_tells_where_people_must_look_themselves(self, lin: Contact, administrator: User):
        event = EventFactory(purpose="为林若兰女士庆祝")

        done = erased(lin, administrator)

        event.refresh_from_db()
        assert event.purpose == "为林若兰女士庆祝"
        assert done.status == ErasureStatus.TRACES_LEFT
        assert done.counts["left"] == [
            {"model": "events.Event", "pk": str(event.pk), "column": "purpose"}
        ]

    def test_writes_a_log_without_anybody_in_it(self, lin: Contact, administrator: User):
        done = erased(lin, administrator, reference="2026-11-20 来函")

        lines = ModelLogEntry.objects.filter(
            object_id=str(done.pk), action__contains="privacy.erase"
        )
        assert lines.count() == 2
        for line in lines:
            assert line.user == administrator
            assert "林" not in f"{line.label}{line.data}"

    def test_refuses_a_reference_that_would_keep_the_name(self, lin: Contact, administrator: User):
        for reference in ("林若兰来电", "13900005678"):
            with pytest.raises(NameInReference):
                ask(lin, administrator, reference=reference)

    def test_refuses_when_something_came_in_since_the_preview(
        self, lin: Contact, administrator: User, now: datetime
    ):
        seen = plan_erasure(person_of(lin)).stamp
        GuestFactory(contact=lin)

        with pytest.raises(PersonChanged):
            erase_person(
                record=lin,
                seen=seen,
                ground=ErasureGround.ASKED,
                reference="",
                names_too=True,
                by=administrator,
                at=now,
            )

    def test_is_not_begun_twice(self, lin: Contact, administrator: User):
        ask(lin, administrator)

        with pytest.raises(AlreadyBeingErased):
            ask(lin, administrator)

    def test_anonymises_a_contact_that_others_need(self, administrator: User, lin: Contact):
        client = ClientFactory(name="林若兰")
        lin.client = client
        lin.save()
        ContactFactory(client=client)  # so the client stays

        done = erased(lin, administrator)

        client.refresh_from_db()
        assert client.name == ERASED
        assert done.counts["clients.Client"] == {"anonymised": 1}


@pytest.mark.django_db(transaction=True)
class TestAnImport:
    @pytest.fixture
    def batch(self, event: Event, administrator: User) -> ImportBatch:
        batch = upload_list(
            target=GUEST_LIST,
            scope=scope_of(event),
            data=LIST,
            file_name="名单.csv",
            by=administrator,
            language="zh-hans",
            at=timezone.now(),
        )
        choose_columns(
            batch=batch, mapping={"0": "name", "1": "phone"}, by=administrator, at=timezone.now()
        )
        confirm_import(batch=batch, by=administrator, at=timezone.now())
        carry_due_jobs(clock=timezone.now)
        batch.refresh_from_db()
        return batch

    def test_brings_nobody_back_when_it_is_taken_back(
        self, batch: ImportBatch, administrator: User
    ):
        lin = Guest.objects.get(name="林若兰")

        erased(lin, administrator)
        undo_import(batch=batch, by=administrator, at=timezone.now())
        carry_due_jobs(clock=timezone.now)

        assert find_everywhere(("林若兰", "13900005678")).tables == {}
        assert Guest.objects.filter(name="李静").count() == 0  # the rest is taken back
        assert Guest.objects.get(pk=lin.pk).name == ERASED
        with pytest.raises(FileGone):
            stored_file(ImportBatch.objects.get(pk=batch.pk))

    def test_is_waited_for_while_it_is_at_work(self, batch: ImportBatch, administrator: User):
        lin = Guest.objects.get(name="林若兰")
        ImportBatch.objects.filter(pk=batch.pk).update(status="undoing")

        done = ask(lin, administrator)
        carry_due_jobs(clock=timezone.now)
        assert Erasure.objects.get().status == ErasureStatus.UNDER_WAY
        ImportBatch.objects.filter(pk=batch.pk).update(status="applied")
        with freeze_time(timezone.now() + timedelta(minutes=1)):
            carry_due_jobs(clock=timezone.now)

        done.refresh_from_db()
        assert done.status == ErasureStatus.DONE
        assert find_everywhere(("林若兰", "13900005678")).tables == {}


@pytest.mark.django_db
class TestWhatIsNoTable:
    def test_sessions_forget_and_nobody_is_logged_out(self, lin: Contact, administrator: User):
        session = SessionStore()
        session["_auth_user_id"], session["said"] = str(administrator.pk), ["林若兰已更新。"]
        session.save()

        erased(lin, administrator)

        again = SessionStore(session.session_key)
        assert again["_auth_user_id"] == str(administrator.pk)
        assert again["said"] == [f"{ERASED}已更新。"]

    def test_letters_in_a_folder_are_deleted(
        self, lin: Contact, administrator: User, settings: Any, tmp_path: Path
    ):
        backend = "django.core.mail.backends.filebased.EmailBackend"
        settings.MAILERS = {
            "default": {"BACKEND": backend, "OPTIONS": {"file_path": str(tmp_path)}}
        }
        for name, to in (("林若兰", "lin@example.com"), ("周敏", "zhou@example.com")):
            letter = EmailMessage("邀请函", f"尊敬的{name}女士", "a@b.example", [to])
            mailers.create_connection("default").send_messages([letter])
        assert len(list(tmp_path.iterdir())) == 2

        erased(lin, administrator)

        [left] = tmp_path.iterdir()
        assert b"zhou@example.com" in left.read_bytes()


@pytest.mark.django_db(transaction=True)
class TestAWorkerThatDies:
    def test_is_followed_by_one_that_ends_the_work(self, administrator: User):
        class Dies(BaseException):
            pass

        canary = Canary(by=administrator, at=timezone.now())
        canary.plant()
        asked = ask(canary.records[Contact], administrator)
        job = Job.objects.get(pk=asked.job_id)
        deaths = 0
        place = stores()[0]
        told = iter(range(100))

        class DyingStore(type(place)):
            def erase(self, person: Person) -> int:
                if next(told) < 2:
                    raise Dies
                return super().erase(person)

        dying = DyingStore()
        register_store(dying)
        try:
            for _turn in range(MOST_ATTEMPTS):
                try:
                    carry(pk=job.pk, clock=timezone.now)
                except Dies:
                    deaths += 1
                    Job.objects.filter(pk=job.pk).update(status=JobStatus.WAITING, claim="")
        finally:
            register_store(place)

        asked.refresh_from_db()
        assert (deaths, asked.status) == (2, ErasureStatus.DONE)
        assert find_everywhere(canary.marks).tables == {}
