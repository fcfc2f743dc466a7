import datetime
import django.core.validators
import django.db.models.deletion
import foyer.fees.models.items
import modelcluster.fields
import wagtail.contrib.routable_page.models
import wagtail.fields
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models

from foyer.core.new_tables import NewTables


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('core', '0001_tables'),
        ('venues', '0001_tables'),
        ('wagtailcore', '0098_apitoken'),
        ('wagtailimages', '0027_image_description'),
    ]

    operations = [NewTables([
        migrations.CreateModel(
            name='FeeSchedule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('latest_revision', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision', verbose_name='latest revision')),
                ('live', models.BooleanField(default=True, editable=False, verbose_name='live')),
                ('has_unpublished_changes', models.BooleanField(default=False, editable=False, verbose_name='has unpublished changes')),
                ('first_published_at', models.DateTimeField(blank=True, db_index=True, null=True, verbose_name='first published at')),
                ('last_published_at', models.DateTimeField(editable=False, null=True, verbose_name='last published at')),
                ('live_revision', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.revision', verbose_name='live revision')),
                ('go_live_at', models.DateTimeField(blank=True, null=True, verbose_name='go live date/time')),
                ('expire_at', models.DateTimeField(blank=True, null=True, verbose_name='expiry date/time')),
                ('expired', models.BooleanField(default=False, editable=False, verbose_name='expired')),
                ('locked', models.BooleanField(default=False, editable=False, verbose_name='locked')),
                ('locked_at', models.DateTimeField(editable=False, null=True, verbose_name='locked at')),
                ('locked_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='locked_%(class)ss', to=settings.AUTH_USER_MODEL, verbose_name='locked by')),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('name_zh_hant', models.CharField(blank=True, max_length=60, verbose_name='name in Traditional Chinese')),
                ('name_en', models.CharField(blank=True, max_length=60, verbose_name='name in English')),
                ('currency', models.CharField(choices=[('CNY', 'Chinese yuan'), ('HKD', 'Hong Kong dollar'), ('TWD', 'New Taiwan dollar'), ('MOP', 'Macao pataca'), ('USD', 'US dollar'), ('EUR', 'Euro'), ('JPY', 'Japanese yen')], default='CNY', max_length=3, verbose_name='currency')),
                ('valid_from', models.DateField(help_text="The first day, from midnight by the house's clock.", verbose_name='valid from')),
                ('valid_until', models.DateField(blank=True, help_text='The last day; empty: until the next version.', null=True, verbose_name='valid until')),
                ('tax_included', models.BooleanField(default=True, verbose_name='prices include tax')),
                ('half_day_hours', models.PositiveSmallIntegerField(default=4, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(12)], verbose_name='hours of a half day')),
                ('day_hours', models.PositiveSmallIntegerField(default=8, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(24)], verbose_name='hours of a day')),
                ('evening_from', models.TimeField(default=datetime.time(18, 0), verbose_name='evenings from')),
                ('evening_until', models.TimeField(default=datetime.time(22, 0), verbose_name='evenings until')),
                ('replaces', models.ForeignKey(blank=True, help_text='The version that ends the day before this one begins.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='fees.feeschedule', verbose_name='replaces')),
                ('reason', models.CharField(blank=True, help_text='Published with the history of changes.', max_length=300, verbose_name='reason for the change')),
                ('reason_zh_hant', models.CharField(blank=True, max_length=300, verbose_name='reason in Traditional Chinese')),
                ('reason_en', models.CharField(blank=True, max_length=300, verbose_name='reason in English')),
                ('number', models.PositiveIntegerField(editable=False, null=True, unique=True, verbose_name='version')),
                ('status', models.CharField(choices=[('draft', 'Draft'), ('approved', 'Approved'), ('replaced', 'Replaced before its day')], default='draft', editable=False, max_length=10, verbose_name='status')),
                ('approved_at', models.DateTimeField(editable=False, null=True, verbose_name='approved at')),
                ('approved_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='approved by')),
            ],
            options={
                'verbose_name': 'fee schedule',
                'verbose_name_plural': 'fee schedules',
                'ordering': ['-valid_from', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('valid_until', None), ('valid_until__gte', models.F('valid_from')), _connector='OR'), name='fees_ends_after_it_begins', violation_error_message='The last day is not before the first.'), models.CheckConstraint(condition=models.Q(('evening_until__gt', models.F('evening_from'))), name='fees_evening_ends_after_it_begins', violation_error_message='Evenings end after they begin, on the same day.'), models.CheckConstraint(condition=models.Q(('day_hours__gte', models.F('half_day_hours')), ('half_day_hours__gte', 1)), name='fees_day_no_shorter_than_half', violation_error_message='A day has at least as many hours as a half day.'), models.CheckConstraint(condition=models.Q(models.Q(('number', None), ('status', 'draft')), models.Q(('number__isnull', False), ('status__in', ['approved', 'replaced'])), _connector='OR'), name='fees_numbered_once_approved')],
            },
        ),
        migrations.CreateModel(
            name='FeeItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('schedule', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='fees.feeschedule')),
                ('key', models.CharField(default=foyer.fees.models.items.new_key, editable=False, max_length=8)),
                ('kind', models.CharField(choices=[('room', 'Room'), ('equipment', 'Equipment'), ('service', 'Service'), ('deposit', 'Deposit')], default='room', max_length=10, verbose_name='for')),
                ('name', models.CharField(blank=True, help_text="A room's price may go without: it is called after the room.", max_length=60, verbose_name='name')),
                ('name_zh_hant', models.CharField(blank=True, max_length=60, verbose_name='name in Traditional Chinese')),
                ('name_en', models.CharField(blank=True, max_length=60, verbose_name='name in English')),
                ('room', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='venues.room', verbose_name='room')),
                ('unit', models.CharField(choices=[('hour', 'hour'), ('half_day', 'half day'), ('day', 'day'), ('evening', 'evening'), ('use', 'booking'), ('piece', 'piece a day'), ('person', 'person a day')], default='hour', max_length=10, verbose_name='per')),
                ('days', models.CharField(blank=True, choices=[('', 'every day'), ('working', 'working days'), ('rest', 'weekends and holidays')], default='', max_length=10, verbose_name='on')),
                ('tier', models.CharField(blank=True, choices=[('', 'everybody'), ('key', 'key clients'), ('regular', 'regular clients'), ('prospect', 'prospects')], default='', max_length=10, verbose_name='clients')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=11, validators=[django.core.validators.MinValueValidator(Decimal('0'), message='A price is zero or more.')], verbose_name='price')),
                ('minimum', models.PositiveSmallIntegerField(default=1, help_text='The least that is charged: two hours, ten persons.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(1000)], verbose_name='at least')),
                ('overtime', models.DecimalField(blank=True, decimal_places=2, help_text='For each hour begun beyond a half day, a day or an evening.', max_digits=11, null=True, validators=[django.core.validators.MinValueValidator(Decimal('0'), message='A price is zero or more.')], verbose_name='overtime an hour')),
                ('tax_rate', models.DecimalField(decimal_places=2, default=Decimal('0'), max_digits=5, validators=[django.core.validators.MinValueValidator(Decimal('0')), django.core.validators.MaxValueValidator(Decimal('100'))], verbose_name='tax %')),
            ],
            options={
                'verbose_name': 'fee item',
                'verbose_name_plural': 'fee items',
                'ordering': ['sort_order'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('schedule', 'key'), name='fees_item_once_a_version'), models.CheckConstraint(condition=models.Q(('amount__gte', 0), models.Q(('overtime', None), ('overtime__gte', 0), _connector='OR')), name='fees_price_not_negative', violation_error_message='A price is zero or more.'), models.CheckConstraint(condition=models.Q(('tax_rate__gte', 0), ('tax_rate__lte', 100), ('minimum__gte', 1)), name='fees_item_within_bounds', violation_error_message='Tax lies between 0 and 100 %, and at least one is charged.'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'room'), ('room__isnull', False)), models.Q(models.Q(('kind', 'room'), _negated=True), models.Q(('name', ''), _negated=True)), _connector='OR'), name='fees_item_says_what_it_is_for', violation_error_message='Choose the room the price is for; equipment, services and deposits need a name.')],
            },
        ),
        migrations.CreateModel(
            name='FeeDiscount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('schedule', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='discounts', to='fees.feeschedule')),
                ('key', models.CharField(default=foyer.fees.models.items.new_key, editable=False, max_length=8)),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('name_zh_hant', models.CharField(blank=True, max_length=60, verbose_name='name in Traditional Chinese')),
                ('name_en', models.CharField(blank=True, max_length=60, verbose_name='name in English')),
                ('tier', models.CharField(blank=True, choices=[('', 'everybody'), ('key', 'key clients'), ('regular', 'regular clients'), ('prospect', 'prospects')], default='', help_text='Everybody: it is given to whoever asks for it by name and is granted it.', max_length=10, verbose_name='clients')),
                ('percent', models.DecimalField(decimal_places=2, max_digits=5, validators=[django.core.validators.MinValueValidator(Decimal('0.01'), message='A discount is more than 0 %.'), django.core.validators.MaxValueValidator(Decimal('100'), message='A discount is at most 100 %.')], verbose_name='less %')),
                ('covers', models.CharField(choices=[('rooms', 'rooms only'), ('all', 'all but deposits')], default='rooms', max_length=10, verbose_name='taken off')),
            ],
            options={
                'verbose_name': 'discount',
                'verbose_name_plural': 'discounts',
                'ordering': ['sort_order'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('schedule', 'key'), name='fees_discount_once_a_version'), models.CheckConstraint(condition=models.Q(('percent__gt', 0), ('percent__lte', 100)), name='fees_discount_between_0_and_100', violation_error_message='A discount is more than 0 % and at most 100 %.')],
            },
        ),
        migrations.CreateModel(
            name='FeeSchedulePage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('hero_image', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailimages.image', verbose_name='picture')),
                ('introduction', wagtail.fields.RichTextField(blank=True, verbose_name='introduction')),
                ('terms', wagtail.fields.RichTextField(blank=True, help_text='How to book and to pay. The figures come from the fee schedule alone.', verbose_name='below the fees')),
            ],
            options={
                'verbose_name': 'fee page',
                'verbose_name_plural': 'fee pages',
            },
            bases=(wagtail.contrib.routable_page.models.RoutablePageMixin, 'wagtailcore.page'),
        ),
    ])]
