"""Why an act upon the accounts is not carried out, and what to do about it."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from foyer.core.refusals import Refusal


class AccountRefusal(Refusal):
    """What was typed cannot stand; `field` names what to change."""

    status: ClassVar[int] = 422
    field: ClassVar[str] = ""


class NothingToState(Refusal):
    """There is no use to settle, or it is settled already."""

    code = "settlement_nothing_to_state"
    message = _(
        "A statement is drawn up after the use, or after a cancellation that costs something, and once: to set "
        "one right, write a credit note first."
    )


class DraftThere(Refusal):
    """One is being drawn up."""

    code = "settlement_draft_there"
    message = _("A statement of this booking is being drawn up already: go on with that one.")


class AlreadyIssued(Refusal):
    """What was issued stays."""

    code = "settlement_issued"
    message = _("This statement was issued and stays as it is: set it right with a credit note.")


class AccountChanged(Refusal):
    """Somebody changed it meanwhile."""

    code = "settlement_changed"
    message = _(
        "Somebody has changed this statement meanwhile. What you typed is kept below; compare it with the "
        "statement as it is now, then send it again."
    )


class EndsBeforeItBegins(AccountRefusal):
    """The times are the wrong way round."""

    code = "settlement_ends_before_it_begins"
    message = _("The end must come after the beginning: check both times.")
    field = "ends_at"


class NotOverYet(AccountRefusal):
    """A use that lies ahead."""

    code = "settlement_not_over_yet"
    message = _("This end has not come yet: write down when the use was over.")
    field = "ends_at"


class AnotherTime(AccountRefusal):
    """A slip of the day, that would be charged for all the days between."""

    code = "settlement_another_time"
    message = _("That is more than a day off what was booked (%(when)s): check the day.")
    field = "day"


class ReasonMissing(AccountRefusal):
    """No reason."""

    code = "settlement_reason_missing"
    message = _("Say why: it stands in the accounts for good.")
    field = "reason"


class WordsMissing(AccountRefusal):
    """A line for nothing."""

    code = "settlement_words_missing"
    message = _("Say what the line is for: the client reads it.")
    field = "words"


class TooFine(AccountRefusal):
    """An amount there are no coins for."""

    code = "settlement_too_fine"
    message = _("Round the amount to %(least)s.")
    field = "amount"


class NoAmount(AccountRefusal):
    """Nothing, or less."""

    code = "settlement_no_amount"
    message = _("The amount must be more than nothing.")
    field = "amount"


class MoreThanTheRest(AccountRefusal):
    """A reduction below nothing."""

    code = "settlement_more_than_the_rest"
    message = _("That is more than the statement comes to: at most %(most)s.")
    field = "amount"


class BelowNothing(Refusal):
    """A statement of less than nothing."""

    code = "settlement_below_nothing"
    message = _(
        "The reductions come to more than the rest of the statement: take one off, or grant less."
    )


class NotApproved(Refusal):
    """A reduction waits for whoever may grant it."""

    code = "settlement_not_approved"
    message = _(
        "A reduction on this statement still waits for approval: have it approved, or take it off."
    )


class NothingToApprove(Refusal):
    """Approved before, or not to be approved."""

    code = "settlement_nothing_to_approve"
    message = _("There is nothing to approve any more. Load the page again.")


class LineOfSchedule(Refusal):
    """What follows from the schedule is not taken off by hand."""

    code = "settlement_line_of_schedule"
    message = _(
        "Lines of the fee schedule follow from what was used: change that, or grant a reduction."
    )


class MonthClosed(AccountRefusal):
    """The day lies in a closed month."""

    code = "settlement_month_closed"
    message = _("%(month)s is closed: choose a later day.")
    field = "on"


class DayAhead(AccountRefusal):
    """Money that has not come yet."""

    code = "settlement_day_ahead"
    message = _("This day has not come yet: choose today or an earlier day.")
    field = "on"


class DayBefore(AccountRefusal):
    """Long before anything was asked for."""

    code = "settlement_day_before"
    message = _("That is long before the booking was asked for: choose %(day)s or a later day.")
    field = "on"


class ReversedBefore(AccountRefusal):
    """Set right before it happened."""

    code = "settlement_reversed_before"
    message = _("What is reversed was written down for %(day)s: choose that day or a later one.")
    field = "on"


class GivenBackSince(Refusal):
    """Nothing is left to be reversed."""

    code = "settlement_given_back_since"
    message = _(
        "Of this money some was given back or set against the statement since: reverse that first."
    )


class MoreThanCredited(AccountRefusal):
    """A credit note over more than what is left."""

    code = "settlement_more_than_credited"
    message = _("Of this statement %(most)s can still be taken back.")
    field = "amount"


class NotIssued(Refusal):
    """A credit note takes back of an issued statement."""

    code = "settlement_not_issued"
    message = _(
        "Only an issued statement can be set right with a credit note. Change the draft instead."
    )


class CreditWaits(Refusal):
    """One at a time."""

    code = "settlement_credit_waits"
    message = _(
        "A credit note of this statement waits for approval: have it approved, or throw it away."
    )


class MoreThanPaid(AccountRefusal):
    """A refund of more than was paid."""

    code = "settlement_more_than_paid"
    message = _("The client has paid %(most)s: no more can be given back.")
    field = "amount"


class MoreThanHeld(AccountRefusal):
    """More of a deposit than is held."""

    code = "settlement_more_than_held"
    message = _("Of the deposit the house holds %(most)s.")
    field = "amount"


class MoreThanOpen(AccountRefusal):
    """A payment of more than is asked for."""

    code = "settlement_more_than_open"
    message = _(
        "That is more than the client owes (%(most)s). Check the amount; if the client did pay more, tick that "
        "the surplus is theirs."
    )
    field = "amount"


class NothingAgreed(Refusal):
    """Nothing was ever agreed, so there is no currency to pay in."""

    code = "settlement_nothing_agreed"
    message = _("No price was agreed for this booking: there is nothing to pay.")


class ReversedAlready(Refusal):
    """Set right before."""

    code = "settlement_reversed_already"
    message = _("This was reversed already, or is itself a reversal.")


class MonthNotOver(Refusal):
    """A month is closed once it is over."""

    code = "settlement_month_not_over"
    message = _("%(month)s is not over yet: it can be closed from its last day’s end on.")


class MonthBefore(Refusal):
    """Months are closed in order."""

    code = "settlement_month_before"
    message = _("Months are closed one after the other: close %(month)s first.")


class DraftsLeft(Refusal):
    """Statements of its uses are still being drawn up."""

    code = "settlement_drafts_left"
    message = _(
        "Uses of this month are not stated yet: %(bookings)s. Issue their statements first, or close the month "
        "knowing that they will stand in a later one."
    )


class InvoiceAsked(Refusal):
    """One request at a time."""

    code = "settlement_invoice_asked"
    message = _("A tax invoice was asked for already and is on its way.")


class NothingToInvoice(Refusal):
    """There is no statement."""

    code = "settlement_nothing_to_invoice"
    message = _("A tax invoice can be asked for once the statement is issued.")


class InvoiceWritten(Refusal):
    """Written or void."""

    code = "settlement_invoice_written"
    message = _("This invoice was dealt with already. Load the page again.")


class InvoiceNumberTaken(AccountRefusal):
    """Two invoices with one number."""

    code = "settlement_invoice_number_taken"
    message = _("An invoice with this number is written down already.")
    field = "number"


class TaxNumberWrong(AccountRefusal):
    """Not a number a tax office gives."""

    code = "settlement_tax_number_wrong"
    message = _("A tax number has 8 to 30 letters and digits, without spaces or signs.")
    field = "tax_number"
