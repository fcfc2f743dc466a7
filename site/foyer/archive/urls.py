"""Addresses of the archive in the staff's tool, under /admin/archive/."""

from django.urls import path

from .views.access import AskPage, RequestPage, RequestsPage
from .views.bags import BagFile, BagPage, BagsPage, HandInPage
from .views.checks import CheckPage, CheckPrintPage, ChecksPage, CheckTable
from .views.figures import FiguresPage
from .views.filing import DescribePage, FilePage, HandInView
from .views.gaps import GapsPage
from .views.handed_in import HandedInPage
from .views.keeping import (
    CertificatePage,
    DestructionPage,
    DestructionsPage,
    DuePage,
    KeepingPage,
)
from .views.listing import CatalogueListPage, ChangeManyPage, TreePage
from .views.opening import DownloadView, DrawnPage, LookPage, PrintedPage, PrintPage
from .views.record import AddFilePage, ChangePage, RecordPage

app_name = "archive"
urlpatterns = [
    # -- the catalogue, filing, looking
    path("", CatalogueListPage.as_view(), name="list"),
    path("tree/", TreePage.as_view(), name="tree"),
    path("many/", ChangeManyPage.as_view(), name="many"),
    path("file/", FilePage.as_view(), name="file"),
    path("file/hand-in/", HandInView.as_view(), name="hand_in"),
    path("file/describe/", DescribePage.as_view(), name="describe"),
    path("gaps/", GapsPage.as_view(), name="gaps"),
    path("files/<int:pk>/", LookPage.as_view(), name="look"),
    path("files/<int:pk>/page/<int:number>/", DrawnPage.as_view(), name="page"),
    path("files/<int:pk>/print/", PrintPage.as_view(), name="print"),
    path("files/<int:pk>/print/<int:number>/", PrintedPage.as_view(), name="printed"),
    path("files/<int:pk>/download/", DownloadView.as_view(), name="download"),
    path("records/<int:pk>/", RecordPage.as_view(), name="record"),
    path("records/<int:pk>/change/", ChangePage.as_view(), name="change"),
    path("records/<int:pk>/add-file/", AddFilePage.as_view(), name="add_file"),
    # -- asking and deciding
    path("ask/", AskPage.as_view(), name="ask"),
    path("requests/", RequestsPage.as_view(), name="requests"),
    path("requests/<int:pk>/", RequestPage.as_view(), name="request"),
    path("figures/", FiguresPage.as_view(), name="figures"),
    # -- keeping and destroying
    path("due/", DuePage.as_view(), name="due"),
    path("keeping/<int:pk>/", KeepingPage.as_view(), name="keeping"),
    path("destructions/", DestructionsPage.as_view(), name="destructions"),
    path("destructions/<int:pk>/", DestructionPage.as_view(), name="destruction"),
    path("destructions/<int:pk>/certificate/", CertificatePage.as_view(), name="certificate"),
    # -- checks and copies
    path("bags/", BagsPage.as_view(), name="bags"),
    path("bags/hand-in/", HandInPage.as_view(), name="hand_in_bag"),
    path("bags/handed-in/<int:pk>/", HandedInPage.as_view(), name="handed_in"),
    path("bags/<int:pk>/", BagPage.as_view(), name="bag"),
    path("bags/<int:pk>/file/", BagFile.as_view(), name="bag_file"),
    path("checks/", ChecksPage.as_view(), name="checks"),
    path("checks/<int:pk>/", CheckPage.as_view(), name="check"),
    path("checks/<int:pk>/print/", CheckPrintPage.as_view(), name="check_print"),
    path("checks/<int:pk>/table/", CheckTable.as_view(), name="check_table"),
]
