"""Who may bring visits in from files (docs/roles.md)."""

from django.db import migrations

from foyer.core.roles import ACCOUNT_MANAGERS, ADMINISTRATORS, grant


def grant_rights(apps, schema_editor):
    for role in (ACCOUNT_MANAGERS, ADMINISTRATORS):
        grant(apps, role, "clients.visit.import_visit")


class Migration(migrations.Migration):
    dependencies = [("clients", "0018_document_rights"), ("core", "0002_roles")]
    operations = [
        migrations.AlterModelOptions(
            name="visit",
            options={
                "default_permissions": ("add", "change", "view"),
                "ordering": ["-happened_at", "-pk"],
                "permissions": [
                    ("view_all_visit", "Can see everybody's visits"),
                    ("change_all_visit", "Can change and strike out everybody's visits"),
                    ("export_visit", "Can take visits and the contact status table away"),
                    ("import_visit", "Can import visits"),
                ],
                "verbose_name": "visit",
                "verbose_name_plural": "visits",
            },
        ),
        migrations.RunPython(grant_rights, migrations.RunPython.noop),
    ]
