"""The settlement room."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class SettlementConfig(AppConfig):
    """The settlement room of the house."""

    name = "foyer.settlement"
    label = "settlement"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Keep what was issued as it is; stand on the client's page and in the letters about a booking."""
        from . import on_booking  # noqa: F401, PLC0415  models can be read only now
        from .guards import install_guards  # noqa: PLC0415  as above

        post_migrate.connect(install_guards, sender=self, dispatch_uid="settlement guards")
