"""What a client's people answered by personal link, on the client's timeline. (001-04, 001-05)"""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q
from django.utils.translation import gettext as _

from foyer.clients.models import Client
from foyer.clients.queries.timeline import Moment, tells_of
from foyer.core.models import User

from .enums import FormPurpose
from .models import Recipient


@tells_of("forms_content.view_submission")
def answers(client: Client, user: User, most: int) -> Iterator[Moment]:
    """Yield the answers of a client's people; cases tell of themselves."""
    theirs = Q(contact__client=client) | Q(guest__contact__client=client)
    links = Recipient.objects.filter(theirs, submission__isnull=False)
    links = links.exclude(submission__page__purpose__in=FormPurpose.OPENS_CASE)
    found = links.select_related("submission__page", "guest", "contact")
    for link in found.order_by("-submission__received_at", "-pk")[:most]:
        kept, person = link.submission, link.person
        if kept is None or person is None:
            continue
        yield Moment(
            at=kept.received_at,
            what=_("Answered a form"),
            about=kept.page.title_text,
            detail=f"{person.name} · {kept.number}",
            page="forms_content:lead_to_answer",
            key=kept.pk,
        )
