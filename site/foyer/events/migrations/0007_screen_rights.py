"""Who makes what tablets show (docs/roles.md)."""

from django.db import migrations

from foyer.core.roles import ADMINISTRATORS, MANAGEMENT, MARKETING, grant

SCREEN = "events.tabletscreen"


def grant_rights(apps, schema_editor):
    grant(apps, MANAGEMENT, f"{SCREEN}.view_tabletscreen")
    for role in (MARKETING, ADMINISTRATORS):
        for act in ("view", "add", "change", "delete"):
            grant(apps, role, f"{SCREEN}.{act}_tabletscreen")


class Migration(migrations.Migration):
    dependencies = [("events", "0006_tablet_screens"), ("core", "0002_roles")]
    operations = [migrations.RunPython(grant_rights, migrations.RunPython.noop)]
