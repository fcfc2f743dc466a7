import django.db.models.deletion
import foyer.privacy.fields
from django.conf import settings
from django.db import migrations, models

from foyer.core.new_tables import NewTables


class Migration(migrations.Migration):

    replaces = [('staff', '0001_initial')]

    initial = True

    dependencies = [
        ('core', '0001_tables'),
    ]

    operations = [NewTables([
        migrations.CreateModel(
            name='FirstLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token_hash', models.CharField(max_length=64, unique=True)),
                ('expires_at', models.DateTimeField(verbose_name='expires at')),
                ('used_at', models.DateTimeField(null=True, verbose_name='used at')),
            ],
            options={
                'verbose_name': "first administrator's link",
                'verbose_name_plural': "first administrator's links",
            },
        ),
        migrations.CreateModel(
            name='ApiToken',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(help_text='The program that uses it, such as accounting or the website.', max_length=100, verbose_name='what it is for')),
                ('user', models.ForeignKey(help_text='It may never do more than this account may, and ends with it.', on_delete=django.db.models.deletion.CASCADE, related_name='house_tokens', to=settings.AUTH_USER_MODEL, verbose_name='works for')),
                ('scopes', models.JSONField(default=list, verbose_name='may be used to')),
                ('token_hash', models.CharField(max_length=64, unique=True)),
                ('created_at', models.DateTimeField(verbose_name='made at')),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('expires_on', models.DateField(verbose_name='last day')),
                ('last_used_at', models.DateTimeField(null=True, verbose_name='last used')),
                ('revoked_at', models.DateTimeField(null=True, verbose_name='revoked at')),
            ],
            options={
                'verbose_name': 'integration',
                'verbose_name_plural': 'integrations',
                'ordering': ['-created_at', '-pk'],
                'default_permissions': ('add', 'change', 'view'),
            },
        ),
        migrations.CreateModel(
            name='Department',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, unique=True, verbose_name='name')),
                ('name_zh_hant', models.CharField(blank=True, max_length=80, verbose_name='name in Traditional Chinese')),
                ('name_en', models.CharField(blank=True, max_length=80, verbose_name='name in English')),
                ('head', models.ForeignKey(blank=True, help_text='Decides who may open the department’s records.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='heads', to=settings.AUTH_USER_MODEL, verbose_name='head')),
                ('head_away_until', models.DateField(blank=True, help_text='Up to and with this day the deputies decide as well.', null=True, verbose_name='head away until')),
                ('deputies', models.ManyToManyField(blank=True, related_name='stands_in_for', to=settings.AUTH_USER_MODEL, verbose_name='deputies')),
                ('members', models.ManyToManyField(blank=True, related_name='departments', to=settings.AUTH_USER_MODEL, verbose_name='members')),
            ],
            options={
                'verbose_name': 'department',
                'verbose_name_plural': 'departments',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='SecondStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='second_step', to=settings.AUTH_USER_MODEL)),
                ('secret', foyer.privacy.fields.SealedTextField(verbose_name='secret')),
                ('last_window', models.PositiveBigIntegerField(default=0, verbose_name='last thirty seconds used')),
                ('set_up_at', models.DateTimeField(verbose_name='set up at')),
            ],
            options={
                'verbose_name': 'second step',
                'verbose_name_plural': 'second steps',
            },
        ),
        migrations.CreateModel(
            name='RecoveryCode',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('second_step', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='recovery_codes', to='staff.secondstep')),
                ('code_hash', models.CharField(max_length=64, unique=True)),
                ('used_at', models.DateTimeField(null=True, verbose_name='used at')),
            ],
            options={
                'verbose_name': 'recovery code',
                'verbose_name_plural': 'recovery codes',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Webhook',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(help_text='The program that is told.', max_length=100, verbose_name='what it is for')),
                ('url', models.URLField(max_length=500, verbose_name='address')),
                ('events', models.JSONField(default=list, verbose_name='is told of')),
                ('secret', foyer.privacy.fields.SealedTextField(editable=False, verbose_name='secret')),
                ('is_active', models.BooleanField(default=True, verbose_name='active')),
                ('created_at', models.DateTimeField(editable=False, verbose_name='made at')),
                ('created_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('failing_since', models.DateTimeField(editable=False, null=True, verbose_name='fails since')),
                ('stopped_at', models.DateTimeField(editable=False, null=True, verbose_name='switched off by itself at')),
            ],
            options={
                'verbose_name': 'webhook',
                'verbose_name_plural': 'webhooks',
                'ordering': ['name', 'pk'],
                'default_permissions': ('add', 'change', 'view'),
            },
        ),
        migrations.CreateModel(
            name='WebhookDelivery',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('webhook', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='deliveries', to='staff.webhook')),
                ('message_id', models.CharField(max_length=40, verbose_name='id')),
                ('event', models.CharField(choices=[('submission.created', 'A form was answered'), ('case.changed', 'A case came in or changed'), ('guest.arrived', 'A guest with a host arrived')], max_length=40, verbose_name='event')),
                ('body', models.TextField(verbose_name='content')),
                ('status', models.CharField(choices=[('waiting', 'Waiting'), ('delivered', 'Delivered'), ('failed', 'Given up')], default='waiting', max_length=10, verbose_name='state')),
                ('created_at', models.DateTimeField(verbose_name='happened at')),
                ('next_at', models.DateTimeField(null=True, verbose_name='next try at')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='tries')),
                ('answered', models.PositiveSmallIntegerField(null=True, verbose_name='answer')),
                ('error', models.CharField(blank=True, max_length=300, verbose_name='why it was not taken')),
                ('tried_at', models.DateTimeField(null=True, verbose_name='last tried at')),
            ],
            options={
                'verbose_name': 'delivery',
                'verbose_name_plural': 'deliveries',
                'ordering': ['-pk'],
                'default_permissions': (),
                'indexes': [models.Index(fields=['status', 'next_at'], name='staff_delivery_due'), models.Index(fields=['webhook', '-id'], name='staff_delivery_of_webhook')],
                'constraints': [models.UniqueConstraint(fields=('webhook', 'message_id'), name='staff_one_delivery_of_each_message')],
            },
        ),
    ])]
