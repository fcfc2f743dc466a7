"""Where the public asks for rooms, clients answer, and calendars elsewhere read bookings."""

from django.urls import path, re_path

from .views.asking import ask
from .views.client import look_up, show_booking, show_file
from .views.feeds import read_feed

urlpatterns = [
    path("rooms/ask", ask, name="ask_for_room"),
    path("feeds/<str:secret>.ics", read_feed, name="booking_feed"),
    path("b/", look_up, name="booking_look_up"),
    re_path(
        r"^b/(?P<secret>[^/]+)/(?P<name>letter\.pdf|contract\.pdf|letter|contract|booking\.ics)$",
        show_file,
        name="booking_file",
    ),
    path("b/<str:secret>", show_booking, name="booking_page"),
    path("b/<str:secret>/", show_booking),
]
