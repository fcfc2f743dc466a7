"""`manage.py drill import`, with fewer rows and kills than in earnest. (IMPORT 8)"""

import sys

import pytest

from tests.factories import ClientFactory
from tests.house import House, house

__all__ = ["house"]
_FEW = ("--rows", "1600", "--kills", "3", "--seed", "7")


@pytest.mark.skipif(sys.platform != "linux", reason="finds a process's children in /proc")
class TestTheImportDrill:
    def test_ends_the_same_when_its_worker_is_killed(self, house: House) -> None:
        house.open_doors()

        drill = house.start("drill", "import", *_FEW)

        log = house.folder / "log"
        assert drill.wait(240) == 0, log.read_text()[-4000:]
        assert "import: the promise is kept." in log.read_text()
        assert house.rows("SELECT COUNT(*) FROM clients_client") == [(0,)]

    def test_leaves_a_house_with_clients_alone(self, house: House) -> None:
        ClientFactory()
        house.open_doors()

        drill = house.start("drill", "import", *_FEW)

        assert drill.wait(60) == 1
        assert "made for it" in (house.folder / "log").read_text()
        assert house.rows("SELECT COUNT(*) FROM clients_client") == [(1,)]
