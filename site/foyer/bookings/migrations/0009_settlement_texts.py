"""The texts of statements, credit notes and reminders for houses that have letters already. (004-23)"""

import importlib

from django.db import migrations

create_texts = importlib.import_module("foyer.bookings.migrations.0007_first_texts").create_texts


class Migration(migrations.Migration):
    dependencies = [("bookings", "0008_settlement_letters")]
    operations = [migrations.RunPython(create_texts, migrations.RunPython.noop)]
