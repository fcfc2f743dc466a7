"""The tablets' addresses: all that a process with `FOYER_PROCESS=kiosk` serves."""

from django.urls import include, path

from foyer.api import desk
from foyer.core import health
from kiosk import urls as kiosk_urls

urlpatterns = [
    path("api/foyer/v1/", desk.urls),
    path("kiosk/", include(kiosk_urls)),
    path("healthz", health.process),
]

handler400 = "foyer.api.problems.unreadable"
handler403 = "foyer.api.problems.forbidden"
handler404 = "foyer.api.problems.missing"
handler500 = "foyer.api.problems.broken"
