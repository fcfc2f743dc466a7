"""One act upon many cases: who is answerable, who investigates. (001-19, 001-20)"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from foyer.cases.models import Case
from foyer.core.models import User
from foyer.core.refusals import Refusal

from .holding import hold, keep

MOST = 500


class TooManyCases(Refusal):
    """More than one act reaches."""

    code = "too_many_cases"
    message = _("%(found)s cases match, more than %(most)s at once. Narrow the list down first.")


class NobodyNamed(Refusal):
    """Neither somebody answerable nor a member of a team was chosen."""

    code = "nobody_named"
    message = _("Choose who is answerable, or who joins the team.")


@transaction.atomic
def assign_many(
    *, cases: Collection[Case], owner: User | None, members: Iterable[User], by: User, at: datetime
) -> int:
    """Make somebody answerable for many cases, put people on their teams, or both; return how many were open.

    Args:
        cases: those chosen; closed ones stay as they are.
        owner: who is answerable; None: whoever was.
        members: who joins each team; nobody leaves one.

    Raises:
        NobodyNamed, TooManyCases.
    """
    joining, done = list(members), 0
    if owner is None and not joining:
        raise NobodyNamed
    if len(cases) > MOST:
        raise TooManyCases(found=len(cases), most=MOST)
    for case in sorted(cases, key=lambda one: one.pk):
        held = hold(case)
        if not held.is_open:
            continue
        for user in joining:
            held.team.get_or_create(user=user, left_at=None, defaults={"joined_at": at})
        held.owner = owner or held.owner
        keep(held, act="assign", by=by, at=at)
        done += 1
    return done
