"""Twelve ready forms in three languages, from which a house makes its own. (000-02, 000-22, 000-23, 004-18)"""

from .clients import INTERVIEW, NEEDS
from .parts import ReadyForm
from .service import COMPLAINT, DIETARY, ENQUIRY, FEEDBACK, ROOM
from .surveys import EVENT, PROMOTERS, RECEPTION, SMILEY, VENUE

READY: dict[str, ReadyForm] = {
    one.key: one
    for one in (
        EVENT,
        VENUE,
        RECEPTION,
        PROMOTERS,
        SMILEY,
        NEEDS,
        INTERVIEW,
        COMPLAINT,
        FEEDBACK,
        ENQUIRY,
        ROOM,
        DIETARY,
    )
}

__all__ = ["READY", "ReadyForm"]
