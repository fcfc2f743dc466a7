"""The house's roles (004-25); each room grants its own rights in its own migrations."""

from django.db import migrations

from foyer.core.roles import ROLES, grant


def create_roles(apps, schema_editor):
    groups = apps.get_model("auth", "Group").objects
    for role in ROLES:
        groups.get_or_create(name=role)
        grant(apps, role, "wagtailadmin.admin.access_admin")


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0001_initial"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
    ]
    operations = [migrations.RunPython(create_roles, migrations.RunPython.noop)]
