"""What is to appear or to disappear at a set time, and what may not appear. (000-10)"""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.log_actions import log
from wagtail.models import DraftStateMixin, Page, Revision

from .languages import language_of
from .mail import Letter, Postbox, Undelivered, address_of, one_line
from .models import HousePolicy

NOT_PUBLISHED = "foyer.page.not_published"
logger = logging.getLogger(__name__)


class Unready(ValidationError):
    """A page may not be published as it is written; `page` says which, `messages` say why."""

    def __init__(self, page: Page, problems: Sequence[str]) -> None:
        self.page = page
        super().__init__({"__all__": list(problems)})


def publish_due(*, at: datetime) -> int:
    """Publish whatever was to appear by a moment, then take down what was to disappear; say how much.

    What cannot be published keeps nothing else waiting: it is told to the log and tried again. A page
    that is not ready loses its set time: its history and whoever wrote it last are told why.
    """
    due = Revision.objects.filter(approved_go_live_at__lte=at).order_by("approved_go_live_at")
    acts: list[Callable[[], object]] = [partial(_publish, revision) for revision in due]
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
            return act() is not False
    except Exception:
        logger.exception("What was to be published or taken down could not be")
        return False


def _publish(revision: Revision) -> bool:
    """Publish what was scheduled; tell whether it was ready."""
    try:
        with transaction.atomic():
            revision.publish(log_action="wagtail.publish.scheduled")
    except Unready as reason:
        Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=None)
        with override(language_of(revision.user)):
            data = {"problems": reason.messages}
        log(reason.page, NOT_PUBLISHED, data=data, revision=revision)
        transaction.on_commit(partial(_tell_author, revision, reason))
        return False
    return True


def _tell_author(revision: Revision, reason: Unready) -> None:
    """Write to whoever wrote it last; without an address, or a mail server, the history says it alone."""
    author = revision.user
    if author is None or not author.is_active or not author.email:
        return
    with override(language_of(revision.user)):
        house = HousePolicy.load()
        title = reason.page.get_admin_display_title()
        subject = _("%(house)s: “%(page)s” was not published") % {"house": house, "page": title}
        words = _("It was to be published at a set time, but it is not ready:")
        url = settings.PUBLIC_URL + reverse("wagtailadmin_pages:edit", args=[reason.page.pk])
        problems = "\n".join(f"· {problem}" for problem in reason.messages)
        letter = Letter(
            subject=one_line(subject),
            body=f"{words}\n\n{problems}\n\n{url}\n",
            to=[address_of(name=str(author), email=author.email)],
        )
    try:
        with Postbox() as postbox:
            postbox.open()
            postbox.send(letter)
    except Undelivered:
        logger.warning(
            "The notice that page %s was not published could not be sent", reason.page.pk
        )
