"""For the demo house and for work on Foyer itself: a fixed key, no TLS, plain static files."""

import os

os.environ.setdefault("FOYER_SECRET_KEY", "a-key-for-the-demo-house-only-never-for-guests-of-yours")
os.environ.setdefault("FOYER_API_DOCS", "true")

from .base import *  # noqa: F403  settings are layered by star import

ALLOWED_HOSTS = ["*"]
STORAGES["staticfiles"] = {  # noqa: F405
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
WHITENOISE_USE_FINDERS = True
if "FOYER_MAIL_URL" not in os.environ:  # no mail server is asked for: letters lie in a folder
    MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "OPTIONS": {"file_path": str(DATA_DIR / "mail")},  # noqa: F405
        }
    }
