"""The cases of a client, on the client's timeline. (001-04)"""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.text import Truncator

from foyer.clients.models import Client
from foyer.clients.queries.timeline import Moment, tells_of
from foyer.core.models import User

from .models import Case

_LONGEST = 120


@tells_of("cases.view_case")
def cases(client: Client, user: User, most: int) -> Iterator[Moment]:
    """Yield what a client complained of, told and asked."""
    for case in Case.objects.visible_to(user).filter(client=client)[:most]:
        yield Moment(
            at=case.opened_at,
            what=str(case.get_kind_display()),
            about=Truncator(case.content).chars(_LONGEST),
            detail=f"{case.number} {case.get_status_display()}",
            page="cases:case",
            key=case.pk,
        )
