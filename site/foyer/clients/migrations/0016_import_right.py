"""Who may bring clients and contacts in from files (docs/roles.md)."""

from django.db import migrations

from foyer.core.roles import ACCOUNT_MANAGERS, ADMINISTRATORS, grant


def grant_rights(apps, schema_editor):
    for role in (ACCOUNT_MANAGERS, ADMINISTRATORS):
        grant(apps, role, "clients.client.import_client")


class Migration(migrations.Migration):
    dependencies = [("clients", "0015_external_ids"), ("core", "0002_roles")]
    operations = [
        migrations.AlterModelOptions(
            name="client",
            options={
                "ordering": ["name", "pk"],
                "permissions": [
                    ("export_client", "Can export clients"),
                    ("import_client", "Can import clients and contacts"),
                    ("view_every_client", "Can see the clients of every account manager"),
                    ("set_tier_client", "Can set the tier of clients"),
                    ("hand_over_client", "Can hand clients over to another account manager"),
                    ("screen_client", "Can screen clients"),
                ],
                "verbose_name": "client",
                "verbose_name_plural": "clients",
            },
        ),
        migrations.RunPython(grant_rights, migrations.RunPython.noop),
    ]
