"""Fee schedules as staff draft, read and approve them."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
)
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views.snippets import (
    CreateView,
    EditView,
    InspectView,
    SnippetViewSet,
    UnpublishView,
    WorkflowActionView,
)

from foyer.core.choosers import RightsCheckedChooserViewSet
from foyer.core.days import house_day
from foyer.core.deletion import KeptWhileUsedDeleteView
from foyer.core.listings import MatchingIndexView
from foyer.core.refusals import Refusal

from .forms import FeeScheduleForm
from .models import FeeSchedule
from .models.approving import check_schedule
from .panels import ChangesPanel
from .quoting import tariff_of
from .reading import changes_to, standing
from .showing import discount_title, period, rules, sections


class FeeIndexView(MatchingIndexView):
    """The list of fee schedules, each named in the reader's language."""

    def _get_title_column(self, field_name: str, *args: Any, **kwargs: Any) -> Any:
        return super()._get_title_column(field_name, *args, **kwargs | {"accessor": "name_text"})


class _ThroughTheWorkflow:
    """Nobody publishes fees past the workflow, and what cannot be approved is said before it is handed in."""

    object: FeeSchedule
    request: Any

    def get_available_actions(self) -> list[str]:
        """Leave out publishing at once."""
        actions = super().get_available_actions()  # type: ignore[misc]  # the views below
        return [action for action in actions if action != "publish"]

    def submit_action(self) -> HttpResponse | None:
        """Hand the draft in, or say what is to be set right; the draft is kept in any case."""
        return self._unless_refused(self._submit)

    def _submit(self) -> HttpResponse | None:
        check_schedule(self.object, today=house_day(timezone.now()))
        response: HttpResponse | None = super().submit_action()  # type: ignore[misc]  # as above
        return response

    def _unless_refused(self, act: Any) -> HttpResponse | None:
        try:
            with transaction.atomic():
                response: HttpResponse | None = act()
        except Refusal as refusal:
            messages.error(self.request, str(refusal))
            return redirect(reverse("wagtailsnippets_fees_feeschedule:edit", args=[self.object.pk]))
        return response


class FeeCreateView(_ThroughTheWorkflow, CreateView):
    """A first draft."""


class FeeEditView(_ThroughTheWorkflow, EditView):
    """A draft with what it changes; approved fees stand there to be read."""

    @property
    def header_more_buttons(self) -> list[Any]:
        """Offer the next version of what was approved."""
        buttons = list(super().header_more_buttons)
        return buttons + next_version_buttons(self.object, self.request.user)

    def workflow_action_action(self) -> HttpResponse | None:
        """Approve, or say why that cannot be."""
        return self._unless_refused(super().workflow_action_action)


class FeeWorkflowActionView(WorkflowActionView):
    """Approves with a comment, or from the list of what waits."""

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Approve, or say why that cannot be."""
        try:
            with transaction.atomic():
                response: HttpResponseBase = super().post(request, *args, **kwargs)
        except Refusal as refusal:
            messages.error(request, str(refusal))
            if request.headers.get("x-requested-with") == "XMLHttpRequest":
                back: HttpResponseBase = self.render_modal_json(
                    request, {"step": "success", "redirect": self.redirect_url}
                )
                return back
            return redirect(self.redirect_url)
        return response


class FeeUnpublishView(UnpublishView):
    """What was approved is not taken down: the next version ends it."""

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuse."""
        raise PermissionDenied


class FeeDeleteView(KeptWhileUsedDeleteView):
    """Deletes drafts; what was approved is kept, and so is what a draft replaces."""

    @cached_property
    def is_kept(self) -> bool:
        """Whether the database would refuse."""
        return self.object.number is not None or super().is_kept


