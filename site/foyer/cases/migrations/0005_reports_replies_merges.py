"""Whether promises were kept, texts for replies, merges that can be taken back; who may use them (docs/roles.md)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import F, OuterRef, Subquery

from foyer.core.roles import ADMINISTRATORS, MANAGEMENT, SERVICE_DESK, grant


def write_down_what_was_kept(apps, schema_editor):
    """What cases already answered have kept of their promises, as far as their journals tell."""
    Case = apps.get_model("cases", "Case")
    contacted = Case.objects.filter(contacted_at__isnull=False)
    contacted.filter(contacted_at__lte=F("contact_due_at")).update(contact_in_time=True)
    contacted.filter(contacted_at__gt=F("contact_due_at")).update(contact_in_time=False)
    steps = apps.get_model("cases", "CaseStep").objects.filter(case=OuterRef("pk"), after="following_up")
    Case.objects.update(answered_at=Subquery(steps.order_by("at").values("at")[:1]))
    answered = Case.objects.filter(answered_at__isnull=False)
    answered.filter(answered_at__lte=F("answer_due_at")).update(answer_in_time=True)
    answered.filter(answered_at__gt=F("answer_due_at")).update(answer_in_time=False)


def grant_rights(apps, schema_editor):
    texts = [f"cases.replytext.{act}_replytext" for act in ("view", "add", "change", "delete")]
    for role in (SERVICE_DESK, MANAGEMENT, ADMINISTRATORS):
        grant(apps, role, "cases.case.export_case", *texts)


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0004_evidence'),
        ('clients', '0019_visit_import_right'),
        ('events', '0005_complaint_channels_page'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CaseMerge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('status', models.CharField(choices=[('received', 'Received'), ('contacted', 'Contacted'), ('investigating', 'Investigating'), ('resolving', 'Resolving'), ('following_up', 'Following up'), ('closed', 'Closed')], max_length=14)),
                ('moved', models.JSONField(default=dict)),
                ('at', models.DateTimeField(verbose_name='merged at')),
                ('undone_at', models.DateTimeField(null=True, verbose_name='undone at')),
            ],
            options={
                'verbose_name': 'merge of cases',
                'verbose_name_plural': 'merges of cases',
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='ReplyText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, unique=True, verbose_name='name')),
                ('kind', models.CharField(blank=True, choices=[('complaint', 'Complaint'), ('feedback', 'Feedback'), ('enquiry', 'Enquiry')], help_text='Empty: for every kind.', max_length=10, verbose_name='kind of case')),
                ('text', models.TextField(max_length=3000, verbose_name='text')),
                ('text_zh_hant', models.TextField(blank=True, max_length=3000, verbose_name='text in Traditional Chinese')),
                ('text_en', models.TextField(blank=True, max_length=3000, verbose_name='text in English')),
                ('is_offered', models.BooleanField(default=True, verbose_name='offered')),
            ],
            options={
                'verbose_name': 'text for replies',
                'verbose_name_plural': 'texts for replies',
                'ordering': ['name'],
            },
        ),
        migrations.AlterModelOptions(
            name='case',
            options={'default_permissions': ('add', 'change', 'view'), 'ordering': ['-opened_at', '-pk'], 'permissions': [('view_every_case', 'Can see every case'), ('assign_case', 'Can assign and merge cases'), ('view_sensitive_case', 'Can see phones and e-mails of cases'), ('export_case', 'Can take lists of cases away')], 'verbose_name': 'case', 'verbose_name_plural': 'cases'},
        ),
        migrations.AddField(
            model_name='case',
            name='answer_in_time',
            field=models.BooleanField(editable=False, null=True, verbose_name='answer in time'),
        ),
        migrations.AddField(
            model_name='case',
            name='answered_at',
            field=models.DateTimeField(editable=False, null=True, verbose_name='first answered at'),
        ),
        migrations.AddField(
            model_name='case',
            name='contact_in_time',
            field=models.BooleanField(editable=False, null=True, verbose_name='first contact in time'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['-opened_at'], name='cases_case_opened'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(fields=['-closed_at'], name='cases_case_closed'),
        ),
        migrations.AddField(
            model_name='casemerge',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='casemerge',
            name='given',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='merges', to='cases.case'),
        ),
        migrations.AddField(
            model_name='casemerge',
            name='kept',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cases.case'),
        ),
        migrations.AddField(
            model_name='casemerge',
            name='words',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='cases.casemessage'),
        ),
        migrations.AddConstraint(
            model_name='casemerge',
            constraint=models.UniqueConstraint(condition=models.Q(('undone_at', None)), fields=('given',), name='cases_merged_once_at_a_time'),
        ),
        migrations.RunPython(write_down_what_was_kept, migrations.RunPython.noop),
        migrations.RunPython(grant_rights, migrations.RunPython.noop),
    ]
