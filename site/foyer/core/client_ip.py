"""Whose request it is, as far as the network can be believed."""

from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

_IPV6_PREFIX = 64  # what a provider gives to one household


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


def client_network(request: HttpRequest) -> str:
    """Return what one caller can be limited by: an IPv4 address, or an IPv6 network of one household."""
    text = client_ip(request)
    try:
        address = ip_address(text)
    except ValueError:
        return text
    if isinstance(address, IPv6Address):
        mapped = address.ipv4_mapped
        return str(mapped or ip_network((address, _IPV6_PREFIX), strict=False))
    return str(address)
