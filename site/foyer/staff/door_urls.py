"""Addresses before the admin, for whoever is not logged in yet: they stand in front of Wagtail's own."""

from django.urls import include, path

from .views import log_in, new_password
from .views.first import first_administrator

app_name = "staff_door"
urlpatterns = [
    path("login/code/", log_in.CodeView.as_view(), name="code"),
    path("first/<str:token>/", first_administrator, name="first"),
]
# These carry Wagtail's names, by which its own pages lead to them.
in_place_of_wagtails = [
    path("login/", log_in.LogInView.as_view(), name="wagtailadmin_login"),
    path("logout/", log_in.LogOutView.as_view(), name="wagtailadmin_logout"),
    path(
        "password_reset/",
        include(
            [
                path("", new_password.AskView.as_view(), name="wagtailadmin_password_reset"),
                path(
                    "done/",
                    new_password.AskedView.as_view(),
                    name="wagtailadmin_password_reset_done",
                ),
                path(
                    "confirm/<uidb64>/<token>/",
                    new_password.ChooseView.as_view(),
                    name="wagtailadmin_password_reset_confirm",
                ),
                path(
                    "complete/",
                    new_password.ChosenView.as_view(),
                    name="wagtailadmin_password_reset_complete",
                ),
            ]
        ),
    ),
]
