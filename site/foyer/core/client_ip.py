"""Whose request it is, as far as the network can be believed."""

from django.conf import settings
from django.http import HttpRequest


def client_ip(request: HttpRequest) -> str:
    """Return the caller's address, believing only as many proxies as the settings name.

    `FOYER_TRUSTED_PROXIES` = n takes the n-th entry from the right of X-Forwarded-For; 0 takes none.
    """
    trusted: int = settings.TRUSTED_PROXIES
    hops = [
        hop.strip()
        for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
        if hop.strip()
    ]
    if trusted and len(hops) >= trusted:
        return str(hops[-trusted])
    return str(request.META.get("REMOTE_ADDR", ""))
