"""The clients room."""

from django.apps import AppConfig


class ClientsConfig(AppConfig):
    """The clients room of the house."""

    name = "foyer.clients"
    label = "clients"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Show of clients, and of what belongs to them, only what each member of staff may see."""
        from foyer.core.visible import seen_in_part  # noqa: PLC0415  models can be read only now

        from . import models  # noqa: PLC0415  as above

        seen_in_part(
            models.Client,
            models.Contact,
            models.Deal,
            models.ClientDocument,
            models.ClientFeedback,
            models.Incentive,
            models.Referral,
            models.Visit,
            models.Voucher,
        )
