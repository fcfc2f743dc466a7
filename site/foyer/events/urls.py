"""Public addresses that are no pages; those in `per_language` stand behind /zh-hans/, /zh-hant/, /en/."""

from django.contrib.sitemaps.views import sitemap
from django.urls import path, re_path
from wagtail.urls import serve_pattern

from . import views
from .complaints import COMPLAINTS_PATH
from .sitemap import PageSitemap

urlpatterns = [
    path("", views.front_door, name="front_door"),
    path(COMPLAINTS_PATH, views.complaints, name="complaints"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", sitemap, {"sitemaps": {"pages": PageSitemap}}, name="sitemap"),
]
per_language = [
    re_path(r"^(?P<path>(?:[\w\-]+/)+)calendar\.ics$", views.calendar, name="event_calendar"),
    re_path(serve_pattern, views.serve_page, name="wagtail_serve"),
]
