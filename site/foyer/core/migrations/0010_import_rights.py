"""Who may see the register of imports (docs/roles.md)."""

from django.db import migrations

from foyer.core.roles import ADMINISTRATORS, MANAGEMENT, grant


def grant_rights(apps, schema_editor):
    for role in (MANAGEMENT, ADMINISTRATORS):
        grant(apps, role, "core.importbatch.view_importbatch")


def take_back(apps, schema_editor):
    permissions = apps.get_model("auth", "Permission").objects
    found = permissions.filter(content_type__app_label="core", codename="view_importbatch")
    for group in apps.get_model("auth", "Group").objects.all():
        group.permissions.remove(*found)


class Migration(migrations.Migration):
    dependencies = [("core", "0009_forget_earlier_imports")]
    operations = [migrations.RunPython(grant_rights, take_back)]
