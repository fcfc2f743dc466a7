"""Changing the house's keys while it runs. (001-29, decision 0008)"""

import os
import signal
import sys
import threading
from datetime import date, datetime
from io import StringIO
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.utils import timezone
from wagtail.models import Revision

from foyer.clients.models import Contact
from foyer.core.imports.applying import confirm_import
from foyer.core.imports.blocks import opened
from foyer.core.imports.models import ImportBatch
from foyer.core.imports.staging import choose_columns, upload_list
from foyer.core.imports.stored import DIRECTORY, stored_file
from foyer.core.imports.undoing import undo_import
from foyer.core.jobs import carry_due_jobs
from foyer.guests.models import Desk, Guest, PairingCode
from foyer.guests.resources import GUEST_LIST, scope_of
from foyer.guests.services.codes import find_by_code, hash_code
from foyer.guests.services.pairing import find_desk, issue_pairing_code
from foyer.privacy.identifiers import blind_index
from foyer.privacy.sealing import is_newest, newest_key_id
from foyer.privacy.services.rotation import rotate_keys, survey_keys
from tests.factories import ContactFactory, DeskFactory, EventFactory, GuestFactory, UserFactory
from tests.house import House, house

__all__ = ["house"]

OLD, NEW = "the-key-of-last-year", "the-key-of-this-year"
LIST = "姓名,手机\n王小明,13800001234\n李静,13900005678\n".encode()
BORN = date(1986, 3, 9)


class Place:
    """A house with everything sealed in it that can be, under the old key."""

    def __init__(self, settings: Any, at: datetime) -> None:
        self.settings = settings
        settings.FIELD_KEYS = [OLD]
        self.contact: Contact = ContactFactory(
            name="许安然", phone="13700001111", email="xu@example.com", birthday=BORN
        )
        self.desk = DeskFactory(paired=True)
        self.by = UserFactory(role="Administrators")
        self.guest: Guest = GuestFactory(event=self.desk.event, name="许安然", phone="13700001111")
        self.code = self.guest.code_sealed
        self.batch = self._imported(at)
        issue_pairing_code(desk=DeskFactory(), by=self.by, at=at)
        self.revision = Revision.objects.create(
            content_type=ContentType.objects.get_for_model(Contact),
            object_id=str(self.contact.pk),
            content={f.name: f.value_to_string(self.contact) for f in Contact._meta.local_fields},
        )

    def _imported(self, at: datetime) -> ImportBatch:
        event = EventFactory()
        batch = upload_list(
            target=GUEST_LIST,
            scope=scope_of(event),
            data=LIST,
            file_name="名单.csv",
            by=self.by,
            language="zh-hans",
            at=at,
        )
        choose_columns(batch=batch, mapping={"0": "name", "1": "phone"}, by=self.by, at=at)
        confirm_import(batch=batch, by=self.by, at=at)
        carry_due_jobs(clock=timezone.now)
        batch.refresh_from_db()
        return batch

    def keys(self, *keys: str) -> None:
        self.settings.FIELD_KEYS = list(keys)

    def found(self) -> dict[str, bool]:
        """Tell what can be read and found with the keys there are."""
        contact = Contact.objects.get(pk=self.contact.pk)
        self.batch.refresh_from_db()
        row = self.batch.rows.get(number=2)
        return {
            "read": (contact.phone, contact.email, contact.birthday)
            == ("13700001111", "xu@example.com", BORN),
            "phone": Contact.objects.matching("13700001111").count() == 1,
            "last four": Guest.objects.matching("1111").count() == 1,
            "e-mail": Contact.objects.matching("XU@example.com").count() == 1,
            "code": find_by_code(self.code) == self.guest,
            "import row": opened(row, GUEST_LIST)["cells"]["name"] == "王小明",
            "import file": stored_file(self.batch) == LIST,
            "revision": self._in_revision() == "13700001111",
        }

    def _in_revision(self) -> str:
        content = Revision.objects.get(pk=self.revision.pk).content
        return str(Contact._meta.get_field("phone").to_python(content["phone"]))


@pytest.fixture
def place(db: None, settings: Any, now: datetime) -> Place:
    return Place(settings, now)


