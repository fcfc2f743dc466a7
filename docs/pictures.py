"""Take every picture of the guides and the README from a running demo house.

    python docs/pictures.py http://127.0.0.1:8000 var/demo.json

Needs Chromium, and a demo house served at that address, best afresh (RESET=1). It signs a guest of each language in,
and may be run again.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
import tempfile
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from opencc import OpenCC
from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).parent
TAKEN = HERE / "images"
LOBBY = HERE.parent / "fixtures" / "demo" / "pictures" / "gallery-tea.webp"
DESK, TABLET, PHONE = (1280, 860), (1280, 800), (390, 844)
COLOURS, FRAME = 200, (960, 720)
PLAIN = 48  # colours of a picture without a photo or a drawing in it
# How a picture's name ends, by the language of the screen, and what a browser in that language says it speaks.
LANGUAGES = {"zh-hans": ("", "zh-CN"), "zh-hant": ("-hant", "zh-TW"), "en": ("-en", "en-GB")}
GUEST_LIST = """姓名,称呼,单位,职务,手机,邮箱,桌号,忌口
沈雪堂,先生,听泉文化有限公司,董事长,138 0055 0101,xuetang.shen@tingquan.example,松 2,不吃葱
纪若澜,女士,听泉文化有限公司,总经理,138 0055 0102,ruolan.ji@tingquan.example,松 2,
纪若澜,女士,听泉文化有限公司,总经理,138 0055 0102,ruolan.ji@tingquan.example,松 3,
方思远,先生,远山茶业有限公司,创始人,12,siyuan.fang@yuanshan.example,竹 1,素食
,先生,远山茶业有限公司,顾问,138 0055 0104,,竹 1,
"""


class House:
    """A running demo house, and how its pictures are taken."""

    def __init__(self, address: str, facts: dict[str, Any]) -> None:
        self.address, self.facts = address.rstrip("/"), facts
        self.password = {one["username"]: one["password"] for one in facts["accounts"]}

    @contextmanager
    def window(
        self, browser: Browser, language: str, size: tuple[int, int], **options: Any
    ) -> Iterator[Page]:
        """Open a window in a language."""
        context = browser.new_context(
            base_url=self.address,
            viewport={"width": size[0], "height": size[1]},
            locale=LANGUAGES[language][1],
            timezone_id="Asia/Shanghai",
            reduced_motion="reduce",
            **options,
        )
        try:
            yield context.new_page()
        finally:
            context.close()

    @contextmanager
    def staff(self, browser: Browser, username: str, language: str) -> Iterator[Page]:
        """Open a window of a member of staff who has logged in."""
        with self.window(browser, language, DESK) as page:
            page.goto("/admin/login/")
            page.fill("[name=username]", username)
            page.fill("[name=password]", self.password[username])
            page.click("button[type=submit]")
            page.wait_for_url("**/admin/")
            yield page

    @contextmanager
    def tablet(self, browser: Browser, language: str, *, paired: bool = True) -> Iterator[Page]:
        """Open the tablet's page."""
        kept = [{"name": "foyer.desk", "value": self.facts["desk"]["token"]}] if paired else []
        state = {"cookies": [], "origins": [{"origin": self.address, "localStorage": kept}]}
        with self.window(browser, language, TABLET, storage_state=state) as page:
            page.goto("/kiosk/")
            shows(page, "ready" if paired else "unpaired")
            page.locator(f'#languages [data-language="{language}"]').click()
            yield page

    def path_of(self, url: str) -> str:
        """Return the part of one of the house's addresses after its host."""
        return "/" + url.split("/", 3)[3]


def shows(page: Page, screen: str) -> None:
    """Wait for a screen of the tablet."""
    expect(page.locator("body")).to_have_attribute("data-screen", screen, timeout=15_000)


