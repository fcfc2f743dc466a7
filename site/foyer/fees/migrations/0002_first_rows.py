"""Who drafts and who approves fees (docs/roles.md), and the workflow by which they are approved. (004-21)"""

from django.db import migrations

from foyer.core.roles import (
    MANAGEMENT,
    MARKETING,
    ACCOUNT_MANAGERS,
    VENUE_DESK,
    FINANCE,
    ADMINISTRATORS,
    grant_roles,
)

APPROVAL = "Fee approval"  # a key: on screen it is read in each reader's language
GRANTS = {
    MANAGEMENT: {
        "fees.feeschedule": "view_feeschedule publish_feeschedule",
    },
    MARKETING: {
        "fees.feeschedule": "view_feeschedule",
    },
    ACCOUNT_MANAGERS: {
        "fees.feeschedule": "view_feeschedule",
    },
    VENUE_DESK: {
        "fees.feeschedule": "view_feeschedule",
    },
    FINANCE: {
        "fees.feeschedule": (
            "view_feeschedule add_feeschedule change_feeschedule delete_feeschedule"
        ),
    },
    ADMINISTRATORS: {
        "fees.feeschedule": (
            "view_feeschedule add_feeschedule change_feeschedule delete_feeschedule"
        ),
    },
}


def grant_rights(apps, schema_editor):
    grant_roles(apps, GRANTS)


def content_type(apps, app, model):
    types = apps.get_model("contenttypes", "ContentType").objects
    return types.get_or_create(app_label=app, model=model)[0]


def create_approval(apps, schema_editor):
    """Management approves; the task is theirs alone."""
    task = apps.get_model("wagtailcore", "GroupApprovalTask").objects.create(
        name=APPROVAL,
        active=True,
        content_type=content_type(apps, "wagtailcore", "groupapprovaltask"),
    )
    task.groups.add(apps.get_model("auth", "Group").objects.get(name=MANAGEMENT))
    workflow = apps.get_model("wagtailcore", "Workflow").objects.create(name=APPROVAL, active=True)
    apps.get_model("wagtailcore", "WorkflowTask").objects.create(
        workflow=workflow, task_id=task.pk, sort_order=0
    )
    apps.get_model("wagtailcore", "WorkflowContentType").objects.create(
        workflow=workflow, content_type=content_type(apps, "fees", "feeschedule")
    )


class Migration(migrations.Migration):
    replaces = [  # how a house begun before the first release has them
        ("fees", "0002_rights_and_approval"),
    ]
    dependencies = [
        ("fees", "0001_tables"),
        ("core", "0002_first_rows"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailcore", "0098_apitoken"),
    ]
    operations = [
        migrations.RunPython(grant_rights, migrations.RunPython.noop),
        migrations.RunPython(create_approval, migrations.RunPython.noop),
    ]
