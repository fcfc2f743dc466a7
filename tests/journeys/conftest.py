"""A real Chromium, a real server, and a camera that films what it is told to."""

import gc
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.core.management import call_command
from django.db import connections
from django.test import Client
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Playwright,
    expect,
    sync_playwright,
)

from foyer.core.models import User
from tests.factories import UserFactory
from tests.house import House
from tests.journeys.camera import film
from tests.smtp import SmtpInbox

# What is waited for comes late where three browsers share two cores; it only bounds how long a fault takes.
expect.set_options(timeout=20_000)
# Playwright keeps an event loop in this thread; the ORM is used outside of it all the same.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

# Debian's shell draws without a desktop around it, and opens a window in a third of the time.
CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium-headless-shell", "chromium", "chromium-browser"))),
    None,
)
QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-quic",
    "--disable-sync",
    "--disable-gpu",
    "--no-first-run",
    "--force-color-profile=srgb",
)
SIZES = {
    "tablet": (1024, 768),
    "tablet upright": (768, 1024),
    "phone": (390, 844),
    "desk": (1440, 900),
}

OpenPage = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the journeys; where there is no Chromium, skip them and say how to run them.

    A journey that fails is gone once more, and the summary names it: three browsers on two cores meet
    moments no patience bounds, and a fault of ours fails twice.
    """
    absent = pytest.mark.skip(
        reason="no Chromium here: install it (Debian: apt-get install chromium fonts-noto-cjk), "
        "then run make test TESTS=tests/journeys"
    )
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker(pytest.mark.journey)
            item.add_marker(pytest.mark.flaky(reruns=1))
            if CHROMIUM is None:
                item.add_marker(absent)


@pytest.fixture(scope="session")
def playwright(django_db_setup: None) -> Iterator[Playwright]:
    """Playwright's driver.

    While its event loop runs, Django gives this thread other connections than before; they have to be
    closed before the database is taken down.
    """
    with sync_playwright() as driver:
        yield driver
        connections.close_all()


def launch(driver: Playwright, *flags: str) -> Browser:
    """Start a Chromium."""
    as_root = ("--no-sandbox",) if os.geteuid() == 0 else ()
    return driver.chromium.launch(executable_path=CHROMIUM, args=[*QUIET, *as_root, *flags])


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """One Chromium for all journeys; each opens windows of its own."""
    browser = launch(playwright)
    yield browser
    browser.close()


@pytest.fixture
def house(live_server, settings) -> str:
    """The address of the house, served for real; passes and QR pictures lead there."""
    settings.PUBLIC_URL = live_server.url
    settings.WAGTAILADMIN_BASE_URL = live_server.url
    settings.CSRF_TRUSTED_ORIGINS = [live_server.url]
    return live_server.url


class Watch:
    """Notes what no page may do: ask strangers for anything, break, or offend the content policy."""

    def __init__(self, address: str) -> None:
        self.host = urlsplit(address).netloc
        self.troubles: list[str] = []

    def follow(self, context: BrowserContext) -> None:
        """Listen to every page of a window."""
        context.on("request", lambda request: self._request(request.url))
        context.on("weberror", lambda error: self.troubles.append(f"error: {error.error}"))
        context.on("console", self._console)

    def _request(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.netloc != self.host:
            self.troubles.append(f"asked a stranger: {url}")

    def _console(self, message: ConsoleMessage) -> None:
        """Note errors; an answer such as 404 or 422 is none, and the staff's tool is mostly Wagtail's."""
        text, page = message.text, message.page
        if "Content Security Policy" in text:
            self.troubles.append(f"content policy: {text}")
            return
        ours = page is not None and "/admin/" not in page.url
        if ours and message.type == "error" and not text.startswith("Failed to load resource"):
            self.troubles.append(f"console: {text}")


@pytest.fixture
def watch(house: str) -> Iterator[Watch]:
    """Fails the journey at its end when a page did what none may do."""
    watch = Watch(house)
    yield watch
    assert watch.troubles == []


@pytest.fixture
def open_page(chromium: Browser, house: str, watch: Watch) -> Iterator[OpenPage]:
    """Open a page of the house in a window of its own.

    `open_page("/en/", size="phone", dark=True, language="en", browser=…, **context options)`.
    """
    with ExitStack() as windows:

        def _open(
            path: str = "/",
            *,
            size: str = "desk",
            dark: bool = False,
            language: str = "zh-CN",
            browser: Browser | None = None,
            **options: object,
        ) -> Page:
            width, height = SIZES[size]
            context = (browser or chromium).new_context(
                base_url=house,
                viewport={"width": width, "height": height},
                color_scheme="dark" if dark else "light",
                locale=language,
                **options,
            )
            windows.callback(context.close)
            watch.follow(context)
            page = context.new_page()
            page.goto(path)
            return page

        yield _open


@pytest.fixture
def log_in_to(open_page: OpenPage, house: str, settings) -> Callable[..., Page]:
    """Return an admin page of somebody logged in: `log_in_to("/admin/", "Marketing")`.

    The door itself is gone through in its own journeys; here the session is there already.
    """

    def _log_in(path: str = "/admin/", role: str = "Administrators", **options: object) -> Page:
        user: User = options.pop("user", None) or UserFactory(role=role)
        client = Client()
        client.force_login(user)
        session = {
            "name": settings.SESSION_COOKIE_NAME,
            "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
            "domain": urlsplit(house).hostname,
            "path": "/",
            "expires": -1,
            "httpOnly": True,
            "secure": False,
            "sameSite": "Lax",
        }
        return open_page(path, storage_state={"cookies": [session]}, **options)

    return _log_in


@pytest.fixture
def camera_showing(playwright: Playwright, tmp_path: Path) -> Iterator[Callable[..., Browser]]:
    """Return a Chromium whose camera films a picture: `camera_showing(png)`; the page may use it.

    With `allowed=False` nobody has allowed the page to use the camera.
    """
    with ExitStack() as browsers:

        def _browser(picture: bytes, *, allowed: bool = True) -> Browser:
            path = film(picture, tmp_path / "camera.y4m")
            browser = launch(
                playwright,
                "--use-fake-device-for-media-stream",
                f"--use-file-for-fake-video-capture={path}",
                *(["--use-fake-ui-for-media-stream"] if allowed else []),
            )
            browsers.callback(browser.close)
            return browser

        yield _browser


@pytest.fixture
def demo_house(house: str) -> Iterator[None]:
    """The invented club of `make demo`.

    Wagtail leaves picture files to be closed by the collector of garbage: tests with this fixture
    ignore ResourceWarning, and the garbage is collected while they still do.
    """
    call_command("demo_house", verbosity=0)
    yield
    gc.collect()


@pytest.fixture
def worker(house: str, smtp_inbox: SmtpInbox, settings, tmp_path: Path) -> Iterator[House]:
    """The house's background worker as a process of its own, on the data the live server shows."""
    background = House(tmp_path)
    background.share_database()
    background.environment |= {
        "FOYER_DATA_DIR": str(settings.DATA_DIR),
        "FOYER_MAIL_URL": smtp_inbox.url,
        "FOYER_PUBLIC_URL": house,
    }
    background.start("worker")
    yield background
    background.close()


