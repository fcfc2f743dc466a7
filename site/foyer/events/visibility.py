"""Keeps pages that are not public out of every listing, search and API. (security 13)

Wagtail hides what carries a view restriction: from `public()`, from its API (also by id) and from
sitemaps. So each event page that is not public carries one; `EventPage.get_view_restrictions` and the
hook in front of serving decide who may open the page all the same.
"""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver
from wagtail.models import BaseViewRestriction, PageViewRestriction
from wagtail.signals import page_published

from .enums import Visibility
from .models import EventPage


def keep_hidden(page: EventPage) -> None:
    """Give a page the restriction its visibility asks for, and no other."""
    restrictions = PageViewRestriction.objects.filter(page_id=page.pk)
    if page.visibility == Visibility.PUBLIC:
        restrictions.delete()
        return
    kept = restrictions.first()
    if kept is None:
        kept = PageViewRestriction.objects.create(
            page_id=page.pk, restriction_type=BaseViewRestriction.LOGIN
        )
    restrictions.exclude(pk=kept.pk).delete()


@receiver(post_save, sender=EventPage)
def _on_save(
    instance: EventPage, update_fields: Any = None, raw: bool = False, **_kwargs: Any
) -> None:
    # Wagtail saves single columns of a live page while the object holds a draft: not the truth then.
    if not raw and (update_fields is None or "visibility" in update_fields):
        keep_hidden(instance)


@receiver(page_published, sender=EventPage)
def _on_publish(instance: EventPage, **_kwargs: Any) -> None:
    keep_hidden(instance)
