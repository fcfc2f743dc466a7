"""A worker's questions to PostgreSQL, which may change a table's size a thousandfold between two of them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection
from django.db.backends.signals import connection_created

from foyer.core import workers


@pytest.fixture
def another_process() -> Iterator[None]:
    """Leave this process as it was: a worker begins its work once in its life."""
    receivers = list(connection_created.receivers)
    yield
    connection_created.receivers = receivers
    connection.close()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="asks PostgreSQL")
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("another_process")
class TestBeginWork:
    def test_has_questions_planned_for_the_tables_as_they_are(self) -> None:
        connection.ensure_connection()

        workers.begin_work()

        here = _plan_cache_mode()
        connection.close()
        assert (here, _plan_cache_mode()) == ("force_custom_plan", "force_custom_plan")


def _plan_cache_mode() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW plan_cache_mode")
        return str(cursor.fetchone()[0])
