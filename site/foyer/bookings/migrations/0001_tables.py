import django.core.validators
import django.db.models.deletion
import foyer.core.fields
import foyer.privacy.fields
import wagtail.fields
import wagtail.models.preview
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models

from foyer.core.new_tables import NewTables


class Migration(migrations.Migration):

    replaces = [('bookings', '0001_initial')]

    initial = True

    dependencies = [
        ('clients', '0001_tables'),
        ('core', '0001_tables'),
        ('venues', '0001_tables'),
        ('wagtailcore', '0098_apitoken'),
        ('wagtailimages', '0027_image_description'),
    ]

    operations = [NewTables([
        migrations.CreateModel(
            name='BookingPolicy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('offers_at_once', models.BooleanField(default=False, help_text='A request for a room that is free and has a published price is offered without anybody of the house looking at it first.', verbose_name='offer free rooms at once')),
                ('reply_hours', models.PositiveSmallIntegerField(default=48, help_text='Hours; an offer nobody answers by then is given up. From 1 to 720.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(720)], verbose_name='offers are answered within')),
                ('reply_before_hours', models.PositiveSmallIntegerField(default=12, help_text='Hours before the use at which an offer lapses at the latest.', validators=[django.core.validators.MaxValueValidator(720)], verbose_name='and before the use by')),
                ('remind_hours', models.PositiveSmallIntegerField(default=12, help_text='Hours before an offer lapses. 0: no reminder.', validators=[django.core.validators.MaxValueValidator(336)], verbose_name='remind before the deadline')),
                ('notice_hours', models.PositiveSmallIntegerField(default=24, help_text='Hours. Staff may take down later ones.', validators=[django.core.validators.MaxValueValidator(720)], verbose_name='online requests before the use by')),
                ('furthest_days', models.PositiveSmallIntegerField(default=365, help_text='Days.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(1100)], verbose_name='bookings at most so far ahead')),
                ('contract_from', models.DecimalField(blank=True, decimal_places=2, default=Decimal('20000'), help_text='In the currency of the fee schedule. Empty: no total asks for one.', max_digits=11, null=True, validators=[django.core.validators.MinValueValidator(Decimal('0'))], verbose_name='contract from this total on')),
                ('contract_for_key', models.BooleanField(default=True, verbose_name='contract with every key client')),
                ('cancel_free_days', models.PositiveSmallIntegerField(default=7, help_text='Days before the use. Offers and requests are cancelled freely at any time.', validators=[django.core.validators.MaxValueValidator(365)], verbose_name='cancelling is free until')),
                ('cancel_percent', models.PositiveSmallIntegerField(default=50, help_text='Percent of the total agreed.', validators=[django.core.validators.MaxValueValidator(100)], verbose_name='after that it costs')),
                ('payment', models.TextField(blank=True, help_text='How and by when it is paid; letters and contracts say so.', max_length=1500, verbose_name='terms of payment')),
                ('payment_zh_hant', models.TextField(blank=True, max_length=1500, verbose_name='terms of payment in Traditional Chinese')),
                ('payment_en', models.TextField(blank=True, max_length=1500, verbose_name='terms of payment in English')),
            ],
            options={
                'verbose_name': 'House policy: bookings',
                'verbose_name_plural': 'House policies: bookings',
            },
        ),
        migrations.CreateModel(
            name='BookingSeries',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('repeats', models.CharField(choices=[('weekly', 'Every week'), ('fortnight', 'Every other week'), ('monthly', 'Every month on the same weekday')], max_length=10, verbose_name='repeats')),
                ('until_on', models.DateField(verbose_name='until')),
                ('skipped', models.JSONField(blank=True, default=list, verbose_name='not on')),
            ],
            options={
                'verbose_name': 'series of bookings',
                'verbose_name_plural': 'series of bookings',
            },
        ),
        migrations.CreateModel(
            name='Booking',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(editable=False, max_length=40, unique=True, verbose_name='number')),
                ('status', models.CharField(choices=[('requested', 'Requested'), ('offered', 'Offered'), ('confirmed', 'Confirmed'), ('signed', 'Contract signed'), ('used', 'Used'), ('settled', 'Settled'), ('rejected', 'Turned down'), ('declined', 'Declined by the client'), ('cancelled', 'Cancelled'), ('lapsed', 'Lapsed')], default='requested', editable=False, max_length=10, verbose_name='step')),
                ('channel', models.CharField(choices=[('online', 'Website'), ('phone', 'Phone'), ('mail', 'E-mail or message'), ('desk', 'At the desk'), ('api', 'Another program')], default='online', max_length=8, verbose_name='came by')),
                ('room', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bookings', to='venues.room', verbose_name='room')),
                ('starts_at', models.DateTimeField(verbose_name='from')),
                ('ends_at', models.DateTimeField(verbose_name='to')),
                ('heads', models.PositiveIntegerField(validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(100000)], verbose_name='people')),
                ('layout', models.CharField(blank=True, choices=[('theatre', 'Theatre'), ('classroom', 'Classroom'), ('boardroom', 'Boardroom'), ('u_shape', 'U-shape'), ('banquet', 'Banquet'), ('reception', 'Standing reception')], max_length=10, verbose_name='layout')),
                ('theme', models.CharField(blank=True, max_length=200, verbose_name='theme')),
                ('extras', models.JSONField(blank=True, default=dict, verbose_name='extras')),
                ('wishes', models.TextField(blank=True, max_length=2000, verbose_name='wishes')),
                ('occupation', models.OneToOneField(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='booking', to='venues.occupation')),
                ('client', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='bookings', to='clients.client', verbose_name='client')),
                ('contact', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='bookings', to='clients.contact', verbose_name='contact')),
                ('asker_name', models.CharField(max_length=100, verbose_name='who asks')),
                ('asker_company', models.CharField(blank=True, max_length=200, verbose_name='company')),
                ('asker_phone', foyer.privacy.fields.SealedTextField(blank=True, default='', verbose_name='phone')),
                ('asker_email', foyer.privacy.fields.SealedTextField(blank=True, default='', verbose_name='e-mail')),
                ('phone_index', foyer.privacy.fields.BlindIndexField(kind='phone', of='asker_phone')),
                ('phone_last_four_index', foyer.privacy.fields.BlindIndexField(kind='phone_last_four', of='asker_phone')),
                ('email_index', foyer.privacy.fields.BlindIndexField(kind='email', of='asker_email')),
                ('language', models.CharField(choices=[('zh-hans', 'Simplified Chinese'), ('zh-hant', 'Traditional Chinese'), ('en', 'English')], default='zh-hans', max_length=10, verbose_name='language')),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='bookings', to=settings.AUTH_USER_MODEL, verbose_name='answerable')),
                ('notes', models.TextField(blank=True, max_length=2000, verbose_name='notes of the house')),
                ('series', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='bookings', to='bookings.bookingseries', verbose_name='series')),
                ('waits', models.BooleanField(default=False, verbose_name='waits for the room to be given back')),
                ('agreed', models.JSONField(editable=False, null=True, verbose_name='agreed')),
                ('currency', models.CharField(blank=True, choices=[('CNY', 'Chinese yuan'), ('HKD', 'Hong Kong dollar'), ('TWD', 'New Taiwan dollar'), ('MOP', 'Macao pataca'), ('USD', 'US dollar'), ('EUR', 'Euro'), ('JPY', 'Japanese yen')], editable=False, max_length=3)),
                ('total', models.DecimalField(decimal_places=2, editable=False, max_digits=13, null=True, verbose_name='total')),
                ('discount', models.CharField(blank=True, editable=False, max_length=8, verbose_name='discount')),
                ('discount_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='discount granted by')),
                ('needs_contract', models.BooleanField(default=False, verbose_name='needs a contract')),
                ('contract_signed_on', models.DateField(editable=False, null=True, verbose_name='contract signed on')),
                ('contract_signed_by', models.CharField(blank=True, editable=False, max_length=100, verbose_name='contract signed by')),
                ('requested_at', models.DateTimeField(editable=False, verbose_name='requested at')),
                ('requested_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='taken down by')),
                ('reply_by', models.DateTimeField(editable=False, null=True, verbose_name='reply by')),
                ('reminded_for', models.DateTimeField(editable=False, null=True)),
                ('lapse_told_for', models.DateTimeField(editable=False, null=True)),
                ('answered_at', models.DateTimeField(editable=False, null=True, verbose_name='answered at')),
                ('ended_at', models.DateTimeField(editable=False, null=True, verbose_name='ended at')),
                ('reason', models.CharField(blank=True, editable=False, max_length=500, verbose_name='reason')),
                ('cancel_fee', models.DecimalField(decimal_places=2, default=Decimal('0'), editable=False, max_digits=13, verbose_name='fee of the cancellation')),
                ('secret_hash', models.CharField(editable=False, max_length=64, unique=True)),
                ('secret_sealed', foyer.privacy.fields.SealedTextField(editable=False)),
                ('once', models.CharField(blank=True, editable=False, max_length=64)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('search_text', foyer.core.fields.SearchTextField(of=('number', 'theme', 'asker_name', 'asker_company'))),
            ],
            options={
                'verbose_name': 'booking',
                'verbose_name_plural': 'bookings',
                'ordering': ['-starts_at', '-pk'],
                'permissions': [('view_every_booking', 'Can see every booking'), ('offer_booking', 'Can offer rooms and turn requests down'), ('view_sensitive_booking', 'Can see phones and e-mails of bookings'), ('export_booking', 'Can take lists of bookings away')],
                'default_permissions': ('add', 'change', 'view'),
                'indexes': [models.Index(fields=['room', 'starts_at'], name='bookings_of_a_room'), models.Index(fields=['status', 'reply_by'], name='bookings_by_step'), models.Index(fields=['-starts_at', '-id'], name='bookings_by_time'), models.Index(fields=['client', '-starts_at'], name='bookings_of_a_client')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='bookings_booking_ends_after_start', violation_error_message='It ends before it begins: check both times.'), models.CheckConstraint(condition=models.Q(('heads__gte', 1)), name='bookings_booking_for_somebody', violation_error_message='Say how many people come: one at least.'), models.CheckConstraint(condition=models.Q(('status__in', ['requested', 'offered', 'confirmed', 'signed', 'used', 'settled', 'rejected', 'declined', 'cancelled', 'lapsed']), models.Q(('status', 'lapsed'), _negated=True)), name='bookings_booking_step_known'), models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['offered', 'confirmed', 'signed', 'used', 'settled']), _negated=True), models.Q(('agreed__isnull', False), ('total__isnull', False)), _connector='OR'), name='bookings_offered_with_its_price'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'offered'), _negated=True), ('reply_by__isnull', False), _connector='OR'), name='bookings_offered_until_a_moment'), models.UniqueConstraint(condition=models.Q(('once', ''), _negated=True), fields=('once',), name='bookings_request_sent_once')],
            },
        ),
        migrations.CreateModel(
            name='BookingMessage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('booking', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='messages', to='bookings.booking')),
                ('kind', models.CharField(choices=[('client', 'From the client'), ('house', 'To the client'), ('note', 'Note')], max_length=8, verbose_name='kind')),
                ('text', models.TextField(blank=True, max_length=2000, verbose_name='text')),
                ('wished_room', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='venues.room', verbose_name='wished room')),
                ('wished_from', models.DateTimeField(blank=True, null=True, verbose_name='wished from')),
                ('wished_to', models.DateTimeField(blank=True, null=True, verbose_name='wished to')),
                ('wished_heads', models.PositiveIntegerField(blank=True, null=True, verbose_name='wished people')),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'message about a booking',
                'verbose_name_plural': 'messages about bookings',
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='BookingStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('booking', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='bookings.booking')),
                ('before', models.CharField(blank=True, choices=[('requested', 'Requested'), ('offered', 'Offered'), ('confirmed', 'Confirmed'), ('signed', 'Contract signed'), ('used', 'Used'), ('settled', 'Settled'), ('rejected', 'Turned down'), ('declined', 'Declined by the client'), ('cancelled', 'Cancelled'), ('lapsed', 'Lapsed')], max_length=10)),
                ('after', models.CharField(choices=[('requested', 'Requested'), ('offered', 'Offered'), ('confirmed', 'Confirmed'), ('signed', 'Contract signed'), ('used', 'Used'), ('settled', 'Settled'), ('rejected', 'Turned down'), ('declined', 'Declined by the client'), ('cancelled', 'Cancelled'), ('lapsed', 'Lapsed')], max_length=10)),
                ('note', models.CharField(blank=True, max_length=500, verbose_name='note')),
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
            name='CalendarFeed',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('room', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='calendar_feeds', to='venues.room', verbose_name='room')),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='calendar_feeds', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                ('language', models.CharField(max_length=10, verbose_name='language')),
                ('secret_hash', models.CharField(editable=False, max_length=64, unique=True)),
                ('made_at', models.DateTimeField(verbose_name='made at')),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='made by')),
                ('revoked_at', models.DateTimeField(null=True, verbose_name='revoked at')),
            ],
            options={
                'verbose_name': 'calendar link',
                'verbose_name_plural': 'calendar links',
                'ordering': ['-made_at', '-pk'],
                'default_permissions': (),
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('room', None), ('user__isnull', False)), models.Q(('room__isnull', False), ('user', None)), _connector='OR'), name='bookings_feed_of_a_room_or_a_person')],
            },
        ),
        migrations.CreateModel(
            name='LetterText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('occasion', models.CharField(choices=[('received', 'Request received'), ('offer', 'Confirmation letter'), ('reminder', 'Reminder before the deadline'), ('confirmed', 'Booking confirmed'), ('contract', 'Contract to sign'), ('changed', 'Change of a booking'), ('lapsed', 'Offer lapsed'), ('rejected', 'Request turned down'), ('cancelled', 'Booking cancelled'), ('message', 'Message from the house'), ('statement', 'Statement'), ('credit', 'Credit note'), ('overdue', 'Reminder of an overdue statement'), ('terms', 'Text of the contract')], max_length=10, verbose_name='occasion')),
                ('language', models.CharField(choices=[('zh-hans', 'Simplified Chinese'), ('zh-hant', 'Traditional Chinese'), ('en', 'English')], max_length=10, verbose_name='language')),
                ('subject', models.CharField(max_length=200, verbose_name='subject')),
                ('body', models.TextField(max_length=8000, verbose_name='text')),
            ],
            options={
                'verbose_name': 'text of a booking letter',
                'verbose_name_plural': 'texts of booking letters',
                'ordering': ['occasion', 'language'],
                'constraints': [models.UniqueConstraint(fields=('occasion', 'language'), name='bookings_one_text_per_occasion_and_language', violation_error_message='There is already a text for this occasion and language.')],
            },
            bases=(wagtail.models.preview.PreviewableMixin, models.Model),
        ),
        migrations.CreateModel(
            name='RoomIndexPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('hero_image', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailimages.image', verbose_name='picture')),
                ('introduction', wagtail.fields.RichTextField(blank=True, verbose_name='introduction')),
            ],
            options={
                'verbose_name': 'room list',
                'verbose_name_plural': 'room lists',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='RoomPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('hero_image', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailimages.image', verbose_name='picture')),
                ('room', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pages', to='venues.room', verbose_name='room')),
                ('summary', models.CharField(blank=True, max_length=300, verbose_name='summary')),
                ('body', wagtail.fields.RichTextField(blank=True, verbose_name='text')),
                ('gallery', wagtail.fields.StreamField([('photo', 2)], blank=True, block_lookup={0: ('wagtail.images.blocks.ImageChooserBlock', (), {'label': 'Picture'}), 1: ('wagtail.blocks.CharBlock', (), {'label': 'Caption', 'max_length': 200, 'required': False}), 2: ('wagtail.blocks.StructBlock', [[('image', 0), ('caption', 1)]], {})}, verbose_name='pictures')),
                ('floor_plan', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailimages.image', verbose_name='floor plan')),
            ],
            options={
                'verbose_name': 'room page',
                'verbose_name_plural': 'room pages',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='BookingLetter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('booking', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='letters', to='bookings.booking')),
                ('occasion', models.CharField(choices=[('received', 'Request received'), ('offer', 'Confirmation letter'), ('reminder', 'Reminder before the deadline'), ('confirmed', 'Booking confirmed'), ('contract', 'Contract to sign'), ('changed', 'Change of a booking'), ('lapsed', 'Offer lapsed'), ('rejected', 'Request turned down'), ('cancelled', 'Booking cancelled'), ('message', 'Message from the house'), ('statement', 'Statement'), ('credit', 'Credit note'), ('overdue', 'Reminder of an overdue statement'), ('asked', 'To the house: a room was asked for'), ('wrote', 'To the house: the client wrote')], max_length=10, verbose_name='occasion')),
                ('to', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('message', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='letters', to='bookings.bookingmessage')),
                ('key', models.CharField(editable=False, max_length=100, unique=True)),
                ('status', models.CharField(choices=[('queued', 'Queued'), ('sending', 'Being sent'), ('sent', 'Sent'), ('failed', 'Failed'), ('unclear', 'Perhaps sent'), ('dropped', 'Not sent: answered before')], default='queued', max_length=8, verbose_name='status')),
                ('error', models.CharField(blank=True, max_length=300, verbose_name='words of the mail server')),
                ('queued_at', models.DateTimeField(verbose_name='asked for at')),
                ('sent_at', models.DateTimeField(null=True, verbose_name='sent at')),
            ],
            options={
                'verbose_name': 'letter about a booking',
                'verbose_name_plural': 'letters about bookings',
                'ordering': ['pk'],
                'indexes': [models.Index(fields=['status'], name='bookings_letter_status')],
            },
        ),
    ])]
