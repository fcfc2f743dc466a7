"""Names of the acts upon accounts in the log; they stand in the history of their booking."""

from typing import Any

from django.utils.translation import gettext_lazy as _

_ACTS = (
    ("draw_up", _("Began a statement")),
    ("use", _("Wrote down what was used")),
    ("add", _("Added a line to a statement")),
    ("reduce", _("Reduced a statement")),
    ("approve", _("Approved a reduction")),
    ("take_off", _("Took a line off a statement")),
    ("drop", _("Threw a draft of a statement away")),
    ("issue", _("Issued a statement")),
    ("ask_credit", _("Asked for a credit note")),
    ("credit", _("Wrote a credit note")),
    ("pay", _("Wrote down a payment")),
    ("reverse", _("Reversed a payment")),
    ("ask_invoice", _("Asked for a tax invoice")),
    ("write_invoice", _("Wrote down a tax invoice")),
    ("void_invoice", _("Declared a tax invoice void")),
    ("close", _("Closed a month")),
    ("export", _("Took a list of accounts away")),
)


def register_actions(actions: Any) -> None:
    """Name the acts."""
    for act, message in _ACTS:
        actions.register_action(f"foyer.settlement.{act}", message, message)
