"""The clients room in the menu."""

from __future__ import annotations

from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from .client import ClientViewSet
from .contact import ContactViewSet
from .records import DealViewSet, FeedbackViewSet, IncentiveViewSet, ReferralViewSet
from .vouchers import ChannelViewSet, VoucherViewSet


class ClientsGroup(SnippetViewSetGroup):
    """The clients room in the menu."""

    items: ClassVar = (
        ClientViewSet,
        ContactViewSet,
        DealViewSet,
        FeedbackViewSet,
        IncentiveViewSet,
        ReferralViewSet,
        VoucherViewSet,
        ChannelViewSet,
    )
    menu_label: ClassVar = _("Clients")
    menu_name: ClassVar = "clients"
    menu_icon: ClassVar = "client"
    menu_order: ClassVar = 220
