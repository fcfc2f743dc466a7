"""Who may see the registers, keep consents, read a dossier and erase a person (docs/roles.md); the policy's one row."""

from django.db import migrations

from foyer.core.roles import (
    MANAGEMENT,
    MARKETING,
    ACCOUNT_MANAGERS,
    RECEPTION,
    SERVICE_DESK,
    ADMINISTRATORS,
    grant_roles,
)

GRANTS = {
    MANAGEMENT: {
        "privacy.consent": "view_consent",
        "privacy.erasure": "view_erasure",
        "privacy.privacypolicy": "change_privacypolicy",
        "privacy.viewlogentry": "view_viewlogentry",
    },
    MARKETING: {
        "privacy.consent": "view_consent",
    },
    ACCOUNT_MANAGERS: {
        "privacy.consent": "view_consent add_consent withdraw_consent",
    },
    RECEPTION: {
        "privacy.consent": "view_consent withdraw_consent",
    },
    SERVICE_DESK: {
        "privacy.consent": "view_consent add_consent withdraw_consent",
    },
    ADMINISTRATORS: {
        "privacy.consent": "view_consent add_consent withdraw_consent",
        "privacy.erasure": "view_dossier view_erasure erase_person",
        "privacy.privacypolicy": "change_privacypolicy",
        "privacy.viewlogentry": "view_viewlogentry",
    },
}


def grant_rights(apps, schema_editor):
    grant_roles(apps, GRANTS)


def write_policy(apps, schema_editor):
    apps.get_model("privacy", "PrivacyPolicy").objects.get_or_create(pk=1)


class Migration(migrations.Migration):
    replaces = [  # how a house begun before the first release has them
        ("privacy", "0002_privacy_room"),
        ("privacy", "0003_rights"),
        ("privacy", "0004_no_indexes_for_like"),
    ]
    dependencies = [
        ("privacy", "0001_tables"),
        ("core", "0002_first_rows"),
    ]
    operations = [
        migrations.RunPython(grant_rights, migrations.RunPython.noop),
        migrations.RunPython(write_policy, migrations.RunPython.noop),
    ]
