"""Addresses of the clients room in the staff's tool, under /admin/clients/."""

from django.urls import path

from .views.client import ScreeningPage, TakeOnPage, TierPage
from .views.client_import import urlpatterns as import_urls
from .views.contact import MainContactPage, MovePage
from .views.documents import (
    AddDocumentPage,
    ChangeDocumentPage,
    DocumentFile,
    DocumentsPage,
    RemoveDocumentPage,
)
from .views.duplicates import (
    DuplicateContactsPage,
    DuplicatesPage,
    KeepApartView,
    KeepContactsApartView,
)
from .views.hand_over import HandOverPage
from .views.merging import MergeContactsPage, MergePage, UndoContactMergePage, UndoMergePage
from .views.portraits import PortraitFile
from .views.records import (
    ConvertPage,
    RemoveFieldPage,
    RestoreFieldPage,
    RewardPage,
    SignPage,
    UsePage,
)
from .viewsets.acts import ClientActsPage
from .viewsets.exports import ClientExportPage, ContactExportPage, DealExportPage
from .viewsets.segments import (
    ChangeSegmentPage,
    DeleteSegment,
    KeepSegmentPage,
    OpenSegment,
    SegmentsPage,
)

app_name = "clients"
urlpatterns = [
    path("acts/<slug:act>/", ClientActsPage.as_view(), name="acts"),
    path("export/", ClientExportPage.as_view(), name="export"),
    path("contacts/export/", ContactExportPage.as_view(), name="export_contacts"),
    path("deals/export/", DealExportPage.as_view(), name="export_deals"),
    path("hand-over/", HandOverPage.as_view(), name="hand_over"),
    path("segments/", SegmentsPage.as_view(), name="segments"),
    path("segments/keep/", KeepSegmentPage.as_view(), name="keep_segment"),
    path("segments/<int:pk>/", ChangeSegmentPage.as_view(), name="segment"),
    path("segments/<int:pk>/open/", OpenSegment.as_view(), name="open_segment"),
    path("segments/<int:pk>/delete/", DeleteSegment.as_view(), name="delete_segment"),
    path("duplicates/", DuplicatesPage.as_view(), name="duplicates"),
    path("contacts/duplicates/", DuplicateContactsPage.as_view(), name="contact_duplicates"),
    path("<int:pk>/not-the-same/<int:other>/", KeepApartView.as_view(), name="keep_apart"),
    path(
        "contacts/<int:pk>/not-the-same/<int:other>/",
        KeepContactsApartView.as_view(),
        name="contact_keep_apart",
    ),
    path("<int:pk>/merge/<int:other>/", MergePage.as_view(), name="merge"),
    path(
        "contacts/<int:pk>/merge/<int:other>/", MergeContactsPage.as_view(), name="merge_contacts"
    ),
    path("merges/<int:pk>/undo/", UndoMergePage.as_view(), name="undo_merge"),
    path(
        "contacts/merges/<int:pk>/undo/", UndoContactMergePage.as_view(), name="undo_contact_merge"
    ),
    path("<int:pk>/tier/", TierPage.as_view(), name="tier"),
    path("<int:pk>/screening/", ScreeningPage.as_view(), name="screening"),
    path("<int:pk>/take-on/", TakeOnPage.as_view(), name="take_on"),
    path("<int:pk>/documents/", DocumentsPage.as_view(), name="documents"),
    path("<int:pk>/documents/add/", AddDocumentPage.as_view(), name="add_document"),
    path("documents/<int:pk>/", ChangeDocumentPage.as_view(), name="document"),
    path("documents/<int:pk>/file/", DocumentFile.as_view(), name="document_file"),
    path("documents/<int:pk>/remove/", RemoveDocumentPage.as_view(), name="remove_document"),
    path("contacts/<int:pk>/main/", MainContactPage.as_view(), name="main_contact"),
    path("contacts/<int:pk>/move/", MovePage.as_view(), name="move"),
    path("contacts/<int:pk>/photo/", PortraitFile.as_view(), name="photo"),
    path("referrals/<int:pk>/sign/", SignPage.as_view(), name="sign"),
    path("referrals/<int:pk>/reward/", RewardPage.as_view(), name="reward"),
    path("vouchers/<int:pk>/use/", UsePage.as_view(), name="use_voucher"),
    path("vouchers/<int:pk>/convert/", ConvertPage.as_view(), name="convert_voucher"),
    path("fields/<int:pk>/remove/", RemoveFieldPage.as_view(), name="remove_field"),
    path("fields/<int:pk>/restore/", RestoreFieldPage.as_view(), name="restore_field"),
    *import_urls,
]
