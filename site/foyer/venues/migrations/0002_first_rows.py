"""Who keeps venues, rooms, closures and equipment (docs/roles.md)."""

from django.db import migrations

from foyer.core.roles import (
    MANAGEMENT,
    MARKETING,
    ACCOUNT_MANAGERS,
    RECEPTION,
    SERVICE_DESK,
    VENUE_DESK,
    FINANCE,
    ARCHIVIST,
    ADMINISTRATORS,
    grant_roles,
)

GRANTS = {
    MANAGEMENT: {
        "venues.closure": "view_closure add_closure change_closure delete_closure",
        "venues.equipmentcheck": "view_equipmentcheck",
        "venues.equipmentfault": "view_equipmentfault export_equipmentfault",
        "venues.equipmenthire": "view_equipmenthire",
        "venues.equipmentitem": "view_equipmentitem",
        "venues.equipmentkind": "view_equipmentkind",
        "venues.maintenance": "view_maintenance",
        "venues.room": "view_room",
        "venues.venue": "view_venue",
    },
    MARKETING: {
        "venues.closure": "view_closure",
        "venues.equipmenthire": "view_equipmenthire",
        "venues.equipmentitem": "view_equipmentitem",
        "venues.equipmentkind": "view_equipmentkind",
        "venues.room": "view_room add_room change_room",
        "venues.venue": "view_venue add_venue change_venue",
    },
    ACCOUNT_MANAGERS: {
        "venues.equipmenthire": "view_equipmenthire",
        "venues.equipmentitem": "view_equipmentitem",
        "venues.equipmentkind": "view_equipmentkind",
        "venues.room": "view_room",
        "venues.venue": "view_venue",
    },
    RECEPTION: {
        "venues.closure": "view_closure",
        "venues.equipmentcheck": "view_equipmentcheck add_equipmentcheck",
        "venues.equipmentfault": "view_equipmentfault add_equipmentfault",
        "venues.equipmenthire": "view_equipmenthire",
        "venues.equipmentitem": "view_equipmentitem",
        "venues.equipmentkind": "view_equipmentkind",
        "venues.room": "view_room",
        "venues.venue": "view_venue",
    },
    SERVICE_DESK: {
        "venues.room": "view_room",
        "venues.venue": "view_venue",
    },
    VENUE_DESK: {
        "venues.closure": "view_closure add_closure change_closure delete_closure",
        "venues.equipmentcheck": "view_equipmentcheck add_equipmentcheck",
        "venues.equipmentfault": (
            "view_equipmentfault add_equipmentfault change_equipmentfault export_equipmentfault"
        ),
        "venues.equipmenthire": (
            "view_equipmenthire add_equipmenthire change_equipmenthire delete_equipmenthire"
        ),
        "venues.equipmentitem": (
            "view_equipmentitem add_equipmentitem change_equipmentitem delete_equipmentitem"
        ),
        "venues.equipmentkind": (
            "view_equipmentkind add_equipmentkind change_equipmentkind delete_equipmentkind"
        ),
        "venues.maintenance": "view_maintenance add_maintenance",
        "venues.room": "view_room add_room change_room delete_room",
        "venues.venue": "view_venue add_venue change_venue delete_venue",
    },
    FINANCE: {
        "venues.room": "view_room",
        "venues.venue": "view_venue",
    },
    ARCHIVIST: {
        "venues.room": "view_room",
        "venues.venue": "view_venue",
    },
    ADMINISTRATORS: {
        "venues.closure": "view_closure add_closure change_closure delete_closure",
        "venues.equipmentcheck": "view_equipmentcheck add_equipmentcheck",
        "venues.equipmentfault": (
            "view_equipmentfault add_equipmentfault change_equipmentfault export_equipmentfault"
        ),
        "venues.equipmenthire": (
            "view_equipmenthire add_equipmenthire change_equipmenthire delete_equipmenthire"
        ),
        "venues.equipmentitem": (
            "view_equipmentitem add_equipmentitem change_equipmentitem delete_equipmentitem"
        ),
        "venues.equipmentkind": (
            "view_equipmentkind add_equipmentkind change_equipmentkind delete_equipmentkind"
        ),
        "venues.maintenance": "view_maintenance add_maintenance",
        "venues.room": "view_room add_room change_room delete_room",
        "venues.venue": "view_venue add_venue change_venue delete_venue",
    },
}


def grant_rights(apps, schema_editor):
    grant_roles(apps, GRANTS)


class Migration(migrations.Migration):
    replaces = [  # how a house begun before the first release has them
        ("venues", "0002_rights"),
        ("venues", "0003_rooms_and_their_times"),
        ("venues", "0004_closure_rights"),
        ("venues", "0005_equipment"),
        ("venues", "0006_equipment_rights"),
        ("venues", "0007_returns_in_parts"),
    ]
    dependencies = [
        ("venues", "0001_tables"),
        ("core", "0002_first_rows"),
    ]
    operations = [
        migrations.RunPython(grant_rights, migrations.RunPython.noop),
    ]
