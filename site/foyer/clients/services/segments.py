"""Keeping a filter of the list of clients under a name."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from foyer.clients.models import SHARE, ClientSegment
from foyer.core.models import User
from foyer.core.refusals import Refusal


class NothingNarrowed(Refusal):
    """The filter would mean all clients."""

    code = "nothing_narrowed"
    message = _("Narrow the list down first: a segment keeps what it is narrowed down by.")


class SegmentNameTaken(Refusal):
    """The same person has kept a segment under this name."""

    code = "segment_name_taken"
    message = _("You have a segment with this name already.")


class MayNotShare(Refusal):
    """Sharing with everybody needs a right of its own."""

    code = "may_not_share"
    message = _("You may keep segments for yourself, but not share them with everybody.")


def keep_segment(
    *, name: str, query: str, is_shared: bool, by: User, at: datetime
) -> ClientSegment:
    """Keep a filter under a name, for oneself or for everybody.

    Raises:
        NothingNarrowed, MayNotShare, SegmentNameTaken.
    """
    if not query:
        raise NothingNarrowed
    segment = ClientSegment(owner=by, query=query, created_at=at)
    _save(segment, name=name, is_shared=is_shared, by=by)
    return segment


def change_segment(*, segment: ClientSegment, name: str, is_shared: bool, by: User) -> None:
    """Give a segment another name, share it, or keep it to its owner again.

    Raises:
        MayNotShare, SegmentNameTaken.
    """
    _save(segment, name=name, is_shared=is_shared, by=by)


def _save(segment: ClientSegment, *, name: str, is_shared: bool, by: User) -> None:
    if is_shared and not segment.is_shared and not by.has_perm(SHARE):
        raise MayNotShare
    segment.name, segment.is_shared = name.strip(), is_shared
    try:
        with transaction.atomic():
            segment.save()
    except IntegrityError as error:
        raise SegmentNameTaken from error
