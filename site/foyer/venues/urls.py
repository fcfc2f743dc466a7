"""Addresses of equipment in the staff's tool, under /admin/equipment/."""

from django.urls import path

from .views.checks import (
    CheckRoomPage,
    ChecksPage,
    CheckUsePage,
    SheetPage,
    SheetPrintPage,
)
from .views.faults import FaultExportPage, FaultPage, FaultsPage, PhotoFile, ReportPage
from .views.hires import HireAddPage, HirePage, HiresPage
from .views.items import DuePage, ItemPage

app_name = "equipment"
urlpatterns = [
    path("", ChecksPage.as_view(), name="checks"),
    path("due/", DuePage.as_view(), name="due"),
    path("faults/", FaultsPage.as_view(), name="faults"),
    path("faults/add/", ReportPage.as_view(), name="report"),
    path("faults/export/", FaultExportPage.as_view(), name="export"),
    path("faults/<int:pk>/", FaultPage.as_view(), name="fault"),
    path("hires/", HiresPage.as_view(), name="hires"),
    path("hires/add/", HireAddPage.as_view(), name="hire"),
    path("hires/<int:pk>/", HirePage.as_view(), name="hired"),
    path("items/<int:pk>/", ItemPage.as_view(), name="item"),
    path("photos/<int:pk>/", PhotoFile.as_view(), name="photo"),
    path("rooms/<int:pk>/check/", CheckRoomPage.as_view(), name="check_room"),
    path("sheets/<int:pk>/", SheetPage.as_view(), name="sheet"),
    path("sheets/<int:pk>/print/", SheetPrintPage.as_view(), name="sheet_print"),
    path("uses/<int:pk>/check/", CheckUsePage.as_view(), name="check_use"),
]
