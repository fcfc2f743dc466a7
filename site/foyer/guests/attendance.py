"""Which clients' people came to an event and have not been spoken to since. (002-15)"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Count, Exists, Min, OuterRef

from foyer.clients.care_enums import VisitMode
from foyer.clients.models import Visit
from foyer.clients.queries.attendance import Attended, reads_attendance
from foyer.clients.queries.due_items import DueScope
from foyer.core.days import house_day, start_of
from foyer.core.languages import wording
from foyer.events.models import Event

from .models import SignIn

_CLIENT = "guest__contact__client"


@reads_attendance
def attended(scope: DueScope, first: date, last: date) -> Iterator[Attended]:
    """Yield the clients of guests who signed in to events that ended from one day to another."""
    spoken = Visit.objects.standing().in_modes(VisitMode.CLOSE)
    rows = (
        SignIn.objects.standing()
        .filter(
            scope.of(_CLIENT),
            guest__contact__client__isnull=False,
            event__ends_at__gte=start_of(first),
            event__ends_at__lt=start_of(last + timedelta(days=1)),
        )
        .exclude(
            Exists(
                spoken.filter(client=OuterRef(_CLIENT), happened_at__gt=OuterRef("event__ends_at"))
            )
        )
        .values(
            "event",
            "event__title",
            "event__title_zh_hant",
            "event__title_en",
            "event__ends_at",
            _CLIENT,
            f"{_CLIENT}__account_manager",
            f"{_CLIENT}__tier",
        )
        .annotate(contact=Min("guest__contact"), people=Count("guest", distinct=True))
        .order_by()
    )
    for row in rows:
        titles = {name: row[f"event__{name}"] for name in ("title", "title_zh_hant", "title_en")}
        yield Attended(
            event=row["event"],
            title=wording(Event(**titles), "title"),
            ended_on=house_day(row["event__ends_at"]),
            client=row[_CLIENT],
            manager=row[f"{_CLIENT}__account_manager"],
            tier=row[f"{_CLIENT}__tier"],
            contact=row["contact"],
            people=row["people"],
        )
