"""Classes of records as they are kept in the settings: retention, templates, expected papers. (000-28)"""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
)
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.snippets.views.snippets import CreateView, EditView, SnippetViewSet

from foyer.archive.models import RecordClass
from foyer.archive.services.keeping import reckon_class
from foyer.core.choosers import RightsCheckedChooserViewSet
from foyer.core.deletion import KeptWhileUsedDeleteView


class _Reckons:
    """Reckons anew until when the class's records are kept, once its rule was changed."""

    def save_instance(self) -> Any:
        """Keep the class, then its records' days."""
        kept = super().save_instance()  # type: ignore[misc]  # the view it is put before
        reckon_class(kept, at=timezone.now())
        return kept


class ClassEditView(_Reckons, EditView):
    """The form of a class."""


class ClassCreateView(_Reckons, CreateView):
    """The form of a new class."""


class RecordClassViewSet(SnippetViewSet):
    """Classes of records. (000-28)"""

    model: ClassVar = RecordClass
    icon: ClassVar = "list-ul"
    menu_label: ClassVar = _("Classes of records")
    menu_order: ClassVar = 124
    add_to_settings_menu: ClassVar = True
    copy_view_enabled: ClassVar = False
    add_view_class: ClassVar = ClassCreateView
    edit_view_class: ClassVar = ClassEditView
    delete_view_class: ClassVar = KeptWhileUsedDeleteView
    list_display: ClassVar = [
        "__str__",
        Column("code", label=_("Code")),
        Column("subject", label=_("About"), accessor="get_subject_display", sort_key="subject"),
        Column("keep_months", label=_("Kept for (months)")),
        Column("afterwards", label=_("After that"), accessor="get_afterwards_display"),
        BooleanColumn("is_offered", label=_("Offered")),
    ]
    list_per_page: ClassVar = 50
    chooser_viewset_class: ClassVar = RightsCheckedChooserViewSet
    edit_handler: ClassVar = ObjectList(
        [
            FieldRowPanel([FieldPanel("code"), FieldPanel("subject"), FieldPanel("is_offered")]),
            FieldRowPanel([FieldPanel("name"), FieldPanel("name_zh_hant"), FieldPanel("name_en")]),
            MultiFieldPanel(
                [
                    FieldRowPanel(
                        [
                            FieldPanel("keep_months"),
                            FieldPanel("counted_from"),
                            FieldPanel("afterwards"),
                        ]
                    )
                ],
                heading=_("Retention"),
            ),
            MultiFieldPanel(
                [
                    FieldPanel("title_template"),
                    FieldPanel("summary_template"),
                    FieldPanel("source_template"),
                    FieldRowPanel([FieldPanel("secrecy"), FieldPanel("department")]),
                ],
                heading=_("What is suggested when filing"),
            ),
            InlinePanel(
                "expected",
                heading=_("What a complete file holds"),
                label=_("Paper"),
                panels=[
                    FieldRowPanel(
                        [FieldPanel("name"), FieldPanel("name_zh_hant"), FieldPanel("name_en")]
                    ),
                    FieldPanel("phase"),
                ],
            ),
        ]
    )

    def get_queryset(self, request: Any) -> Any:
        """Return the classes."""
        return RecordClass.objects.all()
