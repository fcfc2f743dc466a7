"""Everybody can read and use the tablet at the door: every screen, in three languages, light and dark."""

import json
import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from foyer.core.enums import Language
from foyer.core.models import HousePolicy, User
from foyer.events.enums import EventStatus
from foyer.events.models import Event, EventSlides
from foyer.guests.enums import DeskMode
from foyer.guests.models import Desk
from foyer.guests.services.fleet import lock_desk, send_message, unlock_desk
from tests.factories import (
    DeskFactory,
    EventFactory,
    GiftFactory,
    GuestFactory,
    TabletScreenFactory,
)
from tests.factories.guests import PIN
from tests.journeys.inspector import FINGER, LANGUAGES, Inspector, inspector
from tests.journeys.kiosk import PATIENCE, Kiosk

__all__ = ["inspector"]

SCANS = re.compile("/desk/sign-ins")
ANSWERS = {"welcome", "already", "other_event", "cancelled", "not_open", "unknown"}
FAREWELLS = {"goodbye", "gone", "not_in", "back"}
STEPS = ("party", "dietary", "photos", "contact", "signature", "gift")
PROGRAMME = {
    "zh-hans": [{"starts": "18:30", "ends": "19:00", "title": "迎宾酒会"}],
    "zh-hant": [{"starts": "18:30", "ends": "19:00", "title": "迎賓酒會"}],
    "en": [{"starts": "18:30", "ends": "19:00", "title": "Reception"}],
}


@pytest.fixture
def dinner(transactional_db):
    """A dinner, open to everybody, whose tablets are in no hurry: the inspector looks closely."""
    policy = HousePolicy.load()
    policy.idle_seconds = policy.dismiss_seconds = 600
    policy.save()
    return EventFactory(running=True, walk_ins=True, status=EventStatus.RUNNING)


@pytest.fixture
def desk(dinner) -> Desk:
    """The desk at its door."""
    return DeskFactory(event=dinner, paired=True)


@pytest.fixture
def tablet(open_page, house, desk) -> Kiosk:
    """That desk's tablet."""
    return Kiosk.paired(open_page, desk, house=house)