# Only what is wrong comes back: thousands of elements that are right would have to be described and carried over.
_RUN_AXE = """([within, rules]) => axe
    .run(within || document, {runOnly: rules, resultTypes: ["violations"], preload: false})
    .then(found => found.violations.flatMap(fault => fault.nodes.map(
        node => `${fault.id}: ${node.target} ${node.html.slice(0, 120)}`)))"""
_WCAG_AA = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
_COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}


_STAND_STILL = """() => {
  for (const one of document.getAnimations()) {
    if (one.effect?.getComputedTiming().endTime !== Infinity) one.finish();
  }
}"""


@pytest.fixture
def axe_faults() -> Callable[..., list[str]]:
    """Return what axe-core finds wrong on a page or a part of it by WCAG 2.2 AA: a line for each element.

    `colours_only` asks the rules that depend on colours alone, for a page looked at before in others.
    """

    def _faults(page: Page, within: str | None = None, *, colours_only: bool = False) -> list[str]:
        page.evaluate(_STAND_STILL)  # in the middle of a fade no colour is the one people read
        if page.evaluate("typeof axe") == "undefined":
            page.evaluate(AXE_SCRIPT)
        faults: list[str] = page.evaluate(
            _RUN_AXE, [within, _COLOURS if colours_only else _WCAG_AA]
        )
        return faults

    return _faults
