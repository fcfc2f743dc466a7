"""Addresses of the files that were made, under /admin/exports/."""

from django.urls import path

from .views import FilePage, FileStatus, FileView

app_name = "exports"
urlpatterns = [
    path("<int:pk>/", FilePage.as_view(), name="file_page"),
    path("<int:pk>/status/", FileStatus.as_view(), name="status"),
    path("<int:pk>/file/", FileView.as_view(), name="file"),
]