class FeeInspectView(InspectView):
    """A version to be read: its prices, its rules, what it changes."""

    @property
    def header_more_buttons(self) -> list[Any]:
        """Offer the next version of what was approved."""
        buttons = list(super().header_more_buttons)
        return buttons + next_version_buttons(self.object, self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Show the newest draft, or what was approved."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        schedule = self.object.get_latest_revision_as_object()
        tariff = tariff_of(schedule)
        return context | {
            "schedule": schedule,
            "standing": standing(schedule, today=house_day(timezone.now())),
            "period": period(schedule),
            "sections": sections(tariff),
            "discounts": [discount_title(one) for one in tariff.discounts],
            "rules": list(rules(tariff)),
            "changes": changes_to(schedule),
        }


def next_version_buttons(schedule: FeeSchedule, user: Any) -> list[Button]:
    """Return the button that copies an approved version, for those who may draft."""
    if schedule.number is None or not user.has_perm("fees.add_feeschedule"):
        return []
    url = reverse("fees:next_version", args=[schedule.pk])
    return [Button(_("Copy as the next version…"), url=url, icon_name="copy", priority=5)]


def _standing(schedule: FeeSchedule) -> str:
    return standing(schedule, today=house_day(timezone.now())).label


_ITEM: tuple[Any, ...] = (
    FieldRowPanel(
        [
            FieldPanel("kind"),
            FieldPanel("room", widget=forms.Select),
            FieldPanel("unit"),
            FieldPanel("days"),
            FieldPanel("tier"),
            FieldPanel("amount"),
            FieldPanel("overtime"),
            FieldPanel("minimum"),
            FieldPanel("tax_rate"),
        ]
    ),
    FieldRowPanel([FieldPanel("name"), FieldPanel("name_zh_hant"), FieldPanel("name_en")]),
)
_DISCOUNT: tuple[Any, ...] = (
    FieldRowPanel(
        [
            FieldPanel("name"),
            FieldPanel("name_zh_hant"),
            FieldPanel("name_en"),
            FieldPanel("percent"),
            FieldPanel("covers"),
            FieldPanel("tier"),
        ]
    ),
)


class FeeScheduleViewSet(SnippetViewSet):
    """Fee schedules. (004-21)"""

    model: ClassVar = FeeSchedule
    icon: ClassVar = "list-ul"
    menu_label: ClassVar = _("Fees")
    menu_name: ClassVar = "fees"
    menu_order: ClassVar = 245
    add_to_admin_menu: ClassVar = True
    inspect_view_enabled: ClassVar = True
    inspect_template_name: ClassVar = "fees_admin/inspect.html"
    copy_view_enabled: ClassVar = False
    list_display: ClassVar = [
        "name",
        Column("number", label=_("Version"), sort_key="number"),
        Column("valid_from", label=_("Valid from"), sort_key="valid_from"),
        Column("valid_until", label=_("Valid until"), sort_key="valid_until"),
        Column("status", label=_("Status"), accessor=_standing),
    ]
    list_per_page: ClassVar = 50
    index_view_class: ClassVar = FeeIndexView
    add_view_class: ClassVar = FeeCreateView
    edit_view_class: ClassVar = FeeEditView
    inspect_view_class: ClassVar = FeeInspectView
    unpublish_view_class: ClassVar = FeeUnpublishView
    workflow_action_view_class: ClassVar = FeeWorkflowActionView
    delete_view_class: ClassVar = FeeDeleteView
    chooser_viewset_class: ClassVar = RightsCheckedChooserViewSet
    edit_handler: ClassVar = ObjectList(
        [
            ChangesPanel(heading=_("What changes")),
            FieldRowPanel([FieldPanel("name"), FieldPanel("name_zh_hant"), FieldPanel("name_en")]),
            FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_until")]),
            FieldPanel("currency"),
            MultiFieldPanel(
                [
                    FieldPanel("replaces", widget=forms.Select),
                    FieldRowPanel(
                        [
                            FieldPanel("reason"),
                            FieldPanel("reason_zh_hant"),
                            FieldPanel("reason_en"),
                        ]
                    ),
                ],
                heading=_("Why the fees change"),
            ),
            InlinePanel(
                "items",
                heading=_("Prices"),
                label=_("price"),
                panels=_ITEM,
                classname="fee-lines fee-lines--prices",
            ),
            InlinePanel(
                "discounts",
                heading=_("Discounts"),
                label=_("discount"),
                panels=_DISCOUNT,
                classname="fee-lines",
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("half_day_hours"), FieldPanel("day_hours")]),
                    FieldRowPanel([FieldPanel("evening_from"), FieldPanel("evening_until")]),
                    FieldPanel("tax_included"),
                ],
                heading=_("Rules"),
            ),
        ],
        base_form_class=FeeScheduleForm,
    )

    def get_queryset(self, request: Any) -> Any:
        """Return the schedules."""
        return FeeSchedule.objects.all()
