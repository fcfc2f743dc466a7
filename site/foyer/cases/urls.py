"""Addresses of the cases room in the staff's tool, under /admin/cases/."""

from django.urls import path

from .views.desk import CasePage, IntakePage
from .views.evidence import EvidenceFile
from .views.many import AssignManyPage
from .views.own_views import DropViewPage, KeepViewPage
from .views.queue import QueuePage
from .views.register import ActionsExportPage, ActionsPage, ActionsPrintPage
from .views.report import (
    CaseExportPage,
    ReportCasesPage,
    ReportPage,
    ReportPrintPage,
    ReportWorkbookPage,
)

app_name = "cases"
urlpatterns = [
    path("", QueuePage.as_view(), name="queue"),
    path("actions/", ActionsPage.as_view(), name="actions"),
    path("actions/export/", ActionsExportPage.as_view(), name="actions_export"),
    path("actions/print/", ActionsPrintPage.as_view(), name="actions_print"),
    path("views/", KeepViewPage.as_view(), name="keep_view"),
    path("views/<int:pk>/drop/", DropViewPage.as_view(), name="drop_view"),
    path("add/", IntakePage.as_view(), name="add"),
    path("assign/", AssignManyPage.as_view(), name="assign"),
    path("files/<int:pk>/", EvidenceFile.as_view(), name="file"),
    path("report/", ReportPage.as_view(), name="report"),
    path("report/print/", ReportPrintPage.as_view(), name="report_print"),
    path("report/workbook/", ReportWorkbookPage.as_view(), name="report_workbook"),
    path("report/export/", CaseExportPage.as_view(), name="export"),
    path("report/<slug:facet>/", ReportCasesPage.as_view(), name="report_cases"),
    path("<int:pk>/", CasePage.as_view(), name="case"),
]
