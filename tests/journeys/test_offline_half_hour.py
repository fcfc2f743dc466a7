"""Half an hour without a network in two real tablets: two hundred scans, one restart, nobody lost. (KIOSK 5)"""

import json
import re
from datetime import datetime, timedelta

from playwright.sync_api import Route, expect

from foyer.guests.enums import ConflictReason
from foyer.guests.models import SignIn, SignInConflict
from tests.factories import DeskFactory, GuestFactory
from tests.journeys.evening import dinner
from tests.journeys.kiosk import Kiosk

__all__ = ["dinner"]

AWAY = timedelta(minutes=30)
EACH, TWICE, AT_ONCE = 100, 10, 10
DESK = re.compile("/api/foyer/v1/desk(/report)?$")
# As kiosk/signin.js sends a scan; the screens between would take the night.
SCAN_ALL = """async (codes) => {
  const { send } = await import("/static/kiosk/outbox.js");
  const { now } = await import("/static/kiosk/clock.js");
  const { checkpoint, newId } = await import("/static/kiosk/state.js");
  const told = [];
  for (const code of codes) {
    const scan = { id: newId(), checkpoint: checkpoint().id, code, scanned_at: new Date(now()).toISOString() };
    told.push((await send(scan)).result);
  }
  return told;
}"""


def half_an_hour_ago(route: Route) -> None:
    """Tell the tablet a time half an hour back: the half hour it is alone then ends now."""
    told = route.fetch().json()
    told["server_time"] = (datetime.fromisoformat(told["server_time"]) - AWAY).isoformat()
    route.fulfill(status=200, content_type="application/json", body=json.dumps(told))


class TestHalfAnHourOffline:
    def test_keeps_all_of_two_hundred_scans_and_lists_ten_conflicts(self, dinner, open_page, house):
        guests = GuestFactory.create_batch(2 * EACH - TWICE, event=dinner)
        desks = [DeskFactory(event=dinner, name=name, paired=True) for name in ("1号", "2号")]
        desks[1].checkpoints.set(desks[0].checkpoints.all())
        lists = [guests[:EACH], guests[EACH - TWICE :]]
        tablets = [
            Kiosk.paired(open_page, desk, house=house, before=self.prepare) for desk in desks
        ]
        for tablet in tablets:
            tablet.keeps_list()
            tablet.page.unroute_all(behavior="ignoreErrors")
            tablet.page.context.set_offline(True)

        told = []
        for start in range(0, EACH, AT_ONCE):
            for tablet, asked in zip(tablets, lists, strict=True):
                part = [guest.code_sealed for guest in asked[start : start + AT_ONCE]]
                told += tablet.page.evaluate(SCAN_ALL, part)
                tablet.page.clock.fast_forward(int(AWAY.total_seconds() * 1000 * AT_ONCE / EACH))
            if start == EACH // 2:
                tablets[0].page.reload()
                tablets[0].shows("ready")
        assert told == ["welcome"] * 2 * EACH
        expect(tablets[0].offline_line).to_contain_text(f"{EACH}")
        for tablet in tablets:
            tablet.page.context.set_offline(False)

        for tablet in tablets:
            expect(tablet.offline_line).to_be_hidden(
                timeout=60_000
            )  # ten seconds where nothing else runs
        assert SignIn.objects.count() == len(guests)
        assert set(SignIn.objects.values_list("guest", flat=True)) == {one.pk for one in guests}
        conflicts = SignInConflict.objects.open()
        assert {one.guest for one in conflicts} == set(guests[EACH - TWICE : EACH])
        assert [one.reason for one in conflicts] == [ConflictReason.ALREADY] * TWICE
        times = sorted(SignIn.objects.values_list("signed_in_at", flat=True))
        assert AWAY * 0.8 < times[-1] - times[0] < AWAY * 1.2

    @staticmethod
    def prepare(page) -> None:
        page.clock.install()
        page.route(DESK, half_an_hour_ago)
