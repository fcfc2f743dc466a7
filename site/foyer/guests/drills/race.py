"""One code before several tablets in the same instant. (security 5, decision 0003)"""

from __future__ import annotations

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from foyer.core.drill_houses import own_house
from foyer.core.drills import PromiseBroken, Say, drill

from .stage import Server, Stage, Told, count
from .tablets import Tablet, tablets_of


@drill("race", house=own_house, earnest={"guests": 1000})
def drill_race(say: Say, guests: int = 40, tablets: int = 4) -> None:
    """Let every guest hold the code before all tablets at once, and count.

    Raises:
        PromiseBroken: a guest was welcomed twice, or by nobody.
    """
    stage = Stage.made(guests=guests, tablets=tablets)
    together = threading.Barrier(tablets)

    def scan_all(tablet: Tablet) -> list[Told]:
        told = []
        for guest in stage.guests:
            together.wait()
            told.append(tablet.scan(guest))
        tablet.close()
        return told

    try:
        with Server() as server, ThreadPoolExecutor(tablets) as pool:
            told = [
                one for part in pool.map(scan_all, tablets_of(stage, server.port)) for one in part
            ]
        results = Counter(one.result for one in told)
        say(f"{results['welcome']} welcomed, {results['already']} told “already”")
        count(stage, told, say)
        if results != {"welcome": guests, "already": guests * (tablets - 1)}:
            message = f"Each guest is to be welcomed once: {dict(results)}"
            raise PromiseBroken(message)
    finally:
        stage.strike()
