"""What acts upon many guests have in common."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from foyer.core.models import User
from foyer.events.models import Event
from foyer.guests.models import Guest
from foyer.guests.services.reach import Reach

from .saying import say_done, say_left_out


class BulkAct:
    """One act upon many guests, asked for once more before it is carried out."""

    right: ClassVar[str]
    title: ClassVar[Any]
    form_class: ClassVar[type[forms.Form]] = forms.Form
    page: ClassVar[str] = (
        ""  # where one exists, it asks instead, and the guests are named in its address
    )
    asks_about_ticked: ClassVar[bool] = True  # False: for guests ticked it is carried out at once

    def __init__(self, event: Event, by: User) -> None:
        self.event, self.by, self.at = event, by, timezone.now()

    def plan(self, guests: Sequence[Guest], told: dict[str, Any]) -> Reach:
        """Return whom the act would reach."""
        raise NotImplementedError

    def headline(self, count: int) -> str:
        """Return what is about to happen to so many guests."""
        raise NotImplementedError

    def notes(self, guests: Sequence[Guest]) -> Iterator[str]:
        """Return what to know about those reached before saying yes."""
        yield from ()

    def do(self, guests: Sequence[Guest], told: dict[str, Any]) -> Reach:
        """Carry the act out; return whom it reached."""
        raise NotImplementedError

    def said(self, count: int) -> str:
        """Return what has happened to so many guests."""
        raise NotImplementedError

    def carry_out(
        self, guests: Sequence[Guest], told: dict[str, Any], request: HttpRequest
    ) -> HttpResponseBase | None:
        """Carry the act out and say what came of it; a file may be the answer."""
        done = self.do(guests, told)
        say_done(request, self.said(len(done.guests)), len(done.guests))
        say_left_out(request, done.skipped)
        return None
