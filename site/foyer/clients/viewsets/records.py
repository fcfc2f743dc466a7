"""What belongs to a client, as staff keep it: deals, feedback, incentives, referrals."""

from __future__ import annotations

from typing import Any, ClassVar

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import Button

from foyer.clients.enums import ReferralState
from foyer.clients.forms.base import KeptForm
from foyer.clients.forms.records import DealForm, FeedbackForm, ReferralForm
from foyer.clients.models import Client, ClientFeedback, Deal, Incentive, Referral
from foyer.clients.services.incentives import grant_incentive
from foyer.core.listings import MatchingIndexView
from foyer.core.visible import visible
from foyer.core.visible_views import VisibleEditView, VisibleInspectView, VisibleSnippetViewSet

from .shared import BeginsWithView, ClientFilter, ExportedIndexView

_CLIENT = Column("client", label=_("Client"), accessor="client", sort_key="client__name")


class OfClientCreateView(BeginsWithView):
    """A new record of a client; the way leads back to the client."""

    def get_success_url(self) -> str:
        """Return the client's page."""
        client: Client = self.object.client
        return reverse(Client.snippet_viewset.get_url_name("inspect"), args=[client.pk])


class OfClientViewSet(VisibleSnippetViewSet):
    """Records of clients, seen by whoever sees the client."""

    inspect_view_enabled: ClassVar = True
    list_per_page: ClassVar = 50
    index_view_class: ClassVar = MatchingIndexView
    add_view_class: ClassVar = OfClientCreateView

    def get_queryset(self, request: Any) -> Any:
        """Return the records the reader may see, with all that a row shows."""
        return visible(self.model, request.user).select_related("client")


class DealFilters(WagtailFilterSet):
    """What the list of deals is narrowed down by."""

    client = ClientFilter()

    class Meta:
        model = Deal
        fields: ClassVar = {"payment": ["exact"], "currency": ["exact"], "done_on": ["range"]}


class DealIndexView(ExportedIndexView):
    """The list of deals."""

    export_right = "clients.export_deal"
    export_page = "clients:export_deals"


class DealViewSet(OfClientViewSet):
    """Deals. (001-04)"""

    model: ClassVar = Deal
    icon: ClassVar = "history"
    menu_label: ClassVar = _("Deals")
    list_display: ClassVar = [
        "project",
        _CLIENT,
        "done_on",
        "service",
        Column("amount", label=_("Amount"), accessor="amount_text", sort_key="amount"),
        Column("payment", label=_("Payment"), accessor="get_payment_display", sort_key="payment"),
    ]
    inspect_view_fields: ClassVar = [
        "client",
        "project",
        "done_on",
        "service",
        "amount",
        "currency",
        "payment",
        "note",
    ]
    filterset_class: ClassVar = DealFilters
    index_view_class: ClassVar = DealIndexView
    edit_handler: ClassVar = ObjectList(
        [
            FieldPanel("client"),
            FieldRowPanel([FieldPanel("project"), FieldPanel("done_on")]),
            FieldPanel("service"),
            FieldRowPanel([FieldPanel("amount"), FieldPanel("currency"), FieldPanel("payment")]),
            FieldPanel("note"),
        ],
        base_form_class=DealForm,
    )


class FeedbackFilters(WagtailFilterSet):
    """What the list of feedback is narrowed down by."""

    client = ClientFilter()

    class Meta:
        model = ClientFeedback
        fields: ClassVar = ["way", "score"]


class FeedbackViewSet(OfClientViewSet):
    """What clients said. (001-04)"""

    model: ClassVar = ClientFeedback
    icon: ClassVar = "comment"
    menu_label: ClassVar = _("Feedback")
    list_display: ClassVar = [
        "subject",
        _CLIENT,
        "given_on",
        "score",
        Column("way", label=_("How it reached us"), accessor="get_way_display", sort_key="way"),
    ]
    inspect_view_fields: ClassVar = ["client", "subject", "given_on", "score", "words", "way"]
    filterset_class: ClassVar = FeedbackFilters
    edit_handler: ClassVar = ObjectList(
        [
            FieldPanel("client"),
            FieldRowPanel([FieldPanel("subject"), FieldPanel("given_on")]),
            FieldRowPanel([FieldPanel("score"), FieldPanel("way")]),
            FieldPanel("words"),
        ],
        base_form_class=FeedbackForm,
    )


class IncentiveFilters(WagtailFilterSet):
    """What the list of incentives is narrowed down by."""

    client = ClientFilter()

    class Meta:
        model = Incentive
        fields: ClassVar = ["kind"]


class IncentiveCreateView(OfClientCreateView):
    """Grant an incentive."""

    def save_instance(self) -> Any:
        """Keep who granted it, and when."""
        incentive = self.form.save(commit=False)
        return grant_incentive(incentive=incentive, by=self.request.user, at=timezone.now())


