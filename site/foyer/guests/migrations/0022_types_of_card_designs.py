"""A design that served one event type serves it still, among others perhaps."""

from django.db import migrations


def keep_types(apps, schema_editor):
    designs = apps.get_model("guests", "CardDesign").objects.using(schema_editor.connection.alias)
    for design in designs.exclude(event_type=None):
        design.event_types.add(design.event_type_id)


def keep_one(apps, schema_editor):
    designs = apps.get_model("guests", "CardDesign").objects.using(schema_editor.connection.alias)
    for design in designs.all():
        first = design.event_types.order_by("pk").first()
        designs.filter(pk=design.pk).update(event_type=first)


class Migration(migrations.Migration):
    dependencies = [("guests", "0021_latin_names_and_event_types")]
    operations = [migrations.RunPython(keep_types, keep_one)]
