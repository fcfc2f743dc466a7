"""Files taken back, bad rows sent back, and what is kept of a file."""

import io
from datetime import datetime, timedelta

import openpyxl
from wagtail.models import ModelLogEntry

from foyer.core.imports.enums import ImportStatus
from foyer.core.imports.undoing import purge_imports
from foyer.core.models import Job
from foyer.events.models import Event
from foyer.guests.models import Guest
from tests.factories import (
    GuestFactory,
    SignInFactory,
)
from tests.guests.wizard import LIN, WANG, Wizard, rows_file


class TestUndo:
    def test_restores_what_was_there_before(self, wizard: Wizard, event: Event) -> None:
        known = GuestFactory(
            event=event,
            name="王小明",
            company="江南",
            phone="13800001234",
            email="old@example.com",
            table="B2",
        )
        batch = wizard.imported(rows_file(WANG, LIN))
        known.refresh_from_db()
        imported = (known.table, known.email, event.guests.count())

        wizard.undo(batch)

        known.refresh_from_db()
        assert imported == ("A1", "wang@example.com", 2)
        assert batch.status == ImportStatus.UNDONE
        assert (known.table, known.email, known.company) == ("B2", "old@example.com", "江南")
        assert event.guests.matching("old@example.com").get() == known
        assert event.guests.get() == known
        assert ModelLogEntry.objects.filter(action="foyer.guest.import_undo").count() == 1

    def test_keeps_and_names_what_was_changed_or_used_since(
        self, wizard: Wizard, event: Event
    ) -> None:
        batch = wizard.imported(rows_file(WANG, LIN, "赵六,,,,,,,,,,"))
        Guest.objects.filter(name="王小明").update(seat="9")
        SignInFactory(guest=event.guests.get(name="林若蘭"))

        wizard.undo(batch)

        assert sorted(event.guests.values_list("name", flat=True)) == ["林若蘭", "王小明"]
        assert list(batch.rows.values_list("outcome", flat=True)) == ["kept", "kept", "undone"]
        page = wizard.client.get(wizard.url("result", batch)).content.decode()
        assert "王小明" in page
        assert "赵六" not in page

    def test_happens_once(self, wizard: Wizard) -> None:
        batch = wizard.imported(rows_file(WANG))

        wizard.undo(batch)
        wizard.undo(batch)

        assert Job.objects.count() == 2
        assert batch.status == ImportStatus.UNDONE


class TestErrorsWorkbook:
    def test_brings_bad_rows_back_with_the_reason_to_be_sent_again(
        self, wizard: Wizard, event: Event
    ) -> None:
        batch = wizard.imported(rows_file("王小明,坏,备注甲", LIN[:7], headers="姓名,手机,备注"))
        data = b"".join(wizard.client.get(wizard.url("errors", batch)).streaming_content)
        book = openpyxl.load_workbook(io.BytesIO(data))
        sheet = book.active
        found = [[cell.value for cell in row] for row in sheet.iter_rows()]
        sheet["B2"] = "13800001234"
        corrected = io.BytesIO()
        book.save(corrected)

        again = wizard.imported(corrected.getvalue())

        assert found[0][:3] == ["姓名", "手机", "备注"]
        assert found[1][:4] == ["王小明", "坏", "备注甲", "2"]
        assert "坏" in str(found[1][4])
        assert again.status == ImportStatus.APPLIED
        assert event.guests.get(name="王小明").phone == "13800001234"


class TestPurge:
    def test_deletes_rows_and_files_when_their_time_is_over(
        self, wizard: Wizard, now: datetime
    ) -> None:
        batch = wizard.imported(rows_file(WANG))

        early, late = (
            purge_imports(at=now + timedelta(days=29)),
            purge_imports(at=now + timedelta(days=31)),
        )

        batch.refresh_from_db()
        assert (early, late) == (0, 1)
        assert (batch.rows.count(), batch.journal.count(), batch.file) == (0, 0, "")
        assert wizard.client.get(wizard.url("result", batch)).status_code == 200
        assert wizard.client.get(wizard.url("errors", batch)).status_code == 302
