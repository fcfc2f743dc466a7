"""Who keeps equipment, hires it out, checks it, and reports what does not work (docs/roles.md)."""

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

REGISTER = ("equipmentkind", "equipmentitem", "equipmenthire")
UPKEEP = ("equipmentfault", "equipmentcheck", "maintenance")


def rights(act, *models):
    return [f"venues.{model}.{act}_{model}" for model in models]


SEE_ALL = rights("view", *REGISTER, *UPKEEP)
KEEP = [
    *SEE_ALL,
    *(right for act in ("add", "change", "delete") for right in rights(act, *REGISTER)),
    *rights("add", *UPKEEP),
    *rights("change", "equipmentfault"),
    *rights("export", "equipmentfault"),
]


def grant_rights(apps, schema_editor):
    for role in (MARKETING, ACCOUNT_MANAGERS):
        grant(apps, role, *rights("view", *REGISTER))
    seen = rights("view", *REGISTER, "equipmentfault", "equipmentcheck")
    grant(apps, RECEPTION, *seen, *rights("add", "equipmentfault", "equipmentcheck"))
    grant(apps, MANAGEMENT, *SEE_ALL, *rights("export", "equipmentfault"))
    grant(apps, VENUE_DESK, *KEEP)
    grant(apps, ADMINISTRATORS, *KEEP)


class Migration(migrations.Migration):
    dependencies = [("venues", "0005_equipment"), ("core", "0002_roles")]
    operations = [migrations.RunPython(grant_rights, migrations.RunPython.noop)]
