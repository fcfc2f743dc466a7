"""The staff's pages about forms, under /admin/forms/."""

from django.urls import path

from .views import copies, events, export, reports, staff

app_name = "forms_content"
urlpatterns = [
    path("", staff.FormsView.as_view(), name="forms"),
    path("compare/", events.CompareView.as_view(), name="compare"),
    path("satisfaction/", events.SatisfactionView.as_view(), name="satisfaction"),
    path("events/<int:event>/", events.SheetView.as_view(), name="sheet"),
    path("events/<int:event>/print/", events.SheetPrintView.as_view(), name="sheet_print"),
    path("events/<int:event>/workbook/", events.SheetWorkbookView.as_view(), name="sheet_workbook"),
    path("events/<int:event>/reach/", events.ReachView.as_view(), name="reach"),
    path("<int:pk>/", reports.ReportView.as_view(), name="report"),
    path("<int:pk>/print/", reports.PrintView.as_view(), name="print"),
    path("<int:pk>/workbook/", reports.WorkbookView.as_view(), name="workbook"),
    path("<int:pk>/texts/<slug:key>/", reports.TextsView.as_view(), name="texts"),
    path("<int:pk>/export/", export.ExportAnswersView.as_view(), name="export"),
    path("<int:pk>/answers/", copies.AnswersView.as_view(), name="answers"),
    path("<int:pk>/answers/<int:submission>/", copies.AnswerView.as_view(), name="answer"),
    path(
        "<int:pk>/answers/<int:submission>/delete/",
        copies.DeleteAnswerView.as_view(),
        name="delete_answer",
    ),
]
