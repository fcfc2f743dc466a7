"""What SQLite knows of its tables, which it asks before it chooses a way through them."""

import pytest
from django.db import connection

from foyer.core.tasks import measure_tables
from foyer.core.ticks import _ticks, load_handlers
from tests.factories import RecordFactory

pytestmark = pytest.mark.django_db


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL measures by itself")
def test_a_worker_measures_the_tables_of_a_house_without_being_told(now):
    load_handlers()
    RecordFactory.create_batch(3)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        cursor.execute("DELETE FROM sqlite_stat1")

    assert "core.measure_tables" in _ticks
    measure_tables(at=now)

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT stat FROM sqlite_stat1 WHERE tbl = 'archive_archiverecord' AND idx = 'archive_tree'"
        )
        assert cursor.fetchone()[0].startswith("3 ")
