"""What is known of answers given before: their event, which personal questions they hold; and new rights."""

import json

from django.db import migrations

from foyer.core.roles import ADMINISTRATORS, MANAGEMENT, MARKETING, SERVICE_DESK, grant

EXPORT = "forms_content.submission.export_submission"
DELETE = "forms_content.submission.delete_submission"
REACH = "forms_content.eventreach.change_eventreach"
STEP = 500


def complete_answers(apps, schema_editor):
    submissions = apps.get_model("forms_content", "Submission").objects
    for page in apps.get_model("forms_content", "FormPage").objects.exclude(event=None):
        submissions.filter(page=page, event=None).update(event=page.event_id)
    changed = []
    for kept in submissions.only("sealed_answers").iterator(STEP):
        if not kept.sealed_answers:
            continue
        kept.sealed_keys = dict.fromkeys(json.loads(kept.sealed_answers), True)
        changed.append(kept)
        if len(changed) == STEP:
            submissions.bulk_update(changed, ["sealed_keys"])
            changed.clear()
    submissions.bulk_update(changed, ["sealed_keys"])


def grant_results(apps, schema_editor):
    for role in (MANAGEMENT, MARKETING, SERVICE_DESK, ADMINISTRATORS):
        grant(apps, role, EXPORT)
    for role in (MANAGEMENT, ADMINISTRATORS):
        grant(apps, role, DELETE)
    for role in (MANAGEMENT, MARKETING, ADMINISTRATORS):
        grant(apps, role, REACH)


class Migration(migrations.Migration):
    dependencies = [("forms_content", "0006_results"), ("core", "0002_roles")]
    operations = [
        migrations.RunPython(complete_answers, migrations.RunPython.noop),
        migrations.RunPython(grant_results, migrations.RunPython.noop),
    ]
