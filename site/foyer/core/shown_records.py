"""Which of Wagtail's and the core's own records public pages show."""

from typing import Any

from django.dispatch import receiver
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Locale, PageViewRestriction, Site
from wagtail.signals import page_published, page_unpublished, post_page_move

from .models import HousePolicy
from .page_cache import pages_changed, show_on_pages

show_on_pages(
    HousePolicy, Locale, PageViewRestriction, Site, get_document_model(), get_image_model()
)


@receiver([page_published, page_unpublished, post_page_move])
def _on_page(**_kwargs: Any) -> None:
    pages_changed()
