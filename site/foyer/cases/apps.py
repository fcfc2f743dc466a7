"""The cases room."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """The cases room of the house."""

    name = "foyer.cases"
    label = "cases"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Show of cases only what each member of staff may see; tell the clients room of them."""
        from foyer.core.visible import seen_in_part  # noqa: PLC0415  models can be read only now

        from . import on_timeline  # noqa: F401, PLC0415  as above
        from .models import Case  # noqa: PLC0415  as above

        seen_in_part(Case)
