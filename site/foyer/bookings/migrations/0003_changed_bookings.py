"""What stands of a booking while a change of it is looked at, its letters; rooms kept for nobody are freed."""

from django.db import migrations, models

from foyer.bookings.first_texts import TEXTS

_NEW = ("moved", "stands")


def write_texts(apps, schema_editor):
    texts = apps.get_model("bookings", "LetterText").objects
    for language, letters in TEXTS.items():
        for occasion in _NEW:
            subject, body = letters[occasion]
            texts.get_or_create(
                occasion=occasion, language=language, defaults={"subject": subject, "body": body}
            )


def free_rooms(apps, schema_editor):
    """A changed booking that was turned down kept its room: nobody could give it back."""
    over = apps.get_model("bookings", "Booking").objects.filter(
        status__in=("rejected", "declined", "cancelled"), occupation__isnull=False
    )
    kept = list(over.values_list("occupation", flat=True))
    over.update(occupation=None)
    apps.get_model("venues", "Occupation").objects.filter(pk__in=kept).delete()



class Migration(migrations.Migration):

    dependencies = [
        ('bookings', '0002_first_rows'),
        ('venues', '0002_first_rows'),
    ]

    operations = [
        migrations.AddField(
            model_name='booking',
            name='standing',
            field=models.JSONField(editable=False, null=True),
        ),
        migrations.AlterField(
            model_name='bookingletter',
            name='occasion',
            field=models.CharField(choices=[('received', 'Request received'), ('offer', 'Confirmation letter'), ('reminder', 'Reminder before the deadline'), ('confirmed', 'Booking confirmed'), ('contract', 'Contract to sign'), ('changed', 'Change of a booking'), ('moved', 'The house changed a booking'), ('stands', 'What was agreed stands'), ('lapsed', 'Offer lapsed'), ('rejected', 'Request turned down'), ('cancelled', 'Booking cancelled'), ('message', 'Message from the house'), ('statement', 'Statement'), ('credit', 'Credit note'), ('overdue', 'Reminder of an overdue statement'), ('asked', 'To the house: a room was asked for'), ('wrote', 'To the house: the client wrote'), ('left', 'To the house: a booking ended, its event stays')], max_length=10, verbose_name='occasion'),
        ),
        migrations.AlterField(
            model_name='lettertext',
            name='occasion',
            field=models.CharField(choices=[('received', 'Request received'), ('offer', 'Confirmation letter'), ('reminder', 'Reminder before the deadline'), ('confirmed', 'Booking confirmed'), ('contract', 'Contract to sign'), ('changed', 'Change of a booking'), ('moved', 'The house changed a booking'), ('stands', 'What was agreed stands'), ('lapsed', 'Offer lapsed'), ('rejected', 'Request turned down'), ('cancelled', 'Booking cancelled'), ('message', 'Message from the house'), ('statement', 'Statement'), ('credit', 'Credit note'), ('overdue', 'Reminder of an overdue statement'), ('terms', 'Text of the contract')], max_length=10, verbose_name='occasion'),
        ),
        migrations.RunPython(write_texts, migrations.RunPython.noop),
        migrations.RunPython(free_rooms, migrations.RunPython.noop),
    ]
