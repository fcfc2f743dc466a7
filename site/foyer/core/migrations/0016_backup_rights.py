"""Who may see backups and have one made (docs/roles.md)."""

from django.db import migrations

from foyer.core.roles import ADMINISTRATORS, grant

RIGHTS = ("view_backuprun", "add_backuprun")


def grant_rights(apps, schema_editor):
    for right in RIGHTS:
        grant(apps, ADMINISTRATORS, f"core.backuprun.{right}")


def take_back(apps, schema_editor):
    permissions = apps.get_model("auth", "Permission").objects
    found = permissions.filter(content_type__app_label="core", codename__in=RIGHTS)
    for group in apps.get_model("auth", "Group").objects.all():
        group.permissions.remove(*found)


class Migration(migrations.Migration):
    dependencies = [("core", "0015_backups")]
    operations = [migrations.RunPython(grant_rights, take_back)]
