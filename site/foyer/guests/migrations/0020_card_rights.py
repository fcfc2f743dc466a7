"""Who makes designs of badges and cards, and who prints them (docs/roles.md)."""

from django.db import migrations

from foyer.core.roles import (
    ACCOUNT_MANAGERS,
    ADMINISTRATORS,
    MANAGEMENT,
    MARKETING,
    RECEPTION,
    grant,
)

_KEEP = ("view_carddesign", "add_carddesign", "change_carddesign", "delete_carddesign")
PRINT = "guests.carddesign.print_carddesign"


def grant_rights(apps, schema_editor):
    for role in (MARKETING, ADMINISTRATORS):
        grant(apps, role, *(f"guests.carddesign.{right}" for right in _KEEP), PRINT)
    for role in (RECEPTION, ACCOUNT_MANAGERS):
        grant(apps, role, PRINT)
    for role in (MANAGEMENT, RECEPTION):
        grant(apps, role, "guests.carddesign.view_carddesign")


class Migration(migrations.Migration):
    dependencies = [("guests", "0019_cards")]
    operations = [migrations.RunPython(grant_rights, migrations.RunPython.noop)]
