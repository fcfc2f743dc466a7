"""Who may register webhooks and see what was sent (docs/roles.md)."""

from django.db import migrations

from foyer.core.roles import ADMINISTRATORS, grant

RIGHTS = tuple(f"staff.webhook.{act}_webhook" for act in ("view", "add", "change"))


def grant_rights(apps, schema_editor):
    grant(apps, ADMINISTRATORS, *RIGHTS)


class Migration(migrations.Migration):
    dependencies = [("staff", "0004_webhooks"), ("core", "0002_roles")]
    operations = [migrations.RunPython(grant_rights, migrations.RunPython.noop)]