class IncentiveViewSet(OfClientViewSet):
    """What clients were granted. (001-16)"""

    model: ClassVar = Incentive
    icon: ClassVar = "pick"
    menu_label: ClassVar = _("Incentives")
    list_display: ClassVar = [
        "detail",
        _CLIENT,
        Column("kind", label=_("Kind"), accessor="get_kind_display", sort_key="kind"),
        "granted_at",
        "granted_by",
        "valid_until",
    ]
    inspect_view_fields: ClassVar = [
        "client",
        "kind",
        "detail",
        "reason",
        "granted_at",
        "granted_by",
        "valid_until",
    ]
    filterset_class: ClassVar = IncentiveFilters
    add_view_class: ClassVar = IncentiveCreateView
    edit_handler: ClassVar = ObjectList(
        [
            FieldPanel("client"),
            FieldRowPanel([FieldPanel("kind"), FieldPanel("valid_until")]),
            FieldPanel("detail"),
            FieldPanel("reason"),
        ],
        base_form_class=KeptForm,
    )

    def get_queryset(self, request: Any) -> Any:
        """Return the incentives the reader may see, with all that a row shows."""
        return super().get_queryset(request).select_related("client", "granted_by")


class ReferrerFilter(ClientFilter):
    """Narrows referrals down to those of one client, its contacts' among them."""

    def filter(self, queryset: Any, value: Any) -> Any:
        """Keep what the client brought."""
        return queryset.brought_by(value) if value else queryset


class ReferralFilters(WagtailFilterSet):
    """What the list of referrals is narrowed down by."""

    referrer_client = ReferrerFilter(label=_("Referred by"))
    new_client = ClientFilter(label=_("New client"))

    class Meta:
        model = Referral
        fields: ClassVar = ["state", "reward"]


class _OffersSteps:
    """Shows the step that may follow in the menu of a referral's screen."""

    object: Referral
    request: Any

    @property
    def header_more_buttons(self) -> list[Any]:
        """The step that may follow, for those who may take it."""
        return [
            *super().header_more_buttons,  # type: ignore[misc]  # the view below
            *referral_buttons(self.object, self.request.user),
        ]


class ReferralEditView(_OffersSteps, VisibleEditView):
    """The form of a referral."""


class ReferralInspectView(_OffersSteps, VisibleInspectView):
    """A referral at a glance."""


class ReferralCreateView(BeginsWithView):
    """A new referral."""

    begins_with: ClassVar = ("referrer_client", "referrer_contact", "new_client")


class ReferralViewSet(VisibleSnippetViewSet):
    """Who brought whom, and how they were thanked. (001-17)"""

    model: ClassVar = Referral
    icon: ClassVar = "group"
    menu_label: ClassVar = _("Referrals")
    inspect_view_enabled: ClassVar = True
    inspect_view_class: ClassVar = ReferralInspectView
    inspect_view_fields: ClassVar = [
        "referrer_client",
        "referrer_contact",
        "new_client",
        "state",
        "referred_on",
        "signed_on",
        "reward",
        "reward_amount",
        "reward_currency",
        "rewarded_on",
        "note",
    ]
    list_display: ClassVar = [
        "__str__",
        Column("state", label=_("State"), accessor="get_state_display", sort_key="state"),
        "referred_on",
        "signed_on",
        Column("reward", label=_("Reward"), accessor="reward_text"),
    ]
    list_per_page: ClassVar = 50
    filterset_class: ClassVar = ReferralFilters
    index_view_class: ClassVar = MatchingIndexView
    add_view_class: ClassVar = ReferralCreateView
    edit_view_class: ClassVar = ReferralEditView
    edit_handler: ClassVar = ObjectList(
        [
            FieldRowPanel([FieldPanel("referrer_client"), FieldPanel("referrer_contact")]),
            FieldRowPanel([FieldPanel("new_client"), FieldPanel("referred_on")]),
            FieldPanel("note"),
        ],
        base_form_class=ReferralForm,
    )

    def get_queryset(self, request: Any) -> Any:
        """Return the referrals the reader may see, with all that a row shows."""
        sides = ("new_client", "referrer_client", "referrer_contact__client")
        return visible(Referral, request.user).select_related(*sides)


def referral_buttons(referral: Referral, user: Any) -> list[Button]:
    """Return the button of the step that may follow, for those who may take it."""
    steps = {
        ReferralState.SIGNED: ("sign", "clients.change_referral", gettext("Signed…")),
        ReferralState.REWARDED: ("reward", "clients.reward_referral", gettext("Reward…")),
    }
    return [
        Button(
            steps[to][2],
            url=reverse(f"clients:{steps[to][0]}", args=[referral.pk]),
            icon_name="check",
            priority=100,
        )
        for to in map(ReferralState, ReferralState.NEXT[referral.state])
        if user.has_perm(steps[to][1])
    ]
