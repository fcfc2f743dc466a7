"""The fee page as strangers get it, and the fees through the API, against a bare Django view with the same bytes.

Four rooms by the hour, the half day, the day and the evening, a version in force and one to come; measured as
`bench_pages` measures an event's page. Targets (design: performance 2): kept ≥ 0.6, not modified ≥ 0.8 of the floor;
kept ≥ 50 times the same page made anew.

Run: `.venv/bin/python benchmarks/bench_fees.py [seconds a round] [rounds]`
"""

from __future__ import annotations

import sys

from bench_pages import main

SET_UP = """
from datetime import timedelta
from django.utils import timezone
from foyer.core.days import house_day
from foyer.events.models import HomePage
from foyer.fees.models import FeeItem, FeeSchedule, FeeSchedulePage
from foyer.venues.models import Room, Venue
venue = Venue.objects.create(name="松涧会馆")
names = ("听松厅", "枕流轩", "墨池书房", "观云台")
rooms = [Room.objects.create(venue=venue, name=name, capacity=80) for name in names]
today, former = house_day(timezone.now()), None
for begins in (today - timedelta(days=90), today + timedelta(days=30)):
    draft = FeeSchedule(name="场地收费标准", valid_from=begins, replaces=former, reason="翻新", live=False)
    draft.items = [
        FeeItem(room=room, unit=unit, amount=300 * place) for room in rooms
        for place, unit in enumerate(("hour", "half_day", "day", "evening"), 1)
    ] + [FeeItem(kind="equipment", unit="piece", name=f"设备{n}", amount=150) for n in range(5)]
    draft.save()
    draft.save_revision().publish()
    former = FeeSchedule.objects.get(pk=draft.pk)
page = FeeSchedulePage(title="场地收费", slug="fees", introduction="<p>价格公开，按日生效。</p>")
HomePage.objects.get(locale__language_code="zh-hans").add_child(instance=page)
page.save_revision().publish()
"""
PAGES = ("/zh-hans/fees/", "/api/foyer/v1/fees")


if __name__ == "__main__":
    options = sys.argv[1:3]
    missed = 0
    for page in PAGES:
        print(page)
        seconds, rounds = map(float, options[:1]), map(int, options[1:])
        missed += main(*seconds, *rounds, page=page, set_up=SET_UP)
    sys.exit(missed)
