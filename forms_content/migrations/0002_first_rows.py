"""Who sends forms, reads and takes away answers, and sums events up (docs/roles.md)."""

from django.db import migrations

from foyer.core.roles import (
    MANAGEMENT,
    MARKETING,
    ACCOUNT_MANAGERS,
    SERVICE_DESK,
    ADMINISTRATORS,
    grant_roles,
)

GRANTS = {
    MANAGEMENT: {
        "forms_content.eventreach": "change_eventreach",
        "forms_content.eventsummary": "change_eventsummary sign_eventsummary",
        "forms_content.formpolicy": "change_formpolicy",
        "forms_content.sending": "view_sending",
        "forms_content.submission": (
            "view_submission delete_submission export_submission view_sensitive_submission"
        ),
    },
    MARKETING: {
        "forms_content.eventreach": "change_eventreach",
        "forms_content.eventsummary": "change_eventsummary",
        "forms_content.formpolicy": "change_formpolicy",
        "forms_content.sending": "view_sending add_sending",
        "forms_content.submission": "view_submission export_submission",
    },
    ACCOUNT_MANAGERS: {
        "forms_content.sending": "view_sending add_sending",
        "forms_content.submission": "view_submission",
    },
    SERVICE_DESK: {
        "forms_content.sending": "view_sending",
        "forms_content.submission": "view_submission export_submission view_sensitive_submission",
    },
    ADMINISTRATORS: {
        "forms_content.eventreach": "change_eventreach",
        "forms_content.eventsummary": "change_eventsummary sign_eventsummary",
        "forms_content.formpolicy": "change_formpolicy",
        "forms_content.sending": "view_sending add_sending",
        "forms_content.submission": (
            "view_submission delete_submission export_submission view_sensitive_submission"
        ),
    },
}


def grant_rights(apps, schema_editor):
    grant_roles(apps, GRANTS)


class Migration(migrations.Migration):
    replaces = [  # how a house begun before the first release has them
        ("forms_content", "0002_rights"),
        ("forms_content", "0003_people"),
        ("forms_content", "0004_people_rights"),
        ("forms_content", "0005_sending"),
        ("forms_content", "0006_results"),
        ("forms_content", "0007_results_data"),
        ("forms_content", "0008_proof_of_work"),
        ("forms_content", "0009_saved_by_link"),
        ("forms_content", "0010_event_summary"),
        ("forms_content", "0011_summary_rights"),
    ]
    dependencies = [
        ("forms_content", "0001_tables"),
        ("core", "0002_first_rows"),
    ]
    operations = [
        migrations.RunPython(grant_rights, migrations.RunPython.noop),
    ]