class TestRotateKeys:
    def test_moves_everything_so_that_the_old_key_can_be_dropped(self, place: Place, now: datetime):
        place.keys(NEW, OLD)
        assert set(place.found().values()) == {True}

        rotation = rotate_keys(at=now)
        find_desk(place.desk.token)  # the tablet calls in

        assert (rotation.moved, rotation.behind, rotation.broken) == (9, {}, {})
        assert survey_keys().is_finished
        place.keys(NEW)
        assert set(place.found().values()) == {True}
        assert find_desk(place.desk.token) == place.desk

    def test_waits_for_a_tablet_that_has_not_called_but_not_for_a_pairing_code(
        self, place: Place, now: datetime
    ):
        place.keys(NEW, OLD)

        assert rotate_keys(at=now).waiting == {"guests.Desk.token_hash": 1}
        assert PairingCode.objects.exclude(code_hash__endswith=newest_key_id()).count() == 1

    def test_does_nothing_a_second_time(self, place: Place, now: datetime):
        place.keys(NEW, OLD)
        rotate_keys(at=now)
        kept = Contact.objects.values_list("phone_index").get(pk=place.contact.pk)

        assert rotate_keys(at=now).moved == 0
        assert Contact.objects.values_list("phone_index").get(pk=place.contact.pk) == kept

    def test_says_what_no_key_opens_and_moves_the_rest(self, place: Place, now: datetime):
        place.keys("a-third-key")
        ContactFactory(phone="13600002222")
        place.keys(NEW, OLD)

        rotation = rotate_keys(at=now)

        assert rotation.broken == {"clients.Contact": 1}
        assert rotation.behind == {"clients.Contact": 1}
        assert not rotation.is_finished
        place.keys(NEW)
        assert set(place.found().values()) == {True}

    def test_leaves_an_import_that_can_still_be_taken_back(self, place: Place, now: datetime):
        place.keys(NEW, OLD)
        rotate_keys(at=now)
        place.keys(NEW)

        undo_import(batch=place.batch, by=place.by, at=now)
        carry_due_jobs(clock=timezone.now)

        assert Guest.objects.filter(name__in=["王小明", "李静"]).count() == 0

    def test_deletes_the_copy_of_a_file_that_nobody_knows_of(
        self, place: Place, now: datetime, monkeypatch: pytest.MonkeyPatch
    ):
        storage = storages["private"]
        stray = storage.save(f"{DIRECTORY}/{'0' * 32}", ContentFile(b"enc1:"))
        fresh = storage.save(f"{DIRECTORY}/{'1' * 32}", ContentFile(b"enc1:"))
        os.utime(storage.path(stray), (0, 0))

        rotate_keys(at=now)

        assert (storage.exists(stray), storage.exists(fresh)) == (False, True)
        assert stored_file(place.batch) == LIST


class TestALookUp:
    @pytest.mark.parametrize("moved", ["contact", "guest"])
    def test_finds_people_wherever_the_change_of_keys_stands(self, place: Place, moved: str):
        place.keys(NEW, OLD)
        getattr(place, moved).save()  # under the newest key; the other is not

        assert set(place.found().values()) == {True}
        for model in (Contact, Guest):
            assert (
                model.objects.filter(
                    phone_index__in=[blind_index("13700001111", kind="phone")]
                ).count()
                == 1
            )

    def test_finds_nobody_else(self, place: Place):
        place.keys(NEW, OLD)

        assert Contact.objects.matching("13700009999").count() == 0
        assert find_by_code("0" * 26) is None


class TestTheCommand:
    def test_says_when_the_old_key_may_go(self, place: Place):
        place.keys(NEW, OLD)
        Desk.objects.update(token_hash=None)

        with pytest.raises(CommandError):
            call_command("rotate_keys", "--check", stdout=StringIO())
        said = StringIO()
        call_command("rotate_keys", stdout=said)
        call_command("rotate_keys", "--check", stdout=said)

        assert said.getvalue().count("the older keys may be dropped") == 2


@pytest.mark.django_db(transaction=True)
class TestWhileTheHouseRuns:
    def test_no_change_is_run_over(self, settings: Any):
        place = Place(settings, timezone.now())
        place.keys(NEW, OLD)
        others = ContactFactory.create_batch(30)
        done = threading.Event()

        def rotate_again_and_again() -> None:
            while not done.is_set():
                rotate_keys(at=timezone.now())
                place.keys(*reversed(settings.FIELD_KEYS))  # as if every run were the first
            connection.close()

        running = threading.Thread(target=rotate_again_and_again)
        running.start()
        for turn in range(40):
            place.contact.phone = f"137{turn:08d}"
            place.contact.save()
        done.set()
        running.join()

        kept = Contact.objects.get(pk=place.contact.pk)
        assert kept.phone == "13700000039"
        assert Contact.objects.matching("13700000039").get() == kept
        for other in others:
            assert Contact.objects.matching(other.phone).get() == other


@pytest.mark.skipif(sys.platform != "linux", reason="kills a process by its signal")
class TestKilled:
    def test_goes_on_where_it_was_killed_and_loses_nobody(self, house: House, settings: Any):
        settings.FIELD_KEYS = [OLD]
        event = EventFactory()
        guests = GuestFactory.build_batch(900, event=event)
        Guest.objects.bulk_create(guests)
        house.open_doors(FOYER_FIELD_KEYS=f"{NEW},{OLD}")
        settings.FIELD_KEYS = [NEW, OLD]

        def moved() -> int:
            newest = f"SELECT COUNT(*) FROM guests_guest WHERE code_hash LIKE '%{newest_key_id()}'"
            return house.rows(newest)[0][0]

        rotating = house.start("rotate_keys")
        house.wait_for(lambda: moved() >= 10, "nothing was moved")
        rotating.send_signal(signal.SIGKILL)
        rotating.wait()
        half = moved()
        again = house.start("rotate_keys")
        again.wait()

        assert 0 < half < 900
        assert (moved(), again.returncode) == (900, 0)
        columns = "code_hash, code_sealed, phone, phone_index, email, email_index"
        rows = house.rows(f"SELECT {columns} FROM guests_guest")
        assert {is_newest(value) for row in rows for value in row} == {True}
        settings.FIELD_KEYS = [NEW]
        assert {row[0] for row in rows} == {hash_code(guest.code_sealed) for guest in guests}
