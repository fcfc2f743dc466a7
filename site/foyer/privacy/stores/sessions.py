"""What sessions of staff remember of a person: the sentences shown last."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.contrib.sessions.models import Session
from django.utils.translation import gettext_lazy as _

from foyer.privacy.declarations import Store
from foyer.privacy.people import Person
from foyer.privacy.words import Needles

_SHORT = 300  # seconds: a drill's session goes by itself


class SessionStore(Store):
    """Sessions of the staff who are logged in."""

    key = "sessions"
    title = _("Sessions of staff")
    models = (Session,)

    def rows(self, person: Person) -> Iterator[Mapping[str, Any]]:
        """Yield nothing: a session tells of the member of staff, and lasts a day."""
        yield from ()

    def erase(self, person: Person) -> int:
        """Take the person's words out of what sessions remember; nobody is logged out."""
        needles, sessions, cleaned = Needles.of(person), DatabaseSessions(), 0
        for session in Session.objects.iterator():
            kept = session.get_decoded()
            fresh = needles.taken_out_of(kept)
            if fresh != kept:
                same = Session.objects.filter(pk=session.pk, session_data=session.session_data)
                cleaned += same.update(session_data=sessions.encode(fresh))
        return cleaned

    def plant(self, canary: Any) -> None:
        """Leave a sentence about the drill's person in a session nobody is logged in to."""
        session = DatabaseSessions()
        session["said"] = f"{canary.name} {canary.phone}"
        session.set_expiry(_SHORT)
        session.save()
