"""The archive room."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ArchiveConfig(AppConfig):
    """The archive of the house."""

    name = "foyer.archive"
    label = "archive"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Keep originals and the register of views as they are; show of records only what may be known."""
        from foyer.core.visible import seen_in_part  # noqa: PLC0415  models can be read only now

        from .guards import install_guards  # noqa: PLC0415  as above
        from .models import ArchiveRecord  # noqa: PLC0415  as above
        from .never_deleted import register_policy  # noqa: PLC0415  as above

        seen_in_part(ArchiveRecord)
        register_policy(ArchiveRecord)
        post_migrate.connect(install_guards, sender=self, dispatch_uid="archive guards")
