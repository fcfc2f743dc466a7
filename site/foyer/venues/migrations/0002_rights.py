"""Who may see and keep venues and rooms (docs/roles.md)."""

from django.db import migrations

from foyer.core.roles import ADMINISTRATORS, MARKETING, ROLES, VENUE_DESK, grant


def rights(*acts):
    return [f"venues.{model}.{act}_{model}" for model in ("venue", "room") for act in acts]


def grant_rights(apps, schema_editor):
    for role in ROLES:
        grant(apps, role, *rights("view"))
    grant(apps, MARKETING, *rights("add", "change"))
    grant(apps, VENUE_DESK, *rights("add", "change", "delete"))
    grant(apps, ADMINISTRATORS, *rights("add", "change", "delete"))


class Migration(migrations.Migration):
    dependencies = [("venues", "0001_initial"), ("core", "0002_roles")]
    operations = [migrations.RunPython(grant_rights, migrations.RunPython.noop)]
