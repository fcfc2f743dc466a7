"""For the test suite: fast hashing, files in a scratch folder, mail kept in memory."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("FOYER_SECRET_KEY", "a-key-for-tests")
os.environ.setdefault("FOYER_DATA_DIR", tempfile.mkdtemp(prefix="foyer-test-"))
if not os.environ["FOYER_DATA_DIR"].endswith(os.environ.get("PYTEST_XDIST_WORKER", "")):
    # What one process of the suite sweeps away is not another's.
    _folder = Path(os.environ["FOYER_DATA_DIR"], os.environ["PYTEST_XDIST_WORKER"])
    _folder.mkdir(exist_ok=True)
    os.environ["FOYER_DATA_DIR"] = str(_folder)
os.environ.pop("FOYER_BACKUP_DIR", None)  # no test tends the backups of a real house
os.environ.setdefault("FOYER_API_DOCS", "true")
os.environ.setdefault("FOYER_LOG_LEVEL", "WARNING")
if "REDIS_URL" in os.environ:  # a Redis database for each process of the suite, none of them yours
    _process = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    os.environ["REDIS_URL"] = f"{os.environ['REDIS_URL'].rsplit('/', 1)[0]}/{8 + _process % 8}"

from .base import *  # noqa: F403  settings are layered by star import

INSTALLED_APPS = [*INSTALLED_APPS, "django_migration_linter"]  # noqa: F405  for `make lint`
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {  # noqa: F405
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
if "sqlite" in DATABASES["default"]["ENGINE"]:  # noqa: F405
    # A file, so that threads and processes meet as they do in the house.
    DATABASES["default"]["TEST"] = {"NAME": DATA_DIR / "test.sqlite3"}  # noqa: F405
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
