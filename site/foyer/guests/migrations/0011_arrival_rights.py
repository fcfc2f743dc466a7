"""Who is told of guests that wait, and who sets the policy of arrivals (docs/roles.md)."""

from django.db import migrations

from foyer.core.roles import ADMINISTRATORS, MANAGEMENT, RECEPTION, grant

POLICY = "guests.arrivalpolicy.change_arrivalpolicy"


def grant_rights(apps, schema_editor):
    grant(apps, RECEPTION, "guests.welcome.hear_unmet")
    grant(apps, MANAGEMENT, POLICY)
    grant(apps, ADMINISTRATORS, POLICY)


def write_policy(apps, schema_editor):
    apps.get_model("guests", "ArrivalPolicy").objects.get_or_create(pk=1)


class Migration(migrations.Migration):
    dependencies = [("guests", "0010_arrivals"), ("core", "0002_roles")]
    operations = [
        migrations.RunPython(grant_rights, migrations.RunPython.noop),
        migrations.RunPython(write_policy, migrations.RunPython.noop),
    ]
