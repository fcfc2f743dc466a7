from django.apps import AppConfig, apps
from django.utils.translation import gettext_lazy as _


class KioskConfig(AppConfig):
    """The tablet at the door (签到台): a face without rules or tables of its own."""

    name = "kiosk"
    label = "kiosk"
    verbose_name = _("Kiosk")

    def ready(self) -> None:
        """Tell the house which version of this app it gives out, and draw its screens for whoever makes them."""
        from foyer.guests.fleet import expect_app  # noqa: PLC0415  models can be read only now

        from .shell import app_version  # noqa: PLC0415  as above

        expect_app(app_version)
        if apps.is_installed("wagtail.admin"):
            from foyer.events.screens.preview import draw_with  # noqa: PLC0415  as above

            from .views.preview import draw  # noqa: PLC0415  as above

            draw_with(draw)
