"""Who takes requests down, offers rooms, sees every booking and edits the letters (docs/roles.md); the policy,
the letters, the contract and the terms of payment a house begins with."""

from django.db import migrations

from foyer.bookings.first_texts import PAYMENT, TEXTS
from foyer.core.roles import (
    MANAGEMENT,
    MARKETING,
    ACCOUNT_MANAGERS,
    RECEPTION,
    SERVICE_DESK,
    VENUE_DESK,
    FINANCE,
    ADMINISTRATORS,
    grant_roles,
)

GRANTS = {
    MANAGEMENT: {
        "bookings.booking": (
            "view_booking add_booking change_booking export_booking offer_booking "
            "view_every_booking view_sensitive_booking"
        ),
        "bookings.bookingpolicy": "change_bookingpolicy",
        "bookings.lettertext": "view_lettertext",
    },
    MARKETING: {
        "bookings.booking": "view_booking view_every_booking",
        "bookings.lettertext": (
            "view_lettertext add_lettertext change_lettertext delete_lettertext"
        ),
    },
    ACCOUNT_MANAGERS: {
        "bookings.booking": "view_booking add_booking change_booking view_sensitive_booking",
    },
    RECEPTION: {
        "bookings.booking": "view_booking add_booking change_booking view_every_booking",
    },
    SERVICE_DESK: {
        "bookings.booking": (
            "view_booking add_booking change_booking view_every_booking view_sensitive_booking"
        ),
    },
    VENUE_DESK: {
        "bookings.booking": (
            "view_booking add_booking change_booking export_booking offer_booking "
            "view_every_booking view_sensitive_booking"
        ),
        "bookings.lettertext": "view_lettertext",
    },
    FINANCE: {
        "bookings.booking": (
            "view_booking export_booking view_every_booking view_sensitive_booking"
        ),
    },
    ADMINISTRATORS: {
        "bookings.booking": (
            "view_booking add_booking change_booking export_booking offer_booking "
            "view_every_booking view_sensitive_booking"
        ),
        "bookings.bookingpolicy": "change_bookingpolicy",
        "bookings.lettertext": (
            "view_lettertext add_lettertext change_lettertext delete_lettertext"
        ),
    },
}


def grant_rights(apps, schema_editor):
    grant_roles(apps, GRANTS)


def write_policy(apps, schema_editor):
    apps.get_model("bookings", "BookingPolicy").objects.get_or_create(pk=1, defaults=PAYMENT)


def write_texts(apps, schema_editor):
    texts = apps.get_model("bookings", "LetterText").objects
    for language, letters in TEXTS.items():
        for occasion, (subject, body) in letters.items():
            texts.get_or_create(
                occasion=occasion, language=language, defaults={"subject": subject, "body": body}
            )


class Migration(migrations.Migration):
    replaces = [  # how a house begun before the first release has them
        ("bookings", "0002_rights"),
        ("bookings", "0003_room_pages"),
        ("bookings", "0004_series"),
        ("bookings", "0005_calendar_feed"),
        ("bookings", "0006_letters"),
        ("bookings", "0007_first_texts"),
        ("bookings", "0008_settlement_letters"),
        ("bookings", "0009_settlement_texts"),
        ("bookings", "0010_letters_to_staff"),
    ]
    dependencies = [
        ("bookings", "0001_tables"),
        ("core", "0002_first_rows"),
    ]
    operations = [
        migrations.RunPython(grant_rights, migrations.RunPython.noop),
        migrations.RunPython(write_policy, migrations.RunPython.noop),
        migrations.RunPython(write_texts, migrations.RunPython.noop),
    ]
