"""Who may see and keep clients and contacts (docs/roles.md)."""

from django.db import migrations

from foyer.core.roles import (
    ACCOUNT_MANAGERS,
    ADMINISTRATORS,
    FINANCE,
    MANAGEMENT,
    MARKETING,
    SERVICE_DESK,
    grant,
)

CLIENT, CONTACT = "clients.client.", "clients.contact."
KEEP_CLIENTS = tuple(f"{CLIENT}{act}_client" for act in ("view", "add", "change", "delete"))
KEEP_CONTACTS = tuple(f"{CONTACT}{act}_contact" for act in ("view", "add", "change", "delete"))
SEE = (f"{CLIENT}view_client", f"{CONTACT}view_contact")
SENSITIVE = f"{CONTACT}view_sensitive_contact"
EXPORT = (f"{CLIENT}export_client", f"{CONTACT}export_contact")


def grant_rights(apps, schema_editor):
    grant(apps, MANAGEMENT, *SEE, SENSITIVE, *EXPORT)
    grant(apps, MARKETING, *SEE)
    grant(apps, ACCOUNT_MANAGERS, *KEEP_CLIENTS, *KEEP_CONTACTS, SENSITIVE)
    grant(apps, SERVICE_DESK, *SEE, SENSITIVE)
    grant(apps, FINANCE, f"{CLIENT}view_client")
    grant(apps, ADMINISTRATORS, *KEEP_CLIENTS, *KEEP_CONTACTS, SENSITIVE, *EXPORT)


class Migration(migrations.Migration):
    dependencies = [("clients", "0001_initial"), ("core", "0002_roles")]
    operations = [migrations.RunPython(grant_rights, migrations.RunPython.noop)]
