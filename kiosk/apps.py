from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class KioskConfig(AppConfig):
    """The tablet at the door (签到台): a face without rules or tables of its own."""

    name = "kiosk"
    label = "kiosk"
    verbose_name = _("Kiosk")
