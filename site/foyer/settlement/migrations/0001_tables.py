import django.core.validators
import django.db.models.deletion
import foyer.core.uploads.fields
import foyer.privacy.fields
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models

from foyer.core.new_tables import NewTables


class Migration(migrations.Migration):

    replaces = [('settlement', '0001_initial')]

    initial = True

    dependencies = [
        ('bookings', '0001_tables'),
        ('core', '0001_tables'),
    ]

    operations = [NewTables([
        migrations.CreateModel(
            name='SettlementPolicy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('due_days', models.PositiveSmallIntegerField(default=15, help_text='Days after a statement is issued.', validators=[django.core.validators.MaxValueValidator(365)], verbose_name='statements are due after')),
                ('remind_after_days', models.PositiveSmallIntegerField(default=1, help_text='Days after the due day.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(90)], verbose_name='first reminder')),
                ('remind_every_days', models.PositiveSmallIntegerField(default=7, help_text='Days.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(90)], verbose_name='further reminders every')),
                ('most_reminders', models.PositiveSmallIntegerField(default=3, help_text='For one statement. 0: none go out.', validators=[django.core.validators.MaxValueValidator(20)], verbose_name='reminders at most')),
            ],
            options={
                'verbose_name': 'House policy: settlement',
                'verbose_name_plural': 'House policies: settlement',
            },
        ),
        migrations.CreateModel(
            name='ClosedMonth',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.DateField(unique=True, verbose_name='month')),
                ('sums', models.JSONField(default=dict, verbose_name='sums')),
                ('closed_at', models.DateTimeField(verbose_name='closed at')),
                ('closed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='closed by')),
            ],
            options={
                'verbose_name': 'closed month',
                'verbose_name_plural': 'closed months',
                'ordering': ['-month'],
                'default_permissions': ('view',),
            },
        ),
        migrations.CreateModel(
            name='Paper',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('statement', 'Statement'), ('credit', 'Credit note')], default='statement', max_length=10, verbose_name='kind')),
                ('status', models.CharField(choices=[('draft', 'Draft'), ('issued', 'Issued')], default='draft', editable=False, max_length=8, verbose_name='status')),
                ('number', models.CharField(editable=False, max_length=40, null=True, unique=True, verbose_name='number')),
                ('booking', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='papers', to='bookings.booking', verbose_name='booking')),
                ('corrects', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='credits', to='settlement.paper', verbose_name='takes back of')),
                ('in_full', models.BooleanField(default=False, editable=False, verbose_name='takes all of it back')),
                ('currency', models.CharField(choices=[('CNY', 'Chinese yuan'), ('HKD', 'Hong Kong dollar'), ('TWD', 'New Taiwan dollar'), ('MOP', 'Macao pataca'), ('USD', 'US dollar'), ('EUR', 'Euro'), ('JPY', 'Japanese yen')], max_length=3, verbose_name='currency')),
                ('total', models.DecimalField(decimal_places=2, default=Decimal('0'), editable=False, max_digits=13, verbose_name='total')),
                ('tax_within', models.DecimalField(decimal_places=2, default=Decimal('0'), editable=False, max_digits=13, verbose_name='of which tax')),
                ('used', models.JSONField(editable=False, null=True, verbose_name='what was used')),
                ('note', models.CharField(blank=True, help_text='The client reads it.', max_length=500, verbose_name='note on the paper')),
                ('issued_on', models.DateField(editable=False, null=True, verbose_name='issued on')),
                ('due_on', models.DateField(editable=False, null=True, verbose_name='due on')),
                ('issued_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='issued by')),
                ('drawn_up_at', models.DateTimeField(editable=False, verbose_name='drawn up at')),
                ('drawn_up_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='drawn up by')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
            ],
            options={
                'verbose_name': 'statement',
                'verbose_name_plural': 'statements',
                'ordering': ['pk'],
                'permissions': [('reduce_statement', 'Can approve reductions of statements'), ('export_statement', 'Can take lists of accounts and the fee audit away'), ('close_month', 'Can close months')],
                'default_permissions': ('add', 'view'),
                'indexes': [models.Index(fields=['status', 'issued_on'], name='settlement_by_day')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('status', 'draft')), fields=('booking',), name='settlement_one_draft_of_a_booking'), models.CheckConstraint(condition=models.Q(models.Q(('corrects__isnull', True), ('kind', 'statement')), models.Q(('corrects__isnull', False), ('kind', 'credit')), _connector='OR'), name='settlement_credit_of_a_statement'), models.CheckConstraint(condition=models.Q(models.Q(('issued_on__isnull', True), ('number__isnull', True), ('status', 'draft')), models.Q(('issued_on__isnull', False), ('number__isnull', False), ('status', 'issued')), _connector='OR'), name='settlement_issued_with_its_number')],
            },
        ),
        migrations.CreateModel(
            name='PaperLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('paper', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='settlement.paper')),
                ('place', models.PositiveIntegerField()),
                ('source', models.CharField(choices=[('schedule', 'Fee schedule'), ('policy', 'Cancellation policy'), ('added', 'Added by hand'), ('reduced', 'Reduction'), ('credit', 'Credited')], max_length=10, verbose_name='source')),
                ('kind', models.CharField(blank=True, max_length=10)),
                ('key', models.CharField(blank=True, max_length=64)),
                ('words', models.JSONField(default=list, verbose_name='what for')),
                ('day', models.DateField(verbose_name='day')),
                ('unit', models.CharField(blank=True, choices=[('hour', 'hour'), ('half_day', 'half day'), ('day', 'day'), ('evening', 'evening'), ('use', 'booking'), ('piece', 'piece a day'), ('person', 'person a day')], max_length=10)),
                ('quantity', models.PositiveIntegerField(default=1, verbose_name='quantity')),
                ('price', models.DecimalField(decimal_places=2, max_digits=13, verbose_name='price')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=13, verbose_name='amount')),
                ('tax_rate', models.DecimalField(decimal_places=2, default=Decimal('0'), max_digits=5)),
                ('schedule', models.PositiveIntegerField(blank=True, null=True, verbose_name='version of the fee schedule')),
                ('reason', models.CharField(blank=True, max_length=500, verbose_name='reason')),
                ('added_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='added by')),
                ('approved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='approved by')),
                ('approved_at', models.DateTimeField(null=True, verbose_name='approved at')),
            ],
            options={
                'verbose_name': 'line of a statement',
                'verbose_name_plural': 'lines of statements',
                'ordering': ['place', 'pk'],
                'default_permissions': (),
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('source', 'reduced'), _negated=True), ('amount__lt', 0), _connector='OR'), name='settlement_reduction_reduces'), models.CheckConstraint(condition=models.Q(models.Q(('source', 'added'), _negated=True), ('amount__gt', 0), _connector='OR'), name='settlement_addition_adds')],
            },
        ),
        migrations.CreateModel(
            name='Payment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(editable=False, max_length=40, unique=True, verbose_name='number')),
                ('booking', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='payments', to='bookings.booking', verbose_name='booking')),
                ('kind', models.CharField(choices=[('payment', 'Payment'), ('refund', 'Refund'), ('deposit', 'Deposit taken'), ('return', 'Deposit given back'), ('kept', 'Deposit set against the statement')], max_length=8, verbose_name='kind')),
                ('method', models.CharField(choices=[('cash', 'Cash'), ('cheque', 'Cheque'), ('transfer', 'Bank transfer'), ('card', 'Card'), ('none', 'No money moves')], max_length=8, verbose_name='by')),
                ('currency', models.CharField(choices=[('CNY', 'Chinese yuan'), ('HKD', 'Hong Kong dollar'), ('TWD', 'New Taiwan dollar'), ('MOP', 'Macao pataca'), ('USD', 'US dollar'), ('EUR', 'Euro'), ('JPY', 'Japanese yen')], max_length=3, verbose_name='currency')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=13, validators=[django.core.validators.MinValueValidator(Decimal('0.01'))], verbose_name='amount')),
                ('on', models.DateField(verbose_name='day')),
                ('reference', models.CharField(blank=True, help_text='Of the bank, the cheque or the card machine.', max_length=100, verbose_name='reference')),
                ('note', models.CharField(blank=True, max_length=500, verbose_name='note')),
                ('reverses', models.OneToOneField(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reversed_by', to='settlement.payment', verbose_name='reverses')),
                ('recorded_at', models.DateTimeField(editable=False, verbose_name='written down at')),
                ('recorded_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='written down by')),
                ('once', models.CharField(blank=True, editable=False, max_length=64)),
            ],
            options={
                'verbose_name': 'payment',
                'verbose_name_plural': 'payments',
                'ordering': ['on', 'pk'],
                'default_permissions': ('add', 'view'),
                'indexes': [models.Index(fields=['on'], name='settlement_payments_by_day')],
                'constraints': [models.CheckConstraint(condition=models.Q(('amount__gt', 0)), name='settlement_payment_of_something', violation_error_message='The amount must be more than nothing.'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'kept'), ('method', 'none')), models.Q(models.Q(('kind', 'kept'), _negated=True), models.Q(('method', 'none'), _negated=True)), _connector='OR'), name='settlement_payment_by_a_way'), models.UniqueConstraint(condition=models.Q(('once', ''), _negated=True), fields=('once',), name='settlement_payment_sent_once')],
            },
        ),
        migrations.CreateModel(
            name='TaxInvoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file', foyer.core.uploads.fields.PrivateFileField(editable=False, verbose_name='file')),
                ('file_name', models.CharField(editable=False, max_length=150, verbose_name='file name')),
                ('file_kind', models.CharField(choices=[('pdf', 'PDF'), ('jpg', 'JPG'), ('png', 'PNG'), ('webp', 'WebP'), ('docx', 'Word (.docx)'), ('xlsx', 'Excel (.xlsx)'), ('txt', 'Text (.txt)')], editable=False, max_length=4, verbose_name='kind of file')),
                ('size', models.PositiveIntegerField(editable=False, verbose_name='size')),
                ('added_at', models.DateTimeField(editable=False, verbose_name='added at')),
                ('added_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='added by')),
                ('booking', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='invoices', to='bookings.booking', verbose_name='booking')),
                ('status', models.CharField(choices=[('asked', 'Asked for'), ('written', 'Written'), ('void', 'Void')], default='asked', editable=False, max_length=8, verbose_name='status')),
                ('title', models.CharField(help_text='The company or person the invoice is written to.', max_length=200, verbose_name='in the name of')),
                ('tax_number', foyer.privacy.fields.SealedTextField(blank=True, default='', verbose_name='tax number')),
                ('amount', models.DecimalField(decimal_places=2, max_digits=13, verbose_name='amount')),
                ('by_client', models.BooleanField(default=False, editable=False, verbose_name='asked for by the client')),
                ('asked_at', models.DateTimeField(editable=False, verbose_name='asked for at')),
                ('number', models.CharField(blank=True, max_length=60, verbose_name='number of the invoice')),
                ('written_on', models.DateField(blank=True, null=True, verbose_name='written on')),
                ('written_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='written down by')),
                ('reason', models.CharField(blank=True, max_length=500, verbose_name='reason')),
            ],
            options={
                'verbose_name': 'tax invoice',
                'verbose_name_plural': 'tax invoices',
                'ordering': ['asked_at', 'pk'],
                'permissions': [('view_sensitive_taxinvoice', 'Can see tax numbers of clients')],
                'default_permissions': ('add', 'change', 'view'),
                'constraints': [models.CheckConstraint(condition=models.Q(('status', 'asked'), models.Q(('status', 'written'), _negated=True), models.Q(models.Q(('number', ''), _negated=True), ('written_on__isnull', False)), _connector='OR'), name='settlement_invoice_with_its_number'), models.UniqueConstraint(condition=models.Q(('status', 'written')), fields=('number',), name='settlement_invoice_number_once', violation_error_message='An invoice with this number is written down already.'), models.UniqueConstraint(condition=models.Q(('status', 'asked')), fields=('booking',), name='settlement_one_open_request')],
            },
        ),
    ])]
