"""The core room: words every other room uses; no business noun enters."""

from django.apps import AppConfig, apps


class CoreConfig(AppConfig):
    """Registers the system checks that keep a house safe at start."""

    name = "foyer.core"
    label = "core"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Watch the database, the log, and what public pages show; teach Wagtail our names and manners."""
        from . import audit, checks, notifier  # noqa: F401, PLC0415  models can be read only now

        if apps.is_installed("wagtail.admin"):
            from . import house_clock, notices, shown_names, shown_records  # noqa: F401, PLC0415  as above
        else:
            from . import log_without_screens  # noqa: F401, PLC0415  as above
