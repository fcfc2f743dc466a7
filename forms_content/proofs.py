"""A small sum a browser does before it sends a form: nothing to one person, dear to whoever sends thousands. (FORMS 7)

The house signs a challenge for one form and one moment; whoever sends an answer shows for each of its puzzles a
number with which a hash begins with so many zero bits. A challenge is good for one answer: which one it was stands
with the answer. See docs/decisions/0010.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.core import signing
from django.utils.translation import gettext_lazy as _

from foyer.core.refusals import Refusal

from .models import FormPage, FormPolicy
from .sending_enums import ProofState

BITS: Final = 12  # of each puzzle: about four thousand tries
LASTS: Final = 12 * 3600  # seconds
SLOW: Final = 20  # seconds after which a page without JavaScript may be sent without the sum
LONGEST: Final = 500  # characters of a challenge
_SALT = "forms_content.proof"
_NUMBERS = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9}){0,63}")


class ProofNeeded(Refusal):
    """An answer comes without the sum."""

    code, status = "proof_needed", 422
    message = _(
        "This form asks for a small sum that keeps machines away: solve what it says under “proof”, "
        "and send the numbers along."
    )


class ProofTooSoon(Refusal):
    """A page whose browser does no sums is sent at once."""

    code, status = "proof_too_soon", 422
    message = _(
        "Your browser does no sums, with which we keep machines away. Please wait %(seconds)s seconds, "
        "then send again: your answers are still here."
    )


class ProofWrong(Refusal):
    """The sum does not come out, is another form's, too old, or was used before."""

    code, status = "proof_wrong", 422
    message = _(
        "The sum that keeps machines away is wrong, too old or used already: it is to be done anew. "
        "Please send again."
    )


@dataclass(frozen=True, slots=True)
class Challenge:
    """What is to be solved.

    Attributes:
        token: what the house signed.
        puzzles: how many numbers are wanted.
        made_at: when it was made, in seconds since 1970.
    """

    token: str
    puzzles: int
    made_at: float

    @property
    def seed(self) -> str:
        """What each hash is made of, before the number of the puzzle and the one looked for."""
        return hashlib.sha256(self.token.encode()).hexdigest()[:32]

    @property
    def key(self) -> str:
        """Under what an answer keeps that the challenge is used up."""
        return hashlib.sha256(self.token.encode()).hexdigest()


def asks_proof(page: FormPage, policy: FormPolicy) -> bool:
    """Tell whether a form asks browsers for the sum."""
    if page.proof == ProofState.POLICY:
        return policy.proofs_on
    return page.proof == ProofState.ON


def new_challenge(page: FormPage, policy: FormPolicy, *, at: datetime) -> Challenge:
    """Return a challenge for one answer to a form."""
    made_at, puzzles = at.timestamp(), policy.proof_effort
    said = [page.pk, made_at, puzzles, secrets.token_urlsafe(12)]
    return Challenge(signing.dumps(said, salt=_SALT), puzzles, made_at)


def read_challenge(page: FormPage, token: str, *, at: datetime) -> Challenge:
    """Return the challenge a token says.

    Raises:
        ProofWrong: it is none of the house's, another form's, or too old.
    """
    try:
        pk, made_at, puzzles, _once = signing.loads(token[:LONGEST], salt=_SALT)
    except (signing.BadSignature, TypeError, ValueError) as reason:
        raise ProofWrong from reason
    if pk != page.pk or at.timestamp() - made_at > LASTS:
        raise ProofWrong
    return Challenge(token, puzzles, made_at)


def check_proof(challenge: Challenge, numbers: Sequence[int]) -> str:
    """Return under what an answer keeps that the challenge is used up.

    Raises:
        ProofWrong: the numbers do not solve it.
    """
    if len(numbers) != challenge.puzzles:
        raise ProofWrong
    for puzzle, number in enumerate(numbers):
        tried = hashlib.sha256(f"{challenge.seed}:{puzzle}:{number}".encode()).digest()
        if int.from_bytes(tried[:4]) >> (32 - BITS):
            raise ProofWrong
    return challenge.key


def check_slow(challenge: Challenge, *, at: datetime) -> str:
    """Return the same for a page whose browser does no sums, once it was open for a while.

    Raises:
        ProofTooSoon.
    """
    if at.timestamp() - challenge.made_at < SLOW:
        raise ProofTooSoon(seconds=SLOW)
    return challenge.key


def read_numbers(written: str) -> list[int]:
    """Return the numbers a page sends, parted by dots; none where it sends something else."""
    return [int(one) for one in written.split(".")] if _NUMBERS.fullmatch(written) else []