class Round:
    """A round through every screen of a tablet, in one language."""

    def __init__(self, tablet: Kiosk, inspector: Inspector, language: str) -> None:
        self.tablet, self.page = tablet, tablet.page
        self.inspector, self.language = inspector, language
        self.seen: set[str] = set()

    def look(self, name: str = "", *, lang: bool = True) -> None:
        """Look at the screen that is shown."""
        screen = self.page.locator("body").get_attribute("data-screen")
        self.seen.add(name if screen == "result" else screen)
        shown = f"{self.language} {screen} {name}"
        language = self.language if lang else ""
        self.inspector.look(self.page, shown, language=language, least=FINGER)

    def begin(self) -> None:
        """Go to the first screen in this language; the last guest's has gone with the guest."""
        self.tablet.shows("ready")
        self.tablet.speak(self.language)

    def home(self) -> None:
        """Leave a screen by its own way back."""
        self.page.locator("[data-home]:visible").first.click()
        self.tablet.shows("ready")

    def answer(self, code: str, result: str) -> None:
        """Scan a code and look at what the tablet says."""
        self.begin()
        self.tablet.scan(code)
        self._look_at_answer(result)

    def _look_at_answer(self, result: str) -> None:
        expect(self.tablet.answers(result)).to_have_attribute("lang", LANGUAGES[self.language])
        self.look(result)
        self.tablet.close_answer()

    def by_name(self, query: str, last4: str) -> None:
        """Find a name that is there and one that is not; be wrong once, then right."""
        self.begin()
        self.look()
        self.page.locator("#search-open").click()
        self.page.locator("#search-query").fill("zzzz")
        expect(self.page.locator("#search-notice")).not_to_be_empty()
        self.look("nobody found")
        self.page.locator("#search-query").fill(query)
        expect(self.page.locator(".hit")).to_be_visible()
        self.look("found")
        self.page.locator(".hit").click()
        self.tablet.shows("confirm")
        self.tablet.type_digits("0000", pad="confirm")
        expect(self.page.locator("#confirm-error")).not_to_be_empty()
        self.look("wrong digits")
        self.tablet.type_digits(last4, pad="confirm")
        self._look_at_answer("welcome")

    def party(self, code: str) -> None:
        """Come with others, over a slow line."""
        self.begin()
        self.page.route(SCANS, lambda route: None)  # neither let go nor refused
        self.tablet.scan(code)
        self.tablet.shows("sending")
        self.look()
        self.page.unroute(SCANS)
        self.tablet.shows("party")
        self.look()
        self.home()

    def walk_in(self) -> None:
        """Send the form of a walk-in empty."""
        self.begin()
        self.page.locator("#walk-in-open").click()
        self.page.locator("#walk-in-form [type=submit]").click()
        expect(self.page.locator("#walk-in-notice")).not_to_be_empty()
        self.look()
        self.home()

    def staff(self) -> None:
        """Type a wrong PIN, then the right one, and ask to leave."""
        self.begin()
        self.page.locator("#staff-open").click()
        self.tablet.shows("pin")
        self.tablet.type_digits("13579", pad="pin")
        self.page.locator("#pin-submit").click()
        expect(self.page.locator("#pin-error")).not_to_be_empty()
        self.look()
        self.tablet.type_digits(PIN, pad="pin")
        self.page.locator("#pin-submit").click()
        self.tablet.shows("staff")
        self.page.locator("#staff-leave").click()
        self.look()
        self.home()

    def trouble(self, code: str) -> None:
        """Be refused in words."""
        self.begin()
        body = json.dumps({"status": 403, "code": "checkpoint_not_allowed", "detail": "…"})
        refusal = {"status": 403, "content_type": "application/problem+json", "body": body}
        self.page.route(SCANS, lambda route: route.fulfill(**refusal))
        self.tablet.scan(code)
        self.tablet.shows("trouble")
        self.look("refused")
        self.page.unroute(SCANS)
        self.home()

    def no_line(self, code: str) -> None:
        """Lose the line before a list has come."""
        self.begin()
        self.page.route("**/desk/sign-ins*", lambda route: route.abort())
        self.page.route(re.compile("/v1/desk(/report)?$"), lambda route: route.abort())
        self.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        expect(self.page.locator("#offline")).to_be_visible(timeout=PATIENCE)
        self.tablet.scan(code)
        self.tablet.shows("trouble")
        expect(self.page.locator("#trouble-again")).to_be_visible(timeout=2 * PATIENCE)
        self.look("no line")
        self.page.unroute_all()

    def closed(self, desk: Desk, by: User) -> None:
        """Close the desk, show it a message, and open it again."""
        self.begin()
        now = timezone.now()
        lock_desk(desk=desk, by=by, at=now)
        send_message(desk=desk, text="请把队伍引到二号台", by=by, at=now)
        self.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        expect(self.page.locator("#message-read")).to_be_visible(timeout=PATIENCE)
        self.look("message", lang=False)
        self.page.locator("#message-read").click()
        self.tablet.shows("locked")
        self.look(lang=False)
        unlock_desk(desk=desk, by=by)
        self.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")

    def exit(self, desk: Desk, leaving: str, never_in: str) -> None:
        """Let a guest out at the exit, look at who is in, and let the guest in again."""
        self.change_mode(desk, DeskMode.EXIT)
        for code, result in ((leaving, "goodbye"), (leaving, "gone"), (never_in, "not_in")):
            self.answer(code, result)
        self.begin()
        self.page.locator("#staff-open").click()
        self.tablet.type_digits(PIN, pad="pin")
        self.page.locator("#pin-submit").click()
        self.tablet.shows("staff")
        self.page.locator("#staff-muster").click()
        self.tablet.shows("muster")
        self.look()
        self.home()
        self.change_mode(desk, DeskMode.SELF_SERVICE)
        self.answer(leaving, "back")

    def attended(self, desk: Desk, code: str) -> None:
        """Begin a shift, look at a guest's card and at each thing to be set right, and end the shift."""
        self.change_mode(desk, DeskMode.ATTENDED)
        self.look("attended")
        self.page.locator("#attend-open").click()
        self.tablet.type_digits(PIN, pad="pin")
        self.page.locator("#pin-submit").click()
        self.begin()
        self.tablet.scan(code)
        self.tablet.shows("guest")
        self.page.locator("#guest-undo-open").click()
        self.look("undo")
        self.page.locator("#guest-undo-mistake").click()
        self.page.locator("#guest-swap-open").click()
        self.look("swap")
        self.home()
        self.page.locator("#attend-open").click()
        self.change_mode(desk, DeskMode.SELF_SERVICE)

    def asked_on(self, event: Event, code: str) -> None:
        """Show a screen of marketing's own: its slides, then every step after a welcome, and the end."""
        self.begin()
        event.screen = TabletScreenFactory(asks=STEPS)
        event.screen.shown["rest"]["slides"] = [{"kind": "programme"}]
        event.screen.save()
        event.save()
        self._hear_of_look("")
        self.page.evaluate("import('/static/kiosk/rest.js').then(({ rest }) => rest())")
        expect(self.page.locator("#rest")).to_be_visible()
        self.look("slides")
        self.tablet.scan(code)
        self.tablet.answers("welcome")
        self.look("welcome")
        self.page.locator("#result-done").click()
        for kind in STEPS:
            expect(self.page.locator(f'#step-box[data-kind="{kind}"]')).to_be_visible()
            self.look(kind)
            self.page.locator("#step-skip").click()
        self.tablet.shows("end")
        self.look()
        self.home()
        event.screen = None
        event.save()
        self._hear_of_look(None)

    def _hear_of_look(self, look: str | None) -> None:
        self.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        marked = "body[data-look]" if look is not None else "body:not([data-look])"
        expect(self.page.locator(marked)).to_be_attached(timeout=PATIENCE)

    def change_mode(self, desk: Desk, mode: DeskMode) -> None:
        """Change what the tablet is for, in the admin, and wait until it has heard."""
        self.begin()
        Desk.objects.filter(pk=desk.pk).update(mode=mode)
        self.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        expect(self.page.locator("body")).to_have_attribute("data-mode", mode, timeout=PATIENCE)

    def unpaired(self) -> None:
        """Send no pairing code."""
        self.tablet.shows("unpaired")
        self.tablet.speak(self.language)
        self.page.locator("#pair-form [type=submit]").click()
        expect(self.page.locator("#pair-error")).not_to_be_empty()
        self.look()


