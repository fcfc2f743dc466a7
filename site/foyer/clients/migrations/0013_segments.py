"""Segments of clients, and who may share them with everybody (docs/roles.md)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from foyer.core.roles import ADMINISTRATORS, MANAGEMENT, MARKETING, grant


def grant_rights(apps, schema_editor):
    for role in (MANAGEMENT, MARKETING, ADMINISTRATORS):
        grant(apps, role, "clients.clientsegment.share_clientsegment")


class Migration(migrations.Migration):

    dependencies = [
        ('clients', '0012_visit_rights'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ClientSegment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('is_shared', models.BooleanField(default=False, help_text='Everybody finds the segment in their list, with the clients they may see.', verbose_name='for everybody')),
                ('query', models.TextField(verbose_name='narrowed down by')),
                ('created_at', models.DateTimeField(verbose_name='kept at')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='kept by')),
            ],
            options={
                'verbose_name': 'segment',
                'verbose_name_plural': 'segments',
                'ordering': ['name', 'pk'],
                'permissions': [('share_clientsegment', 'Can share segments of clients with everybody')],
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(fields=('owner', 'name'), name='clients_segment_name_once_for_each'), models.CheckConstraint(condition=models.Q(models.Q(('name', ''), _negated=True), models.Q(('query', ''), _negated=True)), name='clients_segment_means_something')],
            },
        ),
        migrations.RunPython(grant_rights, migrations.RunPython.noop),
    ]
