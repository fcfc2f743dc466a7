"""The tablet at the door, as a guest or a member of staff uses it in a browser."""

import time
from typing import Self

from playwright.sync_api import Locator, Page, expect

from foyer.guests.models import Desk

PATIENCE = 15_000  # milliseconds; two slow cores do other work beside
_AT_ONCE = """text => [...text, "Enter"].forEach(key => document.body.dispatchEvent(new KeyboardEvent(
  "keydown", { key, code: key === "Enter" ? "Enter" : "", bubbles: true, cancelable: true })))"""
# A scanner's keys as a Chinese input method leaves them: taken, so that only their place is told, or full width.
_THROUGH_INPUT_METHOD = """([text, kind]) => {
  const signs = { "/": "Slash", ":": "Semicolon", ".": "Period", "-": "Minus" };
  const place = (sign) => {
    if (/[a-z]/i.test(sign)) return [`Key${sign.toUpperCase()}`, /[A-Z]/.test(sign)];
    if (/[0-9]/.test(sign)) return [`Digit${sign}`, false];
    return [signs[sign], sign === ":"];
  };
  const press = (init) => document.body.dispatchEvent(
    new KeyboardEvent("keydown", { bubbles: true, cancelable: true, ...init }));
  for (const sign of text) {
    const [code, shiftKey] = place(sign);
    if (kind === "composing") press({ key: "Process", keyCode: 229, isComposing: true, code, shiftKey });
    else press({ key: String.fromCodePoint(sign.codePointAt(0) + 0xfee0), code: "", shiftKey });
  }
  press({ key: "Enter", code: "Enter" });
}"""
SCANNED_KEY = 0.008  # seconds between two keys of a hand-held scanner


class Kiosk:
    """A window with the tablet's page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        page.set_default_timeout(PATIENCE)

    @classmethod
    def paired(cls, open_page, desk: Desk, **options) -> Self:
        """Return a tablet that has been paired with a desk, showing its first screen.

        `no_list` makes it one that keeps no list of guests, as before the first has come; `before` is
        called with the page before the tablet opens on it.
        """
        house = options.pop("house")
        kept = {"name": "foyer.desk", "value": desk.token}
        state = {
            "cookies": [],
            "origins": [{"origin": house, "localStorage": [kept]}],
        }
        options.setdefault("size", "tablet")
        no_list = options.pop("no_list", False)
        before = options.pop("before", None)
        later = no_list or before
        kiosk = cls(open_page("/healthz" if later else "/kiosk/", storage_state=state, **options))
        if before:
            before(kiosk.page)
        if no_list:
            kiosk.page.route("**/desk/roster*", lambda route: route.abort())
        if later:
            kiosk.page.goto(f"{house}/kiosk/")
        kiosk.shows("ready")
        return kiosk

    def shows(self, screen: str) -> None:
        """Wait for a screen."""
        expect(self.page.locator("body")).to_have_attribute("data-screen", screen, timeout=PATIENCE)

    def answers(self, result: str) -> Locator:
        """Wait for an answer and return it."""
        answer = self.page.locator(f'[data-for="result"][data-result="{result}"]')
        expect(answer).to_be_visible(timeout=PATIENCE)
        return answer

    def words(self, part: str) -> Locator:
        """Return a part of the answer: title, message, next, table, seat."""
        return self.page.locator(f"#result-{part}")

    def close_answer(self) -> None:
        """Close the answer, unless it has just closed by itself, and see the first screen again.

        Where the tablet's screen asks on after a welcome, nothing of that is answered.
        """
        self.page.locator("#result-done").dispatch_event("click")
        for screen, way_out in (("step", "#step-leave"), ("end", "[data-for=end] [data-home]")):
            if self.page.locator("body").get_attribute("data-screen") == screen:
                self.page.locator(way_out).click()
        self.shows("ready")

    def scan_through_input_method(self, text: str, *, kind: str) -> None:
        """Scan while a Chinese input method is on: "composing" takes the letters, "full width" widens them."""
        self.page.evaluate(_THROUGH_INPUT_METHOD, [text, kind])

    def scan_at_once(self, text: str) -> None:
        """Scan in one stroke, on a page whose clock is the test's own.

        Such a clock makes up the moments of keys as well: they would lie as far apart as this machine is slow.
        """
        self.page.evaluate(_AT_ONCE, text)

    def scan(self, text: str) -> None:
        """Scan with a hand-held scanner, which types what it reads and ends with Enter.

        The keys carry a scanner's own times: how fast this machine sends them says nothing about one.
        """
        keyboard = self.page.context.new_cdp_session(self.page)
        started_at = time.time()
        for place, key in enumerate([*text, "Enter"]):
            pressed = {"key": key, "timestamp": started_at + place * SCANNED_KEY}
            typed = {"code": "Enter", "text": "\r"} if key == "Enter" else {"text": key}
            keyboard.send("Input.dispatchKeyEvent", {"type": "keyDown"} | pressed | typed)
            keyboard.send("Input.dispatchKeyEvent", {"type": "keyUp"} | pressed)
        keyboard.detach()

    def keeps_list(self) -> None:
        """Wait until the tablet can go on alone: it keeps its page and the sealed list."""
        expect(self.page.locator("body")).to_have_attribute("data-list", "kept", timeout=PATIENCE)
        self.page.evaluate("navigator.serviceWorker.ready.then(() => true)")

    @property
    def offline_line(self) -> Locator:
        """The line that says since when the tablet is alone, and what waits."""
        return self.page.locator("#offline")

    def has_handed_in(self) -> None:
        """Wait until the house has heard of everything."""
        expect(self.offline_line).to_be_hidden(timeout=PATIENCE)

    def type_digits(self, digits: str, *, pad: str) -> None:
        """Tap digits on the number keys of a screen."""
        for digit in digits:
            self.page.locator(f'[data-keypad="{pad}"] [data-digit="{digit}"]').click()

    def speak(self, language: str) -> None:
        """Choose a language."""
        self.page.locator(f'#languages [data-language="{language}"]').click()
