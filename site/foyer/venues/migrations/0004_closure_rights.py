"""Who may close a room for a time (docs/roles.md)."""

from django.db import migrations

from foyer.core.roles import ADMINISTRATORS, MANAGEMENT, MARKETING, RECEPTION, VENUE_DESK, grant


def rights(*acts):
    return [f"venues.closure.{act}_closure" for act in acts]


def grant_rights(apps, schema_editor):
    for role in (MARKETING, RECEPTION):
        grant(apps, role, *rights("view"))
    for role in (MANAGEMENT, VENUE_DESK, ADMINISTRATORS):
        grant(apps, role, *rights("view", "add", "change", "delete"))


class Migration(migrations.Migration):
    dependencies = [("venues", "0003_rooms_and_their_times"), ("core", "0002_roles")]
    operations = [migrations.RunPython(grant_rights, migrations.RunPython.noop)]
