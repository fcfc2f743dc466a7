"""The fees room."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class FeesConfig(AppConfig):
    """The fees room of the house."""

    name = "foyer.fees"
    label = "fees"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Keep what was approved as it is, and tell the public pages of it."""
        from . import keeping, shown_records  # noqa: F401, PLC0415  models can be read only now
        from .guards import install_guards  # noqa: PLC0415  as above

        post_migrate.connect(install_guards, sender=self, dispatch_uid="fees guards")
