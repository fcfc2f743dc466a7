"""Who keeps the business calendar and the opening hours (docs/roles.md)."""

from django.db import migrations

from foyer.core.roles import ADMINISTRATORS, MANAGEMENT, SERVICE_DESK, grant

DAY = "core.calendarday."
KEEP = tuple(f"{DAY}{act}_calendarday" for act in ("view", "add", "change", "delete"))
HOURS = "core.businesspolicy.change_businesspolicy"


def grant_rights(apps, schema_editor):
    grant(apps, SERVICE_DESK, f"{DAY}view_calendarday")
    grant(apps, MANAGEMENT, *KEEP, HOURS)
    grant(apps, ADMINISTRATORS, *KEEP, HOURS)


class Migration(migrations.Migration):
    dependencies = [("core", "0012_business_calendar")]
    operations = [migrations.RunPython(grant_rights, migrations.RunPython.noop)]
