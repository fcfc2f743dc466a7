"""What a copy holds and what it left out are told apart; the register of views says what older ones hold."""

from django.db import migrations, models


def tell_apart(apps, schema_editor):
    Bag = apps.get_model("archive", "Bag")
    RecordView = apps.get_model("archive", "RecordView")
    for bag in Bag.objects.filter(is_ready=True):
        taken = RecordView.objects.filter(kind="export", by=bag.made_by_id, at=bag.made_at)
        bag.packed = sorted(set(taken.values_list("record_number", flat=True)))
        bag.left = [{"number": number, "why": "faulty"} for number in bag.chosen]
        bag.chosen = sorted({*bag.packed, *bag.chosen})
        bag.save(update_fields=["packed", "left", "chosen"])


class Migration(migrations.Migration):
    dependencies = [("archive", "0002_first_rows")]

    operations = [
        migrations.AddField(
            model_name="bag",
            name="packed",
            field=models.JSONField(default=list, editable=False),
        ),
        migrations.AddField(
            model_name="bag",
            name="left",
            field=models.JSONField(default=list, editable=False),
        ),
        migrations.RunPython(tell_apart, migrations.RunPython.noop, elidable=True),
    ]
