"""Who may see the registers, keep consents, read a dossier and erase a person (docs/roles.md)."""

from django.db import migrations

from foyer.core.roles import (
    ACCOUNT_MANAGERS,
    ADMINISTRATORS,
    MANAGEMENT,
    MARKETING,
    RECEPTION,
    SERVICE_DESK,
    grant,
)

CONSENT = "privacy.consent."
VIEW, ADD, WITHDRAW = (f"{CONSENT}{act}_consent" for act in ("view", "add", "withdraw"))
REGISTERS = ("privacy.viewlogentry.view_viewlogentry", "privacy.erasure.view_erasure")
POLICY = "privacy.privacypolicy.change_privacypolicy"


def grant_rights(apps, schema_editor):
    grant(apps, MANAGEMENT, VIEW, *REGISTERS, POLICY)
    grant(apps, MARKETING, VIEW)
    grant(apps, ACCOUNT_MANAGERS, VIEW, ADD, WITHDRAW)
    grant(apps, RECEPTION, VIEW, WITHDRAW)
    grant(apps, SERVICE_DESK, VIEW, ADD, WITHDRAW)
    grant(
        apps,
        ADMINISTRATORS,
        VIEW,
        ADD,
        WITHDRAW,
        *REGISTERS,
        POLICY,
        "privacy.erasure.view_dossier",
        "privacy.erasure.erase_person",
    )


def write_policy(apps, schema_editor):
    apps.get_model("privacy", "PrivacyPolicy").objects.get_or_create(pk=1)


class Migration(migrations.Migration):
    dependencies = [("privacy", "0002_privacy_room"), ("core", "0002_roles")]
    operations = [
        migrations.RunPython(grant_rights, migrations.RunPython.noop),
        migrations.RunPython(write_policy, migrations.RunPython.noop),
    ]
