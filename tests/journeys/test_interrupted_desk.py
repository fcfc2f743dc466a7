"""Handing in under bad stars, in real tablets: every guest is kept, and kept once. (KIOSK 5, 000-12)"""

import json
import re
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from functools import partial

import pytest
from django.utils import timezone
from playwright.sync_api import Page, Request, Route, expect

from foyer.guests.letters import code_picture
from foyer.guests.models import Guest, SignIn, SignInConflict
from foyer.guests.services.pairing import revoke_desk
from tests.factories import DeskFactory, GuestFactory
from tests.house import House, answers, free_port
from tests.journeys.evening import dinner, door, say
from tests.journeys.kiosk import Kiosk

pytestmark = pytest.mark.everywhere

__all__ = ["dinner", "door"]

DESK = re.compile("/api/foyer/v1/desk$")
API = "**/api/foyer/v1/desk**"
SCAN = re.compile("/desk/sign-ins$")
BATCH = re.compile("/desk/sign-ins/batch")
HAND_IN = "import('/static/kiosk/offline.js').then(offline => offline.handIn())"
WAITING = (
    "import('/static/kiosk/keeping.js').then(kept => kept.queued()).then(scans => scans.length)"
)
HTML = {"status": 200, "content_type": "text/html", "body": "<h1>欢迎使用酒店网络</h1>"}
PORTAL = {"status": 200, "content_type": "application/json", "body": '{"login": "/portal"}'}
EMPTY_LIST = {"status": 200, "content_type": "application/json", "body": "[]"}


def waiting(page: Page) -> int:
    """Return how many guests the tablet keeps for the house."""
    return page.evaluate(WAITING)


def look_for_house(page: Page) -> None:
    """Let the tablet look for the house at once, instead of within three seconds."""
    page.evaluate("dispatchEvent(new Event('online'))")


def let_in(tablet: Kiosk, *guests: Guest) -> None:
    """Scan guests whom the tablet lets in."""
    for guest in guests:
        tablet.scan(guest.code_sealed)
        tablet.answers("welcome")
        tablet.close_answer()


@pytest.fixture
def guests(dinner) -> list[Guest]:
    """Guests who are on the list the tablet keeps."""
    return GuestFactory.create_batch(5, event=dinner)


@pytest.fixture
def tablet(open_page, house, door, guests) -> Kiosk:
    """A tablet that can go on alone."""
    tablet = Kiosk.paired(open_page, door, house=house)
    tablet.keeps_list()
    return tablet


def fulfilled(answer: dict[str, object], route: Route) -> None:
    """Give this answer."""
    route.fulfill(**answer)


def stored_but_lost(route: Route) -> None:
    """Let the batch arrive, and lose the reply."""
    route.fetch()
    route.abort("connectionreset")


