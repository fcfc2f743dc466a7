"""The staff's pages about forms, under /admin/forms/."""

from django.urls import path

from .views import staff, trying

app_name = "forms_content"
urlpatterns = [
    path("", staff.FormsView.as_view(), name="forms"),
    path("<int:pk>/", staff.ReportView.as_view(), name="report"),
    path("<int:pk>/try/", trying.TryView.as_view(), name="try"),
    path("<int:pk>/tests/", trying.TrialsView.as_view(), name="trials"),
    path("<int:pk>/embed/", staff.EmbedView.as_view(), name="embed"),
    path("<int:pk>/answers/", staff.AnswersView.as_view(), name="answers"),
    path("<int:pk>/answers/<int:submission>/", staff.AnswerView.as_view(), name="answer"),
    path(
        "<int:pk>/answers/<int:submission>/files/<int:file>/",
        staff.AnswerFile.as_view(),
        name="answer_file",
    ),
]
