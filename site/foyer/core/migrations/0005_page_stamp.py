"""The row by which every process learns that pages changed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0004_imports")]
    operations = [
        migrations.CreateModel(
            name="PageStamp",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("moves", models.PositiveBigIntegerField(default=0)),
            ],
        ),
    ]
