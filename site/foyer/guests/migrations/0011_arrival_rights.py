"""Who is told of guests that wait, and who sets the policy of arrivals (docs/roles.md)."""

from django.db import migrations

from foyer.core.roles import ADMINISTRATORS, MANAGEMENT, RECEPTION, grant

POLICY = "guests.arrivalpolicy.change_arrivalpolicy"


def grant_rights(apps, schema_editor):
    grant(apps, RECEPTION, "guests.welcome.hear_unmet")
    grant(apps, MANAGEMENT, POLICY)
    grant(apps, ADMINISTRATORS, POLICY)


class Migration(migrations.Migration):
    dependencies = [("guests", "0010_arrivals"), ("core", "0002_roles")]
    operations = [migrations.RunPython(grant_rights, migrations.RunPython.noop)]
