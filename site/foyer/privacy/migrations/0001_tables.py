import django.core.validators
import django.db.models.deletion
import foyer.privacy.fields
from django.conf import settings
from django.db import migrations, models

from foyer.core.new_tables import NewTables


class Migration(migrations.Migration):

    replaces = [('privacy', '0001_initial')]

    initial = True

    dependencies = [
        ('contenttypes', '0002_remove_content_type_name'),
        ('core', '0001_tables'),
    ]

    operations = [NewTables([
        migrations.CreateModel(
            name='PrivacyPolicy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('periods', models.JSONField(blank=True, default=dict, verbose_name='kept for how many days')),
                ('backup_days', models.PositiveSmallIntegerField(default=35, help_text='Days after which every copy of the data is overwritten or destroyed.', validators=[django.core.validators.MinValueValidator(1)], verbose_name='backups are kept for')),
            ],
            options={
                'verbose_name': 'House policy: privacy',
                'verbose_name_plural': 'House policies: privacy',
            },
        ),
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person_type', models.ForeignKey(db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contenttypes.contenttype')),
                ('person_id', models.PositiveBigIntegerField(editable=False, null=True)),
                ('purpose', models.CharField(choices=[('walk-in', 'Being on a guest list'), ('marketing', 'News and invitations'), ('sensitive', 'Sensitive facts: health, diet, belief'), ('photos', 'Photographs and video'), ('sharing', 'Handing on to others'), ('abroad', 'Keeping data abroad')], max_length=60, verbose_name='purpose')),
                ('text', models.TextField(verbose_name='words agreed to')),
                ('language', models.CharField(choices=[('zh-hans', 'Simplified Chinese'), ('zh-hant', 'Traditional Chinese'), ('en', 'English')], max_length=10, verbose_name='language')),
                ('channel', models.CharField(choices=[('desk', 'At the tablet'), ('pass', 'On their pass'), ('form', 'In a form'), ('paper', 'On paper'), ('phone', 'By phone'), ('message', 'By message or e-mail'), ('in_person', 'In person')], max_length=60, verbose_name='channel')),
                ('given_at', models.DateTimeField(verbose_name='given at')),
                ('recorded_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='written down by')),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='withdrawn at')),
                ('withdrawn_channel', models.CharField(blank=True, choices=[('desk', 'At the tablet'), ('pass', 'On their pass'), ('form', 'In a form'), ('paper', 'On paper'), ('phone', 'By phone'), ('message', 'By message or e-mail'), ('in_person', 'In person')], max_length=60, verbose_name='withdrawn')),
                ('withdrawn_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='withdrawal written down by')),
            ],
            options={
                'verbose_name': 'consent',
                'verbose_name_plural': 'consents',
                'ordering': ['-given_at'],
                'permissions': [('withdraw_consent', 'Can write down that consent is withdrawn')],
                'indexes': [models.Index(fields=['person_type', 'person_id'], name='privacy_consents_of_person')],
            },
        ),
        migrations.CreateModel(
            name='Erasure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ground', models.CharField(choices=[('asked', 'The person asked for it'), ('withdrawn', 'The person withdrew their consent'), ('over', 'What it was kept for is over'), ('unlawful', 'It should not have been kept')], max_length=10, verbose_name='ground')),
                ('reference', models.CharField(blank=True, help_text='Number or day of the letter that asks for it; no name.', max_length=60, verbose_name='reference')),
                ('status', models.CharField(choices=[('under_way', 'Under way'), ('done', 'Done'), ('traces_left', 'Done, traces left')], default='under_way', max_length=12, verbose_name='status')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='erased by')),
                ('job', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='core.job')),
                ('person', foyer.privacy.fields.SealedTextField(blank=True, default='', editable=False)),
                ('names_too', models.BooleanField(default=False, verbose_name='names in other texts too')),
                ('counts', models.JSONField(default=dict, verbose_name='what became of what')),
                ('asked_at', models.DateTimeField(verbose_name='asked for at')),
                ('finished_at', models.DateTimeField(null=True, verbose_name='finished at')),
            ],
            options={
                'verbose_name': 'erasure',
                'verbose_name_plural': 'erasures',
                'ordering': ['-asked_at', '-pk'],
                'permissions': [('view_dossier', 'Can see and take away all that is held about a person'), ('erase_person', 'Can erase a person')],
                'constraints': [models.CheckConstraint(condition=models.Q(('status__in', ['under_way', 'done', 'traces_left'])), name='privacy_erasure_status_known')],
            },
        ),
        migrations.CreateModel(
            name='ViewLogEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='seen by')),
                ('at', models.DateTimeField(verbose_name='seen at')),
                ('place', models.CharField(choices=[('page', 'Page'), ('form', 'Form'), ('list', 'List'), ('export', 'Export'), ('api', 'API'), ('dossier', 'Dossier')], max_length=10, verbose_name='where')),
                ('record_type', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='contenttypes.contenttype', verbose_name='kind of record')),
                ('record_id', models.PositiveBigIntegerField(null=True, verbose_name='record')),
                ('columns', models.CharField(max_length=200, verbose_name='columns')),
                ('people', models.PositiveIntegerField(default=1, verbose_name='people')),
            ],
            options={
                'verbose_name': 'view of sensitive data',
                'verbose_name_plural': 'views of sensitive data',
                'ordering': ['-at', '-pk'],
                'indexes': [models.Index(fields=['-at', '-id'], name='privacy_views_latest'), models.Index(fields=['record_type', 'record_id'], name='privacy_views_of_record'), models.Index(fields=['by', '-at'], name='privacy_views_by')],
            },
        ),
    ])]
