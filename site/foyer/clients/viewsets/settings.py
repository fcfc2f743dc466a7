"""What the house sets up about its clients: criteria, fields of its own, the policy."""

from __future__ import annotations

from typing import Any, ClassVar

from django.urls import reverse
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views.snippets import EditView, SnippetViewSet

from foyer.clients.forms.base import KeptForm
from foyer.clients.forms.policy import ClientPolicyForm
from foyer.clients.forms.records import CustomFieldForm
from foyer.clients.models import CustomField, ScreeningCriterion
from foyer.core.choosers import RightsCheckedChooserViewSet
from foyer.core.deletion import KeptWhileUsedDeleteView
from foyer.core.listings import MatchingIndexView


class NamedIndexView(MatchingIndexView):
    """A list of records, each named in the reader's language."""

    def _get_title_column(self, field_name: str, *args: Any, **kwargs: Any) -> Any:
        return super()._get_title_column(field_name, *args, **kwargs | {"accessor": "__str__"})


class CriterionViewSet(SnippetViewSet):
    """What new clients are looked over for. (002-04)"""

    model: ClassVar = ScreeningCriterion
    icon: ClassVar = "check"
    menu_label: ClassVar = _("Screening criteria")
    menu_order: ClassVar = 130
    add_to_settings_menu: ClassVar = True
    copy_view_enabled: ClassVar = False
    list_display: ClassVar = [
        "name",
        "weight",
        "position",
        BooleanColumn("is_used", label=_("In use")),
    ]
    index_view_class: ClassVar = NamedIndexView
    delete_view_class: ClassVar = KeptWhileUsedDeleteView
    chooser_viewset_class: ClassVar = RightsCheckedChooserViewSet
    edit_handler: ClassVar = ObjectList(
        [
            FieldRowPanel([FieldPanel("name"), FieldPanel("name_zh_hant"), FieldPanel("name_en")]),
            FieldPanel("guide"),
            FieldRowPanel([FieldPanel("weight"), FieldPanel("position"), FieldPanel("is_used")]),
        ],
        base_form_class=KeptForm,
    )


class FieldStateColumn(Column):
    """Whether a field is in use."""

    def get_value(self, instance: CustomField) -> str:
        """Return the state in words."""
        if instance.removed_at:
            return pgettext("field of the house", "Removed")
        return pgettext("field of the house", "In use")


class FieldEditView(EditView):
    """The form of a field, with the way out of use and back."""

    @property
    def header_more_buttons(self) -> list[Any]:
        """Remove or restore."""
        field: CustomField = self.object
        label, name, icon = (
            (gettext("Restore the field"), "restore_field", "undo")
            if field.removed_at
            else (gettext("Remove the field"), "remove_field", "bin")
        )
        url = reverse(f"clients:{name}", args=[field.pk])
        return [*super().header_more_buttons, Button(label, url=url, icon_name=icon, priority=100)]


class CustomFieldViewSet(SnippetViewSet):
    """Fields the house adds to its clients and contacts, without code."""

    model: ClassVar = CustomField
    icon: ClassVar = "form"
    menu_label: ClassVar = _("Fields of the house")
    menu_order: ClassVar = 140
    add_to_settings_menu: ClassVar = True
    copy_view_enabled: ClassVar = False
    list_display: ClassVar = [
        "label",
        Column("of", label=_("Belongs to"), accessor="get_of_display", sort_key="of"),
        "key",
        Column("kind", label=_("Kind"), accessor="get_kind_display", sort_key="kind"),
        BooleanColumn("is_personal", label=_("Personal")),
        FieldStateColumn("state", label=_("State")),
    ]
    list_filter: ClassVar = ["of", "kind"]
    index_view_class: ClassVar = NamedIndexView
    edit_view_class: ClassVar = FieldEditView
    chooser_viewset_class: ClassVar = RightsCheckedChooserViewSet
    edit_handler: ClassVar = ObjectList(
        [
            FieldRowPanel([FieldPanel("of"), FieldPanel("key"), FieldPanel("kind")]),
            FieldRowPanel(
                [FieldPanel("label"), FieldPanel("label_zh_hant"), FieldPanel("label_en")]
            ),
            FieldPanel("options"),
            FieldRowPanel([FieldPanel("is_required"), FieldPanel("is_personal")]),
            FieldRowPanel(
                [FieldPanel("in_list"), FieldPanel("in_filters"), FieldPanel("position")]
            ),
        ],
        base_form_class=CustomFieldForm,
    )


POLICY_FORM = ObjectList(
    [
        MultiFieldPanel(
            [
                FieldPanel("account_managers_see"),
                FieldRowPanel([FieldPanel("number_pattern"), FieldPanel("next_number")]),
                FieldPanel("currency"),
            ],
            heading=_("Clients"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("spend_regular"), FieldPanel("spend_key")]),
                FieldRowPanel([FieldPanel("deals_regular"), FieldPanel("deals_key")]),
                FieldRowPanel(
                    [
                        FieldPanel("spend_weight"),
                        FieldPanel("deals_weight"),
                        FieldPanel("potential_weight"),
                    ]
                ),
                FieldRowPanel([FieldPanel("regular_from"), FieldPanel("key_from")]),
            ],
            heading=_("Which tier the figures suggest"),
            help_text=_(
                "Spend, frequency and potential earn 0 to 2 points each, times their weight. Potential: "
                "low none, medium one, high two."
            ),
        ),
        MultiFieldPanel([FieldPanel("screening_pass")], heading=_("Screening of new clients")),
    ],
    base_form_class=ClientPolicyForm,
)
