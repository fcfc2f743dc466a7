"""Every address of the house."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as admin_urls
from wagtail.documents import urls as document_urls

from forms_content import api as forms_api
from forms_content import results_api
from forms_content import urls as form_urls
from foyer.api import api, bookings, clients, public_cases, wagtail_api
from foyer.bookings import public_urls as booking_urls
from foyer.cases import client_urls
from foyer.core import guarded, health
from foyer.events import urls as event_urls
from foyer.guests import pass_urls
from foyer.settlement import public_urls as settlement_urls
from foyer.staff import door_urls
from foyer.staff.views.new_password import no_second_door
from kiosk import urls as kiosk_urls

urlpatterns = [
    path("admin/", include(guarded)),
    path("admin/", include(door_urls.in_place_of_wagtails)),
    path("admin/", include(door_urls)),
    path("admin/", include(admin_urls)),
    path("documents/", include(document_urls)),
    path("kiosk/", include(kiosk_urls)),
    re_path(r"^media/(?P<path>images/.+)$", serve, {"document_root": settings.MEDIA_ROOT}),
    path("", include(pass_urls)),
    path("", include(form_urls)),
    path("", include(client_urls)),
    path("", include(booking_urls)),
    path("", include(settlement_urls)),
    path("healthz", health.process),
    path("readyz", health.ready),
    path("api/v3/", wagtail_api.urls),
    path("api/foyer/v1/", api.urls),
    path("api/foyer/v1/", public_cases.urls),
    path("api/foyer/v1/", bookings.urls),
    path("api/foyer/v1/", clients.urls),
    path("api/foyer/v1/", forms_api.urls),
    path("api/foyer/v1/", results_api.urls),
    re_path(r"^api/", api.unknown),
    path("", include(event_urls)),
    *i18n_patterns(
        path("_util/login/", no_second_door, name="wagtailcore_login"),
        *event_urls.per_language,
        path("", include(wagtail_urls)),
    ),
]
