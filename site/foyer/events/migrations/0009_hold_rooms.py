"""Events that are still to come take their rooms, as new ones do; of two that meet the first one does. (004-06)"""

from datetime import timedelta

from django.db import migrations
from django.utils import timezone


def hold_rooms(apps, schema_editor):
    Event, Occupation = apps.get_model("events", "Event"), apps.get_model("venues", "Occupation")
    coming = Event.objects.filter(
        occupation=None, room__isnull=False, status__in=("planned", "announced", "running")
    )
    for event in coming.filter(ends_at__gt=timezone.now()).select_related("room").order_by("starts_at", "pk"):
        from_at = event.starts_at - timedelta(minutes=event.room.setup_minutes)
        until_at = event.ends_at + timedelta(minutes=event.room.clearing_minutes)
        taken = Occupation.objects.filter(room=event.room, from_at__lt=until_at, until_at__gt=from_at)
        if taken.exists():
            continue
        event.occupation = Occupation.objects.create(
            room=event.room,
            purpose="event",
            title=event.title,
            starts_at=event.starts_at,
            ends_at=event.ends_at,
            from_at=from_at,
            until_at=until_at,
        )
        event.save(update_fields=["occupation"])


class Migration(migrations.Migration):
    dependencies = [("events", "0008_its_room")]
    operations = [migrations.RunPython(hold_rooms, migrations.RunPython.noop)]
