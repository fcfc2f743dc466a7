"""The floor of a sign-in: a bare Django view, one indexed SELECT and one INSERT in `atomic()`.

The house's database with the same options, tables of its own, no middleware, no checks, no words.
"""

import json
import os
from datetime import UTC, datetime

import dj_database_url
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse  # noqa: TID251  this is a view
from django.urls import path

PATH = "bare/sign-ins"
SQLITE = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
}
POSTGRES = {"server_side_binding": True, "prepare_threshold": 3}
TABLES = """
CREATE TABLE bare_guest (id INTEGER PRIMARY KEY, code VARCHAR(26) NOT NULL UNIQUE, name VARCHAR(100) NOT NULL);
CREATE TABLE bare_sign_in (guest_id INTEGER NOT NULL UNIQUE REFERENCES bare_guest (id), at VARCHAR(40) NOT NULL);
CREATE TABLE raw_sign_in (guest_id INTEGER NOT NULL UNIQUE REFERENCES bare_guest (id), at VARCHAR(40) NOT NULL)
"""


def view(request: HttpRequest) -> HttpResponse:
    """Sign in whoever has the code."""
    code = json.loads(request.body)["code"]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT id, name FROM bare_guest WHERE code = %s", [code])
        guest_id, name = cursor.fetchone()
        at = datetime.now(UTC).isoformat()
        cursor.execute("INSERT INTO bare_sign_in (guest_id, at) VALUES (%s, %s)", [guest_id, at])
    return HttpResponse(json.dumps({"result": "welcome", "name": name, "at": at}))


urlpatterns = [path(PATH, view)]
database = dj_database_url.parse(os.environ["BENCH_DATABASE"], conn_max_age=None)
database["OPTIONS"] = SQLITE if "sqlite" in database["ENGINE"] else POSTGRES
settings.configure(
    SECRET_KEY="bench",
    ROOT_URLCONF=__name__,
    ALLOWED_HOSTS=["*"],
    MIDDLEWARE=[],
    USE_I18N=False,
    USE_TZ=True,
    DATABASES={"default": database},
)
application = get_wsgi_application()
