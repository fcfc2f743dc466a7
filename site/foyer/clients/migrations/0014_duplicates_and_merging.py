"""Names and numbers in the form in which they are compared; what is not the same, and what was merged."""

from itertools import batched

import django.db.models.deletion
import foyer.clients.company_names
import foyer.privacy.fields
from django.conf import settings
from django.db import migrations, models

BATCH = 500


def fill_folded(apps, schema_editor):
    for model, columns in (("Client", ("folded_name", "folded_number")), ("Contact", ("folded_name",))):
        records = apps.get_model("clients", model)
        fields = [records._meta.get_field(column) for column in columns]
        kept = records.objects.only("pk", *(field.of[0] for field in fields)).order_by("pk")
        for some in batched(kept.iterator(chunk_size=BATCH), BATCH, strict=False):
            for record in some:
                for field in fields:
                    field.pre_save(record, add=False)
            records.objects.bulk_update(some, columns)


class Migration(migrations.Migration):

    dependencies = [
        ('clients', '0013_segments'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='DistinctClients',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('said_at', models.DateTimeField(verbose_name='said at')),
            ],
            options={
                'verbose_name': 'clients that are not the same',
                'verbose_name_plural': 'clients that are not the same',
                'abstract': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='DistinctContacts',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('said_at', models.DateTimeField(verbose_name='said at')),
            ],
            options={
                'verbose_name': 'contacts that are not the same',
                'verbose_name_plural': 'contacts that are not the same',
                'abstract': False,
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Merge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('gone', models.PositiveBigIntegerField(verbose_name='number of the record that is gone')),
                ('journal', foyer.privacy.fields.SealedTextField(blank=True, default='', verbose_name='what is needed to undo it')),
                ('merged_at', models.DateTimeField(verbose_name='merged at')),
                ('undone_at', models.DateTimeField(null=True, verbose_name='undone at')),
            ],
            options={
                'verbose_name': 'merge',
                'verbose_name_plural': 'merges',
                'ordering': ['-pk'],
                'default_permissions': (),
            },
        ),
        migrations.AddField(
            model_name='client',
            name='folded_name',
            field=foyer.clients.company_names.FoldedCompanyField(of=('name',)),
        ),
        migrations.AddField(
            model_name='client',
            name='folded_number',
            field=foyer.clients.company_names.FoldedField(of=('number',)),
        ),
        migrations.AddField(
            model_name='contact',
            name='folded_name',
            field=foyer.clients.company_names.FoldedField(of=('name',)),
        ),
        migrations.AddIndex(
            model_name='client',
            index=models.Index(fields=['folded_name'], name='clients_client_folded_name'),
        ),
        migrations.AddIndex(
            model_name='client',
            index=models.Index(fields=['folded_number'], name='clients_client_folded_no'),
        ),
        migrations.AddIndex(
            model_name='contact',
            index=models.Index(fields=['folded_name'], name='clients_contact_folded_name'),
        ),
        migrations.AddField(
            model_name='distinctclients',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='distinctclients',
            name='first',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='clients.client'),
        ),
        migrations.AddField(
            model_name='distinctclients',
            name='second',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='clients.client'),
        ),
        migrations.AddField(
            model_name='distinctcontacts',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='distinctcontacts',
            name='first',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='clients.contact'),
        ),
        migrations.AddField(
            model_name='distinctcontacts',
            name='second',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='clients.contact'),
        ),
        migrations.AddField(
            model_name='merge',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='merge',
            name='client',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='clients.client'),
        ),
        migrations.AddField(
            model_name='merge',
            name='contact',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='clients.contact'),
        ),
        migrations.AddField(
            model_name='merge',
            name='undone_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='distinctclients',
            constraint=models.UniqueConstraint(fields=('first', 'second'), name='clients_distinct_clients_once'),
        ),
        migrations.AddConstraint(
            model_name='distinctcontacts',
            constraint=models.UniqueConstraint(fields=('first', 'second'), name='clients_distinct_contacts_once'),
        ),
        migrations.AddIndex(
            model_name='merge',
            index=models.Index(fields=['gone'], name='clients_merge_gone'),
        ),
        migrations.AddConstraint(
            model_name='merge',
            constraint=models.CheckConstraint(condition=models.Q(('client__isnull', True), ('contact__isnull', True), _connector='OR'), name='clients_merge_of_one_kind'),
        ),
        migrations.RunPython(fill_folded, migrations.RunPython.noop),
    ]
