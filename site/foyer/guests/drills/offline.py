"""Half an hour without a network: two tablets go on alone and hand in afterwards. (KIOSK 5, decision 0009)"""

from __future__ import annotations

import json
import os
import random
import tempfile
import time
import uuid
from base64 import b64decode
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.utils import timezone

from foyer.core.drill_houses import own_house
from foyer.core.drills import PromiseBroken, Say, drill
from foyer.guests.enums import ConflictReason
from foyer.guests.models import Guest, SignIn, SignInConflict
from foyer.guests.services.roster import derive

from .stage import Server, Stage
from .tablets import Tablet

_AT_ONCE = 100  # scans in a batch, as the tablets send them
_EMPTY_WITHIN = 10.0  # seconds from the network's return to an empty queue


class TabletAlone:
    """A tablet without a network, by the rules of kiosk/roster.js: a sealed list, and a queue on its disk."""

    def __init__(self, line: Tablet, folder: Path, roster: dict[str, Any]) -> None:
        self.line, self.queue_file = line, folder
        self.salt = bytes.fromhex(roster["salt"])
        self.boxes = {name: box for _guest, name, box in roster["entries"]}

    def let_in(self, code: str, *, checkpoint: int, at: datetime) -> str:
        """Find a guest by the code, keep the scan on the disk, and return its id.

        Raises:
            PromiseBroken: the list does not know a guest's code.
        """
        name, key = derive(code, self.salt)
        if name not in self.boxes:
            message = "The sealed list does not know a guest."
            raise PromiseBroken(message)
        raw = b64decode(self.boxes[name])
        told = json.loads(AESGCM(key).decrypt(raw[:12], raw[12:], None))
        scan_id = str(uuid.uuid4())
        scan = {"id": scan_id, "checkpoint": checkpoint, "handle": told["handle"]}
        with self.queue_file.open("a") as queue:
            queue.write(json.dumps(scan | {"scanned_at": at.isoformat()}) + "\n")
            queue.flush()
            os.fsync(queue.fileno())
        return scan_id

    def hand_in(self) -> int:
        """Hand in what the disk holds, every batch twice as after a lost reply; return what is left."""
        waiting = [json.loads(line) for line in self.queue_file.read_text().splitlines()]
        left = []
        for start in range(0, len(waiting), _AT_ONCE):
            part = waiting[start : start + _AT_ONCE]
            for _time in range(2):
                answers = self.line.ask("POST", "/sign-ins/batch", {"sign_ins": part})
            if not isinstance(answers, list) or len(answers) != len(part):
                left += part
                continue
            kept = {one["id"] for one in answers if one["result"] != "error"}
            left += [scan for scan in part if scan["id"] not in kept]
        self.line.close()
        self.queue_file.write_text("".join(json.dumps(scan) + "\n" for scan in left))
        return len(left)


@drill("offline", house=own_house)
def drill_offline(
    say: Say, scans: int = 200, twice: int = 10, minutes: int = 30, seed: int = 0
) -> None:
    """Let two tablets work alone, restart one in the middle, and count what the house has after they came back.

    The minutes are the scans' own times; nobody waits for them.

    Args:
        say: told the figures.
        scans: how many in all.
        twice: how many guests hold the code before both.
        minutes: how long the network is away.
        seed: for the order of the guests; 0 takes any.

    Raises:
        PromiseBroken: a scan is neither a sign-in nor a conflict, or there are other conflicts than those.
    """
    seed = seed or random.SystemRandom().randrange(1, 1_000_000)
    stage = Stage.made(guests=scans - twice, tablets=2)
    try:
        with Server() as server, tempfile.TemporaryDirectory() as folder:
            away = _Away(stage, server, Path(folder), minutes=minutes)
            sent = away.scan_all(_order(stage, twice, seed))
            took, left = away.come_back()
        say(
            f"seed {seed}; {minutes} minutes offline, {len(sent)} scans on two tablets, one restarted"
        )
        say(f"queues empty {took:.1f} s after the network came back")
        _count(stage, sent, left, twice, say)
        if took > _EMPTY_WITHIN:
            message = f"The queues were to be empty within {_EMPTY_WITHIN:.0f} s."
            raise PromiseBroken(message)
    finally:
        SignInConflict.objects.filter(event=stage.event).delete()
        stage.strike()


def _order(stage: Stage, twice: int, seed: int) -> list[tuple[int, Guest]]:
    """Return who comes when, and to which tablet."""
    pick = random.Random(seed)  # noqa: S311  an order, no secrets
    comings = [(number % 2, guest) for number, guest in enumerate(stage.guests)]
    comings += [(1 - tablet, guest) for tablet, guest in comings[:twice]]
    pick.shuffle(comings)
    return comings


class _Away:
    """Two tablets whose network goes."""

    def __init__(self, stage: Stage, server: Server, folder: Path, *, minutes: int) -> None:
        self.stage, self.span = stage, timedelta(minutes=minutes)
        lines = [Tablet(stage, token, server.port) for token in stage.tokens]
        self.rosters = [line.ask("GET", "/roster") for line in lines]
        if not all(self.rosters):
            message = "The tablets were given no list."
            raise PromiseBroken(message)
        self.tablets = [
            TabletAlone(line, folder / str(number), roster or {})
            for number, (line, roster) in enumerate(zip(lines, self.rosters, strict=True))
        ]

    def scan_all(self, comings: list[tuple[int, Guest]]) -> list[str]:
        """Let everybody in over the whole span, restart a tablet in the middle; return the scans' ids."""
        began, sent = timezone.now() - self.span, []
        for number, (tablet, guest) in enumerate(comings):
            if number == len(comings) // 2:  # what it knew is gone, what lies on its disk is not
                first = self.tablets[0]
                self.tablets[0] = TabletAlone(first.line, first.queue_file, self.rosters[0] or {})
            at = began + self.span * number / len(comings)
            door = self.stage.checkpoint.pk
            sent.append(self.tablets[tablet].let_in(guest.code_sealed, checkpoint=door, at=at))
        return sent

    def come_back(self) -> tuple[float, int]:
        """Let both hand in at once; return how long it took in seconds, and what is left."""
        began = time.monotonic()
        with ThreadPoolExecutor(2) as pool:
            left = sum(pool.map(TabletAlone.hand_in, self.tablets))
        return time.monotonic() - began, left


def _count(stage: Stage, sent: list[str], left: int, twice: int, say: Say) -> None:
    kept = {
        str(scan): guest
        for scan, guest in SignIn.objects.filter(event=stage.event).values_list("scan_id", "guest")
    }
    listed = SignInConflict.objects.open().filter(event=stage.event)
    conflicts = {str(scan): reason for scan, reason in listed.values_list("scan_id", "reason")}
    lost = len(set(sent) - kept.keys() - conflicts.keys())
    doubled = len(kept) - len(set(kept.values()))
    false = len(kept.keys() & conflicts.keys())
    say(f"{len(kept)} sign-ins, {len(conflicts)} conflicts listed, {left} scans still waiting")
    say(f"LOST {lost} · DUP {doubled} · FALSE {false}")
    exact = list(conflicts.values()) == [ConflictReason.ALREADY] * twice
    if lost or doubled or false or left or not exact:
        message = f"All scans were to be kept, {twice} of them as conflicts."
        raise PromiseBroken(message)
