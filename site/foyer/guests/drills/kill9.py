"""The server is killed again and again while tablets sign guests in. (security 3 to 6)"""

from __future__ import annotations

import random
import time

from foyer.core.drill_houses import own_house
from foyer.core.drills import PromiseBroken, Say, drill

from .stage import Server, Stage, count
from .tablets import Evening, shared_out, tablets_of

_INTO_THE_MIDDLE = 0.01  # seconds at most between reaching a kill's place and the kill


@drill("kill9", house=own_house, earnest={"kills": 50, "guests": 4000})
def drill_kill9(
    say: Say, kills: int = 2, guests: int = 160, tablets: int = 8, seed: int = 0
) -> None:
    """Kill the tablets' server at random moments, start it again, and count.

    Raises:
        PromiseBroken: a sign-in was lost, doubled or told of falsely, or there were fewer kills.
    """
    seed = seed or random.SystemRandom().randrange(1, 1_000_000)
    pick = random.Random(seed)  # noqa: S311  moments, no secrets
    stage, server = Stage.made(guests=guests, tablets=tablets), Server()
    try:
        with server:
            scanning = Evening(
                tablets_of(stage, server.port), shared_out(stage.guests, tablets, twice=10)
            )
            scanning.begin()
            done = 0
            for kill in range(kills):
                place = (kill + 1) * guests // (kills + 1)
                scanning.wait_until(lambda place=place: len(scanning.told) >= place)  # type: ignore[misc]  # bound at once
                if scanning.is_over:
                    break
                time.sleep(pick.uniform(0, _INTO_THE_MIDDLE))
                server.kill()
                done += 1
                server.start()
            told = scanning.end()
        again = sum(one.tries > 1 for one in told)
        say(f"seed {seed}; {done} kills -9; {again} scans had to be sent again")
        count(stage, told, say)
        if done < kills:
            message = f"Only {done} kills of {kills}: more guests are needed."
            raise PromiseBroken(message)
    finally:
        stage.strike()
