"""What the staff are called in lists: by name, e-mail address or user name. (000-14, IMPORT 3)"""

from __future__ import annotations

from collections import defaultdict

from foyer.core.models import User
from foyer.core.text import fold


class StaffWords:
    """Everybody who has an account, read once; closed accounts are known, but nobody is given to them."""

    def __init__(self) -> None:
        self._words: defaultdict[str, set[int]] = defaultdict(set)
        self._names: dict[int, str] = {}
        self._users: dict[int, str] = {}
        self.closed: set[int] = set()
        for user in User.objects.all():
            self._names[user.pk], self._users[user.pk] = str(user), user.username
            if not user.is_active:
                self.closed.add(user.pk)
            whole = f"{user.last_name}{user.first_name}"
            for word in {user.username, user.email, str(user), whole} - {""}:
                self._words[fold(word)].add(user.pk)

    def find(self, text: str) -> set[int]:
        """Return whom a cell may mean: of several those who still work here, if any do."""
        found = self._words.get(fold(text.strip()), set())
        return (found - self.closed) or found

    def name(self, pk: int | None) -> str:
        """Return what somebody is called."""
        return self._names.get(pk, "") if pk else ""

    def word(self, pk: int | None) -> str:
        """Return what a cell says of somebody so that it means nobody else: the name, or the user name."""
        name = self.name(pk)
        return name if self.find(name) == {pk} else self._users.get(pk or 0, "")
