import datetime
import django.core.validators
import django.db.models.deletion
import foyer.core.uploads.fields
import modelcluster.fields
from django.conf import settings
from django.db import migrations, models

from foyer.core.new_tables import NewTables


class Migration(migrations.Migration):

    replaces = [('venues', '0001_initial')]

    initial = True

    dependencies = [
        ('core', '0001_tables'),
    ]

    operations = [NewTables([
        migrations.CreateModel(
            name='EquipmentKind',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('every_months', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(240)], verbose_name='maintained every … months')),
                ('maintain_on', models.DateField(blank=True, null=True, verbose_name='to be maintained on')),
                ('name', models.CharField(max_length=100, verbose_name='name')),
                ('name_zh_hant', models.CharField(blank=True, max_length=100, verbose_name='name in Traditional Chinese')),
                ('name_en', models.CharField(blank=True, max_length=100, verbose_name='name in English')),
                ('category', models.CharField(choices=[('audio', 'Audio'), ('light', 'Light'), ('projection', 'Projection'), ('furniture', 'Furniture'), ('display', 'Racks and display cases'), ('it', 'Computers and network'), ('other', 'Other')], default='other', max_length=10, verbose_name='category')),
            ],
            options={
                'verbose_name': 'kind of equipment',
                'verbose_name_plural': 'kinds of equipment',
                'ordering': ['category', 'name', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('name',), name='venues_equipment_kind_named_once', violation_error_message='There is a kind of equipment of that name already.'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='venues_equipment_kind_named')],
            },
        ),
        migrations.CreateModel(
            name='Venue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100, verbose_name='name')),
                ('name_zh_hant', models.CharField(blank=True, max_length=100, verbose_name='name in Traditional Chinese')),
                ('name_en', models.CharField(blank=True, max_length=100, verbose_name='name in English')),
                ('address', models.CharField(blank=True, max_length=200, verbose_name='address')),
                ('address_zh_hant', models.CharField(blank=True, max_length=200, verbose_name='address in Traditional Chinese')),
                ('address_en', models.CharField(blank=True, max_length=200, verbose_name='address in English')),
                ('map_url', models.URLField(blank=True, verbose_name='link to a map')),
            ],
            options={
                'verbose_name': 'venue',
                'verbose_name_plural': 'venues',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Room',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('venue', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rooms', to='venues.venue', verbose_name='venue')),
                ('name', models.CharField(max_length=100, verbose_name='name')),
                ('name_zh_hant', models.CharField(blank=True, max_length=100, verbose_name='name in Traditional Chinese')),
                ('name_en', models.CharField(blank=True, max_length=100, verbose_name='name in English')),
                ('capacity', models.PositiveIntegerField(help_text='How many people fit in.', verbose_name='capacity')),
                ('is_bookable', models.BooleanField(default=True, help_text='Shown with its free times on the website and in the API.', verbose_name='offered for booking')),
                ('opens_at', models.TimeField(default=datetime.time(8, 0), verbose_name='opens at')),
                ('closes_at', models.TimeField(default=datetime.time(22, 0), help_text='Earlier than it opens: on the day after. The same as it opens: open all day and night.', verbose_name='closes at')),
                ('setup_minutes', models.PositiveSmallIntegerField(default=30, help_text='Minutes before a use in which the room is prepared and cannot be used.', validators=[django.core.validators.MaxValueValidator(1440)], verbose_name='set-up')),
                ('clearing_minutes', models.PositiveSmallIntegerField(default=30, help_text='Minutes after a use in which the room is cleared and cannot be used.', validators=[django.core.validators.MaxValueValidator(1440)], verbose_name='clearing')),
                ('access', models.TextField(blank=True, help_text='Floor, lift, step-free way, loading door.', max_length=500, verbose_name='how to get there')),
                ('access_zh_hant', models.TextField(blank=True, max_length=500, verbose_name='how to get there in Traditional Chinese')),
                ('access_en', models.TextField(blank=True, max_length=500, verbose_name='how to get there in English')),
            ],
            options={
                'verbose_name': 'room',
                'verbose_name_plural': 'rooms',
                'ordering': ['venue__name', 'name'],
                'constraints': [models.UniqueConstraint(fields=('venue', 'name'), name='venues_room_named_once', violation_error_message='This venue already has a room of that name.'), models.CheckConstraint(condition=models.Q(('clearing_minutes__lte', 1440), ('setup_minutes__lte', 1440)), name='venues_room_prepared_within_a_day', violation_error_message='Set-up and clearing take a day each at most.')],
            },
        ),
        migrations.CreateModel(
            name='EquipmentItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('every_months', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(240)], verbose_name='maintained every … months')),
                ('maintain_on', models.DateField(blank=True, null=True, verbose_name='to be maintained on')),
                ('number', models.CharField(editable=False, max_length=40, unique=True, verbose_name='number')),
                ('kind', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='venues.equipmentkind', verbose_name='kind')),
                ('name', models.CharField(blank=True, help_text='Empty: it is called as its kind.', max_length=100, verbose_name='make or name')),
                ('quantity', models.PositiveIntegerField(default=1, help_text='More than one where they are counted and not told apart, such as tables.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(100000)], verbose_name='how many')),
                ('serial', models.CharField(blank=True, max_length=100, verbose_name='serial number')),
                ('home', models.ForeignKey(blank=True, help_text='Empty: in store.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='equipment', to='venues.room', verbose_name='home room')),
                ('whereabouts', models.CharField(blank=True, help_text='Empty: where it belongs.', max_length=200, verbose_name='where it is now')),
                ('state', models.CharField(choices=[('in_service', 'In service'), ('in_repair', 'In repair'), ('retired', 'Retired')], default='in_service', max_length=10, verbose_name='state')),
                ('bought_on', models.DateField(blank=True, null=True, verbose_name='bought on')),
                ('added_on', models.DateField(editable=False, verbose_name='in the register since')),
                ('specification', models.TextField(blank=True, max_length=2000, verbose_name='specification')),
                ('notes', models.TextField(blank=True, max_length=2000, verbose_name='notes')),
            ],
            options={
                'verbose_name': 'piece of equipment',
                'verbose_name_plural': 'equipment',
                'ordering': ['number', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('quantity__gte', 1), ('quantity__lte', 100000)), name='venues_equipment_of_some_number'), models.CheckConstraint(condition=models.Q(('state__in', ['in_service', 'in_repair', 'retired'])), name='venues_equipment_state_known')],
            },
        ),
        migrations.CreateModel(
            name='Occupation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('room', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='occupations', to='venues.room', verbose_name='room')),
                ('purpose', models.CharField(choices=[('booking', 'Booking'), ('event', 'Event'), ('closed', 'Closed')], editable=False, max_length=8, verbose_name='taken for')),
                ('title', models.CharField(blank=True, max_length=200, verbose_name='reason')),
                ('starts_at', models.DateTimeField(verbose_name='from')),
                ('ends_at', models.DateTimeField(verbose_name='to')),
                ('from_at', models.DateTimeField(editable=False, verbose_name='taken from')),
                ('until_at', models.DateTimeField(editable=False, verbose_name='taken until')),
                ('lapses_at', models.DateTimeField(editable=False, null=True, verbose_name='held for an answer until')),
            ],
            options={
                'verbose_name': 'occupation of a room',
                'verbose_name_plural': 'occupations of rooms',
                'ordering': ['from_at', 'pk'],
                'indexes': [models.Index(fields=['room', 'until_at', 'from_at'], name='venues_room_taken_when')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='venues_occupation_ends_after_start', violation_error_message='It ends before it begins: check both times.'), models.CheckConstraint(condition=models.Q(('from_at__lte', models.F('starts_at')), ('until_at__gte', models.F('ends_at'))), name='venues_occupation_holds_its_use'), models.CheckConstraint(condition=models.Q(('purpose__in', ['booking', 'event', 'closed'])), name='venues_occupation_purpose_known')],
            },
        ),
        migrations.CreateModel(
            name='EquipmentCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('room', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='equipment_checks', to='venues.room', verbose_name='room')),
                ('occupation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='equipment_checks', to='venues.occupation', verbose_name='for')),
                ('purpose', models.CharField(blank=True, max_length=200, verbose_name='before')),
                ('starts_at', models.DateTimeField(verbose_name='use begins at')),
                ('checked_at', models.DateTimeField(verbose_name='checked at')),
                ('checked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='checked by')),
                ('note', models.TextField(blank=True, max_length=1000, verbose_name='note')),
            ],
            options={
                'verbose_name': 'equipment check',
                'verbose_name_plural': 'equipment checks',
                'ordering': ['-checked_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='EquipmentHire',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='hires', to='venues.equipmentkind', verbose_name='kind')),
                ('quantity', models.PositiveIntegerField(default=1, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(100000)], verbose_name='how many')),
                ('from_at', models.DateTimeField(verbose_name='from')),
                ('until_at', models.DateTimeField(verbose_name='until')),
                ('occupation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='hires', to='venues.occupation', verbose_name='for')),
                ('note', models.CharField(blank=True, max_length=500, verbose_name='note')),
                ('accounted', models.PositiveIntegerField(default=0, editable=False, verbose_name='accounted for')),
                ('returned_at', models.DateTimeField(editable=False, null=True, verbose_name='returned at')),
                ('made_at', models.DateTimeField(editable=False, verbose_name='written down at')),
                ('made_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='written down by')),
            ],
            options={
                'verbose_name': 'hire of equipment',
                'verbose_name_plural': 'hires of equipment',
                'ordering': ['from_at', 'pk'],
                'indexes': [models.Index(fields=['kind', 'until_at', 'from_at'], name='venues_hired_when')],
                'constraints': [models.CheckConstraint(condition=models.Q(('quantity__gte', 1), ('quantity__lte', 100000)), name='venues_hire_of_some'), models.CheckConstraint(condition=models.Q(('until_at__gt', models.F('from_at'))), name='venues_hire_ends_after_start'), models.CheckConstraint(condition=models.Q(('returned_at', None), ('returned_at__gte', models.F('from_at')), _connector='OR'), name='venues_hire_returned_after_start'), models.CheckConstraint(condition=models.Q(('accounted__lte', models.F('quantity'))), name='venues_hire_no_more_back_than_went'), models.CheckConstraint(condition=models.Q(models.Q(('accounted__lt', models.F('quantity')), ('returned_at', None)), models.Q(('accounted', models.F('quantity')), ('returned_at__isnull', False)), _connector='OR'), name='venues_hire_over_when_all_accounted')],
            },
        ),
        migrations.CreateModel(
            name='HireReturn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('hire', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='returns', to='venues.equipmenthire')),
                ('returned_at', models.DateTimeField(verbose_name='came back at')),
                ('sound', models.PositiveIntegerField(default=0, verbose_name='sound')),
                ('damaged', models.PositiveIntegerField(default=0, verbose_name='damaged')),
                ('lost', models.PositiveIntegerField(default=0, verbose_name='missing')),
                ('written_at', models.DateTimeField(verbose_name='written down at')),
                ('written_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='written down by')),
            ],
            options={
                'verbose_name': 'return of equipment',
                'verbose_name_plural': 'returns of equipment',
                'ordering': ['returned_at', 'pk'],
                'default_permissions': (),
                'constraints': [models.CheckConstraint(condition=models.Q(('sound__gte', 1), ('damaged__gte', 1), ('lost__gte', 1), _connector='OR'), name='venues_return_of_some')],
            },
        ),
        migrations.CreateModel(
            name='EquipmentFault',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='faults', to='venues.equipmentitem', verbose_name='equipment')),
                ('what', models.TextField(max_length=1000, verbose_name='what is wrong')),
                ('severity', models.CharField(choices=[('serious', 'Cannot be used'), ('slight', 'Can still be used')], default='serious', max_length=8, verbose_name='severity')),
                ('quantity', models.PositiveIntegerField(default=1, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(100000)], verbose_name='how many of them')),
                ('state', models.CharField(choices=[('reported', 'Reported'), ('in_repair', 'In repair'), ('mended', 'Mended'), ('retired', 'Taken out of use')], default='reported', max_length=10, verbose_name='step')),
                ('reported_at', models.DateTimeField(verbose_name='reported at')),
                ('reported_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='reported by')),
                ('settled_at', models.DateTimeField(null=True, verbose_name='settled at')),
                ('came_of', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='faults', to='venues.hirereturn')),
            ],
            options={
                'verbose_name': 'fault',
                'verbose_name_plural': 'faults',
                'ordering': ['-reported_at', '-pk'],
                'permissions': [('export_equipmentfault', 'Can export faults of equipment')],
                'constraints': [models.CheckConstraint(condition=models.Q(('what', ''), _negated=True), name='venues_fault_has_words'), models.CheckConstraint(condition=models.Q(('quantity__gte', 1)), name='venues_fault_of_some'), models.CheckConstraint(condition=models.Q(models.Q(('settled_at', None), ('state__in', ('reported', 'in_repair'))), models.Q(('settled_at__isnull', False), ('state__in', ('mended', 'retired'))), _connector='OR'), name='venues_fault_settled_when_over')],
            },
        ),
        migrations.CreateModel(
            name='FaultStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fault', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='venues.equipmentfault')),
                ('state', models.CharField(choices=[('reported', 'Reported'), ('in_repair', 'In repair'), ('mended', 'Mended'), ('retired', 'Taken out of use')], max_length=10, verbose_name='step')),
                ('note', models.TextField(max_length=1000, verbose_name='note')),
                ('at', models.DateTimeField(verbose_name='at')),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'step of a fault',
                'verbose_name_plural': 'steps of faults',
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Maintenance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='maintenance', to='venues.equipmentitem', verbose_name='equipment')),
                ('done_on', models.DateField(verbose_name='done on')),
                ('done_by', models.CharField(max_length=100, verbose_name='done by')),
                ('result', models.TextField(max_length=1000, verbose_name='result')),
                ('written_at', models.DateTimeField(editable=False, verbose_name='written down at')),
                ('written_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='written down by')),
            ],
            options={
                'verbose_name': 'maintenance',
                'verbose_name_plural': 'maintenance log',
                'ordering': ['-done_on', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('result', ''), _negated=True), models.Q(('done_by', ''), _negated=True)), name='venues_maintenance_has_result')],
            },
        ),
        migrations.CreateModel(
            name='Closure',
            fields=[
            ],
            options={
                'verbose_name': 'closure of a room',
                'verbose_name_plural': 'closures of rooms',
                'proxy': True,
                'indexes': [],
                'constraints': [],
            },
            bases=('venues.occupation',),
        ),
        migrations.CreateModel(
            name='RoomHours',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('room', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='hours', to='venues.room')),
                ('weekday', models.PositiveSmallIntegerField(choices=[(0, 'Monday'), (1, 'Tuesday'), (2, 'Wednesday'), (3, 'Thursday'), (4, 'Friday'), (5, 'Saturday'), (6, 'Sunday')], verbose_name='day of the week')),
                ('opens_at', models.TimeField(blank=True, help_text='Both empty: closed on that day.', null=True, verbose_name='opens at')),
                ('closes_at', models.TimeField(blank=True, null=True, verbose_name='closes at')),
            ],
            options={
                'verbose_name': 'opening hours',
                'verbose_name_plural': 'opening hours',
                'ordering': ['weekday'],
                'constraints': [models.UniqueConstraint(fields=('room', 'weekday'), name='venues_hours_once_a_weekday', violation_error_message='This day of the week is listed twice.'), models.CheckConstraint(condition=models.Q(models.Q(('closes_at', None), ('opens_at', None)), models.Q(('closes_at__isnull', False), ('opens_at__isnull', False)), _connector='OR'), name='venues_hours_open_and_close', violation_error_message='Give both times, or neither: then it is closed.')],
            },
        ),
        migrations.CreateModel(
            name='RoomLayout',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('room', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='layouts', to='venues.room')),
                ('layout', models.CharField(choices=[('theatre', 'Theatre'), ('classroom', 'Classroom'), ('boardroom', 'Boardroom'), ('u_shape', 'U-shape'), ('banquet', 'Banquet'), ('reception', 'Standing reception')], max_length=10, verbose_name='layout')),
                ('capacity', models.PositiveIntegerField(validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(100000)], verbose_name='seats')),
            ],
            options={
                'verbose_name': 'layout',
                'verbose_name_plural': 'layouts',
                'ordering': ['-capacity', 'layout'],
                'constraints': [models.UniqueConstraint(fields=('room', 'layout'), name='venues_layout_once_a_room', violation_error_message='This layout is listed twice: keep one of them.'), models.CheckConstraint(condition=models.Q(('capacity__gte', 1)), name='venues_layout_seats_somebody')],
            },
        ),
        migrations.CreateModel(
            name='CheckLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('check_sheet', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='venues.equipmentcheck')),
                ('item', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='check_lines', to='venues.equipmentitem')),
                ('label', models.CharField(max_length=200, verbose_name='equipment')),
                ('quantity', models.PositiveIntegerField(verbose_name='how many')),
                ('is_hired', models.BooleanField(verbose_name='hired for this use')),
                ('passed', models.BooleanField(verbose_name='works')),
                ('fault', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='check_lines', to='venues.equipmentfault')),
                ('note', models.TextField(blank=True, max_length=1000, verbose_name='what is wrong')),
            ],
            options={
                'verbose_name': 'line of an equipment check',
                'verbose_name_plural': 'lines of equipment checks',
                'ordering': ['pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('passed', True), models.Q(('note', ''), _negated=True), _connector='OR'), name='venues_check_failure_has_words')],
            },
        ),
        migrations.CreateModel(
            name='FaultPhoto',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file', foyer.core.uploads.fields.PrivateFileField(editable=False, verbose_name='file')),
                ('file_name', models.CharField(editable=False, max_length=150, verbose_name='file name')),
                ('file_kind', models.CharField(choices=[('pdf', 'PDF'), ('jpg', 'JPG'), ('png', 'PNG'), ('webp', 'WebP'), ('docx', 'Word (.docx)'), ('xlsx', 'Excel (.xlsx)'), ('txt', 'Text (.txt)')], editable=False, max_length=4, verbose_name='kind of file')),
                ('size', models.PositiveIntegerField(editable=False, verbose_name='size')),
                ('added_at', models.DateTimeField(editable=False, verbose_name='added at')),
                ('added_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='added by')),
                ('fault', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='photos', to='venues.equipmentfault')),
            ],
            options={
                'verbose_name': 'photo of a fault',
                'verbose_name_plural': 'photos of faults',
                'ordering': ['added_at', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('file_kind__in', ['jpg', 'png', 'webp']), models.Q(('file', ''), _negated=True)), name='venues_fault_photo_is_picture')],
            },
        ),
    ])]
