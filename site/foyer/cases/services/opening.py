"""Taking a case in, whoever brings it. (001-13, 001-14, 001-19)"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from wagtail.log_actions import log

from foyer.bookings.models import Booking
from foyer.cases.enums import CaseStatus, Occasion, Severity
from foyer.cases.models import Case
from foyer.clients.models import Client, Contact
from foyer.core.enums import Language
from foyer.core.models import User
from foyer.core.numbers import take_number
from foyer.core.uploads.clean_file import CleanFile

from .clocks import set_deadlines
from .correcting import client_of
from .evidence import keep_files
from .holding import tell_changed
from .letters import queue_letter
from .refusals import ContentMissing
from .secrets import set_new_secret


@transaction.atomic
def open_case(  # noqa: PLR0913  a case has this many sides, all named
    *,
    kind: str,
    channel: str,
    content: str,
    at: datetime,
    by: User | None = None,
    client: Client | None = None,
    contact: Contact | None = None,
    event: Any = None,
    booking: Booking | None = None,
    name: str = "",
    phone: str = "",
    email: str = "",
    severity: str = Severity.NORMAL,
    language: str = Language.ZH_HANS,
    owner: User | None = None,
    files: Sequence[CleanFile] = (),
    external_id: str = "",
) -> Case:
    """Take a case in: number, secret for the client, and the moments it is to be answered by.

    Args:
        event: the event it is about, a record of the events room.
        booking: the booking it is about; its client is the case’s where none is named.
        by: who wrote it down; None where the client did.
        files: what the client showed with it; they see it on their page.
        external_id: what another program calls it.

    Raises:
        ContentMissing: nobody said what it is about.
    """
    if not content.strip():
        raise ContentMissing
    case = Case(
        kind=kind,
        channel=channel,
        content=content.strip(),
        client=client or client_of(contact, booking),
        contact=contact,
        event=event,
        booking=booking,
        reporter_name=name,
        reporter_phone=phone,
        reporter_email=email,
        severity=severity,
        language=language,
        owner=owner,
        opened_at=at,
        opened_by=by,
        external_id=external_id,
        number=take_number(key="case", at=at, among=Case.objects.all()),
    )
    set_new_secret(case)
    set_deadlines(case)
    case.save()
    case.steps.create(after=CaseStatus.RECEIVED, at=at, by=by)
    keep_files(case, files, by=by, at=at, from_client=True)
    log(case, "foyer.case.open", user=by)
    tell_changed(case, at=at)
    queue_letter(case, Occasion.OPENED, at=at)
    return case