def keep(page: Page, name: str, language: str, *, colours: int = COLOURS) -> None:
    """Keep what a window shows, in few colours."""
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready")
    shot = Image.open(BytesIO(page.screenshot())).convert("RGB")
    path = TAKEN / f"{name}{LANGUAGES[language][0]}.png"
    shot.quantize(colours, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(
        path, optimize=True
    )
    sys.stdout.write(f"{path.name} {path.stat().st_size // 1024} KiB\n")


def film(path: Path) -> Path:
    """Write a film of the lobby, without any code in it, for the tablet's camera."""
    lobby = Image.open(LOBBY).convert("RGB")
    side = min(lobby.width, lobby.height * FRAME[0] // FRAME[1])
    lobby = lobby.crop((0, 0, side, side * FRAME[1] // FRAME[0])).resize(FRAME)
    light, blue, red = lobby.convert("YCbCr").split()
    half = (FRAME[0] // 2, FRAME[1] // 2)
    planes = (light, blue.resize(half), red.resize(half))
    frame = b"FRAME\n" + b"".join(plane.tobytes() for plane in planes)
    path.write_bytes(b"YUV4MPEG2 W%d H%d F5:1 Ip A1:1 C420jpeg\n" % FRAME + frame * 5)
    return path


def take_door(house: House, browser: Browser, language: str) -> None:
    """Take the tablet's screens: pairing, ready, a welcome, and the same guest once more."""
    with house.tablet(browser, language, paired=False) as page:
        keep(page, "kiosk-pair", language)
    with house.tablet(browser, language) as page:
        expect(page.locator("[data-camera=on]").first).to_be_attached(timeout=15_000)
        keep(page, "kiosk-ready", language)
        code = welcome_somebody(house, page, language)
        keep(page, "kiosk-welcome", language)
        for _attempt in range(5):  # typed slower than a scanner does, a code may come apart
            close_answer(page)
            if answer(page, code, party=False) == "already":
                keep(page, "kiosk-already", language)
                return
        sys.exit("The tablet did not say that the guest has signed in already.")


def guests_of(house: House, language: str) -> Iterator[dict[str, str]]:
    """Yield the guests who write their name in this language's script."""
    simplified = OpenCC("t2s").convert
    for guest in house.facts["guests"]:
        name = guest["name"]
        script = "en" if name.isascii() else "zh-hans" if simplified(name) == name else "zh-hant"
        if script == language:
            yield guest


def welcome_somebody(house: House, page: Page, language: str) -> str:
    """Sign in the first guest of this language, seated, who has not come yet; return the code."""
    for guest in guests_of(house, language):
        result = answer(page, guest["code"])
        seated = page.locator("#result-table-box").is_visible()
        if result == "welcome" and (seated or language == "en"):
            return str(guest["code"])
        close_answer(page)
    sys.exit("Everybody has come already: start afresh with RESET=1 make demo.")


def close_answer(page: Page) -> None:
    """Close an answer, and what the tablet asks after a welcome."""
    page.locator("#result-done").dispatch_event("click")
    for screen, way_out in (("step", "#step-leave"), ("end", "[data-for=end] [data-home]")):
        if page.locator("body").get_attribute("data-screen") == screen:
            page.locator(way_out).click()
    shows(page, "ready")


def answer(page: Page, code: str, *, party: bool = True) -> str:
    """Show a code as a hand-held scanner does, and return the tablet's answer."""
    page.keyboard.type(code)
    page.keyboard.press("Enter")
    if party:
        page.locator("body[data-screen=party], body[data-screen=result]").wait_for()
        if page.locator("body[data-screen=party]").count():
            page.locator("#party-numbers button").last.click()
    shows(page, "result")
    return page.locator('[data-for="result"]').get_attribute("data-result") or ""


def take_pass(house: House, browser: Browser, language: str) -> None:
    """Take a guest's pass on a phone."""
    guest = next(guests_of(house, language))
    with house.window(browser, language, PHONE, device_scale_factor=2) as page:
        page.goto(house.path_of(guest["pass_url"]))
        keep(page, "pass", language)


def take_guest_list(house: House, browser: Browser, language: str) -> None:
    """Take the screens of marketing, account managers, reception and management."""
    number = house.facts["running_event"]["number"]
    with house.staff(browser, "marketing", language) as page:
        public = house.path_of(house.facts["running_event"]["page_url"])
        answered = page.goto(public.replace("/zh-hans/", f"/{language}/"))
        found = re.search(r"/admin/pages/\d+/edit/", answered.text()) if answered else None
        if found is None:
            sys.exit("The page of the running event offers no way to edit it.")
        page.goto(found[0])
        keep(page, "page-editor", language)
    with house.staff(browser, "management", language) as page:
        keep(page, "home", language, colours=PLAIN)
    with house.staff(browser, "accounts", language) as page:
        page.goto("/admin/guests/")
        page.locator("tr", has_text=number).locator("a").first.click()
        page.wait_for_url(re.compile(r"/admin/guests/\d+/$"))
        guest_list = page.url
        keep(page, "guest-list", language, colours=PLAIN)
        page.goto(f"{guest_list}board/")
        keep(page, "board", language, colours=PLAIN)
        page.goto(f"{guest_list}import/")
        page.set_input_files(
            "[name=file]",
            {
                "name": "嘉宾名单.csv",
                "mimeType": "text/csv",
                "buffer": GUEST_LIST.encode("gb18030"),
            },
        )
        page.locator("form[enctype] button[type=submit]").click()
        page.locator("button[name=check]").click()
        page.locator(".import-tabs").wait_for(timeout=60_000)
        keep(page, "import-check", language, colours=PLAIN)


# Who opens which page for a picture, and which link is followed there. The first that is found counts.
ROOMS = {
    "accounts": [
        ("client", "/admin/snippets/clients/client/?q=C000001", ".listing a[href*='/edit/']")
    ],
    "service": [
        ("cases", "/admin/cases/", ""),
        ("case", "/admin/cases/?view=overdue", "tbody a.care-name"),
    ],
    "venue": [
        ("booking-calendar", "/admin/bookings/calendar/?span=week", ""),
        ("booking", "/admin/bookings/?view=new", "tbody a.care-name"),
    ],
    "finance": [
        ("accounts", "/admin/settlement/?view=all", ""),
        ("statement", "/admin/settlement/?view=paid", "tbody a.care-name"),
    ],
    "archivist": [
        ("archive", "/admin/archive/", ""),
        ("archive-record", "/admin/archive/", "main a[href*='/archive/records/']"),
    ],
    "admin": [
        ("users", "/admin/users/", ""),
        ("desks-now", "/admin/guests/desks/", ""),
    ],
}


def take_rooms(house: House, browser: Browser, language: str) -> None:
    """Take what each other role works with."""
    for username, pictures in ROOMS.items():
        with house.staff(browser, username, language) as page:
            for name, path, link in pictures:
                page.goto(path)
                if link:
                    page.goto(page.locator(link).first.get_attribute("href") or "")
                keep(page, name, language, colours=PLAIN)


def take_asking(house: House, browser: Browser, language: str) -> None:
    """Take how somebody asks to open a record."""
    with house.staff(browser, "accounts", language) as page:
        page.goto("/admin/archive/")
        for address in page.locator("main a[href*='/archive/records/']").evaluate_all(
            "links => links.map(link => link.getAttribute('href'))"
        ):
            page.goto(address)
            ask = page.locator("main a[href*='/archive/ask/']")
            if ask.count():
                page.goto(ask.first.get_attribute("href") or "")
                keep(page, "ask-record", language, colours=PLAIN)
                return
    sys.exit("Every record in the catalogue is open to an account manager.")


def take_log_in(house: House, browser: Browser, language: str) -> None:
    """Take the door of the staff's pages, and where the second step is set up."""
    with house.window(browser, language, DESK) as page:
        page.goto("/admin/login/")
        keep(page, "log-in", language, colours=PLAIN)
    with house.staff(browser, "reception", language) as page:
        page.goto("/admin/account/second-step/")
        keep(page, "second-step", language, colours=PLAIN)


def main(address: str, facts: str) -> None:
    """Take all pictures."""
    house = House(address, json.loads(Path(facts).read_text(encoding="utf-8")))
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    flags = ["--disable-gpu", "--force-color-profile=srgb", "--disable-background-networking"]
    flags += ["--no-sandbox"] if os.geteuid() == 0 else []
    flags += ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"]
    TAKEN.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        flags.append(f"--use-file-for-fake-video-capture={film(Path(folder, 'lobby.y4m'))}")
        browser = driver.chromium.launch(executable_path=chromium, args=flags)
        for language in LANGUAGES:
            take_door(house, browser, language)
            take_pass(house, browser, language)
            take_guest_list(house, browser, language)
            take_rooms(house, browser, language)
            take_asking(house, browser, language)
            take_log_in(house, browser, language)
        browser.close()


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
