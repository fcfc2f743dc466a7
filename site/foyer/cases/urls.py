"""Addresses of the cases room in the staff's tool, under /admin/cases/."""

from django.urls import path

from .views.desk import CasePage, IntakePage, QueuePage
from .views.evidence import EvidenceFile
from .views.register import ActionsPage

app_name = "cases"
urlpatterns = [
    path("", QueuePage.as_view(), name="queue"),
    path("actions/", ActionsPage.as_view(), name="actions"),
    path("add/", IntakePage.as_view(), name="add"),
    path("files/<int:pk>/", EvidenceFile.as_view(), name="file"),
    path("<int:pk>/", CasePage.as_view(), name="case"),
]
