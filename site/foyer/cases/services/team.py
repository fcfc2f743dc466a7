"""Who looks into a case: what each sees to, who joins, who leaves and when. (001-20)"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from foyer.cases.enums import CaseStatus
from foyer.cases.models import Case, TeamMember
from foyer.core.models import User

from .holding import hold, keep
from .refusals import LastOfTeam, WrongStep

_LOOKED_INTO = (CaseStatus.INVESTIGATING, CaseStatus.RESOLVING)


def put_on_team(case: Case, user: User, *, part: str, at: datetime) -> TeamMember:
    """Put somebody on the team of a held case, or say anew what they see to."""
    member: TeamMember
    member, _is_new = case.team.update_or_create(
        user=user,
        left_at=None,
        defaults={"part": part},
        create_defaults={"part": part, "joined_at": at},
    )
    return member


@transaction.atomic
def join_team(
    *, case: Case, user: User, part: str, by: User, at: datetime, seen: int | None = None
) -> Case:
    """Put somebody on the team of an open case; who is on it already sees to something else from now on.

    Raises:
        WrongStep: the case is closed.
        CaseChanged: it is not what the actor saw.
    """
    held = hold(case, seen)
    if not held.is_open:
        raise WrongStep
    put_on_team(held, user, part=part.strip(), at=at)
    return keep(held, act="join", by=by, at=at, member=user.pk, part=part.strip())


@transaction.atomic
def leave_team(*, case: Case, user: User, by: User, at: datetime, seen: int | None = None) -> Case:
    """Let somebody leave the team, or take them off it; that they were on it stays in the file.

    Raises:
        WrongStep: the case is closed, or they are not on its team.
        LastOfTeam: nobody would be left while the case is looked into.
        CaseChanged: it is not what the actor saw.
    """
    held = hold(case, seen)
    member = held.team.now().filter(user=user).first()
    if not held.is_open or member is None:
        raise WrongStep
    if held.status in _LOOKED_INTO and held.team.now().count() == 1:
        raise LastOfTeam
    member.left_at, member.left_by = at, by
    member.save(update_fields=["left_at", "left_by"])
    return keep(held, act="leave", by=by, at=at, member=user.pk)
