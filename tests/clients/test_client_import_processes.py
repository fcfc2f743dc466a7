"""A worker that is killed in the middle of an import of clients."""

import os
import signal
import sqlite3
import sys
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from foyer.clients.models import Client, Contact
from foyer.clients.resources import CLIENT_LIST, SCOPE
from foyer.core.imports.applying import confirm_import
from foyer.core.imports.models import ImportBatch
from foyer.core.imports.staging import choose_columns, layout_of, upload_list
from foyer.core.imports.stored import head_of
from foyer.core.jobs import carry_due_jobs
from foyer.core.models import User
from foyer.privacy.identifiers import blind_index
from tests.factories import UserFactory
from tests.house import House, child_of, house

__all__ = ["house"]

CLIENTS = 1000
MOMENTS = (1, 400, 900, 1300, 1800)


def rows() -> bytes:
    """Two thousand rows: a thousand clients with a contact each, then another contact for every one of them."""
    first = (f"客户{n}有限公司,行业{n % 7},甲{n},{13_000_000_000 + n}" for n in range(CLIENTS))
    second = (f"客戶{n},,乙{n},{13_100_000_000 + n}" for n in range(CLIENTS))
    return "\r\n".join(["客户名称,行业,联系人,手机", *first, *second]).encode()


def as_meant() -> list[list[tuple[Any, ...]]]:
    clients = [(f"C{n + 1:06d}", f"客户{n}有限公司", f"行业{n % 7}") for n in range(CLIENTS)]
    people = [
        (f"C{n + 1:06d}", f"{who}{n}", str(blind_index(f"{start + n}", kind="phone")))
        for who, start in (("甲", 13_000_000_000), ("乙", 13_100_000_000))
        for n in range(CLIENTS)
    ]
    return [clients, sorted(people)]


def as_kept() -> list[list[tuple[Any, ...]]]:
    clients = Client.objects.order_by("number").values_list("number", "name", "industry")
    people = Contact.objects.values_list("client__number", "name", "phone_index")
    return [list(clients), sorted(people)]


def checked(by: User) -> ImportBatch:
    at = timezone.now()
    batch = upload_list(
        target=CLIENT_LIST.fresh(),
        scope=SCOPE,
        data=rows(),
        file_name="客户.csv",
        by=by,
        language="zh-hans",
        at=at,
    )
    meanings = layout_of(batch, head_of(batch)).meanings
    mapping = {str(position): meaning for position, meaning in enumerate(meanings)}
    choose_columns(batch=batch, mapping=mapping, by=by, at=at)
    carry_due_jobs(clock=timezone.now)
    batch.refresh_from_db()
    return batch


def come_home(house: House) -> None:
    """Let the test see what the processes wrote."""
    if connection.vendor == "sqlite":
        written = sqlite3.connect(house.database)
        written.backup(connection.connection)
        written.close()


@pytest.mark.skipif(sys.platform != "linux", reason="finds a process's children in /proc")
class TestKilledWorker:
    def test_ends_where_an_undisturbed_one_does_and_a_second_run_changes_nothing(
        self, house: House
    ) -> None:
        by = UserFactory(role="Administrators")
        batch = checked(by)
        job = confirm_import(batch=batch, by=by, at=timezone.now())
        house.open_doors()
        count = "SELECT COUNT(*) FROM clients_contact"

        worker = house.start("worker")
        for moment in MOMENTS if connection.vendor == "sqlite" else MOMENTS[:2]:
            house.wait_for(
                lambda moment=moment: house.rows(count)[0][0] >= moment, "nothing was written"
            )
            if victim := child_of(worker.pid):
                os.kill(victim, signal.SIGKILL)
        done = f"SELECT status FROM core_job WHERE id = {job.pk}"
        house.wait_for(lambda: house.rows(done) == [("done",)], "the import was not finished")
        worker.terminate()
        worker.wait(60)
        come_home(house)

        assert as_kept() == as_meant()
        again = checked(by)
        assert again.tally == {"same": 2 * CLIENTS, "all": 2 * CLIENTS}
