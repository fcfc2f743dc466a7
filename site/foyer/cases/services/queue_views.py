"""Views of the queue that somebody keeps for themselves: nobody else sees, uses or drops one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from foyer.cases.models import QueueView
from foyer.core.models import User
from foyer.core.refusals import Refusal

MOST: Final = 20


class ViewNameMissing(Refusal):
    """A view without a name."""

    code = "view_name_missing"
    message = _("Give the view a name, at most 40 characters.")


class TooManyViews(Refusal):
    """More views than the row of them can show."""

    code = "too_many_views"
    message = _("You keep %(most)s views already: drop one first.")


@transaction.atomic
def keep_view(*, name: str, asked: Mapping[str, str], by: User) -> QueueView:
    """Keep what the queue was asked for under a name; one of that name is replaced.

    Args:
        name: what it is called.
        asked: what the address of the queue asks for.
        by: whose it is.

    Raises:
        ViewNameMissing, TooManyViews.
    """
    called = " ".join(name.split())
    longest = QueueView._meta.get_field("name").max_length or 0
    if not called or len(called) > longest:
        raise ViewNameMissing
    own = QueueView.objects.select_for_update().filter(owner=by)
    if len(own) >= MOST and called not in {one.name for one in own}:
        raise TooManyViews(most=MOST)
    kept, _is_new = QueueView.objects.update_or_create(
        owner=by, name=called, defaults={"asked": dict(asked)}
    )
    return kept


def drop_view(*, pk: int, by: User) -> bool:
    """Drop one of somebody's own views; tell whether there was one."""
    return bool(QueueView.objects.filter(owner=by, pk=pk).delete()[0])
