"""The house's address, wherever Wagtail writes it out in full, and finding it without asking again."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection
from django.db.models.signals import post_migrate
from django.dispatch import receiver
from wagtail.models import Site, SiteRootPath

from foyer.core.models import HousePolicy
from foyer.core.page_cache import memory


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


def recall_house(request: Any) -> list[SiteRootPath]:
    """Return the roots of the sites; give them, the site and the policy to all that serves the request."""
    roots = memory.of("roots", _read_roots)
    request._wagtail_cached_site_root_paths = roots
    request._wagtail_site = memory.of(
        ("site", request.get_host(), request.get_port()), lambda: Site.find_for_request(request)
    )
    setattr(request, HousePolicy.get_cache_attr_name(), memory.of("policy", HousePolicy.load))
    return roots


def _read_roots() -> list[SiteRootPath]:
    # Wagtail trusts what a process has in its own memory for an hour.
    Site.clear_site_root_paths_cache()
    roots: list[SiteRootPath] = Site.get_site_root_paths()
    return roots
