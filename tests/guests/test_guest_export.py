"""Guest lists that go out as files."""

from collections.abc import Callable, Sequence

import pytest
from django.contrib.auth.models import Permission
from django.core.files.storage import storages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from foyer.core.exports import making
from foyer.core.exports.models import Export
from foyer.core.jobs import carry_due_jobs
from foyer.core.spreadsheets.reader import read_table
from foyer.events.models import Event
from foyer.guests.models import Guest
from foyer.privacy.models import ViewLogEntry
from foyer.privacy.people import Person
from foyer.privacy.stores.exports import ExportStore
from tests.factories import (
    GuestFactory,
    SignInFactory,
    UserFactory,
)
from tests.guests.wizard import LIN, WANG, Wizard, rows_file, verdicts

EVERYTHING = (
    *(
        "name",
        "latin_name",
        "form_of_address",
        "company",
        "title",
        "phone",
        "email",
        "language",
        "party_limit",
    ),
    *("table", "seat", "dietary_notes", "host_id", "reply", "reply_party", "arrived_at"),
)


def wish(
    kind: str = "csv", language: str = "zh-hans", columns: Sequence[str] = EVERYTHING
) -> dict[str, object]:
    """Return what is said of a file before it goes out."""
    return {"purpose": "排座", "kind": kind, "language": language, "columns": columns}


class TestExport:
    def export(self, client: Client, event: Event, **sent: str) -> bytes:
        answer = client.post(reverse("guests:export", args=[event.pk]), wish(**sent))
        assert answer.status_code == 200
        assert answer["Content-Disposition"].startswith("attachment")
        return b"".join(answer.streaming_content)

    @pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
    @pytest.mark.parametrize("kind", ["csv", "xlsx"])
    def test_comes_back_unchanged(
        self, wizard: Wizard, event: Event, kind: str, language: str
    ) -> None:
        wizard.imported(rows_file(WANG, LIN, "=HYPERLINK(1),,,+8613711112222,,,,,,,"))
        SignInFactory(guest=event.guests.get(name="王小明"))
        event.guests.filter(name="王小明").update(latin_name="Wang Xiao-Ming")
        GuestFactory(event=event, cancelled=True)

        data = self.export(wizard.client, event, kind=kind, language=language)
        again = wizard.checked(data)

        assert verdicts(again) == ["same", "same", "same"]
        entry = ModelLogEntry.objects.get(action="foyer.guest.export")
        assert (entry.object_id, entry.data) == (str(event.pk), {"rows": 3})

    def test_stands_in_the_register_with_what_it_was_for(
        self, wizard: Wizard, event: Event
    ) -> None:
        GuestFactory(event=event, table="松")
        GuestFactory(event=event, table="竹")
        page = reverse("guests:export", args=[event.pk])

        silent = wizard.client.post(f"{page}?all=1&filter=table%3D松", wish() | {"purpose": " "})
        sent = wizard.client.post(f"{page}?all=1&filter=table%3D松", wish())

        assert b"".join(sent.streaming_content)
        assert "purpose" in silent.context["form"].errors
        export = Export.objects.get()
        assert (export.target, export.purpose, export.rows) == ("guest", "排座", 1)
        assert export.narrowed == f"活动: {event.number} {event.title_text}\n桌号: 松"
        noted = ViewLogEntry.objects.get(place="export")
        assert (noted.people, noted.columns) == (1, "phone, email")

    def test_masks_phones_for_those_who_may_not_see_them(
        self, wizard: Wizard, event: Event
    ) -> None:
        wizard.imported(rows_file(WANG))
        exporter = UserFactory(role="Reception")
        exporter.user_permissions.add(Permission.objects.get(codename="export_guest"))
        client = Client()
        client.force_login(exporter)

        data = self.export(client, event)

        cells = read_table(data).rows[1].cells
        assert "13800001234" not in data.decode("utf-8-sig")
        assert "*** 1234" in cells
        assert "w***@example.com" in cells
        assert verdicts(wizard.checked(data)) == ["same"]
        assert not ViewLogEntry.objects.filter(place="export", by=exporter).exists()

    def test_lies_sealed_for_whoever_asked_and_goes_with_an_erased_guest(
        self, wizard: Wizard, event: Event, monkeypatch: pytest.MonkeyPatch, log_in
    ) -> None:
        guest = GuestFactory(event=event, name="欧阳明月")
        monkeypatch.setattr(making, "AT_ONCE", 0)

        wizard.client.post(reverse("guests:export", args=[event.pk]), wish())
        carry_due_jobs(clock=timezone.now)

        export = Export.objects.get()
        file = reverse("exports:file", args=[export.pk])
        with storages["private"].open(export.file) as stored:
            kept = stored.read()
        assert "欧阳明月" not in kept.decode()
        assert "欧阳明月" in b"".join(wizard.client.get(file).streaming_content).decode("utf-8-sig")
        assert log_in("Administrators").get(file).status_code == 404
        assert ExportStore().erase(Person(keys={Guest: {guest.pk}})) == 1
        assert not storages["private"].exists(export.file)

    def test_asks_the_database_as_often_for_three_as_for_one(
        self, wizard: Wizard, event: Event
    ) -> None:
        counts = []
        for more in (1, 2):
            GuestFactory.create_batch(more, event=event)
            self.export(wizard.client, event)
            with CaptureQueriesContext(connection) as asked:
                self.export(wizard.client, event)
            counts.append(len(asked))

        assert counts[0] == counts[1]

    @pytest.mark.parametrize("role", ["Marketing", "Reception", "Venue desk", None])
    def test_is_only_for_those_who_may(
        self, event: Event, log_in: Callable[..., Client], role: str | None
    ) -> None:
        answer = log_in(role).post(reverse("guests:export", args=[event.pk]), wish())

        assert answer.status_code in (302, 403)
        assert ModelLogEntry.objects.filter(action="foyer.guest.export").count() == 0
