"""Kinds of the settlement room."""

from __future__ import annotations

from enum import nonmember

from django.db import models
from django.utils.translation import pgettext_lazy


class PaperKind(models.TextChoices):
    """What a paper of the accounts is."""

    STATEMENT = "statement", pgettext_lazy("settlement", "Statement")
    CREDIT = "credit", pgettext_lazy("settlement", "Credit note")


class PaperStatus(models.TextChoices):
    """How far a paper is; an issued one stays as it is."""

    DRAFT = "draft", pgettext_lazy("settlement", "Draft")
    ISSUED = "issued", pgettext_lazy("settlement", "Issued")


class LineSource(models.TextChoices):
    """Where a line of a statement comes from: what was agreed and used, or somebody's decision."""

    SCHEDULE = "schedule", pgettext_lazy("settlement line", "Fee schedule")
    POLICY = "policy", pgettext_lazy("settlement line", "Cancellation policy")
    ADDED = "added", pgettext_lazy("settlement line", "Added by hand")
    REDUCED = "reduced", pgettext_lazy("settlement line", "Reduction")
    CREDIT = "credit", pgettext_lazy("settlement line", "Credited")

    BY_HAND = nonmember(("added", "reduced"))
    # What somebody has to grant.
    GRANTED = nonmember(("reduced", "credit"))


class PaymentKind(models.TextChoices):
    """What a payment is: money for what was charged, or a deposit held for the client. (004-22)"""

    PAYMENT = "payment", pgettext_lazy("payment", "Payment")
    REFUND = "refund", pgettext_lazy("payment", "Refund")
    DEPOSIT = "deposit", pgettext_lazy("payment", "Deposit taken")
    RETURN = "return", pgettext_lazy("payment", "Deposit given back")
    # What of the deposit pays what was charged; no money moves.
    KEPT = "kept", pgettext_lazy("payment", "Deposit set against the statement")

    # How each counts for what was paid, and for the deposit held.
    PAYS = nonmember({"payment": 1, "refund": -1, "deposit": 0, "return": 0, "kept": 1})
    HOLDS = nonmember({"payment": 0, "refund": 0, "deposit": 1, "return": -1, "kept": -1})
    # Those in which money leaves the house.
    OUT = nonmember(("refund", "return"))


class PaymentMethod(models.TextChoices):
    """How money changes hands; the rule book knows four ways. (004-22)"""

    CASH = "cash", pgettext_lazy("payment method", "Cash")
    CHEQUE = "cheque", pgettext_lazy("payment method", "Cheque")
    TRANSFER = "transfer", pgettext_lazy("payment method", "Bank transfer")
    CARD = "card", pgettext_lazy("payment method", "Card")
    NONE = "none", pgettext_lazy("payment method", "No money moves")


class AccountState(models.TextChoices):
    """Where the account of a booking stands: reckoned at every read, never kept. (004-23)"""

    OVER = "over", pgettext_lazy("account", "Over, not marked as used")
    TO_STATE = "to_state", pgettext_lazy("account", "To be stated")
    DRAFT = "draft", pgettext_lazy("account", "Being drawn up")
    DUE = "due", pgettext_lazy("account", "Due")
    PART = "part", pgettext_lazy("account", "Part paid")
    OVERDUE = "overdue", pgettext_lazy("account", "Overdue")
    PAID = "paid", pgettext_lazy("account", "Paid")
    OWED = "owed", pgettext_lazy("account", "To be given back")

    STATED = nonmember(("due", "part", "overdue", "paid", "owed"))


class InvoiceStatus(models.TextChoices):
    """How far the tax invoice a client asked for is; another system writes it. (004-23)"""

    ASKED = "asked", pgettext_lazy("tax invoice", "Asked for")
    WRITTEN = "written", pgettext_lazy("tax invoice", "Written")
    VOID = "void", pgettext_lazy("tax invoice", "Void")
