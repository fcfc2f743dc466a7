"""The placeholders of letters about bookings."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from foyer.core.placeholders import Placeholders

LETTER: Final = Placeholders(
    {
        "number": _("the number of the booking"),
        "name": _("who asked for the room"),
        "company": _("their company"),
        "room": _("the room"),
        "venue": _("the venue"),
        "day": _("the day of the use"),
        "time": _("from when to when"),
        "duration": _("how long"),
        "heads": _("how many people"),
        "layout": _("how the room is set out"),
        "theme": _("the theme"),
        "total": _("the total agreed"),
        "deposit": _("the deposit, given back after the use"),
        "reply_by": _("the moment by which to answer the offer"),
        "reason": _("the reason, where there is one"),
        "fee": _("what the cancellation costs, where it does"),
        "free_days": _("how many days before the use cancelling is free"),
        "percent": _("how many percent of the total a later cancellation costs"),
        "payment": _("the terms of payment"),
        "message": _("what the house writes"),
        "statement": _("the number of the statement or the credit note"),
        "amount": _("what the statement comes to, or the credit note takes back"),
        "open": _("what is still to be paid"),
        "due_on": _("the day by which to pay"),
        "house": _("the name of the house"),
        "hotline": _("the phone number of the house"),
        "link": _("the client’s page"),
    }
)
