"""An event's page that is published or taken off changes what tablets at rest show of it."""

from typing import Any

from django.dispatch import receiver
from django.utils import timezone
from wagtail.signals import page_published, page_unpublished

from foyer.events.models import EventPage

from .compiling import publish_slides


@receiver(page_published, sender=EventPage, dispatch_uid="events slides published")
@receiver(page_unpublished, sender=EventPage, dispatch_uid="events slides unpublished")
def on_page(instance: EventPage, **_kwargs: Any) -> None:
    """Read the slides of the page's event anew."""
    publish_slides(event=instance.event, at=timezone.now())
