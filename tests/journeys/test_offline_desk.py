"""The network goes, the queue does not stop. (KIOSK 5)"""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, Route, expect

from foyer.guests.enums import ConflictReason
from foyer.guests.models import Desk, SignIn, SignInConflict
from foyer.guests.services.pairing import revoke_desk
from foyer.guests.services.roster import derive
from tests.factories import DeskFactory, GuestFactory
from tests.journeys.evening import dinner, ming, say
from tests.journeys.kiosk import PATIENCE, Kiosk

pytestmark = pytest.mark.everywhere

__all__ = ["dinner", "ming"]

VECTORS = Path(__file__).resolve().parent.parent / "vectors"
STORED = """async () => {
  const names = (await indexedDB.databases()).map(({ name }) => name);
  const dump = {};
  for (const name of names) {
    const base = await new Promise((done) => { indexedDB.open(name).onsuccess = ({ target }) => done(target.result); });
    for (const store of base.objectStoreNames) {
      dump[store] = await new Promise((done) => {
        base.transaction(store).objectStore(store).getAll().onsuccess = ({ target }) => done(target.result);
      });
    }
    base.close();
  }
  return JSON.stringify({ dump, local: { ...localStorage } });
}"""


@pytest.fixture
def tablet_of(open_page, house) -> Callable[[Desk], Kiosk]:
    """Open a desk's tablet that can go on alone."""

    def open_tablet(desk: Desk) -> Kiosk:
        kiosk = Kiosk.paired(open_page, desk, house=house)
        kiosk.keeps_list()
        return kiosk

    return open_tablet


class TestWithoutANetwork:
    def test_goes_on_through_a_restart_and_hands_in_what_it_did(self, dinner, ming, tablet_of):
        before, elsewhere = GuestFactory(event=dinner), GuestFactory()
        pair = GuestFactory(event=dinner, party_limit=2)
        tablet = tablet_of(DeskFactory(event=dinner, name="1号签到台", paired=True))
        tablet.scan(before.code_sealed)
        tablet.answers("welcome")
        tablet.close_answer()
        tablet.page.context.set_offline(True)

        tablet.scan(ming.code_sealed)
        tablet.answers("welcome")
        expect(tablet.words("title")).to_have_text("王小明先生")
        expect(tablet.words("table")).to_have_text("松 3")
        tablet.close_answer()
        tablet.page.reload()
        tablet.shows("ready")
        expect(tablet.offline_line).to_contain_text("1")
        for guest, result in ((ming, "already"), (before, "already"), (elsewhere, "other_event")):
            tablet.scan(guest.code_sealed)
            tablet.answers(result)
            tablet.close_answer()
        tablet.scan("7K3MZQ0X9BTR4WVN1GH8PD5SYC")
        tablet.answers("unknown")
        expect(tablet.words("message")).to_have_text(
            say(
                "zh-hans",
                "This code is damaged or has been replaced. Try your name instead, or ask our staff.",
            )
        )
        tablet.close_answer()
        tablet.scan(pair.code_sealed)
        tablet.shows("party")
        tablet.page.locator('[data-party="2"]').click()
        tablet.answers("welcome")
        tablet.close_answer()
        stored = tablet.page.evaluate(STORED)
        for word in ("王小明", "松 3", ming.code_sealed, pair.name, pair.code_sealed):
            assert word not in stored
        assert SignIn.objects.count() == 1

        tablet.page.context.set_offline(False)

        tablet.has_handed_in()
        assert (
            SignIn.objects.get(guest=ming).signed_in_at
            < SignIn.objects.get(guest=pair).signed_in_at
        )
        assert SignIn.objects.get(guest=pair).party == 2
        assert not SignInConflict.objects.exists()

    def test_takes_nothing_from_the_guest_who_types_when_the_line_goes_in_its_first_minute(
        self, dinner, open_page, house
    ):
        held: list[Route] = []

        def hold_report(page: Page) -> None:
            page.route("**/desk/report", lambda route: held.append(route))  # noqa: PLW0108

        desk = DeskFactory(event=dinner, paired=True)
        tablet = Kiosk.paired(
            open_page,
            desk,
            house=house,
            before=hold_report,
        )
        page = tablet.page
        tablet.speak("en")
        page.locator("#search-open").click()
        page.locator("#search-query").fill("王小")
        while not held:
            page.locator("body").is_visible()  # lets the browser speak

        held.pop().abort()
        expect(tablet.offline_line).to_be_visible(timeout=PATIENCE)

        tablet.shows("search")
        expect(page.locator("#search-query")).to_have_value("王小")
        expect(page.locator("html")).to_have_attribute("lang", "en")

    def test_loses_nobody_when_two_tablets_saw_one_code_and_one_was_revoked(
        self, dinner, ming, tablet_of, log_in_to
    ):
        late = GuestFactory(event=dinner)
        desks = [DeskFactory(event=dinner, name=name, paired=True) for name in ("1号", "2号")]
        desks[1].checkpoints.set(desks[0].checkpoints.all())
        first, second = (tablet_of(desk) for desk in desks)
        for one in (first, second):
            one.page.context.set_offline(True)
            one.scan(ming.code_sealed)
            one.answers("welcome")
            one.close_answer()
        second.scan(late.code_sealed)
        second.answers("welcome")
        second.close_answer()
        first.page.context.set_offline(False)
        first.has_handed_in()
        revoke_desk(desk=desks[1], at=timezone.now())

        second.page.context.set_offline(False)

        second.shows("unpaired")
        second.has_handed_in()
        assert SignIn.objects.get().desk == desks[0]
        told = {conflict.guest: conflict.reason for conflict in SignInConflict.objects.all()}
        assert told == {ming: ConflictReason.DESK_REVOKED, late: ConflictReason.DESK_REVOKED}
        left = json.loads(second.page.evaluate(STORED))
        assert not any(left["dump"].values())
        staff = log_in_to(f"/admin/guests/{dinner.pk}/conflicts/", role="Reception")
        entry = staff.locator("article", has_text=late.name)
        entry.locator("[name=how][value=counts]").check()
        entry.locator("[type=submit]").click()
        expect(staff.locator("article", has_text=late.name)).to_have_count(0)
        assert SignIn.objects.standing().filter(guest=late).exists()


