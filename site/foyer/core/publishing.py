"""What is to appear or to disappear at a set time. (000-10)"""

import logging
from collections.abc import Callable
from datetime import datetime
from functools import partial

from django.apps import apps
from django.db import transaction
from wagtail.models import DraftStateMixin, Page, Revision

logger = logging.getLogger(__name__)


def publish_due(*, at: datetime) -> int:
    """Publish whatever was to appear by a moment, then take down what was to disappear; say how much.

    What cannot be published keeps nothing else waiting: it is told to the log and tried again.
    """
    due = Revision.objects.filter(approved_go_live_at__lte=at).order_by("approved_go_live_at")
    acts: list[Callable[[], object]] = [
        partial(revision.publish, log_action="wagtail.publish.scheduled") for revision in due
    ]
    done = sum(map(_was_done, acts))
    kinds = [
        kind
        for kind in apps.get_models()
        if issubclass(kind, DraftStateMixin) and not issubclass(kind, Page)
    ]
    for kind in (Page, *kinds):
        over = kind._default_manager.filter(live=True, expire_at__lte=at).order_by("expire_at")
        acts = [
            partial(shown.unpublish, set_expired=True, log_action="wagtail.unpublish.scheduled")
            for shown in over
        ]
        done += sum(map(_was_done, acts))
    return done


def _was_done(act: Callable[[], object]) -> bool:
    try:
        with transaction.atomic():
            act()
    except Exception:
        logger.exception("What was to be published or taken down could not be")
        return False
    return True
