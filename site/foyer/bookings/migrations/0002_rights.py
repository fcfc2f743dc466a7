"""Who takes requests down, who offers rooms, who sees every booking (docs/roles.md)."""

from django.db import migrations

from foyer.core.roles import (
    ACCOUNT_MANAGERS,
    ADMINISTRATORS,
    FINANCE,
    MANAGEMENT,
    MARKETING,
    RECEPTION,
    SERVICE_DESK,
    VENUE_DESK,
    grant,
)

READ = ("bookings.booking.view_booking",)
TAKE_DOWN = (*READ, "bookings.booking.add_booking", "bookings.booking.change_booking")
EVERY = "bookings.booking.view_every_booking"
SENSITIVE = "bookings.booking.view_sensitive_booking"
OFFER = (*TAKE_DOWN, EVERY, SENSITIVE, "bookings.booking.offer_booking")
EXPORT = "bookings.booking.export_booking"
POLICY = "bookings.bookingpolicy.change_bookingpolicy"


def grant_rights(apps, schema_editor):
    grant(apps, MARKETING, *READ, EVERY)
    grant(apps, RECEPTION, *TAKE_DOWN, EVERY)
    grant(apps, SERVICE_DESK, *TAKE_DOWN, EVERY, SENSITIVE)
    grant(apps, ACCOUNT_MANAGERS, *TAKE_DOWN, SENSITIVE)
    grant(apps, FINANCE, *READ, EVERY, SENSITIVE, EXPORT)
    grant(apps, VENUE_DESK, *OFFER, EXPORT)
    grant(apps, MANAGEMENT, *OFFER, EXPORT, POLICY)
    grant(apps, ADMINISTRATORS, *OFFER, EXPORT, POLICY)


def keep_policy(apps, schema_editor):
    apps.get_model("bookings", "BookingPolicy").objects.get_or_create()


class Migration(migrations.Migration):
    dependencies = [("bookings", "0001_initial"), ("core", "0002_roles")]
    operations = [
        migrations.RunPython(grant_rights, migrations.RunPython.noop),
        migrations.RunPython(keep_policy, migrations.RunPython.noop),
    ]
