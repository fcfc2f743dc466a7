"""The house's roles (004-25), the rights of its ground floor (docs/roles.md), and its policy's one row."""

from django.db import migrations

from foyer.core.roles import MANAGEMENT, SERVICE_DESK, ADMINISTRATORS, ROLES, grant, grant_roles

GRANTS = {
    MANAGEMENT: {
        "core.businesspolicy": "change_businesspolicy",
        "core.calendarday": (
            "view_calendarday add_calendarday change_calendarday delete_calendarday"
        ),
        "core.export": "view_export",
        "core.housepolicy": "change_housepolicy",
        "core.importbatch": "view_importbatch",
    },
    SERVICE_DESK: {
        "core.calendarday": "view_calendarday",
    },
    ADMINISTRATORS: {
        "core.backuprun": "view_backuprun add_backuprun",
        "core.businesspolicy": "change_businesspolicy",
        "core.calendarday": (
            "view_calendarday add_calendarday change_calendarday delete_calendarday"
        ),
        "core.export": "view_export",
        "core.housepolicy": "change_housepolicy",
        "core.importbatch": "view_importbatch",
        "core.user": "view_user add_user change_user delete_user",
    },
}


def grant_rights(apps, schema_editor):
    grant_roles(apps, GRANTS)


def create_roles(apps, schema_editor):
    groups = apps.get_model("auth", "Group").objects
    for role in ROLES:
        groups.get_or_create(name=role)
        grant(apps, role, "wagtailadmin.admin.access_admin")


def write_policy(apps, schema_editor):
    apps.get_model("core", "HousePolicy").objects.get_or_create(pk=1)


class Migration(migrations.Migration):
    replaces = [  # how a house begun before the first release has them
        ("core", "0002_roles"),
        ("core", "0003_throttle"),
        ("core", "0004_imports"),
        ("core", "0005_page_stamp"),
        ("core", "0006_house_policy"),
        ("core", "0007_log_in_policy"),
        ("core", "0008_import_blocks"),
        ("core", "0009_forget_earlier_imports"),
        ("core", "0010_import_rights"),
        ("core", "0011_exports"),
        ("core", "0012_business_calendar"),
        ("core", "0013_calendar_rights"),
        ("core", "0014_evening_graces"),
        ("core", "0015_backups"),
        ("core", "0016_backup_rights"),
    ]
    dependencies = [
        ("core", "0001_tables"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
    ]
    operations = [
        migrations.RunPython(create_roles, migrations.RunPython.noop),
        migrations.RunPython(grant_rights, migrations.RunPython.noop),
        migrations.RunPython(write_policy, migrations.RunPython.noop),
    ]
