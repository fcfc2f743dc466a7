"""Addresses of the bookings room in the staff's tool, under /admin/bookings/."""

from django.urls import path

from .views.calendar import CalendarPage, MovePage
from .views.feeds import FeedsPage, RevokePage
from .views.listing import BookingExportPage, ListPage
from .views.page import BookingPage
from .views.taking_down import TakingDownPage

app_name = "bookings"
urlpatterns = [
    path("", ListPage.as_view(), name="list"),
    path("add/", TakingDownPage.as_view(), name="add"),
    path("calendar/", CalendarPage.as_view(), name="calendar"),
    path("export/", BookingExportPage.as_view(), name="export"),
    path("feeds/", FeedsPage.as_view(), name="feeds"),
    path("feeds/<int:pk>/revoke/", RevokePage.as_view(), name="revoke"),
    path("<int:pk>/", BookingPage.as_view(), name="booking"),
    path("<int:pk>/move/", MovePage.as_view(), name="move"),
]
