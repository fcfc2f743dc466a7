import datetime
import django.contrib.auth.models
import django.contrib.auth.validators
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from foyer.core.new_tables import NewTables


class Migration(migrations.Migration):

    replaces = [('core', '0001_initial')]

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [NewTables([
        migrations.CreateModel(
            name='CalendarDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(error_messages={'unique': 'This day is in the calendar already. Change it there.'}, unique=True, verbose_name='day')),
                ('is_working', models.BooleanField(default=False, help_text='Ticked: a make-up working day. Not ticked: a holiday.', verbose_name='the house works')),
                ('name', models.CharField(blank=True, max_length=100, verbose_name='name of the day')),
                ('by_hand', models.BooleanField(default=True, editable=False)),
            ],
            options={
                'verbose_name': 'calendar day',
                'verbose_name_plural': 'business calendar',
                'ordering': ['day'],
            },
        ),
        migrations.CreateModel(
            name='NumberSeries',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=30, unique=True, verbose_name='kind of record')),
                ('pattern', models.CharField(help_text='{year} is the year, {n} the running number, {n:5} the same with five digits.', max_length=40, verbose_name='pattern')),
                ('next_number', models.PositiveIntegerField(default=1, verbose_name='next number')),
                ('year', models.PositiveSmallIntegerField(editable=False, null=True, verbose_name='year of the next number')),
            ],
            options={
                'verbose_name': 'number series',
                'verbose_name_plural': 'number series',
                'ordering': ['key'],
            },
        ),
        migrations.CreateModel(
            name='PageStamp',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('moves', models.PositiveBigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='Throttle',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=64, unique=True)),
                ('count', models.PositiveIntegerField()),
                ('resets_at', models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name='WorkerPulse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, unique=True)),
                ('beat_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('username', models.CharField(error_messages={'unique': 'A user with that username already exists.'}, help_text='Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.', max_length=150, unique=True, validators=[django.contrib.auth.validators.UnicodeUsernameValidator()], verbose_name='username')),
                ('first_name', models.CharField(blank=True, max_length=150, verbose_name='first name')),
                ('last_name', models.CharField(blank=True, max_length=150, verbose_name='last name')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='email address')),
                ('is_staff', models.BooleanField(default=False, help_text='Designates whether the user can log into this admin site.', verbose_name='staff status')),
                ('is_active', models.BooleanField(default=True, help_text='Designates whether this user should be treated as active. Unselect this instead of deleting accounts.', verbose_name='active')),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date joined')),
                ('logged_out_at', models.DateTimeField(editable=False, null=True, verbose_name='logged out everywhere at')),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'verbose_name': 'user',
                'verbose_name_plural': 'users',
                'abstract': False,
            },
            managers=[
                ('objects', django.contrib.auth.models.UserManager()),
            ],
        ),
        migrations.CreateModel(
            name='BackupAlarm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('raised_at', models.DateTimeField(verbose_name='raised at')),
                ('told_at', models.DateTimeField(null=True, verbose_name='told at')),
                ('ended_at', models.DateTimeField(null=True, verbose_name='ended at')),
            ],
            options={
                'verbose_name': 'backup alarm',
                'verbose_name_plural': 'backup alarms',
                'ordering': ['-raised_at', '-pk'],
                'constraints': [models.UniqueConstraint(models.Value(1), condition=models.Q(('ended_at', None)), name='core_one_backup_alarm')],
            },
        ),
        migrations.CreateModel(
            name='BusinessPolicy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('region', models.CharField(choices=[('CN', 'Mainland China'), ('TW', 'Taiwan'), ('HK', 'Hong Kong')], default='CN', max_length=2, verbose_name='public holidays of')),
                ('opens_at', models.TimeField(default=datetime.time(9, 0), verbose_name='opens at')),
                ('closes_at', models.TimeField(default=datetime.time(18, 0), verbose_name='closes at')),
                ('open_on_weekends', models.BooleanField(default=False, help_text='Holidays stay closed, unless the calendar says otherwise.', verbose_name='open on weekends')),
            ],
            options={
                'verbose_name': 'House policy: opening hours',
                'verbose_name_plural': 'House policies: opening hours',
                'constraints': [models.CheckConstraint(condition=models.Q(('closes_at__gt', models.F('opens_at'))), name='core_closes_after_it_opens', violation_error_message='The house closes after it opens, on the same day.')],
            },
        ),
        migrations.CreateModel(
            name='HousePolicy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(default='迎客', max_length=100, verbose_name='name of the house')),
                ('name_zh_hant', models.CharField(blank=True, max_length=100, verbose_name='name in Traditional Chinese')),
                ('name_en', models.CharField(blank=True, default='Foyer', max_length=100, verbose_name='name in English')),
                ('tagline', models.CharField(blank=True, max_length=200, verbose_name='one line about the house')),
                ('tagline_zh_hant', models.CharField(blank=True, max_length=200, verbose_name='the line in Traditional Chinese')),
                ('tagline_en', models.CharField(blank=True, max_length=200, verbose_name='the line in English')),
                ('address', models.CharField(blank=True, max_length=200, verbose_name='address')),
                ('address_zh_hant', models.CharField(blank=True, max_length=200, verbose_name='address in Traditional Chinese')),
                ('address_en', models.CharField(blank=True, max_length=200, verbose_name='address in English')),
                ('hotline', models.CharField(blank=True, max_length=60, verbose_name='hotline')),
                ('reply_days', models.PositiveSmallIntegerField(default=3, help_text='Days before an event by which guests reply, where the event names no day.', verbose_name='reply by')),
                ('doors_minutes', models.PositiveSmallIntegerField(default=60, help_text='Minutes before an event starts, where the event names no time.', verbose_name='sign-in opens')),
                ('sign_out_minutes', models.PositiveSmallIntegerField(default=30, help_text='Minutes after the end of an event, from 0 to 720. Such a departure is marked as automatic.', validators=[django.core.validators.MaxValueValidator(720)], verbose_name='sign out whoever is still in after')),
                ('move_minutes', models.PositiveSmallIntegerField(default=30, help_text='Minutes after the end of an event, from 0 to 720: until then its desks stay for the last guests.', validators=[django.core.validators.MaxValueValidator(720)], verbose_name='desks go on to their room’s next event after')),
                ('idle_seconds', models.PositiveSmallIntegerField(default=20, help_text='Seconds without a touch until a tablet forgets what was typed.', validators=[django.core.validators.MinValueValidator(10)], verbose_name='tablet clears itself after')),
                ('dismiss_seconds', models.PositiveSmallIntegerField(default=8, help_text='Seconds until the welcome makes room for the next guest.', validators=[django.core.validators.MinValueValidator(3)], verbose_name='tablet shows an answer for')),
                ('consent', models.TextField(default='我同意会所为本次活动登记我的姓名和联系方式，并在活动结束后按会所制度保存。', verbose_name='consent asked of walk-in guests')),
                ('consent_zh_hant', models.TextField(blank=True, default='我同意會所為本次活動登記我的姓名和聯絡方式，並於活動結束後依會所制度保存。', verbose_name='consent in Traditional Chinese')),
                ('consent_en', models.TextField(blank=True, default='I agree that the house records my name and how to reach me for this event, and keeps them after it as the house rules say.', verbose_name='consent in English')),
                ('idle_minutes', models.PositiveSmallIntegerField(default=60, help_text='Minutes, from 5 to 720.', validators=[django.core.validators.MinValueValidator(5), django.core.validators.MaxValueValidator(720)], verbose_name='log out when nothing was done for')),
                ('session_hours', models.PositiveSmallIntegerField(default=12, help_text='Hours since logging in, from 1 to 24.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(24)], verbose_name='log out in any case after')),
                ('backup_hour', models.PositiveSmallIntegerField(default=3, help_text='Hour of the night, from 0 to 23; made up for later when the house was off.', validators=[django.core.validators.MaxValueValidator(23)], verbose_name='a backup is made at')),
                ('backup_daily', models.PositiveSmallIntegerField(default=7, help_text='Days.', validators=[django.core.validators.MinValueValidator(1)], verbose_name='every backup is kept for')),
                ('backup_weekly', models.PositiveSmallIntegerField(default=4, help_text='Weeks.', verbose_name='the first of each week is kept for')),
                ('backup_monthly', models.PositiveSmallIntegerField(default=0, help_text='Months. No backup is kept longer than the policy on personal data says.', verbose_name='the first of each month is kept for')),
                ('backup_hours', models.PositiveSmallIntegerField(default=26, help_text='Hours.', validators=[django.core.validators.MinValueValidator(2)], verbose_name='alarm when the newest backup is older than')),
                ('second_step_roles', models.ManyToManyField(blank=True, help_text='Whoever has one of these roles also types a code from a phone when logging in. Recommended: Administrators, Management, Account managers, who may manage users or export lists.', related_name='+', to='auth.group', verbose_name='roles that need a second step')),
            ],
            options={
                'verbose_name': 'House policy',
                'verbose_name_plural': 'House policies',
            },
        ),
        migrations.CreateModel(
            name='Job',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=60, verbose_name='kind')),
                ('arguments', models.JSONField(default=dict, verbose_name='arguments')),
                ('status', models.CharField(choices=[('waiting', 'Waiting'), ('running', 'Running'), ('done', 'Done'), ('failed', 'Failed'), ('cancelled', 'Cancelled')], default='waiting', max_length=12, verbose_name='status')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('step', models.PositiveIntegerField(default=0, verbose_name='steps done')),
                ('total', models.PositiveIntegerField(default=0, verbose_name='steps in all')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='attempts')),
                ('result', models.JSONField(default=dict, verbose_name='result')),
                ('error', models.TextField(blank=True, verbose_name='what went wrong')),
                ('claim', models.CharField(blank=True, editable=False, max_length=32)),
                ('message_id', models.CharField(blank=True, editable=False, max_length=64)),
                ('created_at', models.DateTimeField(verbose_name='asked for at')),
                ('heartbeat_at', models.DateTimeField(null=True, verbose_name='last sign of life')),
                ('run_after', models.DateTimeField(null=True, verbose_name='not before')),
                ('finished_at', models.DateTimeField(null=True, verbose_name='finished at')),
            ],
            options={
                'verbose_name': 'job',
                'verbose_name_plural': 'jobs',
                'ordering': ['-created_at', '-pk'],
                'indexes': [models.Index(fields=['status', 'heartbeat_at'], name='core_job_status')],
            },
        ),
        migrations.CreateModel(
            name='ImportBatch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('target', models.CharField(max_length=60, verbose_name='kind of list')),
                ('scope', models.CharField(max_length=60, verbose_name='what it goes into')),
                ('status', models.CharField(choices=[('uploaded', 'Uploaded'), ('checking', 'Being checked'), ('checked', 'Checked'), ('applying', 'Being applied'), ('stopped', 'Stopped'), ('applied', 'Applied'), ('undoing', 'Being undone'), ('undone', 'Undone')], default='uploaded', max_length=10, verbose_name='status')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='imported by')),
                ('language', models.CharField(max_length=10, verbose_name='language of the reasons')),
                ('file_name', models.CharField(max_length=200, verbose_name='file')),
                ('file', models.CharField(blank=True, max_length=200, verbose_name='stored as')),
                ('reading', models.JSONField(default=dict, verbose_name='how the file is read')),
                ('sealed_head', models.TextField(blank=True, default='', editable=False)),
                ('mapping', models.JSONField(default=dict, verbose_name='which column is what')),
                ('date_orders', models.JSONField(default=dict, verbose_name='day or month first')),
                ('overwriting', models.CharField(choices=[('all', 'Every field the file has'), ('empty', 'Only fields that are empty'), ('chosen', 'Only the columns ticked')], default='all', max_length=6, verbose_name='what updates may write over')),
                ('overwritten', models.JSONField(default=list, verbose_name='columns updates may write over')),
                ('horizon', models.JSONField(default=dict, verbose_name='how far the records were looked at')),
                ('tally', models.JSONField(default=dict, verbose_name='rows by what became of them')),
                ('corrects', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='corrections', to='core.importbatch', verbose_name='corrects the rows of')),
                ('job', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='core.job', verbose_name='job')),
                ('created_at', models.DateTimeField(verbose_name='uploaded at')),
                ('applied_at', models.DateTimeField(null=True, verbose_name='applied at')),
                ('undone_at', models.DateTimeField(null=True, verbose_name='undone at')),
                ('purged_at', models.DateTimeField(null=True, verbose_name='rows and file deleted at')),
            ],
            options={
                'verbose_name': 'import',
                'verbose_name_plural': 'imports',
                'ordering': ['-created_at', '-pk'],
                'indexes': [models.Index(fields=['target', 'scope', '-created_at'], name='core_imports_of_list')],
                'constraints': [models.CheckConstraint(condition=models.Q(('status__in', ['uploaded', 'checking', 'checked', 'applying', 'stopped', 'applied', 'undoing', 'undone'])), name='core_import_status_known')],
            },
        ),
        migrations.CreateModel(
            name='Export',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('target', models.CharField(max_length=60, verbose_name='kind of list')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='exported by')),
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
                ('job', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='core.job', verbose_name='job')),
                ('expires_at', models.DateTimeField(null=True, verbose_name='kept until')),
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
            name='BackupRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, unique=True, verbose_name='file')),
                ('status', models.CharField(choices=[('waiting', 'Waiting for a worker'), ('making', 'Being made'), ('verified', 'Verified'), ('found', 'Found in the folder, not verified'), ('failed', 'Failed'), ('deleted', 'Deleted after its time'), ('lost', 'No longer in the folder')], default='waiting', max_length=10, verbose_name='status')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='asked for by')),
                ('made_at', models.DateTimeField(verbose_name='made at')),
                ('verified_at', models.DateTimeField(null=True, verbose_name='verified at')),
                ('gone_at', models.DateTimeField(null=True, verbose_name='deleted at')),
                ('size', models.PositiveBigIntegerField(default=0, verbose_name='bytes')),
                ('rows', models.PositiveBigIntegerField(default=0, verbose_name='rows')),
                ('files', models.PositiveBigIntegerField(default=0, verbose_name='files')),
                ('missed', models.PositiveIntegerField(default=0, verbose_name='files deleted meanwhile')),
                ('trouble', models.TextField(blank=True, verbose_name='what went wrong')),
                ('job', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='core.job', verbose_name='job')),
            ],
            options={
                'verbose_name': 'backup',
                'verbose_name_plural': 'backups',
                'ordering': ['-made_at', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('status__in', ['waiting', 'making', 'verified', 'found', 'failed', 'deleted', 'lost'])), name='core_backup_status_known'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'verified'), _negated=True), ('verified_at__isnull', False), _connector='OR'), name='core_backup_verified_once'), models.UniqueConstraint(models.Value(1), condition=models.Q(('status__in', ('waiting', 'making'))), name='core_one_backup_at_a_time')],
            },
        ),
        migrations.CreateModel(
            name='TickSlot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60)),
                ('slot', models.CharField(max_length=40)),
                ('taken_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('name', 'slot'), name='core_one_taker_per_slot')],
            },
        ),
        migrations.CreateModel(
            name='ExportChoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('target', models.CharField(max_length=60)),
                ('columns', models.JSONField(default=list)),
                ('language', models.CharField(max_length=10)),
                ('kind', models.CharField(max_length=4)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('user', 'target'), name='core_one_export_choice_per_list')],
            },
        ),
        migrations.CreateModel(
            name='ImportBlock',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='blocks', to='core.importbatch')),
                ('first', models.PositiveIntegerField(verbose_name='first row')),
                ('last', models.PositiveIntegerField(verbose_name='last row')),
                ('sealed', models.TextField(editable=False)),
            ],
            options={
                'ordering': ['first'],
                'constraints': [models.UniqueConstraint(fields=('batch', 'first'), name='core_import_block_once')],
            },
        ),
        migrations.CreateModel(
            name='ImportJournal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='journal', to='core.importbatch')),
                ('step', models.PositiveIntegerField()),
                ('sealed', models.TextField(editable=False)),
                ('applied_at', models.DateTimeField()),
                ('undone_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ['step'],
                'constraints': [models.UniqueConstraint(fields=('batch', 'step'), name='core_import_step_once')],
            },
        ),
        migrations.CreateModel(
            name='ImportMapping',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('target', models.CharField(max_length=60, verbose_name='kind of list')),
                ('signature', models.CharField(editable=False, max_length=64)),
                ('by', models.ForeignKey(help_text='Nobody: for everybody in the house.', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='remembered for')),
                ('mapping', models.JSONField(default=dict, verbose_name='which column is what')),
                ('date_orders', models.JSONField(default=dict, verbose_name='day or month first')),
                ('used_at', models.DateTimeField(verbose_name='last used at')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('target', 'signature', 'by'), name='core_import_mapping_of_one'), models.UniqueConstraint(condition=models.Q(('by', None)), fields=('target', 'signature'), name='core_import_mapping_of_all')],
            },
        ),
        migrations.CreateModel(
            name='ImportRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('batch', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='rows', to='core.importbatch')),
                ('number', models.PositiveIntegerField(verbose_name='row in the file')),
                ('verdict', models.CharField(blank=True, choices=[('new', 'New'), ('update', 'Update'), ('same', 'Unchanged'), ('possible', 'Possible duplicate'), ('duplicate', 'Duplicate'), ('error', 'Error')], max_length=10, verbose_name='verdict')),
                ('decision', models.CharField(blank=True, choices=[('', 'Not decided'), ('skip', 'Leave out'), ('update', 'Update that record'), ('new', 'Create a new record')], default='', max_length=6, verbose_name='decision')),
                ('outcome', models.CharField(blank=True, choices=[('', 'Not applied'), ('applied', 'Applied'), ('refused', 'Not applied: changed meanwhile'), ('undone', 'Undone'), ('kept', 'Kept: changed since the import'), ('mended', 'Corrected in a later file')], max_length=8, verbose_name='outcome')),
                ('sealed', models.TextField(editable=False)),
            ],
            options={
                'ordering': ['number'],
                'indexes': [models.Index(fields=['batch', 'verdict'], name='core_import_rows_verdict')],
                'constraints': [models.UniqueConstraint(fields=('batch', 'number'), name='core_import_row_once')],
            },
        ),
    ])]
