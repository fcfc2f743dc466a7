"""Who may make and revoke API tokens (docs/roles.md)."""

from django.db import migrations

from foyer.core.roles import ADMINISTRATORS, grant

RIGHTS = tuple(f"staff.apitoken.{act}_apitoken" for act in ("view", "add", "change"))


def grant_rights(apps, schema_editor):
    grant(apps, ADMINISTRATORS, *RIGHTS)


class Migration(migrations.Migration):
    dependencies = [("staff", "0002_api_tokens"), ("core", "0002_roles")]
    operations = [migrations.RunPython(grant_rights, migrations.RunPython.noop)]
