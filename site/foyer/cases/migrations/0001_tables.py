import django.core.validators
import django.db.models.deletion
import foyer.core.fields
import foyer.core.uploads.fields
import foyer.privacy.fields
from django.conf import settings
from django.db import migrations, models

from foyer.core.new_tables import NewTables


class Migration(migrations.Migration):

    replaces = [('cases', '0001_initial')]

    initial = True

    dependencies = [
        ('clients', '0001_tables'),
        ('core', '0001_tables'),
        ('events', '0001_tables'),
    ]

    operations = [NewTables([
        migrations.CreateModel(
            name='CasePolicy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('complaint_contact', models.PositiveSmallIntegerField(default=4, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(2000)], verbose_name='complaint: first contact')),
                ('complaint_answer', models.PositiveSmallIntegerField(default=45, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(2000)], verbose_name='complaint: answer')),
                ('feedback_contact', models.PositiveSmallIntegerField(default=18, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(2000)], verbose_name='feedback: first contact')),
                ('feedback_answer', models.PositiveSmallIntegerField(default=90, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(2000)], verbose_name='feedback: answer')),
                ('enquiry_contact', models.PositiveSmallIntegerField(default=9, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(2000)], verbose_name='enquiry: first contact')),
                ('enquiry_answer', models.PositiveSmallIntegerField(default=18, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(2000)], verbose_name='enquiry: answer')),
                ('serious_percent', models.PositiveSmallIntegerField(default=75, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(100)], verbose_name='serious: percent of that time')),
                ('urgent_percent', models.PositiveSmallIntegerField(default=50, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(100)], verbose_name='urgent: percent of that time')),
                ('key_percent', models.PositiveSmallIntegerField(default=50, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(100)], verbose_name='key clients: percent of that time')),
                ('no_answer_days', models.PositiveSmallIntegerField(default=0, help_text='Days since the client was asked. 0: never.', verbose_name='close without an answer after')),
            ],
            options={
                'verbose_name': 'House policy: cases',
                'verbose_name_plural': 'House policies: cases',
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
        migrations.CreateModel(
            name='Case',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(editable=False, max_length=40, unique=True, verbose_name='number')),
                ('kind', models.CharField(choices=[('complaint', 'Complaint'), ('feedback', 'Feedback'), ('enquiry', 'Enquiry')], max_length=10, verbose_name='kind of case')),
                ('channel', models.CharField(choices=[('phone', 'Phone'), ('wechat', 'WeChat'), ('letter', 'Letter or e-mail'), ('desk', 'At the desk'), ('form', 'Online form'), ('api', 'Another program')], max_length=10, verbose_name='came by')),
                ('severity', models.CharField(choices=[('normal', 'Normal'), ('serious', 'Serious'), ('urgent', 'Urgent')], default='normal', max_length=8, verbose_name='severity')),
                ('status', models.CharField(choices=[('received', 'Received'), ('contacted', 'Contacted'), ('investigating', 'Investigating'), ('resolving', 'Resolving'), ('following_up', 'Following up'), ('closed', 'Closed')], default='received', max_length=14, verbose_name='step')),
                ('outcome', models.CharField(blank=True, choices=[('', 'Open'), ('satisfied', 'Client satisfied'), ('no_answer', 'No answer'), ('duplicate', 'Duplicate')], max_length=10, verbose_name='outcome')),
                ('client', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='cases', to='clients.client', verbose_name='client')),
                ('contact', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='cases', to='clients.contact', verbose_name='contact')),
                ('event', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='events.event', verbose_name='event')),
                ('language', models.CharField(choices=[('zh-hans', 'Simplified Chinese'), ('zh-hant', 'Traditional Chinese'), ('en', 'English')], default='zh-hans', max_length=10, verbose_name='language')),
                ('reporter_name', models.CharField(blank=True, max_length=100, verbose_name='who reports it')),
                ('reporter_phone', foyer.privacy.fields.SealedTextField(blank=True, default='', verbose_name='phone')),
                ('reporter_email', foyer.privacy.fields.SealedTextField(blank=True, default='', verbose_name='e-mail')),
                ('phone_index', foyer.privacy.fields.BlindIndexField(kind='phone', of='reporter_phone')),
                ('phone_last_four_index', foyer.privacy.fields.BlindIndexField(kind='phone_last_four', of='reporter_phone')),
                ('email_index', foyer.privacy.fields.BlindIndexField(kind='email', of='reporter_email')),
                ('content', models.TextField(max_length=5000, verbose_name='what it is about')),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='cases', to=settings.AUTH_USER_MODEL, verbose_name='answerable')),
                ('findings', models.TextField(blank=True, verbose_name='findings')),
                ('cause', models.TextField(blank=True, verbose_name='cause')),
                ('responsible', models.CharField(blank=True, max_length=200, verbose_name='responsible party')),
                ('analysis', models.TextField(blank=True, verbose_name='cause analysis')),
                ('cause_category', models.CharField(blank=True, choices=[('management', 'Management'), ('service', 'Service'), ('process', 'Process')], max_length=10, verbose_name='where the cause lies')),
                ('no_prevention', models.TextField(blank=True, verbose_name='why nothing needs to be prevented')),
                ('secret_hash', models.CharField(editable=False, max_length=64, unique=True)),
                ('secret_sealed', foyer.privacy.fields.SealedTextField(editable=False)),
                ('opened_at', models.DateTimeField(verbose_name='opened at')),
                ('opened_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('contact_due_at', models.DateTimeField(verbose_name='first contact by')),
                ('answer_due_at', models.DateTimeField(verbose_name='answer by')),
                ('due_at', models.GeneratedField(db_persist=True, expression=models.Case(models.When(status='received', then=models.F('contact_due_at')), default=models.F('answer_due_at')), output_field=models.DateTimeField(verbose_name='due at'))),
                ('contacted_at', models.DateTimeField(null=True, verbose_name='contacted at')),
                ('contact_in_time', models.BooleanField(editable=False, null=True, verbose_name='first contact in time')),
                ('answered_at', models.DateTimeField(editable=False, null=True, verbose_name='first answered at')),
                ('answer_in_time', models.BooleanField(editable=False, null=True, verbose_name='answer in time')),
                ('asked_at', models.DateTimeField(null=True, verbose_name='asked at')),
                ('waiting_since', models.DateTimeField(null=True, verbose_name='waiting for the client since')),
                ('closed_at', models.DateTimeField(null=True, verbose_name='closed at')),
                ('alarmed_for', models.DateTimeField(editable=False, null=True)),
                ('merged_into', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='duplicates', to='cases.case')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('search_text', foyer.core.fields.SearchTextField(of=('number', 'reporter_name'))),
                ('external_id', models.CharField(blank=True, editable=False, max_length=100, verbose_name='number in another program')),
            ],
            options={
                'verbose_name': 'case',
                'verbose_name_plural': 'cases',
                'ordering': ['-opened_at', '-pk'],
                'permissions': [('view_every_case', 'Can see every case'), ('assign_case', 'Can assign and merge cases'), ('view_sensitive_case', 'Can see phones and e-mails of cases'), ('export_case', 'Can take lists of cases away')],
                'default_permissions': ('add', 'change', 'view'),
                'indexes': [models.Index(fields=['status', 'answer_due_at'], name='cases_case_due'), models.Index(fields=['closed_at', 'due_at', 'id'], name='cases_case_queue'), models.Index(fields=['client', '-opened_at'], name='cases_case_of_client'), models.Index(fields=['-opened_at'], name='cases_case_opened'), models.Index(fields=['-closed_at'], name='cases_case_closed')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('external_id', ''), _negated=True), fields=('external_id',), name='cases_one_case_for_each_external_id'), models.CheckConstraint(condition=models.Q(('content', ''), _negated=True), name='cases_case_has_content'), models.CheckConstraint(condition=models.Q(('kind__in', ['complaint', 'feedback', 'enquiry']), ('status__in', ['received', 'contacted', 'investigating', 'resolving', 'following_up', 'closed'])), name='cases_case_kind_and_step_known'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', False), ('status', 'closed'), models.Q(('outcome', ''), _negated=True)), models.Q(models.Q(('status', 'closed'), _negated=True), ('closed_at', None), ('outcome', '')), _connector='OR'), name='cases_closed_with_outcome'), models.CheckConstraint(condition=models.Q(models.Q(('merged_into__isnull', False), ('outcome', 'duplicate')), models.Q(models.Q(('outcome', 'duplicate'), _negated=True), ('merged_into', None)), _connector='OR'), name='cases_duplicate_of_another'), models.CheckConstraint(condition=models.Q(('status', 'received'), ('contacted_at__isnull', False), ('status', 'closed'), _connector='OR'), name='cases_contacted_at_a_moment')],
            },
        ),
        migrations.CreateModel(
            name='Action',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='actions', to='cases.case')),
                ('kind', models.CharField(choices=[('rules', 'Rules'), ('process', 'Process'), ('training', 'Training'), ('quality', 'Quality control')], max_length=10, verbose_name='kind of measure')),
                ('measure', models.CharField(max_length=500, verbose_name='measure')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                ('due_on', models.DateField(verbose_name='due day')),
                ('effect', models.TextField(blank=True, verbose_name='effect')),
                ('checked_at', models.DateTimeField(null=True, verbose_name='effect checked at')),
            ],
            options={
                'verbose_name': 'prevention measure',
                'verbose_name_plural': 'prevention measures',
                'ordering': ['due_on', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('measure', ''), _negated=True), name='cases_action_has_measure'), models.CheckConstraint(condition=models.Q(('checked_at', None), models.Q(('effect', ''), _negated=True), _connector='OR'), name='cases_checked_with_effect')],
            },
        ),
        migrations.CreateModel(
            name='CaseMessage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='messages', to='cases.case')),
                ('kind', models.CharField(choices=[('note', 'Internal note'), ('progress', 'Told to the client'), ('client', 'From the client')], max_length=8, verbose_name='kind of message')),
                ('text', models.TextField(verbose_name='text')),
                ('at', models.DateTimeField(verbose_name='written at')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('once', models.CharField(blank=True, editable=False, max_length=64)),
            ],
            options={
                'verbose_name': 'message',
                'verbose_name_plural': 'messages',
                'ordering': ['at', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='cases_message_has_text'), models.UniqueConstraint(condition=models.Q(('once', ''), _negated=True), fields=('case', 'once'), name='cases_message_sent_once')],
            },
        ),
        migrations.CreateModel(
            name='CaseMerge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('given', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='merges', to='cases.case')),
                ('kept', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cases.case')),
                ('status', models.CharField(choices=[('received', 'Received'), ('contacted', 'Contacted'), ('investigating', 'Investigating'), ('resolving', 'Resolving'), ('following_up', 'Following up'), ('closed', 'Closed')], max_length=14)),
                ('words', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='cases.casemessage')),
                ('moved', models.JSONField(default=dict)),
                ('at', models.DateTimeField(verbose_name='merged at')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('undone_at', models.DateTimeField(null=True, verbose_name='undone at')),
            ],
            options={
                'verbose_name': 'merge of cases',
                'verbose_name_plural': 'merges of cases',
                'ordering': ['at', 'pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('undone_at', None)), fields=('given',), name='cases_merged_once_at_a_time')],
            },
        ),
        migrations.CreateModel(
            name='CaseLetter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='letters', to='cases.case')),
                ('occasion', models.CharField(choices=[('opened', 'Acknowledgement'), ('progress', 'Progress'), ('asked', 'Question whether it is settled'), ('soon', 'Reminder to staff'), ('late', 'Alarm to staff'), ('came_in', 'News to staff: a case came in'), ('wrote', 'News to staff: the client wrote')], max_length=10, verbose_name='occasion')),
                ('key', models.CharField(editable=False, max_length=100, unique=True)),
                ('to', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('message', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cases.casemessage')),
                ('status', models.CharField(choices=[('queued', 'Queued'), ('sending', 'Being sent'), ('sent', 'Sent'), ('failed', 'Failed'), ('unclear', 'Perhaps sent')], default='queued', max_length=8, verbose_name='status')),
                ('error', models.CharField(blank=True, max_length=300, verbose_name='words of the mail server')),
                ('queued_at', models.DateTimeField(verbose_name='asked for at')),
                ('sent_at', models.DateTimeField(null=True, verbose_name='sent at')),
            ],
            options={
                'verbose_name': 'letter about a case',
                'verbose_name_plural': 'letters about cases',
                'ordering': ['pk'],
                'indexes': [models.Index(fields=['status'], name='cases_letter_status')],
            },
        ),
        migrations.CreateModel(
            name='CasePause',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pauses', to='cases.case')),
                ('started_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ['started_at'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('case',), name='cases_one_pause_at_a_time'), models.CheckConstraint(condition=models.Q(('ended_at', None), ('ended_at__gte', models.F('started_at')), _connector='OR'), name='cases_pause_ends_after_it_starts')],
            },
        ),
        migrations.CreateModel(
            name='CaseStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='cases.case')),
                ('before', models.CharField(blank=True, choices=[('received', 'Received'), ('contacted', 'Contacted'), ('investigating', 'Investigating'), ('resolving', 'Resolving'), ('following_up', 'Following up'), ('closed', 'Closed')], max_length=14)),
                ('after', models.CharField(choices=[('received', 'Received'), ('contacted', 'Contacted'), ('investigating', 'Investigating'), ('resolving', 'Resolving'), ('following_up', 'Following up'), ('closed', 'Closed')], max_length=14)),
                ('note', models.TextField(blank=True, verbose_name='note')),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'step',
                'verbose_name_plural': 'steps',
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Evidence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file', foyer.core.uploads.fields.PrivateFileField(editable=False, verbose_name='file')),
                ('file_name', models.CharField(editable=False, max_length=150, verbose_name='file name')),
                ('file_kind', models.CharField(choices=[('pdf', 'PDF'), ('jpg', 'JPG'), ('png', 'PNG'), ('webp', 'WebP'), ('docx', 'Word (.docx)'), ('xlsx', 'Excel (.xlsx)'), ('txt', 'Text (.txt)')], editable=False, max_length=4, verbose_name='kind of file')),
                ('size', models.PositiveIntegerField(editable=False, verbose_name='size')),
                ('added_at', models.DateTimeField(editable=False, verbose_name='added at')),
                ('added_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='added by')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='evidence', to='cases.case')),
                ('message', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='evidence', to='cases.casemessage', verbose_name='message')),
                ('from_client', models.BooleanField(editable=False, verbose_name='from the client')),
            ],
            options={
                'verbose_name': 'evidence',
                'verbose_name_plural': 'evidence',
                'ordering': ['added_at', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('file_kind__in', ['pdf', 'jpg', 'png', 'webp', 'docx', 'xlsx', 'txt']), models.Q(('file', ''), _negated=True), models.Q(('file_name', ''), _negated=True)), name='cases_evidence_has_file')],
            },
        ),
        migrations.CreateModel(
            name='Measure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='measures', to='cases.case')),
                ('what', models.CharField(max_length=500, verbose_name='measure')),
                ('department', models.CharField(max_length=100, verbose_name='department')),
                ('person', models.CharField(max_length=100, verbose_name='person')),
                ('due_on', models.DateField(verbose_name='time limit')),
                ('done_at', models.DateTimeField(null=True, verbose_name='done at')),
            ],
            options={
                'verbose_name': 'measure',
                'verbose_name_plural': 'measures',
                'ordering': ['due_on', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('what', ''), _negated=True), models.Q(('department', ''), _negated=True), models.Q(('person', ''), _negated=True)), name='cases_measure_is_whole')],
            },
        ),
        migrations.CreateModel(
            name='TeamMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='team', to='cases.case')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('part', models.CharField(blank=True, max_length=60, verbose_name='part in the team')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('case', 'user'), name='cases_on_a_team_once')],
            },
        ),
    ])]
