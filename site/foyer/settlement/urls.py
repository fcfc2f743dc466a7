"""Addresses of the settlement room in the staff's tool, under /admin/settlement/."""

from django.urls import path

from .views.audit import AuditPage, AuditPrintPage, AuditWorkbookPage
from .views.listing import AccountExportPage, ListPage
from .views.months import MonthsPage
from .views.page import AccountPage
from .views.papers import InvoiceFile, PaperFile, PaperPrintPage

app_name = "settlement"
urlpatterns = [
    path("", ListPage.as_view(), name="list"),
    path("audit/", AuditPage.as_view(), name="audit"),
    path("audit/print/", AuditPrintPage.as_view(), name="audit_print"),
    path("audit/workbook/", AuditWorkbookPage.as_view(), name="audit_workbook"),
    path("export/", AccountExportPage.as_view(), name="export"),
    path("months/", MonthsPage.as_view(), name="months"),
    path("papers/<int:pk>/", PaperFile.as_view(), name="paper"),
    path("papers/<int:pk>/print/", PaperPrintPage.as_view(), name="paper_print"),
    path("invoices/<int:pk>/", InvoiceFile.as_view(), name="invoice"),
    path("<int:pk>/", AccountPage.as_view(), name="account"),
]
