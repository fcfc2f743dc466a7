import os
import signal
import socket
import sys

import pytest

from tests.house import House, answers, child_of, free_port, house

__all__ = ["house"]


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.mark.skipif(sys.platform != "linux", reason="finds a process's children in /proc")
class TestServe:
    def test_serves_again_after_the_web_server_was_killed_and_leaves_nothing_behind(
        self, house: House, port: int
    ):
        house.open_doors()
        served = house.start("serve", "--port", str(port))
        house.wait_for(lambda: answers(port, "/readyz"), "the house was never ready")

        os.kill(child_of(served.pid) or 0, signal.SIGKILL)
        house.wait_for(lambda: not answers(port, "/healthz"), "the web server was not killed")
        house.wait_for(lambda: answers(port, "/healthz"), "the web server was not started again")
        served.terminate()

        assert served.wait(30) == 0
        assert not answers(port, "/healthz")

    def test_says_in_words_that_the_port_is_taken(self, house: House, port: int):
        house.open_doors()
        with socket.create_server(("127.0.0.1", port)):
            served = house.start("serve", "--port", str(port))

            assert served.wait(60) == 1

        assert f"Port {port} on 127.0.0.1 cannot be used" in (house.folder / "log").read_text()
