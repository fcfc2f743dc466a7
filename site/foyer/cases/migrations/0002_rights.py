"""Who takes cases in, follows them, assigns them and sees every one (docs/roles.md)."""

from django.db import migrations

from foyer.core.roles import (
    ACCOUNT_MANAGERS,
    ADMINISTRATORS,
    MANAGEMENT,
    RECEPTION,
    SERVICE_DESK,
    grant,
)

TAKE_IN = ("cases.case.view_case", "cases.case.add_case")
FOLLOW = (*TAKE_IN, "cases.case.change_case", "cases.case.view_sensitive_case")
SUPERVISE = (*FOLLOW, "cases.case.view_every_case", "cases.case.assign_case")
POLICY = "cases.casepolicy.change_casepolicy"


def grant_rights(apps, schema_editor):
    grant(apps, RECEPTION, *TAKE_IN)
    grant(apps, ACCOUNT_MANAGERS, *FOLLOW)
    grant(apps, SERVICE_DESK, *SUPERVISE)
    grant(apps, MANAGEMENT, *SUPERVISE, POLICY)
    grant(apps, ADMINISTRATORS, *SUPERVISE, POLICY)


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial"), ("core", "0002_roles")]
    operations = [migrations.RunPython(grant_rights, migrations.RunPython.noop)]
