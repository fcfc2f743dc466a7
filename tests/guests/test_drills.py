"""The drills of the lobby, in a form short enough for every day; docs/drills.md has them in earnest."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from foyer.core.drills import NotHere, PromiseBroken
from foyer.guests.drills.outage import _CLUSTER, Cluster
from foyer.guests.drills.powercut import _DISK, disk_with_files
from foyer.guests.drills.stage import Stage, Told, count
from foyer.guests.models import Guest, SignIn, SignInConflict
from tests.factories import GuestFactory
from tests.house import House

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(sys.platform != "linux", reason="kills groups of processes"),
]
SHORT = {
    "kill9": ("--kills", "1", "--guests", "40", "--tablets", "4", "--seed", "7"),
    "race": ("--guests", "12"),
    "burst": ("--scans", "100", "--slack", "20"),
    "offline": ("--scans", "60", "--seed", "7"),
    "flood": ("--guests", "40", "--tablets", "2", "--slack", "50"),
}


@pytest.mark.parametrize("name", SHORT)
def test_finds_the_promise_kept_and_leaves_nothing_behind(name: str):
    out = StringIO()

    call_command("drill", name, "--here", *SHORT[name], stdout=out)

    said = out.getvalue()
    assert "LOST 0 · DUP 0 · FALSE 0" in said
    assert f"{name}: the promise is kept." in said
    assert [model.objects.count() for model in (Guest, SignIn, SignInConflict)] == [0, 0, 0]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL keeps this promise itself")
def test_finds_every_sign_in_after_a_power_cut(tmp_path: Path):
    try:
        with disk_with_files(tmp_path) as (disk, place):
            house = House(place)
            house.open_doors(**{_DISK: str(disk)})
            drill = house.start("drill", "powercut", "--here", "--cuts", "1", "--guests", "30")
            ended = drill.wait(240)
            said = (place / "log").read_text()
    except NotHere as lacking:
        pytest.skip(f"no disk can be made here: {lacking}")

    assert ended == 0, said[-4000:]
    assert "1 power cuts: 0 promised sign-ins missing, 0 damaged" in said


@pytest.mark.skipif(connection.vendor != "postgresql", reason="a file is never away")
def test_tells_tablets_of_a_database_that_is_away_or_frozen(tmp_path: Path):
    house = House(tmp_path)
    try:
        with _own_cluster() as cluster:
            house.environment |= {
                "DATABASE_URL": f"postgres://postgres@127.0.0.1:{cluster.port}/postgres",
                _CLUSTER: f"{cluster.folder}:{cluster.port}",
            }
            drill = house.start("drill", "outage", "--here", "--guests", "120", "--tablets", "4")
            ended = drill.wait(240)
    except NotHere as lacking:
        pytest.skip(f"no PostgreSQL can be made here: {lacking}")

    said = (tmp_path / "log").read_text()
    assert ended == 0, said[-4000:]
    assert "LOST 0 · DUP 0 · FALSE 0" in said


@contextmanager
def _own_cluster() -> Iterator[Cluster]:
    """Make a PostgreSQL of the test's own, with a copy of the test's database."""
    at = connection.settings_dict
    from_here = ["-h", at["HOST"], "-p", str(at["PORT"] or 5432), "-U", at["USER"], at["NAME"]]
    with TemporaryDirectory(prefix="foyer-drill-") as folder:  # its own user must reach it
        cluster = Cluster(Path(folder, "cluster"))
        cluster.make()
        try:
            copy = subprocess.run(["pg_dump", *from_here], check=True, capture_output=True).stdout
            there = ["-h", "127.0.0.1", "-p", str(cluster.port), "-U", "postgres", "postgres"]
            subprocess.run(["psql", "-q", *there], input=copy, check=True, capture_output=True)
            yield cluster
        finally:
            cluster.run("stop", "-m", "immediate")


def test_touches_no_house_that_has_guests():
    guest = GuestFactory()

    with pytest.raises(CommandError, match="This house has guests"):
        call_command("drill", "kill9", "--here", stdout=StringIO())

    assert list(Guest.objects.all()) == [guest]


def test_refuses_a_size_that_a_drill_does_not_know():
    with pytest.raises(CommandError, match="race cannot be told: cuts"):
        call_command("drill", "race", "--cuts", "3", stdout=StringIO())


def test_says_plainly_where_it_cannot_be_tried():
    assert _DISK not in os.environ
    with pytest.raises(CommandError, match="not tried") as told:
        call_command("drill", "powercut", "--here", stdout=StringIO())

    assert told.value.returncode == 77


class TestTheCount:
    @pytest.mark.parametrize(
        ("fault", "said"),
        [
            ("lost", "LOST 1 · DUP 0 · FALSE 0"),
            ("doubled", "LOST 1 · DUP 1 · FALSE 0"),
            ("false", "LOST 0 · DUP 0 · FALSE 1"),
        ],
    )
    def test_finds_each_fault(self, fault: str, said: str):
        stage, lines = Stage.made(guests=2, tablets=1), []
        row = SignIn.objects.create(
            event=stage.event, guest=stage.guests[0], checkpoint=stage.checkpoint, way="code",
            scan_id="6f0b7c0e-5c0a-4c7e-9d57-0b0a1a2b3c4d", signed_in_at=stage.event.starts_at,
            heard_at=stage.event.starts_at, changed_at=stage.event.starts_at,
        )  # fmt: skip
        kept = Told(str(row.scan_id), row.guest_id, "welcome", 0.1, 1)
        other = "00000000-0000-4000-8000-000000000000"
        faults = {
            "lost": [kept, Told(other, stage.guests[1].pk, "welcome", 0.1, 1)],
            "doubled": [kept, Told(other, row.guest_id, "welcome", 0.1, 1)],
            "false": [Told(str(row.scan_id), row.guest_id, "already", 0.1, 2)],
        }

        with pytest.raises(PromiseBroken, match="lost, doubled or told of falsely"):
            count(stage, faults[fault], lines.append)

        assert lines[-1] == said
