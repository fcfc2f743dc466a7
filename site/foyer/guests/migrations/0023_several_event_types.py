from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("guests", "0022_types_of_card_designs")]
    operations = [migrations.RemoveField(model_name="carddesign", name="event_type")]
