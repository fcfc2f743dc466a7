"""A form goes live only when it can be asked, and asks, from then on, what it says."""

from typing import Any

from django.db.models.signals import pre_save
from django.dispatch import receiver
from django.utils import timezone
from wagtail.signals import page_published

from .models import FormPage
from .services.versions import check_ready, make_version


@receiver(pre_save, sender=FormPage, dispatch_uid="forms_content readiness")
def before_going_live(instance: FormPage, *, raw: bool, **_kwargs: Any) -> None:
    """Refuse a form that cannot be asked as it is: every way of publishing saves it live. (PRV-01)"""
    if raw or not instance.live:
        return
    same = FormPage.objects.filter(live=True, live_revision=instance.live_revision_id)
    if not same.filter(pk=instance.pk).exists():
        check_ready(instance)


@receiver(page_published, sender=FormPage, dispatch_uid="forms_content version")
def on_published(instance: FormPage, **_kwargs: Any) -> None:
    """Make the version that is answered from now on."""
    make_version(page=instance, at=timezone.now())
