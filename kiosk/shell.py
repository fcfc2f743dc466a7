"""What the app shell is made of: its files, and a version that changes when any of them does."""

import hashlib
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.templatetags.static import static

OWN_STATIC = Path(__file__).resolve().parent / "static"
LINKED = (
    "foyer/css/tokens.css",
    "kiosk/kiosk.css",
    "kiosk/look.css",
    "kiosk/app.js",
    "kiosk/icon.svg",
)
NOT_THE_TABLETS = {"kiosk/preview.js", "kiosk/preview.css", "kiosk/preview-frame.js"}
SHARED = ("foyer/js/cards/fit.js",)  # asked for by a module of the tablet, by its plain name
NOT_FETCHED = {".txt", ".json", ".png"}


def shell_files() -> list[str]:
    """Name every static file the tablet needs to start, as `static()` takes it, in a fixed order."""
    own = (
        path for path in OWN_STATIC.rglob("*") if path.is_file() and path.suffix not in NOT_FETCHED
    )
    names = {path.relative_to(OWN_STATIC).as_posix() for path in own}
    return [*LINKED, *SHARED, *sorted(names.difference(LINKED, NOT_THE_TABLETS))]


def shell_addresses() -> list[str]:
    """Return the address of every shell file.

    The page links some by `static()`, hashed in production; the rest are asked for by the modules
    themselves, relative to their own place and therefore by their plain names.
    """
    prefix = settings.STATIC_URL
    return [static(name) if name in LINKED else f"{prefix}{name}" for name in shell_files()]


def shell_version(*, page: str) -> str:
    """Digest the page and every file behind it, so that one changed byte is a new version.

    Args:
        page: the shell page as it is served, words in all languages included.
    """
    digest = hashlib.blake2b(page.encode(), digest_size=8)
    for name in shell_files():
        found = finders.find(name)
        if isinstance(found, str):
            digest.update(Path(found).read_bytes())
    return digest.hexdigest()


@cache
def app_version() -> str:
    """Digest the files of the app, by which a tablet says which version it runs."""
    return shell_version(page="")[:8]
