"""Saying yes, and no again; and proving both. (PRV-01, PRV-03, PRV-04)"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from foyer.core.models import User
from foyer.core.refusals import Refusal
from foyer.privacy.enums import ConsentChannel, ConsentPurpose
from foyer.privacy.models import Consent


class AlreadyWithdrawn(Refusal):
    """Somebody was quicker."""

    code = "consent_already_withdrawn"
    message = _("This consent has been withdrawn already.")


@transaction.atomic
def give_consent(
    *,
    person: models.Model,
    purpose: ConsentPurpose,
    text: str,
    language: str,
    channel: ConsentChannel,
    at: datetime,
    by: User | None = None,
) -> Consent:
    """Keep a person's agreement to one purpose, in the very words they agreed to. (PRV-01)

    Args:
        person: the record of who agrees: a contact, a guest.
        purpose: what they agree to; each purpose is a consent of its own.
        text: the words they read, whole.
        language: the language of these words.
        channel: how they agreed.
        at: when.
        by: the member of staff who writes it down; None when the person did it themselves.
    """
    consent = Consent.objects.create(
        person=person,
        purpose=purpose,
        text=text,
        language=language,
        channel=channel,
        given_at=at,
        recorded_by=by,
    )
    if by:
        log(person, "foyer.consent.give", user=by, data={"purpose": str(purpose)})
    return consent


@transaction.atomic
def withdraw_consent(
    *, consent: Consent, channel: ConsentChannel, at: datetime, by: User | None = None
) -> None:
    """Keep that a person no longer agrees; the words they had agreed to stay as proof. (PRV-04)

    Raises:
        AlreadyWithdrawn: it was withdrawn before.
    """
    standing = Consent.objects.standing().filter(pk=consent.pk)
    values = {"withdrawn_at": at, "withdrawn_channel": channel, "withdrawn_by": by}
    if not standing.update(**values):
        raise AlreadyWithdrawn
    consent.refresh_from_db()
    if by and consent.person:
        log(consent.person, "foyer.consent.withdraw", user=by, data={"purpose": consent.purpose})


def have_withdrawn(
    kind: type[models.Model], keys: Collection[Any], *, purpose: ConsentPurpose
) -> set[int]:
    """Return the keys of those who once agreed to a purpose and no longer do. (PRV-04)

    Args:
        kind: the kind of record, such as Contact.
        keys: of these records.
        purpose: what they had agreed to.
    """
    given = Consent.objects.of(kind, keys).filter(purpose=purpose)
    standing = set(given.standing().values_list("person_id", flat=True))
    return {pk for pk in given.values_list("person_id", flat=True) if pk and pk not in standing}
