"""Tags for the templates of every room."""

from typing import Any

from django import template
from django.utils.html import json_script
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def json_ld(data: dict[str, Any]) -> SafeString:
    """Return a data block for search engines; nothing in it can end the block or run."""
    return SafeString(json_script(data).replace("application/json", "application/ld+json", 1))
