"""Who sums events up, and who signs (docs/roles.md)."""

from django.db import migrations

from foyer.core.roles import ADMINISTRATORS, MANAGEMENT, MARKETING, grant

WRITE = "forms_content.eventsummary.change_eventsummary"
SIGN = "forms_content.eventsummary.sign_eventsummary"


def grant_summaries(apps, schema_editor):
    for role in (MANAGEMENT, MARKETING, ADMINISTRATORS):
        grant(apps, role, WRITE)
    for role in (MANAGEMENT, ADMINISTRATORS):
        grant(apps, role, SIGN)


class Migration(migrations.Migration):
    dependencies = [("forms_content", "0010_event_summary")]
    operations = [migrations.RunPython(grant_summaries, migrations.RunPython.noop)]
