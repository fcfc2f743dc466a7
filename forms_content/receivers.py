"""A form that is published asks, from then on, what it says."""

from typing import Any

from django.dispatch import receiver
from django.utils import timezone
from wagtail.signals import page_published

from .models import FormPage
from .services.versions import make_version


@receiver(page_published, sender=FormPage, dispatch_uid="forms_content version")
def on_published(instance: FormPage, **_kwargs: Any) -> None:
    """Make the version that is answered from now on."""
    make_version(page=instance, at=timezone.now())
