"""Rows and journals were kept one by one before; what is left of them can be neither shown nor undone."""

from typing import Any

from django.core.files.storage import storages
from django.db import migrations
from django.db.models import F


def forget(apps: Any, schema_editor: Any) -> None:
    """Leave of earlier imports what the register shows."""
    apps.get_model("core", "ImportRow").objects.all().delete()
    apps.get_model("core", "ImportJournal").objects.all().delete()
    batches = apps.get_model("core", "ImportBatch").objects
    for name in batches.exclude(file="").values_list("file", flat=True):
        storages["private"].delete(name)
    batches.filter(purged_at=None).update(purged_at=F("created_at"), file="")


class Migration(migrations.Migration):
    dependencies = [("core", "0008_import_blocks")]
    operations = [migrations.RunPython(forget, migrations.RunPython.noop, elidable=True)]
