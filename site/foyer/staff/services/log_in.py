"""Limits on logging in: by network address, by account, by known browser, and in all. (SEC-10)

They are counted before the password is hashed, and only failures stay counted. Strangers who fail at
an account's name use up the strangers' share of it: a browser in which the account has logged in before
has a share of its own, so nobody can lock a member of staff out from afar.
"""

import unicodedata
from dataclasses import dataclass
from datetime import datetime

from foyer.core.audit import note
from foyer.core.models import User
from foyer.core.throttle import TooManyAttempts
from foyer.privacy.sealing import keyed_hash

from .limits import (
    EVERYBODY,
    LOG_IN_BY_ACCOUNT,
    LOG_IN_BY_ADDRESS,
    LOG_IN_BY_BROWSER,
    LOG_IN_IN_ALL,
)


@dataclass(frozen=True, slots=True)
class Attempt:
    """Who tries to log in.

    Args:
        name: the user name as typed.
        address: the network the attempt comes from.
        browser: the mark of a browser this account has logged in with before; empty elsewhere.
    """

    name: str
    address: str
    browser: str = ""

    @property
    def account(self) -> str:
        """The name in the one form under which attempts at it are counted."""
        return plain_name(self.name)


def plain_name(name: str) -> str:
    """Return a user name in one form, however it is typed."""
    return unicodedata.normalize("NFKC", name).strip().casefold()


def origin_of(address: str) -> str:
    """Return a mark by which lines of the audit trail about one network can be told to belong together."""
    return keyed_hash(address, purpose="audit-origin")[:12]


def count_log_in(*, attempt: Attempt, at: datetime) -> None:
    """Count an attempt before its password is looked at.

    Raises:
        TooManyAttempts: its share is used up.
    """
    try:
        if attempt.browser:
            LOG_IN_BY_BROWSER.count(attempt.browser, at=at)
            return
        LOG_IN_BY_ADDRESS.count(attempt.address, at=at)
        LOG_IN_IN_ALL.count(EVERYBODY, at=at)
        LOG_IN_BY_ACCOUNT.count(attempt.account, at=at)
    except TooManyAttempts:
        note("log_in.refused", origin=origin_of(attempt.address))
        raise


def note_right_password(*, attempt: Attempt) -> None:
    """Uncount an attempt whose password was right."""
    if attempt.browser:
        LOG_IN_BY_BROWSER.clear(attempt.browser)
        return
    LOG_IN_BY_ADDRESS.give_back(attempt.address)
    LOG_IN_IN_ALL.give_back(EVERYBODY)
    LOG_IN_BY_ACCOUNT.clear(attempt.account)


def note_wrong_password(*, attempt: Attempt) -> None:
    """Write a failure into the audit trail; the same work is done for names nobody has."""
    tried = User.objects.filter(username=attempt.name).values_list("pk", flat=True).first()
    note("log_in.failed", user=tried, origin=origin_of(attempt.address))
