"""Who takes cases in, follows them, assigns them and sees every one (docs/roles.md)."""

from django.db import migrations

from foyer.core.roles import (
    MANAGEMENT,
    ACCOUNT_MANAGERS,
    RECEPTION,
    SERVICE_DESK,
    ADMINISTRATORS,
    grant_roles,
)

GRANTS = {
    MANAGEMENT: {
        "cases.case": (
            "view_case add_case change_case assign_case export_case view_every_case "
            "view_sensitive_case"
        ),
        "cases.casepolicy": "change_casepolicy",
        "cases.replytext": "view_replytext add_replytext change_replytext delete_replytext",
    },
    ACCOUNT_MANAGERS: {
        "cases.case": "view_case add_case change_case view_sensitive_case",
    },
    RECEPTION: {
        "cases.case": "view_case add_case",
    },
    SERVICE_DESK: {
        "cases.case": (
            "view_case add_case change_case assign_case export_case view_every_case "
            "view_sensitive_case"
        ),
        "cases.replytext": "view_replytext add_replytext change_replytext delete_replytext",
    },
    ADMINISTRATORS: {
        "cases.case": (
            "view_case add_case change_case assign_case export_case view_every_case "
            "view_sensitive_case"
        ),
        "cases.casepolicy": "change_casepolicy",
        "cases.replytext": "view_replytext add_replytext change_replytext delete_replytext",
    },
}


def grant_rights(apps, schema_editor):
    grant_roles(apps, GRANTS)


class Migration(migrations.Migration):
    replaces = [  # how a house begun before the first release has them
        ("cases", "0002_rights"),
        ("cases", "0003_prevention"),
        ("cases", "0004_evidence"),
        ("cases", "0005_reports_replies_merges"),
        ("cases", "0006_due_at_kept"),
        ("cases", "0007_news_to_staff"),
    ]
    dependencies = [
        ("cases", "0001_tables"),
        ("core", "0002_first_rows"),
    ]
    operations = [
        migrations.RunPython(grant_rights, migrations.RunPython.noop),
    ]
