"""Wiring of the venues room."""

from wagtail.snippets.models import register_snippet

from .viewsets import VenuesGroup

register_snippet(VenuesGroup)
