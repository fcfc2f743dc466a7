"""Who may see, keep, invite and sign in guests (docs/roles.md)."""

from django.db import migrations

from foyer.core.roles import (
    ACCOUNT_MANAGERS,
    ADMINISTRATORS,
    MANAGEMENT,
    MARKETING,
    RECEPTION,
    VENUE_DESK,
    grant,
)


def rights(model, *acts):
    return [f"guests.{model}.{act}_{model}" for act in acts]


def grant_rights(apps, schema_editor):
    checkpoints = rights("checkpoint", "view", "add", "change", "delete")
    grant(
        apps,
        MANAGEMENT,
        *rights("guest", "view", "view_sensitive", "export"),
        *rights("signin", "view", "export"),
        *rights("checkpoint", "view"),
        *rights("invitationwording", "view"),
    )
    grant(
        apps,
        MARKETING,
        *rights("guest", "view", "add", "change", "delete", "invite", "import"),
        *rights("signin", "view"),
        *checkpoints,
        *rights("invitationwording", "view", "add", "change", "delete"),
    )
    grant(
        apps,
        ACCOUNT_MANAGERS,
        *rights(
            "guest", "view", "view_sensitive", "add", "change", "delete", "invite", "import", "export"
        ),
        *rights("signin", "view"),
        *rights("checkpoint", "view"),
    )
    grant(
        apps,
        RECEPTION,
        *rights("guest", "view", "change"),
        *rights("signin", "view", "add", "undo"),
        *checkpoints,
    )
    grant(apps, VENUE_DESK, *rights("guest", "view"))
    grant(
        apps,
        ADMINISTRATORS,
        *rights(
            "guest", "view", "view_sensitive", "add", "change", "delete", "invite", "import", "export"
        ),
        *rights("signin", "view", "add", "undo", "export"),
        *checkpoints,
        *rights("invitationwording", "view", "add", "change", "delete"),
    )


class Migration(migrations.Migration):
    dependencies = [("guests", "0002_wordings"), ("core", "0002_roles")]
    operations = [migrations.RunPython(grant_rights, migrations.RunPython.noop)]
