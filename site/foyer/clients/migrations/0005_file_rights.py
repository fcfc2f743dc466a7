"""Who sees every client, sets tiers, hands clients over and changes the policy (docs/roles.md)."""

from django.db import migrations

from foyer.core.roles import (
    ADMINISTRATORS,
    FINANCE,
    MANAGEMENT,
    MARKETING,
    SERVICE_DESK,
    grant,
)

EVERY = "clients.client.view_every_client"
DECIDE = (
    "clients.client.set_tier_client",
    "clients.client.hand_over_client",
    "clients.clientpolicy.change_clientpolicy",
)


def grant_rights(apps, schema_editor):
    for role in (MANAGEMENT, MARKETING, SERVICE_DESK, FINANCE, ADMINISTRATORS):
        grant(apps, role, EVERY)
    for role in (MANAGEMENT, ADMINISTRATORS):
        grant(apps, role, *DECIDE)


def write_policy(apps, schema_editor):
    apps.get_model("clients", "ClientPolicy").objects.get_or_create(pk=1)


class Migration(migrations.Migration):
    dependencies = [("clients", "0004_birthday_index"), ("core", "0002_roles")]
    operations = [
        migrations.RunPython(grant_rights, migrations.RunPython.noop),
        migrations.RunPython(write_policy, migrations.RunPython.noop),
    ]
