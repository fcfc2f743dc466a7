"""Addresses of the staff room for whoever is logged in, below /admin/."""

from django.urls import path

from .views import account

app_name = "staff"
urlpatterns = [
    path("account/second-step/", account.SetUpView.as_view(), name="set_up"),
    path("account/second-step/codes/", account.RecoveryCodesView.as_view(), name="codes"),
    path("account/second-step/remove/", account.RemoveView.as_view(), name="remove"),
    path("users/<int:pk>/second-step/", account.ResetView.as_view(), name="reset"),
]
