"""Deleting what was answered: by hand, and when its time is over."""

from __future__ import annotations

from django.db import transaction
from wagtail.log_actions import log

from forms_content.models import Submission
from foyer.core.models import User

DELETED = "foyer.submission.delete"


@transaction.atomic
def delete_copy(kept: Submission, *, by: User) -> None:
    """Delete a filled copy for good; its case, if it opened one, stays. The log of the form says who did it."""
    log(kept.page, DELETED, user=by, data={"number": kept.number})
    kept.delete()
