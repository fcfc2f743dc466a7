"""Who sees, orders and follows rides, and takes the transport sheet away (docs/roles.md)."""

from django.db import migrations

from foyer.core.roles import (
    ACCOUNT_MANAGERS,
    ADMINISTRATORS,
    MANAGEMENT,
    MARKETING,
    RECEPTION,
    grant,
)

SEE, TAKE = "guests.ride.view_ride", "guests.ride.export_ride"
WORK = (SEE, "guests.ride.add_ride", "guests.ride.change_ride", TAKE)


def grant_rights(apps, schema_editor):
    grant(apps, MANAGEMENT, SEE, TAKE)
    grant(apps, MARKETING, SEE)
    for role in (ACCOUNT_MANAGERS, RECEPTION, ADMINISTRATORS):
        grant(apps, role, *WORK)


class Migration(migrations.Migration):
    dependencies = [("guests", "0012_rides"), ("core", "0002_roles")]
    operations = [migrations.RunPython(grant_rights, migrations.RunPython.noop)]
