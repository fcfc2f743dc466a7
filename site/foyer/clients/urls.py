"""Addresses of the clients room in the staff's tool, under /admin/clients/."""

from django.urls import path

from .views.client import ScreeningPage, TakeOnPage, TierPage
from .views.client_import import urlpatterns as import_urls
from .views.contact import MovePage
from .views.hand_over import HandOverPage
from .views.records import (
    ConvertPage,
    RemoveFieldPage,
    RestoreFieldPage,
    RewardPage,
    SignPage,
    UsePage,
)

app_name = "clients"
urlpatterns = [
    path("hand-over/", HandOverPage.as_view(), name="hand_over"),
    path("<int:pk>/tier/", TierPage.as_view(), name="tier"),
    path("<int:pk>/screening/", ScreeningPage.as_view(), name="screening"),
    path("<int:pk>/take-on/", TakeOnPage.as_view(), name="take_on"),
    path("contacts/<int:pk>/move/", MovePage.as_view(), name="move"),
    path("referrals/<int:pk>/sign/", SignPage.as_view(), name="sign"),
    path("referrals/<int:pk>/reward/", RewardPage.as_view(), name="reward"),
    path("vouchers/<int:pk>/use/", UsePage.as_view(), name="use_voucher"),
    path("vouchers/<int:pk>/convert/", ConvertPage.as_view(), name="convert_voucher"),
    path("fields/<int:pk>/remove/", RemoveFieldPage.as_view(), name="remove_field"),
    path("fields/<int:pk>/restore/", RestoreFieldPage.as_view(), name="restore_field"),
    *import_urls,
]
