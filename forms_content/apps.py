"""Forms built without code."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FormsContentConfig(AppConfig):
    """Forms built without code (表单)."""

    name = "forms_content"
    label = "forms_content"
    verbose_name = _("Forms")

    def ready(self) -> None:
        """A form that is published asks, from then on, what it says; clients' pages tell of answers."""
        from . import on_due_list, on_tablet, on_timeline, receivers  # noqa: F401, PLC0415  # models are there only now