class TestKiosk:
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_has_no_fault_on_any_screen(
        self, open_page, house, desk, inspector, dinner, administrator, language
    ):
        others = {"event": dinner, "language": language}
        ming = GuestFactory(**others, name="王若谷", phone="138 0000 7788", table="松 3", seat="5")
        later = EventFactory(running=True)
        elsewhere = GuestFactory(event=later, language=language)
        several = GuestFactory(**others, party_limit=9)
        struck = GuestFactory(**others, cancelled=True)
        early = GuestFactory(**others)
        # Paired only now: where an answer takes too long, the tablet answers from its list.
        tablet = Kiosk.paired(open_page, desk, house=house)
        round_ = Round(tablet, inspector, language)

        round_.by_name("若谷", "7788")
        round_.answer(ming.code_sealed, "already")
        round_.answer(elsewhere.code_sealed, "other_event")
        round_.answer(struck.code_sealed, "cancelled")
        round_.answer("ABCDEFGH", "unknown")
        round_.party(several.code_sealed)
        round_.walk_in()
        round_.staff()
        round_.closed(desk, administrator)
        round_.attended(desk, GuestFactory(**others, name="李静", table="竹 1").code_sealed)
        together = GuestFactory(**others, name="何静之", party_limit=3)
        GiftFactory(event=dinner)
        EventSlides.objects.create(
            event=dinner, shown={"programme": PROGRAMME, "pictures": []}, changed_at=timezone.now()
        )
        round_.asked_on(dinner, together.code_sealed)
        round_.exit(desk, ming.code_sealed, early.code_sealed)
        dinner.doors_at = timezone.now() + timedelta(hours=1)
        dinner.starts_at, dinner.ends_at = dinner.doors_at, dinner.doors_at + timedelta(hours=3)
        dinner.status = EventStatus.ANNOUNCED
        dinner.save()
        round_.answer(early.code_sealed, "not_open")
        round_.trouble(early.code_sealed)
        bare_handed = Round(
            Kiosk.paired(open_page, desk, house=house, no_list=True), inspector, language
        )
        bare_handed.no_line(early.code_sealed)
        bare = Round(Kiosk(open_page("/kiosk/", size="tablet")), inspector, language)
        bare.unpaired()

        screens = set(
            tablet.page.locator("[data-for]").evaluate_all("all => all.map(one => one.dataset.for)")
        )
        assert inspector.faults == []
        assert round_.seen | bare_handed.seen | bare.seen == (
            (screens - {"result"}) | ANSWERS | FAREWELLS
        )

    @pytest.mark.parametrize("language", [Language.ZH_HANT, Language.EN])
    def test_greets_a_guest_in_a_text_marked_with_its_language(self, tablet, dinner, language):
        tablet.scan(GuestFactory(event=dinner, language=language).code_sealed)

        expect(tablet.answers("welcome")).to_have_attribute("lang", LANGUAGES[language])
        expect(tablet.page.locator("html")).to_have_attribute("lang", "zh-Hans")