def stored_but_cut(route: Route) -> None:
    """Let the batch arrive, and cut the reply in its middle."""
    body = route.fetch().body()
    route.fulfill(status=200, content_type="application/json", body=body[: len(body) // 2])


def one_short(route: Route) -> None:
    """Let the batch arrive, and answer for all but the last."""
    told = route.fetch().json()
    route.fulfill(status=200, content_type="application/json", body=json.dumps(told[:-1]))


BROKEN = {
    "a reply lost after the batch was kept": stored_but_lost,
    "a reply cut in its middle": stored_but_cut,
    "an answer for all but one": one_short,
    "a connection cut before anything arrived": lambda route: route.abort("connectionreset"),
    "a log-in page of the hotel": partial(fulfilled, HTML),
    "a log-in page in JSON": partial(fulfilled, PORTAL),
    "an empty list": partial(fulfilled, EMPTY_LIST),
    "no content": lambda route: route.fulfill(status=204),
    "a proxy that wants a password": partial(fulfilled, PORTAL | {"status": 401}),
    "a server that is broken": partial(fulfilled, HTML | {"status": 500}),
    "a proxy without a server": partial(fulfilled, HTML | {"status": 502}),
    "a pause asked for": lambda route: route.fulfill(
        status=503, headers={"Retry-After": "1"}, content_type="application/problem+json",
        body='{"code": "database_away", "detail": "…"}',
    ),
}  # fmt: skip


def of_batch(request: Request) -> bool:
    """Tell whether a request hands in."""
    return bool(BATCH.search(request.url))


class TestHandingIn:
    def test_takes_nothing_but_the_house_s_own_answer_for_an_answer(self, tablet, guests):
        page, lost = tablet.page, {}
        page.context.set_offline(True)
        let_in(tablet, *guests[:3])
        page.route(DESK, lambda route: route.abort())  # it does not look for the house by itself
        page.context.set_offline(False)

        for name, how in BROKEN.items():
            page.route(BATCH, how)
            page.evaluate(HAND_IN)
            lost[name] = waiting(page)
            page.unroute(BATCH)

        assert lost == dict.fromkeys(BROKEN, 3)
        page.unroute(DESK)
        tablet.has_handed_in()
        assert {row.guest for row in SignIn.objects.all()} == set(guests[:3])
        assert SignIn.objects.count() == 3
        assert not SignInConflict.objects.exists()

    def test_sends_less_at_once_where_a_proxy_lets_little_through(self, tablet, guests):
        page, sizes = tablet.page, []
        page.context.set_offline(True)
        let_in(tablet, *guests)

        def let_two_through(route: Route) -> None:
            sizes.append(len(json.loads(route.request.post_data)["sign_ins"]))
            if sizes[-1] > 2:
                route.fulfill(**(HTML | {"status": 413}))
            else:
                route.continue_()

        page.route(BATCH, let_two_through)
        page.context.set_offline(False)

        tablet.has_handed_in()
        assert sizes == [5, 3, 2, 2, 1]
        assert SignIn.objects.count() == 5

    def test_survives_a_reload_in_its_middle_and_a_second_window(self, tablet, guests):
        context, sent = tablet.page.context, []
        other = Kiosk(context.new_page())
        other.page.goto("/kiosk/")
        other.shows("ready")
        other.keeps_list()
        context.set_offline(True)
        let_in(tablet, *guests[:2])
        let_in(other, *guests[2:4])

        def reload_in_the_middle(route: Route) -> None:
            sent.append(json.loads(route.request.post_data)["sign_ins"])
            route.fetch()  # the house has it; the page that asked is gone before it hears
            route.abort()

        context.route(BATCH, reload_in_the_middle, times=1)
        with context.expect_event("request", of_batch):
            context.set_offline(False)
        tablet.page.reload()
        tablet.shows("ready")

        for one in (tablet, other):
            one.has_handed_in()
        assert len(sent[0]) == 4
        assert {row.guest for row in SignIn.objects.all()} == set(guests[:4])
        assert SignIn.objects.count() == 4
        assert not SignInConflict.objects.exists()


class TestAReplyLostUnderTheCamera:
    def test_is_the_same_scan_when_the_desk_was_revoked_meanwhile(
        self, open_page, house, camera_showing, door, guests
    ):
        browser = camera_showing(code_picture(guests[0].code_sealed))
        tablet = Kiosk.paired(open_page, door, house=house, browser=browser, no_list=True)
        page, context = tablet.page, tablet.page.context

        def go_offline_in_mid_scan(route: Route) -> None:
            route.fetch()  # the house has kept it
            context.set_offline(True)
            route.abort("internetdisconnected")

        page.route(SCAN, go_offline_in_mid_scan)
        page.unroute("**/desk/roster*")
        page.reload()
        tablet.keeps_list()

        tablet.answers("welcome")  # by its own list
        assert waiting(page) == 1
        revoke_desk(desk=door, at=timezone.now())
        page.unroute(SCAN)
        context.set_offline(False)

        tablet.shows("unpaired")
        tablet.has_handed_in()
        assert waiting(page) == 0
        assert SignIn.objects.get().guest == guests[0]
        assert not SignInConflict.objects.exists()


class TestACaptivePortal:
    def test_is_no_house_and_unpairs_nobody(self, tablet, guests):
        page = tablet.page

        for answer, guest in zip((HTML, PORTAL, PORTAL | {"status": 401}), guests, strict=False):
            page.route(API, partial(fulfilled, answer))
            let_in(tablet, guest)
            page.reload()
            tablet.shows("ready")
            expect(tablet.offline_line).to_contain_text("1")
            assert waiting(page) == 1
            page.unroute(API)
            look_for_house(page)
            tablet.has_handed_in()
            assert SignIn.objects.latest("pk").guest == guest


class TestAClockThatJumps:
    @pytest.mark.parametrize("hours", [-24 * 400, 9])
    def test_gives_every_guest_the_house_s_time(self, tablet, guests, hours):
        page, (first, second) = tablet.page, guests[:2]
        jump = "const real = Date.now; Date.now = () => real() + Number(localStorage.getItem('jump') ?? 0);"
        page.evaluate(jump)
        page.add_init_script(jump)
        page.context.set_offline(True)
        let_in(tablet, first)
        page.evaluate("ms => localStorage.setItem('jump', ms)", str(hours * 3_600_000))
        let_in(tablet, second)
        if hours < 0:  # its battery ran flat: it wakes in another year
            page.reload()
            tablet.shows("ready")
            tablet.scan(first.code_sealed)
            tablet.answers("already")
            tablet.close_answer()

        page.context.set_offline(False)

        tablet.has_handed_in()
        assert not SignInConflict.objects.exists()
        came = [SignIn.objects.get(guest=guest) for guest in (first, second)]
        assert came[0].scanned_at < came[1].scanned_at
        assert (came[1].scanned_at - came[0].scanned_at).total_seconds() < 60


class TestATabletThatIsFull:
    def test_says_so_lets_nobody_in_unseen_and_works_through_the_house(self, tablet, guests):
        page, (late, other) = tablet.page, guests[:2]
        page.evaluate(
            """() => { IDBObjectStore.prototype.put = () => {
              throw new DOMException("full", "QuotaExceededError"); }; }"""
        )
        tablet.scan(late.code_sealed)
        tablet.answers("welcome")  # the house has kept it
        tablet.close_answer()
        page.context.set_offline(True)

        tablet.scan(other.code_sealed)

        tablet.shows("trouble")
        expect(page.locator("#trouble-title")).to_have_text(
            say("zh-hans", "Your arrival was not recorded")
        )
        expect(page.locator("#trouble-text")).to_have_text(
            say(
                "zh-hans",
                "This tablet has no room left to keep an arrival while the house cannot be reached. "
                "Please go to another desk, or ask our staff.",
            )
        )
        page.context.set_offline(False)
        tablet.has_handed_in()
        page.locator("#trouble-again").click()
        tablet.answers("welcome")
        assert {row.guest for row in SignIn.objects.all()} == {late, other}


@pytest.fixture
def mortal(transactional_db, tmp_path) -> Iterator["MortalHouse"]:
    """The tablets' own server as a process that can be killed."""
    with ExitStack() as end:
        yield MortalHouse(tmp_path, end)


class MortalHouse:
    """The tablets' own server on one port, killed and started again."""

    def __init__(self, folder, end: ExitStack) -> None:
        self.house, self.port = House(folder), free_port()
        self.house.share_database()
        self.house.environment["FOYER_PROCESS"] = "kiosk"
        end.callback(self.house.close)
        self.url = f"http://127.0.0.1:{self.port}"
        self.begin()

    def begin(self) -> None:
        """Start it, and wait until it answers."""
        self.house.start("serve", "--port", str(self.port), "--workers", "1")
        self.house.wait_for(lambda: answers(self.port, "/healthz"), "the server never answered")

    def die(self) -> None:
        """Kill it and all it has started, without a word of warning."""
        self.house.kill()


class TestAServerThatIsKilled:
    def test_hears_the_rest_of_the_queue_when_it_is_back(self, mortal, chromium, dinner):
        desk = DeskFactory(event=dinner, paired=True)
        guests = GuestFactory.create_batch(4, event=dinner)
        kept = [{"name": "foyer.desk", "value": desk.token}]
        state = {"cookies": [], "origins": [{"origin": mortal.url, "localStorage": kept}]}
        with chromium.new_context(storage_state=state, base_url=mortal.url) as window:
            tablet = Kiosk(window.new_page())
            tablet.page.goto("/kiosk/")
            tablet.shows("ready")
            tablet.keeps_list()
            let_in(tablet, guests[0])
            mortal.die()
            let_in(tablet, *guests[1:3])
            mortal.begin()
            tablet.has_handed_in()
            first = SignIn.objects.count()
            mortal.die()
            let_in(tablet, guests[3])
            mortal.begin()
            tablet.has_handed_in()

        assert first == 3
        assert {row.guest for row in SignIn.objects.all()} == set(guests)
        assert not SignInConflict.objects.exists()


KEPT_GUESTS = "import('/static/kiosk/keeping.js').then(kept => kept.countGuests())"


class TestTheListItself:
    def test_taken_anew_still_knows_whom_the_tablet_let_in(self, tablet: Kiosk, guests):
        page = tablet.page
        page.route(SCAN, lambda route: route.abort())
        page.route(BATCH, partial(fulfilled, HTML | {"status": 502}))
        let_in(tablet, guests[0])
        look_for_house(page)

        page.evaluate(
            "import('/static/kiosk/roster.js').then(r => r.refreshRoster({ afresh: true }))"
        )
        page.route(API, lambda route: route.abort())
        tablet.scan(guests[0].code_sealed)

        tablet.answers("already")
        assert waiting(page) == 1

    def test_is_wiped_after_the_event_though_no_house_answers(self, open_page, house, door, guests):
        def ends_soon(route: Route) -> None:
            told = route.fetch().json()
            told["expires_at"] = (timezone.now() + timedelta(seconds=4)).isoformat()
            route.fulfill(status=200, content_type="application/json", body=json.dumps(told))

        tablet = Kiosk.paired(
            open_page,
            door,
            house=house,
            before=lambda page: page.route("**/desk/roster*", ends_soon),
        )
        page = tablet.page
        tablet.keeps_list()

        page.route(re.compile("/api/foyer/v1/desk"), lambda route: route.abort())

        expect(page.locator("body")).to_have_attribute("data-list", "none", timeout=40_000)
        assert page.evaluate(KEPT_GUESTS) == 0
