"""Who keeps the gifts of an event and how many there are (docs/roles.md)."""

from django.db import migrations

from foyer.core.roles import ADMINISTRATORS, MANAGEMENT, MARKETING, RECEPTION, grant

GIFT = "guests.gift"


def grant_rights(apps, schema_editor):
    grant(apps, MANAGEMENT, f"{GIFT}.view_gift")
    for role in (MARKETING, RECEPTION, ADMINISTRATORS):
        for act in ("view", "add", "change", "delete"):
            grant(apps, role, f"{GIFT}.{act}_gift")


class Migration(migrations.Migration):
    dependencies = [("guests", "0017_answers_at_tablet"), ("core", "0002_roles")]
    operations = [migrations.RunPython(grant_rights, migrations.RunPython.noop)]
