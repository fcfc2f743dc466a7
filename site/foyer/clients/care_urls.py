"""Addresses of visits and of what is due in the staff's tool, under /admin/care/."""

from django.urls import path

from .views.due import DueAllPage, DuePage
from .views.due_acts import DecidePage, LogCallPage, TakeBackPage
from .views.visit_export import StatusExportPage, VisitExportPage
from .views.visit_form import AddVisitPage, ChangeVisitPage
from .views.visit_import import urlpatterns as import_urls
from .views.visits import (
    ChooseClientPage,
    PrintVisitPage,
    StatusTablePage,
    StrikeOutPage,
    VisitPage,
    VisitsPage,
)

app_name = "care"
urlpatterns = [
    path("due/", DuePage.as_view(), name="due"),
    path("due/all/", DueAllPage.as_view(), name="due_all"),
    path("due/decide/<str:key>/", DecidePage.as_view(), name="decide"),
    path("due/take-back/<int:pk>/", TakeBackPage.as_view(), name="take_back"),
    path("visits/", VisitsPage.as_view(), name="visits"),
    path("visits/new/", ChooseClientPage.as_view(), name="choose_client"),
    path("visits/table/", StatusTablePage.as_view(), name="status_table"),
    path("visits/table/export/", StatusExportPage.as_view(), name="export_status"),
    path("visits/export/", VisitExportPage.as_view(), name="export_visits"),
    *import_urls,
    path("visits/<int:pk>/", VisitPage.as_view(), name="visit"),
    path("visits/<int:pk>/edit/", ChangeVisitPage.as_view(), name="change_visit"),
    path("visits/<int:pk>/strike-out/", StrikeOutPage.as_view(), name="strike_out"),
    path("visits/<int:pk>/print/", PrintVisitPage.as_view(), name="print_visit"),
    path("clients/<int:client_pk>/visits/", VisitsPage.as_view(), name="client_visits"),
    path("clients/<int:client_pk>/visits/add/", AddVisitPage.as_view(), name="add_visit"),
    path("clients/<int:client_pk>/log/", LogCallPage.as_view(), name="log_call"),
]
