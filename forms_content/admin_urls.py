"""The staff's pages about forms, under /admin/forms/."""

from django.urls import path

from .views import (
    copies,
    events,
    export,
    from_lists,
    poster,
    ready,
    reports,
    sendings,
    staff,
    summary,
    surveys,
    trying,
)

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
    path("<int:pk>/try/", trying.TryView.as_view(), name="try"),
    path("<int:pk>/tests/", trying.TrialsView.as_view(), name="trials"),
    path("<int:pk>/embed/", staff.EmbedView.as_view(), name="embed"),
    path("<int:pk>/answers/", copies.AnswersView.as_view(), name="answers"),
    path("<int:pk>/answers/<int:submission>/", copies.AnswerView.as_view(), name="answer"),
    path("answers/<int:submission>/", copies.LeadToAnswer.as_view(), name="lead_to_answer"),
    path("surveys/", surveys.SurveysView.as_view(), name="surveys"),
    path("surveys/<int:event_pk>/", surveys.EventSurveyView.as_view(), name="event_survey"),
    path("surveys/<int:event_pk>/summary/", summary.SummaryView.as_view(), name="summary"),
    path("ready/", ready.ReadyView.as_view(), name="ready"),
    path("<int:pk>/poster/", poster.PosterView.as_view(), name="poster"),
    path("<int:pk>/code.png", poster.CodeView.as_view(), name="code"),
    path("choose/<slug:whom>/", from_lists.ChooseFormView.as_view(), name="choose"),
    path("<int:pk>/send/", sendings.SendView.as_view(), name="send"),
    path("<int:pk>/sendings/", sendings.SendingsView.as_view(), name="sendings"),
    path("<int:pk>/sendings/<int:sending>/", sendings.SendingView.as_view(), name="sending"),
    path("<int:pk>/sendings/<int:sending>/remind/", sendings.RemindView.as_view(), name="remind"),
    path(
        "<int:pk>/answers/<int:submission>/files/<int:file>/",
        copies.AnswerFile.as_view(),
        name="answer_file",
    ),
    path(
        "<int:pk>/answers/<int:submission>/delete/",
        copies.DeleteAnswerView.as_view(),
        name="delete_answer",
    ),
]
