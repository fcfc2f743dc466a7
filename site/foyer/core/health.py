"""Whether this process lives, and whether the house can work."""

from datetime import datetime, timedelta

from django.core.cache import cache
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

from .models import WorkerPulse

_SILENCE = timedelta(minutes=2)


def process(request: HttpRequest) -> HttpResponse:
    """Answer that this process is alive; touches nothing else."""
    return HttpResponse("ok", content_type="text/plain")


def ready(request: HttpRequest) -> HttpResponse:
    """Answer 200 when database and cache work and a worker has lately given a sign of life, else 503."""
    checks = {"database": _database(), "cache": _cache(), "worker": False}
    if checks["database"]:
        checks["worker"] = is_worker_alive(timezone.now())
    return JsonResponse(checks, status=200 if all(checks.values()) else 503)


def is_worker_alive(now: datetime) -> bool:
    """Tell whether a worker has lately given a sign of life."""
    return WorkerPulse.objects.filter(beat_at__gte=now - _SILENCE).exists()


def _database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _cache() -> bool:
    try:
        cache.set("foyer:ready", "yes", 10)
        return bool(cache.get("foyer:ready") == "yes")
    except Exception:  # noqa: BLE001  each cache backend has errors of its own
        return False
