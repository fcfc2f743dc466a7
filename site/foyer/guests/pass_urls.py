"""The addresses guests open: their passes."""

from django.urls import path, re_path

from .views import guest_pass

urlpatterns = [
    path("i/sw.js", guest_pass.service_worker),
    re_path(
        r"^[iI]/(?P<code>[^/]+)/calendar\.ics$", guest_pass.show_calendar, name="pass_calendar"
    ),
    re_path(r"^[iI]/(?P<code>[^/]+)/event/?$", guest_pass.show_event, name="pass_event"),
    re_path(r"^[iI]/(?P<code>[^/]+)/?$", guest_pass.show_pass, name="pass"),
]
