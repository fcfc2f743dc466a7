"""Who may keep desks and pair tablets (docs/roles.md)."""

from django.db import migrations

from foyer.core.roles import ADMINISTRATORS, MANAGEMENT, RECEPTION, VENUE_DESK, grant

_KEEP = ("view_desk", "add_desk", "change_desk", "pair_desk")


def grant_rights(apps, schema_editor):
    for role in (RECEPTION, ADMINISTRATORS):
        grant(apps, role, *(f"guests.desk.{right}" for right in _KEEP))
    for role in (MANAGEMENT, VENUE_DESK):
        grant(apps, role, "guests.desk.view_desk")


class Migration(migrations.Migration):
    dependencies = [("guests", "0003_rights")]
    operations = [migrations.RunPython(grant_rights, migrations.RunPython.noop)]
