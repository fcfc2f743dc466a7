"""How often what may be tried at the house's doors, counted before anything costly is done. (security 18)"""

from dataclasses import dataclass
from datetime import datetime

from foyer.core.throttle import clear_attempts, count_attempt, give_back_attempt


@dataclass(frozen=True, slots=True)
class Limit:
    """So many attempts within so many seconds, for each of whatever it counts."""

    name: str
    attempts: int
    seconds: int

    def count(self, whose: str, *, at: datetime) -> None:
        """Count one attempt.

        Raises:
            TooManyAttempts: they are used up.
        """
        count_attempt(key=self._key(whose), limit=self.attempts, seconds=self.seconds, at=at)

    def give_back(self, whose: str) -> None:
        """Uncount an attempt that proved honest."""
        give_back_attempt(key=self._key(whose))

    def clear(self, whose: str) -> None:
        """Forget every attempt."""
        clear_attempts(key=self._key(whose))

    def _key(self, whose: str) -> str:
        return f"{self.name}:{whose}"


# A failed log-in costs half a second of work: all of them together may take a fifth of one processor.
LOG_IN_BY_ADDRESS = Limit("log-in address", 20, 300)
LOG_IN_BY_ACCOUNT = Limit("log-in account", 10, 900)
LOG_IN_BY_BROWSER = Limit("log-in browser", 10, 900)
LOG_IN_IN_ALL = Limit("log-in", 120, 300)

# Five tries among a million codes, three of which are right; twenty a day.
CODE_NOW = Limit("second step", 5, 900)
CODE_TODAY = Limit("second step today", 20, 86_400)
PASSWORD_AGAIN = Limit("password again", 5, 900)

RESET_BY_ADDRESS = Limit("reset address", 10, 3600)
RESET_BY_EMAIL = Limit("reset email", 3, 3600)
RESET_IN_ALL = Limit("reset", 60, 3600)

FIRST_LINK_BY_ADDRESS = Limit("first link", 20, 300)
EVERYBODY = "all"
