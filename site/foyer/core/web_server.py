"""The web server's process: granian with the house in it."""

from copy import deepcopy
from importlib import import_module
from typing import Any

from django.conf import settings
from django.core.servers.basehttp import get_internal_wsgi_application
from django.utils.translation import override
from granian import Granian
from granian.constants import Interfaces, SSLProtocols
from granian.http import HTTP1Settings
from granian.log import LogLevels

from .memory import settle
from .transport.trust import application as trust

_HEADERS_WITHIN = 15_000  # milliseconds


def preload() -> None:
    """Load what every web process needs, once, for those who are forked from this one."""
    get_internal_wsgi_application()
    for urls in (settings.ROOT_URLCONF, settings.DESK_URLCONF):
        import_module(urls)
    for language, _name in settings.LANGUAGES:
        with override(language):
            pass
    settle()


def hand_out_authority(*, host: str, port: int) -> None:
    """Serve what a tablet needs to trust the house's certificate, without TLS, until SIGTERM."""
    Granian(
        "foyer.core.transport.trust:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=1,
        http1_settings=HTTP1Settings(header_read_timeout=_HEADERS_WITHIN),
        websockets=False,
        respawn_failed_workers=True,
        log_level=LogLevels.warning,
        log_dictconfig=deepcopy(settings.LOGGING),
    ).serve(target_loader=lambda *_args, **_kwargs: trust, wrap_loader=False)


def _tls() -> dict[str, Any]:
    """Return what granian needs to serve over TLS, where the house does."""
    if not settings.TLS_DIR:
        return {}
    return {
        "ssl_cert": settings.TLS_DIR / "server.crt",
        "ssl_key": settings.TLS_DIR / "server.key",
        "ssl_protocol_min": SSLProtocols.tls12,  # tablets are older than anything else
    }


def serve_web(*, host: str, port: int, workers: int) -> None:
    """Serve until SIGTERM: one blocking thread in each process serves fastest."""
    Granian(
        settings.WSGI_APPLICATION,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=1,
        http1_settings=HTTP1Settings(header_read_timeout=_HEADERS_WITHIN),
        websockets=False,
        respawn_failed_workers=True,
        log_level=LogLevels.warning,
        log_dictconfig=deepcopy(settings.LOGGING),
        **_tls(),
    ).serve(target_loader=get_internal_wsgi_application, wrap_loader=False)
