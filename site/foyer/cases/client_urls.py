"""Where clients follow their cases."""

from django.urls import path

from .views.client import look_up, show_case, show_file

urlpatterns = [
    path("c/", look_up, name="case_look_up"),
    path("c/<str:secret>", show_case, name="case_page"),
    path("c/<str:secret>/", show_case),
    path("c/<str:secret>/files/<int:pk>", show_file, name="case_file"),
]
