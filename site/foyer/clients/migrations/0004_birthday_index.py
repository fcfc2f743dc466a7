"""Birthdays that are kept already can be found by their day."""

from django.db import migrations

from foyer.privacy.identifiers import blind_index


def index_birthdays(apps, schema_editor):
    contacts = apps.get_model("clients", "Contact").objects
    for contact in contacts.filter(birthday__isnull=False).only("birthday").iterator():
        day = blind_index(f"{contact.birthday:%m-%d}", kind="month_day")
        contacts.filter(pk=contact.pk).update(birthday_index=day)


class Migration(migrations.Migration):
    dependencies = [("clients", "0003_client_file")]
    operations = [migrations.RunPython(index_birthdays, migrations.RunPython.noop)]
