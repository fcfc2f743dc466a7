"""The letters, the contract and the terms of payment a new house starts with; who edits them (docs/roles.md)."""

from django.db import migrations

from foyer.bookings.first_texts import PAYMENT, TEXTS
from foyer.core.roles import ADMINISTRATORS, MANAGEMENT, MARKETING, VENUE_DESK, grant

TEXT = "bookings.lettertext"


def create_texts(apps, schema_editor):
    texts = apps.get_model("bookings", "LetterText").objects
    for language, letters in TEXTS.items():
        for occasion, (subject, body) in letters.items():
            texts.get_or_create(
                occasion=occasion, language=language, defaults={"subject": subject, "body": body}
            )


def write_terms(apps, schema_editor):
    policies = apps.get_model("bookings", "BookingPolicy").objects
    for field, terms in PAYMENT.items():
        policies.filter(**{field: ""}).update(**{field: terms})


def grant_rights(apps, schema_editor):
    for role in (MARKETING, ADMINISTRATORS):
        grant(apps, role, *(f"{TEXT}.{act}_lettertext" for act in ("view", "add", "change", "delete")))
    for role in (VENUE_DESK, MANAGEMENT):
        grant(apps, role, f"{TEXT}.view_lettertext")


class Migration(migrations.Migration):
    dependencies = [("bookings", "0006_letters"), ("core", "0002_roles")]
    operations = [
        migrations.RunPython(create_texts, migrations.RunPython.noop),
        migrations.RunPython(write_terms, migrations.RunPython.noop),
        migrations.RunPython(grant_rights, migrations.RunPython.noop),
    ]
