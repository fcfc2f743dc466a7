"""`manage.py drill erase`, `dossier` and `erase_again`. (PRV-06, PRV-07)"""

import json
import zipfile
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone

from foyer.clients.models import Client, Contact
from foyer.core.imports.models import ImportBatch
from foyer.core.jobs import carry_due_jobs
from foyer.core.models import Job, User
from foyer.events.models import Event
from foyer.guests.models import Guest
from foyer.privacy.declarations import ERASED
from foyer.privacy.enums import ErasureGround
from foyer.privacy.models import Erasure
from foyer.privacy.people import Person, person_of
from foyer.privacy.registry import register_store, stores
from foyer.privacy.services.erasing.erasures import erase_person
from foyer.privacy.services.erasing.plan import plan_erasure
from tests.factories import ContactFactory, GuestFactory


@pytest.mark.django_db(transaction=True)
class TestDrillErase:
    def test_prints_its_figures_and_leaves_nothing_behind(self):
        kinds = (Contact, Client, Guest, Event, ImportBatch, Erasure, Job)
        before = {kind: kind.objects.count() for kind in kinds}
        said = StringIO()

        call_command("drill", "erase", stdout=said)

        assert "0 rows and 0 files left with a trace" in said.getvalue()
        assert "the promise is kept" in said.getvalue()
        assert {kind: kind.objects.count() for kind in kinds} == before

    def test_fails_when_a_trace_is_left(self):
        place = next(store for store in stores() if store.key == "sessions")

        class Forgetful(type(place)):
            def erase(self, person: Person) -> int:
                return 0

        register_store(Forgetful())
        said = StringIO()
        try:
            with pytest.raises(CommandError, match="django_session"):
                call_command("drill", "erase", stdout=said)
        finally:
            register_store(place)

        assert "rows and 0 files left with a trace" in said.getvalue()


@pytest.mark.django_db
class TestTheDossierCommand:
    def test_writes_everything_into_a_zip(self, tmp_path: Path):
        contact = ContactFactory(name="林若兰")
        GuestFactory(contact=contact, name="林若兰")
        path = tmp_path / "dossier.zip"

        call_command("dossier", "clients.contact", str(contact.pk), str(path), stdout=StringIO())

        with zipfile.ZipFile(path) as archive:
            told = json.loads(archive.read("dossier.json"))
        assert {"clients.Contact", "guests.Guest"} <= {one["kind"] for one in told["sections"]}

    def test_knows_no_other_records(self, tmp_path: Path):
        for kind, key in (("clients.contact", 999), ("core.user", 1)):
            with pytest.raises(CommandError):
                call_command("dossier", kind, str(key), str(tmp_path / "x.zip"))


@pytest.mark.django_db
class TestEraseAgain:
    def test_erases_whoever_a_restored_copy_brought_back_and_nobody_new(
        self, administrator: User, settings: Any, tmp_path: Path
    ):
        settings.DATA_DIR = tmp_path
        contact = ContactFactory(name="林若兰", phone="13900005678")
        guest = GuestFactory(contact=contact, name="林若兰")
        copy = [Contact.objects.filter(pk=contact.pk).values().get()]
        erase_person(
            record=contact,
            seen=plan_erasure(person_of(contact)).stamp,
            ground=ErasureGround.ASKED,
            reference="",
            names_too=True,
            by=administrator,
            at=timezone.now(),
        )
        carry_due_jobs(clock=timezone.now)
        for row in copy:  # a copy is restored, and somebody new takes over a key
            Contact.objects.create(**row)
            Contact.objects.filter(pk=row["id"]).update(created_at=row["created_at"])
        Guest.objects.filter(pk=guest.pk).update(name="新来的人", created_at=timezone.now())

        for _twice in range(2):
            call_command("erase_again", stdout=StringIO())

        assert not Contact.objects.filter(name="林若兰").exists()
        assert Guest.objects.get(pk=guest.pk).name == "新来的人"
        assert Guest.objects.filter(name=ERASED).count() == 0
        assert "林" not in (tmp_path / "erased.jsonl").read_text()
