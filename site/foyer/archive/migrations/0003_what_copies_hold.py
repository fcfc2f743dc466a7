"""What copies hold and what they left out are told apart; a day before 1900 is no day of papers.

The register of views says what older copies hold. A year typed with two digits is taken for one of this
century, any other for a slip: such a record counts from the day it was filed, and is reckoned anew.
"""

from datetime import date

from django.db import migrations, models
from django.utils import timezone

import foyer.archive.days

EARLIEST = date(1900, 1, 1)


def tell_apart(apps, schema_editor):
    Bag = apps.get_model("archive", "Bag")
    RecordView = apps.get_model("archive", "RecordView")
    for bag in Bag.objects.filter(is_ready=True):
        taken = RecordView.objects.filter(kind="export", by=bag.made_by_id, at=bag.made_at)
        bag.packed = sorted(set(taken.values_list("record_number", flat=True)))
        bag.left = [{"number": number, "why": "faulty"} for number in bag.chosen]
        bag.chosen = sorted({*bag.packed, *bag.chosen})
        bag.safe_at = None if bag.file else bag.fetched_at
        bag.save(update_fields=["packed", "left", "chosen", "safe_at"])


def mend_days(apps, schema_editor):
    ArchiveRecord = apps.get_model("archive", "ArchiveRecord")
    for name in ("dated_on", "ended_on"):
        for record in ArchiveRecord.objects.filter(**{f"{name}__lt": EARLIEST}):
            day = getattr(record, name)
            meant = timezone.localdate(record.filed_at)
            if day.year < 100:  # noqa: PLR2004  two digits
                leap = day.month == 2 and day.day == 29  # noqa: PLR2004
                meant = day.replace(year=2000 + day.year, day=28 if leap else day.day)
            days = {name: meant, "due_on": record.kept_on_until}
            ArchiveRecord.objects.filter(pk=record.pk).update(**days)


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
        migrations.AddField(
            model_name="bag",
            name="safe_at",
            field=models.DateTimeField(
                editable=False, null=True, verbose_name="said to be safe at"
            ),
        ),
        migrations.AlterField(
            model_name="recordview",
            name="kind",
            field=models.CharField(
                choices=[
                    ("page", "Looked at a page"),
                    ("text", "Read the words"),
                    ("download", "Downloaded"),
                    ("print", "Printed"),
                    ("export", "Took away in a bag"),
                    ("found", "Found words in it"),
                ],
                max_length=10,
                verbose_name="what",
            ),
        ),
        migrations.RunPython(tell_apart, migrations.RunPython.noop, elidable=True),
        migrations.RunPython(mend_days, migrations.RunPython.noop, elidable=True),
        migrations.AlterField(
            model_name="archiverecord",
            name="dated_on",
            field=models.DateField(
                help_text="The day the papers are from.",
                validators=[foyer.archive.days.validate_day],
                verbose_name="date",
            ),
        ),
        migrations.AlterField(
            model_name="archiverecord",
            name="ended_on",
            field=models.DateField(
                blank=True,
                help_text="Where the class counts from the end of the matter: the day it ended.",
                null=True,
                validators=[foyer.archive.days.validate_day],
                verbose_name="matter ended on",
            ),
        ),
        migrations.AddConstraint(
            model_name="archiverecord",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("dated_on__gte", EARLIEST),
                    models.Q(("ended_on__isnull", True), ("ended_on__gte", EARLIEST), _connector="OR"),
                ),
                name="archive_days_somebody_can_mean",
            ),
        ),
    ]
