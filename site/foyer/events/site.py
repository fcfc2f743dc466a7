"""The house's address, wherever Wagtail writes it out in full."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection
from django.db.models.signals import post_migrate
from django.dispatch import receiver
from wagtail.models import Site


@receiver(post_migrate, dispatch_uid="events name the site")
def name_site(**_kwargs: Any) -> None:
    """Give the default site the address of `FOYER_PUBLIC_URL`, the one place where it is said."""
    if Site._meta.db_table not in connection.introspection.table_names():
        return
    address = urlsplit(settings.PUBLIC_URL)
    port = address.port or (443 if address.scheme == "https" else 80)
    named = {"hostname": address.hostname or "localhost", "port": port}
    if Site.objects.filter(is_default_site=True).exclude(**named).update(**named):
        Site.clear_site_root_paths_cache()
