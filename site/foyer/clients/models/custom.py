"""Fields a house adds to its clients and contacts by itself."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foyer.clients.enums import FieldKind, FieldOf
from foyer.core.languages import OWN_NAMES, fallbacks, known_language, wording

_KEY = RegexValidator(
    r"^[a-z][a-z0-9_]{0,29}\Z",
    _("A key begins with a letter a to z and goes on with letters, digits and underscores."),
)
_PARTS = str.maketrans({"｜": "|"})


class CustomFieldQuerySet(models.QuerySet["CustomField"]):
    """Reads of fields."""

    def in_use(self) -> CustomFieldQuerySet:
        """Return the fields that were not removed, in their order."""
        return self.filter(removed_at=None)

    def matching(self, query: str) -> CustomFieldQuerySet:
        """Return the fields with the words anywhere in a label, or in the key."""
        words = query.strip()
        return self.filter(
            Q(label__icontains=words)
            | Q(label_zh_hant__icontains=words)
            | Q(label_en__icontains=words)
            | Q(key__icontains=words)
        )


class CustomField(models.Model):
    """A field the house added to clients or contacts (自定义字段).

    Key, kind and whether it is personal are fixed when it is made: what people have entered hangs on
    them. Removing it keeps what was entered.
    """

    of = models.CharField(
        _("belongs to"), max_length=8, choices=FieldOf.choices, default=FieldOf.CLIENT
    )
    key = models.CharField(
        _("key"),
        max_length=30,
        validators=[_KEY],
        help_text=_(
            "Short, such as car_plate. It heads the column in files and cannot be changed."
        ),
    )
    kind = models.CharField(
        _("kind"), max_length=6, choices=FieldKind.choices, default=FieldKind.TEXT
    )
    label = models.CharField(_("label"), max_length=60)
    label_zh_hant = models.CharField(_("label in Traditional Chinese"), max_length=60, blank=True)
    label_en = models.CharField(_("label in English"), max_length=60, blank=True)
    options = models.TextField(
        _("choices"),
        blank=True,
        help_text=_(
            "One a line, for a choice. In three languages: 金卡 | 金卡 | Gold. What stands first is kept."
        ),
    )
    is_required = models.BooleanField(_("must be filled"), default=False)
    is_personal = models.BooleanField(
        _("personal"),
        default=False,
        help_text=_(
            "Kept sealed and shown only to those who may see phones. The list cannot be narrowed by it."
        ),
    )
    in_list = models.BooleanField(_("a column of the list"), default=False)
    in_filters = models.BooleanField(_("a filter of the list"), default=False)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    removed_at = models.DateTimeField(_("removed at"), null=True, editable=False)

    objects = CustomFieldQuerySet.as_manager()

    class Meta:
        verbose_name = _("field of the house")
        verbose_name_plural = _("fields of the house")
        ordering: ClassVar = ["of", "position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["of", "key"],
                name="clients_field_key_once",
                violation_error_message=_(
                    "There is a field with this key already. If it was removed, restore it."
                ),
            ),
            models.CheckConstraint(
                condition=Q(of__in=FieldOf.values, kind__in=FieldKind.values),
                name="clients_field_choices_known",
            ),
            models.CheckConstraint(condition=~Q(key="") & ~Q(label=""), name="clients_field_named"),
            models.CheckConstraint(
                condition=Q(is_personal=False) | Q(in_filters=False, in_list=False),
                name="clients_field_personal_not_listed",
                violation_error_message=_(
                    "A personal field lies sealed: it can be neither a column nor a filter of the list."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(kind=FieldKind.CHOICE) | ~Q(options=""),
                name="clients_field_choice_has_options",
                violation_error_message=_("Write the choices, one a line."),
            ),
        ]

    def __str__(self) -> str:
        return self.label_text

    @property
    def label_text(self) -> str:
        """The label in the active language."""
        return wording(self, "label")

    def choices(self, language: str) -> list[tuple[str, str]]:
        """Return what may be chosen: as kept, and as read in a language."""
        places = {code: n for n, code in enumerate(OWN_NAMES)}
        found = []
        for line in self.options.translate(_PARTS).splitlines():
            words = [word.strip() for word in line.split("|")]
            if not words[0]:
                continue
            read = (
                words[places[code]]
                for code in fallbacks(known_language(language))
                if places[code] < len(words) and words[places[code]]
            )
            found.append((words[0], next(read, words[0])))
        return found
