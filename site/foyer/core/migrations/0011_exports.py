"""The register of exports, what each person chose the last time, and who may see the register (docs/roles.md)."""


import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from foyer.core.roles import ADMINISTRATORS, MANAGEMENT, grant


def grant_rights(apps, schema_editor):
    for role in (MANAGEMENT, ADMINISTRATORS):
        grant(apps, role, "core.export.view_export")


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0010_import_rights'),
    ]

    operations = [
        migrations.CreateModel(
            name='Export',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('target', models.CharField(max_length=60, verbose_name='kind of list')),
                ('at', models.DateTimeField(verbose_name='exported at')),
                ('purpose', models.CharField(max_length=300, verbose_name='purpose')),
                ('narrowed', models.TextField(blank=True, verbose_name='narrowed down by')),
                ('columns', models.JSONField(default=list, verbose_name='columns')),
                ('language', models.CharField(max_length=10, verbose_name='language of the headers')),
                ('kind', models.CharField(choices=[('xlsx', 'Excel workbook (.xlsx)'), ('csv', 'CSV file'), ('vcf', 'Address cards (vCard 4)')], max_length=4, verbose_name='file')),
                ('rows', models.PositiveIntegerField(default=0, verbose_name='rows')),
                ('status', models.CharField(choices=[('sent', 'Sent at once'), ('making', 'Being made'), ('ready', 'Ready to be fetched'), ('over', 'Deleted after its time'), ('failed', 'Given up')], default='sent', max_length=6, verbose_name='status')),
                ('keys', models.JSONField(default=list, editable=False)),
                ('file', models.CharField(blank=True, editable=False, max_length=200, verbose_name='stored as')),
                ('expires_at', models.DateTimeField(null=True, verbose_name='kept until')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='exported by')),
                ('job', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='core.job', verbose_name='job')),
            ],
            options={
                'verbose_name': 'export',
                'verbose_name_plural': 'exports',
                'ordering': ['-at', '-pk'],
                'indexes': [models.Index(fields=['-at', '-id'], name='core_exports_latest'), models.Index(fields=['by', 'status'], name='core_exports_of_person')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['xlsx', 'csv', 'vcf']), ('status__in', ['sent', 'making', 'ready', 'over', 'failed'])), name='core_export_choices_known'), models.CheckConstraint(condition=models.Q(('purpose', ''), _negated=True), name='core_export_has_purpose')],
            },
        ),
        migrations.CreateModel(
            name='ExportChoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('target', models.CharField(max_length=60)),
                ('columns', models.JSONField(default=list)),
                ('language', models.CharField(max_length=10)),
                ('kind', models.CharField(max_length=4)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('user', 'target'), name='core_one_export_choice_per_list')],
            },
        ),
        migrations.RunPython(grant_rights, migrations.RunPython.noop),
    ]
