"""Who keeps the departments (docs/roles.md)."""

from django.db import migrations

from foyer.core.roles import ADMINISTRATORS, MANAGEMENT, grant

KEEP = (
    "staff.department.add_department",
    "staff.department.change_department",
    "staff.department.delete_department",
    "staff.department.view_department",
)


def grant_rights(apps, schema_editor):
    grant(apps, MANAGEMENT, *KEEP)
    grant(apps, ADMINISTRATORS, *KEEP)


class Migration(migrations.Migration):
    dependencies = [("staff", "0007_departments"), ("core", "0002_roles")]
    operations = [migrations.RunPython(grant_rights, migrations.RunPython.noop)]
