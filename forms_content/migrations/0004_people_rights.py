"""Who may send forms to people, and see what came of it (docs/roles.md)."""

from django.db import migrations

from foyer.core.roles import (
    ACCOUNT_MANAGERS,
    ADMINISTRATORS,
    MANAGEMENT,
    MARKETING,
    SERVICE_DESK,
    grant,
)

VIEW = "forms_content.sending.view_sending"
POLICY = "forms_content.formpolicy.change_formpolicy"
SEND = "forms_content.sending.add_sending"


def grant_sending(apps, schema_editor):
    for role in (MANAGEMENT, MARKETING, ACCOUNT_MANAGERS, SERVICE_DESK, ADMINISTRATORS):
        grant(apps, role, VIEW)
    for role in (MARKETING, ACCOUNT_MANAGERS, ADMINISTRATORS):
        grant(apps, role, SEND)
    for role in (MANAGEMENT, MARKETING, ADMINISTRATORS):
        grant(apps, role, POLICY)


class Migration(migrations.Migration):
    dependencies = [("forms_content", "0003_people")]
    operations = [migrations.RunPython(grant_sending, migrations.RunPython.noop)]