class TestTheRulesInTheBrowser:
    """The same vectors are put to the house in tests/guests."""

    def test_are_those_of_the_house(self, open_page):
        page = open_page("/kiosk/", size="tablet")
        verdicts, codes = (
            json.loads((VECTORS / f"{name}.json").read_text("utf-8"))
            for name in ("verdicts", "codes")
        )
        code, salt = "7K3MZQ0X9BTR4WVN1GH8PD5SYC", bytes(range(32))

        judged = page.evaluate(
            """async (vectors) => {
              const { judge, judgeLeaving } = await import("/static/kiosk/verdicts.js");
              const moment = (text) => Date.parse(text);
              return vectors.map(({ leaving, event, guest, at }) => (leaving ? judgeLeaving : judge)({
                event: { ...event, opens_at: moment(event.opens_at), ends_at: moment(event.ends_at) },
                guest, at: moment(at),
              }));
            }""",
            verdicts,
        )
        read = page.evaluate(
            """async (vectors) => {
              const { readCode } = await import("/static/kiosk/codes.js");
              return vectors.map(({ text }) => readCode(text));
            }""",
            codes,
        )
        derived = page.evaluate(
            """async ([code, salt]) => {
              const { derive } = await import("/static/kiosk/roster.js");
              const { name, key } = await derive(code, salt);
              return [name, [...new Uint8Array(key)]];
            }""",
            [code, salt.hex()],
        )

        assert judged == [vector["verdict"] for vector in verdicts]
        assert read == [vector["code"] for vector in codes]
        name, key = derive(code, salt)
        assert derived == [name, list(key)]
