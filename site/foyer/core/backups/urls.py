"""Addresses of backups, under /admin/backups/."""

from django.urls import path

from .views import BackupsView

app_name = "backups"
urlpatterns = [path("", BackupsView.as_view(), name="list")]
