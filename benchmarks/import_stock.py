"""django-import-export as it comes: its admin's preview and confirmation for one model of fifteen columns.

Run by `bench_imports.py`; prints what it measured as JSON.
"""

import json
import os
import re
import resource
import sys
import time
from pathlib import Path
from types import ModuleType
from typing import Any

import dj_database_url
import django
from django.conf import settings
from import_lists import HEADERS

database = dj_database_url.parse(os.environ["DATABASE_URL"])
if "sqlite" in database["ENGINE"]:
    database["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    }
settings.configure(
    SECRET_KEY="bench",
    ROOT_URLCONF="stock_urls",
    ALLOWED_HOSTS=["*"],
    USE_TZ=True,
    DATABASES={"default": database},
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    STATIC_URL="/static/",
    DATA_UPLOAD_MAX_NUMBER_FIELDS=None,
    INSTALLED_APPS=[
        "django.contrib.admin",
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "django.contrib.messages",
        "import_export",
    ],
    MIDDLEWARE=[
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
    ],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "APP_DIRS": True,
            "OPTIONS": {
                "context_processors": [
                    "django.template.context_processors.request",
                    "django.contrib.auth.context_processors.auth",
                    "django.contrib.messages.context_processors.messages",
                ]
            },
        }
    ],
)
django.setup()

from django.contrib import admin  # noqa: E402  after the settings
from django.contrib.auth.models import User  # noqa: E402
from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, models  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import path  # noqa: E402
from import_export import resources  # noqa: E402
from import_export.admin import ImportMixin  # noqa: E402

Person: Any = type(
    "Person",
    (models.Model,),
    {
        "__module__": __name__,
        "Meta": type("Meta", (), {"app_label": "import_export"}),
        **{
            name: models.CharField(max_length=200, blank=True, db_index=name in {"phone", "email"})
            for name in HEADERS
        },
    },
)


class PersonResource(resources.ModelResource):
    class Meta:
        model = Person
        import_id_fields = ("phone",)
        fields = HEADERS


class PersonAdmin(ImportMixin, admin.ModelAdmin):
    resource_classes = (PersonResource,)


admin.site.register(Person, PersonAdmin)
urls: Any = ModuleType("stock_urls")
urls.urlpatterns = [path("admin/", admin.site.urls)]
sys.modules["stock_urls"] = urls


def main(file: str) -> None:
    """Import the file as a person would, and say what it took."""
    call_command("migrate", verbosity=0)
    with connection.schema_editor() as editor:
        editor.create_model(Person)
    client = Client()
    client.force_login(User.objects.create_superuser("bench"))
    data = Path(file).read_bytes()
    since = time.monotonic(), time.process_time()
    address = "/admin/import_export/person/"
    upload = {"import_file": SimpleUploadedFile("people.csv", data), "format": "0"}
    preview = client.post(f"{address}import/", upload)
    hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', preview.text)
    client.post(f"{address}process_import/", dict(hidden))
    told = {
        "rows": Person.objects.count(),
        "wall": time.monotonic() - since[0],
        "cpu": time.process_time() - since[1],
        "rss": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "html": len(preview.content) / 1e6,
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main(sys.argv[1])
