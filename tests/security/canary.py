"""A text that would run, or leave a mark, wherever it is shown unescaped; and planting it everywhere. (SEC-14)"""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from django.apps import apps
from django.db import IntegrityError, models, transaction
from wagtail.documents.models import Document
from wagtail.fields import RichTextField
from wagtail.images.models import Image
from wagtail.models import Collection, ModelLogEntry, PageLogEntry, Task, Workflow

from foyer.core.fields import SearchTextField
from foyer.events.models import EventPage
from foyer.privacy.fields import BlindIndexField, SealedDateField

MARK = "xss-canary"
SHORT = f"\"'><i class={MARK}>"
LONG = f"{SHORT}<img src=x onerror=alert(1)>"
RAW = f"<i class={MARK}>"

WAGTAILS = (Document, Image, Collection, Task, Workflow, ModelLogEntry, PageLogEntry)
# Markup an editor may write, cleaned when it is kept; what is made of other columns; addresses.
MADE = (RichTextField, SearchTextField, BlindIndexField, SealedDateField, models.URLField)
# Text that people do not write: keys, hashes, states and addresses of our own making.
OURS = {
    "password", "slug", "url_path", "path", "code", "kind", "key", "pattern", "claim", "message_id",
    "class_code", "slot", "target", "scope", "language", "file", "file_hash", "file_sha1", "sealed", "secret",
    "credit_code", "business_number", "days", "lunar_birthday", "sealed_head", "custom_sealed",
    "code_hash", "token_hash", "pin_hash", "code_sealed", "action", "translation_key", "object_id",
    "journal", "ground", "ink", "accent", "on_accent", "background_colour", "discount",
}  # fmt: skip


def plant() -> list[str]:
    """Write the canary into every text of every record there is; return the names of the columns."""
    planted = []
    for model in _models():
        for field in _texts(model):
            value = LONG if (field.max_length or 999) >= len(LONG) else SHORT
            for pk in model._default_manager.values_list("pk", flat=True):
                unique = f"{SHORT}{pk}" if field.unique else value
                with suppress(IntegrityError), transaction.atomic():  # tied to another column here
                    model._default_manager.filter(pk=pk).update(**{field.name: unique})
                    planted.append(f"{model._meta.label}.{field.name}")
    for page in EventPage.objects.all():
        page.body = story()
        page.save_revision().publish()
    return sorted(set(planted))


def story() -> Any:
    """Return a page's body whose plain texts are the canary."""
    segment = {
        "kind": "lecture",
        "starts": "18:00",
        "title": LONG,
        "description": LONG,
        "speakers": [{"name": LONG, "role": LONG}],
    }
    pieces = [
        ("programme", {"heading": LONG, "segments": [segment]}),
        ("faq", {"heading": LONG, "items": [{"question": LONG, "answer": "<p>茶</p>"}]}),
        ("call_to_action", {"heading": LONG, "text": LONG, "button": SHORT, "url": "/en/"}),
    ]
    block = EventPage._meta.get_field("body").stream_block
    return block.to_python([{"type": kind, "value": value} for kind, value in pieces])


def _models() -> Iterator[type[models.Model]]:
    yield from WAGTAILS
    for model in apps.get_models():
        if model.__module__.startswith("foyer."):
            yield model


def _texts(model: type[models.Model]) -> Iterator[models.Field[Any, Any]]:
    """Yield a model's columns that hold what people write."""
    for field in model._meta.concrete_fields:
        written = isinstance(field, (models.CharField, models.TextField))
        if written and not (isinstance(field, MADE) or field.choices or field.name in OURS):
            yield field
