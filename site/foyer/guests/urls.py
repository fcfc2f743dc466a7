"""Addresses of the guests room in the staff's tool, under /admin/guests/."""

from django.urls import path

from .views.answers import AnswersView, SettleAnswerView, SignatureView
from .views.arrivals import ArrivalsFragmentView, ArrivalsView
from .views.board import BoardFragmentView, BoardView
from .views.bulk import BulkView
from .views.cards import BadgeView, CardsPrintedView, CardsPrintView, CardsView
from .views.checkpoints import CheckpointsView
from .views.conflicts import ConflictsView, SettleView
from .views.desk_acts import LockView, MessageView, MoveView, WipeView
from .views.desks import PairView, PinView, RevokeView, TrustView
from .views.fleet import FleetStatesView, FleetView, PairingSheetView
from .views.guest_acts import (
    InviteView,
    NewCodeView,
    PutBackView,
    SignInView,
    StrikeOffView,
    UndoSignInView,
    WithdrawView,
)
from .views.guest_contacts import AddContactsView
from .views.guest_import import urlpatterns as import_urls
from .views.guest_list import EventsView, GuestListView
from .views.guest_page import (
    CodePictureView,
    GuestAddView,
    GuestEditView,
    GuestPageView,
    PassView,
)
from .views.mine import (
    MetView,
    MineAwayView,
    MineCardsView,
    MineManifestView,
    MineView,
    MineWorkerView,
)
from .views.muster import MusterView
from .views.rides import (
    RideAddView,
    RideEditView,
    RidesExportPage,
    RidesPrintView,
    RideStepView,
    RidesView,
)
from .views.sign_in_report import SignInReportView, SignInWorkbookView
from .views.wording import TestLetterView

app_name = "guests"
urlpatterns = [
    path("", EventsView.as_view(), name="events"),
    path("desks/", FleetView.as_view(), name="desks"),
    path("desks/states/", FleetStatesView.as_view(), name="desk_states"),
    path("desks/pairing-sheet/", PairingSheetView.as_view(), name="pairing_sheet"),
    path("desks/secure-address/", TrustView.as_view(), name="desk_trust"),
    path("desks/<int:pk>/pair/", PairView.as_view(), name="desk_pair"),
    path("desks/<int:pk>/revoke/", RevokeView.as_view(), name="desk_revoke"),
    path("desks/<int:pk>/message/", MessageView.as_view(), name="desk_message"),
    path("desks/<int:pk>/move/", MoveView.as_view(), name="desk_move"),
    path("desks/<int:pk>/lock/", LockView.as_view(), name="desk_lock"),
    path("desks/<int:pk>/wipe/", WipeView.as_view(), name="desk_wipe"),
    path("desks/<int:pk>/pin/", PinView.as_view(), name="desk_pin"),
    path("wordings/<int:pk>/test/", TestLetterView.as_view(), name="test_letter"),
    path("mine/", MineView.as_view(), name="mine"),
    path("mine/cards/", MineCardsView.as_view(), name="mine_cards"),
    path("mine/away/", MineAwayView.as_view(), name="mine_away"),
    path("mine/sw.js", MineWorkerView.as_view(), name="mine_worker"),
    path("mine/app.webmanifest", MineManifestView.as_view(), name="mine_manifest"),
    path("met/<int:sign_in_pk>/", MetView.as_view(), name="met"),
    path("<int:event_pk>/arrivals/", ArrivalsView.as_view(), name="arrivals"),
    path("<int:event_pk>/arrivals/shown/", ArrivalsFragmentView.as_view(), name="arrivals_shown"),
    path("<int:event_pk>/rides/", RidesView.as_view(), name="rides"),
    path("<int:event_pk>/rides/add/", RideAddView.as_view(), name="ride_add"),
    path("<int:event_pk>/rides/sheet/", RidesPrintView.as_view(), name="rides_print"),
    path("<int:event_pk>/rides/export/", RidesExportPage.as_view(), name="rides_export"),
    path("<int:event_pk>/rides/<int:ride_pk>/", RideEditView.as_view(), name="ride"),
    path("<int:event_pk>/rides/<int:ride_pk>/step/", RideStepView.as_view(), name="ride_step"),
    path("<int:event_pk>/cards/", CardsView.as_view(), name="cards"),
    path("<int:event_pk>/cards/print/", CardsPrintView.as_view(), name="cards_print"),
    path("<int:event_pk>/cards/printed/", CardsPrintedView.as_view(), name="cards_printed"),
    path("<int:event_pk>/<int:pk>/badge/", BadgeView.as_view(), name="badge"),
    path("<int:event_pk>/muster/", MusterView.as_view(), name="muster"),
    path("<int:event_pk>/sign-ins/report/", SignInReportView.as_view(), name="sign_in_report"),
    path(
        "<int:event_pk>/sign-ins/workbook/", SignInWorkbookView.as_view(), name="sign_in_workbook"
    ),
    path("<int:event_pk>/board/", BoardView.as_view(), name="board"),
    path("<int:event_pk>/board/figures/", BoardFragmentView.as_view(), name="board_figures"),
    path("<int:event_pk>/", GuestListView.as_view(), name="list"),
    path("<int:event_pk>/bulk/", BulkView.as_view(), name="bulk"),
    path("<int:event_pk>/add/", GuestAddView.as_view(), name="add"),
    path("<int:event_pk>/conflicts/", ConflictsView.as_view(), name="conflicts"),
    path("<int:event_pk>/conflicts/<int:conflict_pk>/", SettleView.as_view(), name="settle"),
    path("<int:event_pk>/answers/", AnswersView.as_view(), name="answers"),
    path(
        "<int:event_pk>/answers/<int:answer_pk>/",
        SettleAnswerView.as_view(),
        name="settle_answer",
    ),
    path(
        "<int:event_pk>/<int:pk>/signature/<int:answer_pk>/",
        SignatureView.as_view(),
        name="signature",
    ),
    path("<int:event_pk>/contacts/", AddContactsView.as_view(), name="add_contacts"),
    path("<int:event_pk>/checkpoints/", CheckpointsView.as_view(), name="checkpoints"),
    path("<int:event_pk>/<int:pk>/", GuestPageView.as_view(), name="guest"),
    path("<int:event_pk>/<int:pk>/edit/", GuestEditView.as_view(), name="edit"),
    path("<int:event_pk>/<int:pk>/invite/", InviteView.as_view(), name="invite"),
    path("<int:event_pk>/<int:pk>/withdraw/", WithdrawView.as_view(), name="withdraw"),
    path("<int:event_pk>/<int:pk>/new-code/", NewCodeView.as_view(), name="new_code"),
    path("<int:event_pk>/<int:pk>/strike-off/", StrikeOffView.as_view(), name="strike_off"),
    path("<int:event_pk>/<int:pk>/put-back/", PutBackView.as_view(), name="put_back"),
    path("<int:event_pk>/<int:pk>/sign-in/", SignInView.as_view(), name="sign_in"),
    path(
        "<int:event_pk>/<int:pk>/undo/<int:sign_in_pk>/",
        UndoSignInView.as_view(),
        name="undo_sign_in",
    ),
    path("<int:event_pk>/<int:pk>/pass/", PassView.as_view(), name="pass"),
    path("<int:event_pk>/<int:pk>/code.png", CodePictureView.as_view(), name="code_picture"),
    *import_urls,
]
