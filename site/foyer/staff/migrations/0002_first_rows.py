"""Who makes API tokens and webhooks, and who keeps the departments (docs/roles.md)."""

from django.db import migrations

from foyer.core.roles import MANAGEMENT, ADMINISTRATORS, grant_roles

GRANTS = {
    MANAGEMENT: {
        "staff.department": "view_department add_department change_department delete_department",
    },
    ADMINISTRATORS: {
        "staff.apitoken": "view_apitoken add_apitoken change_apitoken",
        "staff.department": "view_department add_department change_department delete_department",
        "staff.webhook": "view_webhook add_webhook change_webhook",
    },
}


def grant_rights(apps, schema_editor):
    grant_roles(apps, GRANTS)


class Migration(migrations.Migration):
    replaces = [  # how a house begun before the first release has them
        ("staff", "0002_api_tokens"),
        ("staff", "0003_api_token_rights"),
        ("staff", "0004_webhooks"),
        ("staff", "0005_webhook_rights"),
        ("staff", "0006_guest_arrived"),
        ("staff", "0007_departments"),
        ("staff", "0008_department_rights"),
    ]
    dependencies = [
        ("staff", "0001_tables"),
        ("core", "0002_first_rows"),
    ]
    operations = [
        migrations.RunPython(grant_rights, migrations.RunPython.noop),
    ]
