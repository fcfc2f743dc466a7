"""Who keeps papers in clients' files (docs/roles.md)."""

from django.db import migrations

from foyer.core.roles import ACCOUNT_MANAGERS, ADMINISTRATORS, FINANCE, MANAGEMENT, grant

RIGHT = "clients.clientdocument."
LOOK = (f"{RIGHT}view_clientdocument",)
WHOLE = tuple(f"{RIGHT}{act}_clientdocument" for act in ("view", "add", "change", "delete"))


def grant_rights(apps, schema_editor):
    for role in (MANAGEMENT, FINANCE):
        grant(apps, role, *LOOK)
    for role in (ACCOUNT_MANAGERS, ADMINISTRATORS):
        grant(apps, role, *WHOLE)


class Migration(migrations.Migration):
    dependencies = [("clients", "0017_documents"), ("core", "0002_roles")]
    operations = [migrations.RunPython(grant_rights, migrations.RunPython.noop)]
