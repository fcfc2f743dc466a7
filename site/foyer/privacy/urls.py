"""Addresses of the privacy room in the staff's tool, under /admin/privacy/."""

from django.urls import path

from .views.consents import ConsentsView, GiveView, WithdrawView
from .views.erasing import EraseView, PreviewView
from .views.leaving import LeaverView
from .views.people import DossierDownloadView, DossierView, PeopleView
from .views.reports import RecipientsView, RetentionView

_PERSON = "people/<str:kind>/<int:pk>/"

app_name = "privacy"
urlpatterns = [
    path("people/", PeopleView.as_view(), name="people"),
    path(_PERSON, DossierView.as_view(), name="dossier"),
    path(f"{_PERSON}download/", DossierDownloadView.as_view(), name="download"),
    path(f"{_PERSON}consents/", ConsentsView.as_view(), name="consents"),
    path(f"{_PERSON}consents/give/", GiveView.as_view(), name="give"),
    path(f"{_PERSON}erase/", PreviewView.as_view(), name="erase"),
    path(f"{_PERSON}erase/confirm/", EraseView.as_view(), name="confirm"),
    path("consents/<int:consent_pk>/withdraw/", WithdrawView.as_view(), name="withdraw"),
    path("retention/", RetentionView.as_view(), name="retention"),
    path("recipients/", RecipientsView.as_view(), name="recipients"),
    path("leavers/<int:pk>/", LeaverView.as_view(), name="leaver"),
]
