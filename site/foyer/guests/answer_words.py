"""What a guest answered at a tablet, in words for staff and for the guest's own dossier."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from foyer.events.enums import StepKind
from foyer.privacy.identifiers import mask_email, mask_phone

from .models import StepAnswer

_LABELS = {
    "people": _("People"),
    "as_known": _("As known before"),
    "said": _("Said"),
    "text": _("Words"),
    "yes": _("Agrees"),
    "phone": _("Phone"),
    "email": _("E-mail"),
    "company": _("Company"),
    "title": pgettext_lazy("person", "Title"),
    "signed": _("Signed"),
    "taboos": _("Taboos"),
}
_HIDDEN = {"form", "choice", "language", "gift", "picture"}
_MASKS: dict[str, Callable[[str], str]] = {"phone": mask_phone, "email": mask_email}


def answer_facts(answer: StepAnswer, *, plain: bool) -> list[tuple[str, str]]:
    """Return labels and values of what was answered.

    Args:
        plain: whether the reader may see phones and e-mails as they are.
    """
    facts = [
        (str(_LABELS.get(name, name)), _value(name, value, plain))
        for name, value in answer.told.items()
        if name not in _HIDDEN
    ]
    if answer.gift:
        facts.append((str(StepKind.GIFT.label), str(answer.gift)))
    return facts


def _value(name: str, value: object, plain: bool) -> str:
    if isinstance(value, bool):
        return str(_("Yes") if value else _("No"))
    if isinstance(value, list):
        return "、".join(map(str, value))
    mask = None if plain else _MASKS.get(name)
    return mask(str(value)) if mask else str(value)
