"""Who may read answers to forms (docs/roles.md)."""

from django.db import migrations

from foyer.core.roles import (
    ACCOUNT_MANAGERS,
    ADMINISTRATORS,
    MANAGEMENT,
    MARKETING,
    SERVICE_DESK,
    grant,
)

READ = "forms_content.submission.view_submission"
SENSITIVE = "forms_content.submission.view_sensitive_submission"


def grant_answers(apps, schema_editor):
    for role in (MANAGEMENT, MARKETING, ACCOUNT_MANAGERS, SERVICE_DESK, ADMINISTRATORS):
        grant(apps, role, READ)
    for role in (MANAGEMENT, SERVICE_DESK, ADMINISTRATORS):
        grant(apps, role, SENSITIVE)


class Migration(migrations.Migration):
    dependencies = [("forms_content", "0001_initial"), ("core", "0002_roles")]
    operations = [migrations.RunPython(grant_answers, migrations.RunPython.noop)]
