"""The letters a new house starts with, in three languages. (000-07)"""

from django.db import migrations

from foyer.guests.first_wordings import BY_EVENT_TYPE, GENERAL


def create_wordings(apps, schema_editor):
    wordings = apps.get_model("guests", "InvitationWording").objects
    types = apps.get_model("events", "EventType").objects
    kinds = [(None, GENERAL)]
    kinds += [(types.filter(code=code).first(), letters) for code, letters in BY_EVENT_TYPE.items()]
    for number, (kind, letters) in enumerate(kinds):
        if number and kind is None:
            continue  # the house has no such kind of event: the general letter serves
        for language, (subject, body) in letters.items():
            wordings.get_or_create(
                event_type=kind, language=language, defaults={"subject": subject, "body": body}
            )


class Migration(migrations.Migration):
    dependencies = [
        ("guests", "0001_initial"),
        ("events", "0002_first_pages"),
    ]
    operations = [migrations.RunPython(create_wordings, migrations.RunPython.noop)]
