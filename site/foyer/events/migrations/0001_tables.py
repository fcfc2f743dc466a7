import django.core.validators
import django.db.models.deletion
import foyer.core.fields
import wagtail.fields
import wagtail.models.preview
from django.conf import settings
from django.db import migrations, models

from foyer.core.new_tables import NewTables


class Migration(migrations.Migration):

    replaces = [('events', '0001_initial')]

    initial = True

    dependencies = [
        ('core', '0001_tables'),
        ('venues', '0001_tables'),
        ('wagtailcore', '0098_apitoken'),
        ('wagtailimages', '0027_image_description'),
    ]

    operations = [NewTables([
        migrations.CreateModel(
            name='TabletScreen',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('logo', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailimages.image', verbose_name='logo')),
                ('background', models.ForeignKey(blank=True, help_text='The words stand on a plate of the ground colour, so that they can be read.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailimages.image', verbose_name='background picture')),
                ('steps', wagtail.fields.StreamField([('party', 8), ('dietary', 11), ('photos', 12), ('contact', 13), ('signature', 14), ('smiley', 16), ('gift', 17)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'label': 'Simplified Chinese', 'max_length': 120, 'required': False}), 1: ('wagtail.blocks.CharBlock', (), {'label': 'Traditional Chinese', 'max_length': 120, 'required': False}), 2: ('wagtail.blocks.CharBlock', (), {'label': 'English', 'max_length': 120, 'required': False}), 3: ('wagtail.blocks.StructBlock', [[('zh_hans', 0), ('zh_hant', 1), ('en', 2)]], {'help_text': 'Empty: the usual words.', 'label': 'Heading', 'required': False}), 4: ('wagtail.blocks.TextBlock', (), {'label': 'Simplified Chinese', 'max_length': 600, 'required': False, 'rows': 2}), 5: ('wagtail.blocks.TextBlock', (), {'label': 'Traditional Chinese', 'max_length': 600, 'required': False, 'rows': 2}), 6: ('wagtail.blocks.TextBlock', (), {'label': 'English', 'max_length': 600, 'required': False, 'rows': 2}), 7: ('wagtail.blocks.StructBlock', [[('zh_hans', 4), ('zh_hant', 5), ('en', 6)]], {'help_text': 'Empty: the usual words.', 'label': 'Text', 'required': False}), 8: ('wagtail.blocks.StructBlock', [[('title', 3), ('text', 7)]], {'icon': 'group', 'label': 'How many have come'}), 9: ('wagtail.blocks.StructBlock', [[('zh_hans', 0), ('zh_hant', 1), ('en', 2)]], {'label': 'Taboo'}), 10: ('wagtail.blocks.ListBlock', (9,), {'default': [], 'help_text': 'None: the usual ones, such as pork, seafood or peanuts.', 'label': 'Taboos to choose from'}), 11: ('wagtail.blocks.StructBlock', [[('title', 3), ('text', 7), ('taboos', 10)]], {}), 12: ('wagtail.blocks.StructBlock', [[('title', 3), ('text', 7)]], {'icon': 'image', 'label': 'Consent to photographs'}), 13: ('wagtail.blocks.StructBlock', [[('title', 3), ('text', 7)]], {'icon': 'mail', 'label': 'How to reach them'}), 14: ('wagtail.blocks.StructBlock', [[('title', 3), ('text', 7)]], {'icon': 'edit', 'label': 'Signature'}), 15: ('wagtail.blocks.PageChooserBlock', (), {'help_text': 'A form with one question only: one choice among two to five.', 'label': 'Form', 'page_type': ['forms_content.FormPage']}), 16: ('wagtail.blocks.StructBlock', [[('title', 3), ('text', 7), ('form', 15)]], {}), 17: ('wagtail.blocks.StructBlock', [[('title', 3), ('text', 7)]], {'icon': 'pick', 'label': 'Choice of a gift'})}, verbose_name='steps after signing in')),
                ('slides', wagtail.fields.StreamField([('picture', 5), ('event_pictures', 7), ('programme', 8)], blank=True, block_lookup={0: ('wagtail.images.blocks.ImageChooserBlock', (), {'label': 'Picture'}), 1: ('wagtail.blocks.CharBlock', (), {'label': 'Simplified Chinese', 'max_length': 120, 'required': False}), 2: ('wagtail.blocks.CharBlock', (), {'label': 'Traditional Chinese', 'max_length': 120, 'required': False}), 3: ('wagtail.blocks.CharBlock', (), {'label': 'English', 'max_length': 120, 'required': False}), 4: ('wagtail.blocks.StructBlock', [[('zh_hans', 1), ('zh_hant', 2), ('en', 3)]], {'label': 'Words', 'required': False}), 5: ('wagtail.blocks.StructBlock', [[('picture', 0), ('words', 4)]], {}), 6: ('wagtail.blocks.IntegerBlock', (), {'default': 6, 'label': 'At most', 'max_value': 20, 'min_value': 1}), 7: ('wagtail.blocks.StructBlock', [[('most', 6)]], {}), 8: ('foyer.events.screens.blocks.EventProgrammeBlock', (), {})}, verbose_name='slides')),
                ('end_channels', wagtail.fields.StreamField([('phone', 4), ('form', 6), ('wechat', 9), ('email', 11), ('desk', 13)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'label': 'Telephone', 'max_length': 40}), 1: ('wagtail.blocks.CharBlock', (), {'help_text': 'Empty: the usual word.', 'label': 'Heading', 'max_length': 100, 'required': False}), 2: ('wagtail.blocks.CharBlock', (), {'label': 'When somebody is there', 'max_length': 150, 'required': False}), 3: ('wagtail.blocks.TextBlock', (), {'label': 'Text', 'required': False, 'rows': 2}), 4: ('wagtail.blocks.StructBlock', [[('line', 0), ('title', 1), ('hours', 2), ('words', 3)]], {}), 5: ('wagtail.blocks.PageChooserBlock', (), {'label': 'Form', 'page_type': ['forms_content.FormPage']}), 6: ('wagtail.blocks.StructBlock', [[('form', 5), ('title', 1), ('hours', 2), ('words', 3)]], {}), 7: ('wagtail.blocks.CharBlock', (), {'label': 'WeChat account', 'max_length': 60}), 8: ('wagtail.images.blocks.ImageChooserBlock', (), {'label': 'Picture to scan', 'required': False}), 9: ('wagtail.blocks.StructBlock', [[('line', 7), ('title', 1), ('hours', 2), ('words', 3), ('picture', 8)]], {}), 10: ('wagtail.blocks.EmailBlock', (), {'label': 'E-mail'}), 11: ('wagtail.blocks.StructBlock', [[('line', 10), ('title', 1), ('hours', 2), ('words', 3)]], {}), 12: ('wagtail.blocks.CharBlock', (), {'label': 'Where it is', 'max_length': 150}), 13: ('wagtail.blocks.StructBlock', [[('line', 12), ('title', 1), ('hours', 2), ('words', 3)]], {})}, verbose_name='complaint channels')),
                ('name', models.CharField(max_length=60, unique=True, verbose_name='name')),
                ('is_default', models.BooleanField(default=False, help_text='Shown wherever neither the event nor its type names another.', verbose_name="the house's usual screen")),
                ('ground', models.CharField(default='#f6f1e7', max_length=7, verbose_name='ground')),
                ('ink', models.CharField(default='#2a2520', max_length=7, verbose_name='words')),
                ('accent', models.CharField(default='#2d5445', max_length=7, verbose_name='buttons')),
                ('on_accent', models.CharField(default='#fbf7ee', max_length=7, verbose_name='words on buttons')),
                ('greet_key', models.CharField(blank=True, max_length=80, verbose_name='guests of key clients')),
                ('greet_key_zh_hant', models.CharField(blank=True, max_length=80, verbose_name='in Traditional Chinese')),
                ('greet_key_en', models.CharField(blank=True, max_length=80, verbose_name='in English')),
                ('greet_regular', models.CharField(blank=True, max_length=80, verbose_name='invited guests')),
                ('greet_regular_zh_hant', models.CharField(blank=True, max_length=80, verbose_name='in Traditional Chinese')),
                ('greet_regular_en', models.CharField(blank=True, max_length=80, verbose_name='in English')),
                ('greet_walk_in', models.CharField(blank=True, max_length=80, verbose_name='walk-in guests')),
                ('greet_walk_in_zh_hant', models.CharField(blank=True, max_length=80, verbose_name='in Traditional Chinese')),
                ('greet_walk_in_en', models.CharField(blank=True, max_length=80, verbose_name='in English')),
                ('rest_after', models.PositiveSmallIntegerField(default=45, validators=[django.core.validators.MinValueValidator(10), django.core.validators.MaxValueValidator(3600)], verbose_name='shown after (seconds untouched)')),
                ('slide_seconds', models.PositiveSmallIntegerField(default=8, validators=[django.core.validators.MinValueValidator(3), django.core.validators.MaxValueValidator(120)], verbose_name='seconds each')),
                ('end_title', models.CharField(blank=True, max_length=80, verbose_name='heading')),
                ('end_title_zh_hant', models.CharField(blank=True, max_length=80, verbose_name='in Traditional Chinese')),
                ('end_title_en', models.CharField(blank=True, max_length=80, verbose_name='in English')),
                ('end_text', models.TextField(blank=True, max_length=400, verbose_name='text')),
                ('end_text_zh_hant', models.TextField(blank=True, max_length=400, verbose_name='in Traditional Chinese')),
                ('end_text_en', models.TextField(blank=True, max_length=400, verbose_name='in English')),
                ('end_seconds', models.PositiveSmallIntegerField(default=10, validators=[django.core.validators.MinValueValidator(3), django.core.validators.MaxValueValidator(120)], verbose_name='back to the start after (seconds)')),
                ('shown', models.JSONField(blank=True, default=dict, editable=False)),
                ('changed_at', models.DateTimeField(editable=False, null=True, verbose_name='changed at')),
            ],
            options={
                'verbose_name': 'tablet screen',
                'verbose_name_plural': 'tablet screens',
                'ordering': ['name'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('is_default', True)), fields=('is_default',), name='events_one_usual_screen', violation_error_message="Another screen is the house's usual one.")],
            },
            bases=(wagtail.models.preview.PreviewableMixin, models.Model),
        ),
        migrations.CreateModel(
            name='EventType',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=40, unique=True, verbose_name='code')),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('name_zh_hant', models.CharField(blank=True, max_length=60, verbose_name='name in Traditional Chinese')),
                ('name_en', models.CharField(blank=True, max_length=60, verbose_name='name in English')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position in lists')),
                ('screen', models.ForeignKey(blank=True, help_text="What tablets show at events of this type. Empty: the house's usual screen.", null=True, on_delete=django.db.models.deletion.PROTECT, related_name='event_types', to='events.tabletscreen', verbose_name='tablet screen')),
            ],
            options={
                'verbose_name': 'event type',
                'verbose_name_plural': 'event types',
                'ordering': ['position', 'name'],
            },
        ),
        migrations.CreateModel(
            name='ComplaintChannelsPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('hero_image', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailimages.image', verbose_name='picture')),
                ('introduction', wagtail.fields.RichTextField(blank=True, verbose_name='introduction')),
                ('channels', wagtail.fields.StreamField([('phone', 4), ('form', 6), ('wechat', 9), ('email', 11), ('desk', 13)], block_lookup={0: ('wagtail.blocks.CharBlock', (), {'label': 'Telephone', 'max_length': 40}), 1: ('wagtail.blocks.CharBlock', (), {'help_text': 'Empty: the usual word.', 'label': 'Heading', 'max_length': 100, 'required': False}), 2: ('wagtail.blocks.CharBlock', (), {'label': 'When somebody is there', 'max_length': 150, 'required': False}), 3: ('wagtail.blocks.TextBlock', (), {'label': 'Text', 'required': False, 'rows': 2}), 4: ('wagtail.blocks.StructBlock', [[('line', 0), ('title', 1), ('hours', 2), ('words', 3)]], {}), 5: ('wagtail.blocks.PageChooserBlock', (), {'label': 'Form', 'page_type': ['forms_content.FormPage']}), 6: ('wagtail.blocks.StructBlock', [[('form', 5), ('title', 1), ('hours', 2), ('words', 3)]], {}), 7: ('wagtail.blocks.CharBlock', (), {'label': 'WeChat account', 'max_length': 60}), 8: ('wagtail.images.blocks.ImageChooserBlock', (), {'label': 'Picture to scan', 'required': False}), 9: ('wagtail.blocks.StructBlock', [[('line', 7), ('title', 1), ('hours', 2), ('words', 3), ('picture', 8)]], {}), 10: ('wagtail.blocks.EmailBlock', (), {'label': 'E-mail'}), 11: ('wagtail.blocks.StructBlock', [[('line', 10), ('title', 1), ('hours', 2), ('words', 3)]], {}), 12: ('wagtail.blocks.CharBlock', (), {'label': 'Where it is', 'max_length': 150}), 13: ('wagtail.blocks.StructBlock', [[('line', 12), ('title', 1), ('hours', 2), ('words', 3)]], {})}, verbose_name='channels')),
                ('next_steps', wagtail.fields.RichTextField(blank=True, help_text='Who calls back, until when, and how the client is kept informed.', verbose_name='what happens next')),
            ],
            options={
                'verbose_name': 'complaint channels',
                'verbose_name_plural': 'complaint channels',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(blank=True, max_length=30, unique=True, verbose_name='event number')),
                ('type', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='events.eventtype', verbose_name='type')),
                ('title', models.CharField(max_length=150, verbose_name='title')),
                ('title_zh_hant', models.CharField(blank=True, max_length=150, verbose_name='title in Traditional Chinese')),
                ('title_en', models.CharField(blank=True, max_length=150, verbose_name='title in English')),
                ('theme', models.CharField(blank=True, max_length=200, verbose_name='theme')),
                ('theme_zh_hant', models.CharField(blank=True, max_length=200, verbose_name='theme in Traditional Chinese')),
                ('theme_en', models.CharField(blank=True, max_length=200, verbose_name='theme in English')),
                ('purpose', models.TextField(blank=True, verbose_name='purpose')),
                ('starts_at', models.DateTimeField(verbose_name='starts at')),
                ('ends_at', models.DateTimeField(verbose_name='ends at')),
                ('doors_at', models.DateTimeField(blank=True, help_text='Empty: as many minutes before the start as the house policy says.', null=True, verbose_name='sign-in opens at')),
                ('reply_by', models.DateTimeField(blank=True, help_text='Empty: as many days before the start as the house policy says.', null=True, verbose_name='reply by')),
                ('venue', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='events', to='venues.venue', verbose_name='venue')),
                ('room', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='events', to='venues.room', verbose_name='room')),
                ('occupation', models.OneToOneField(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='event', to='venues.occupation')),
                ('capacity', models.PositiveIntegerField(help_text='The most people let in.', validators=[django.core.validators.MinValueValidator(1)], verbose_name='capacity')),
                ('host', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='hosted_events', to=settings.AUTH_USER_MODEL, verbose_name='host')),
                ('dress_code', models.CharField(blank=True, choices=[('', 'No dress code'), ('formal', 'Formal dress'), ('business', 'Business dress'), ('smart_casual', 'Smart casual'), ('traditional', 'Chinese style'), ('outdoor', 'Outdoor clothes')], max_length=20, verbose_name='dress code')),
                ('walk_ins', models.BooleanField(default=False, help_text='People without an invitation may put themselves on the list at the door.', verbose_name='walk-in guests are welcome')),
                ('screen', models.ForeignKey(blank=True, help_text='What tablets show at this event. Empty: the screen of its type.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='events', to='events.tabletscreen', verbose_name='tablet screen')),
                ('status', models.CharField(choices=[('planned', 'Planned'), ('announced', 'Announced'), ('running', 'Running'), ('held', 'Held'), ('closed', 'Closed'), ('cancelled', 'Cancelled')], default='planned', max_length=12, verbose_name='status')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='made at')),
                ('changed_at', models.DateTimeField(auto_now=True, null=True, verbose_name='changed at')),
                ('search_text', foyer.core.fields.SearchTextField(of=('number', 'title', 'title_zh_hant', 'title_en', 'theme'))),
            ],
            options={
                'verbose_name': 'event',
                'verbose_name_plural': 'events',
                'ordering': ['-starts_at', '-pk'],
                'indexes': [models.Index(fields=['ends_at', 'starts_at'], name='events_by_time')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='events_event_ends_after_start', violation_error_message='The event ends before it starts: check both times.'), models.CheckConstraint(condition=models.Q(('doors_at__isnull', True), ('doors_at__lte', models.F('ends_at')), _connector='OR'), name='events_event_doors_before_end', violation_error_message='Sign-in opens after the event has ended: check the time.'), models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='events_event_has_title'), models.CheckConstraint(condition=models.Q(('capacity__gte', 1)), name='events_event_has_capacity', violation_error_message='At least one person must be let in.'), models.CheckConstraint(condition=models.Q(('status__in', ['planned', 'announced', 'running', 'held', 'closed', 'cancelled'])), name='events_event_status_known')],
            },
        ),
        migrations.CreateModel(
            name='EventIndexPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('hero_image', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailimages.image', verbose_name='picture')),
                ('introduction', wagtail.fields.RichTextField(blank=True, verbose_name='introduction')),
            ],
            options={
                'verbose_name': 'event list',
                'verbose_name_plural': 'event lists',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='EventPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('hero_image', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailimages.image', verbose_name='picture')),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pages', to='events.event', verbose_name='event')),
                ('summary', models.CharField(blank=True, help_text='Shown in lists and shared links.', max_length=300, verbose_name='summary')),
                ('visibility', models.CharField(choices=[('public', 'Public'), ('unlisted', 'Unlisted: only by its address'), ('invitation', 'By invitation only')], default='public', max_length=12, verbose_name='who may find this page')),
                ('body', wagtail.fields.StreamField([('text', 0), ('programme', 14), ('gallery', 19), ('venue', 22), ('faq', 27), ('download', 30), ('call_to_action', 36)], blank=True, block_lookup={0: ('foyer.events.blocks.TextBlock', (), {}), 1: ('wagtail.blocks.CharBlock', (), {'label': 'Heading', 'max_length': 100, 'required': False}), 2: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('lecture', 'Lecture'), ('experience', 'Experience sharing'), ('interaction', 'Interaction'), ('site_visit', 'Site visit'), ('meal', 'Meal'), ('break', 'Break'), ('other', 'Other')], 'label': 'Kind'}), 3: ('wagtail.blocks.TimeBlock', (), {'label': 'Starts'}), 4: ('wagtail.blocks.TimeBlock', (), {'label': 'Ends', 'required': False}), 5: ('wagtail.blocks.CharBlock', (), {'label': 'Title', 'max_length': 150}), 6: ('wagtail.blocks.TextBlock', (), {'label': 'Description', 'required': False, 'rows': 2}), 7: ('wagtail.blocks.CharBlock', (), {'label': 'Name', 'max_length': 100}), 8: ('wagtail.blocks.CharBlock', (), {'label': 'Title and company', 'max_length': 150, 'required': False}), 9: ('wagtail.images.blocks.ImageChooserBlock', (), {'label': 'Photo', 'required': False}), 10: ('wagtail.blocks.StructBlock', [[('name', 7), ('role', 8), ('photo', 9)]], {}), 11: ('wagtail.blocks.ListBlock', (10,), {'default': [], 'label': 'Speakers'}), 12: ('wagtail.blocks.StructBlock', [[('kind', 2), ('starts', 3), ('ends', 4), ('title', 5), ('description', 6), ('speakers', 11)]], {}), 13: ('wagtail.blocks.ListBlock', (12,), {'label': 'Segments'}), 14: ('wagtail.blocks.StructBlock', [[('heading', 1), ('segments', 13)]], {}), 15: ('wagtail.images.blocks.ImageChooserBlock', (), {'label': 'Picture'}), 16: ('wagtail.blocks.CharBlock', (), {'label': 'Caption', 'max_length': 200, 'required': False}), 17: ('wagtail.blocks.StructBlock', [[('image', 15), ('caption', 16)]], {}), 18: ('wagtail.blocks.ListBlock', (17,), {'label': 'Pictures'}), 19: ('wagtail.blocks.StructBlock', [[('heading', 1), ('pictures', 18)]], {}), 20: ('wagtail.snippets.blocks.SnippetChooserBlock', ('venues.Venue',), {'label': 'Venue'}), 21: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'h3', 'h4', 'ol', 'ul', 'link', 'document-link', 'blockquote'], 'label': 'Directions', 'required': False}), 22: ('wagtail.blocks.StructBlock', [[('venue', 20), ('directions', 21)]], {}), 23: ('wagtail.blocks.CharBlock', (), {'label': 'Question', 'max_length': 200}), 24: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'h3', 'h4', 'ol', 'ul', 'link', 'document-link', 'blockquote'], 'label': 'Answer'}), 25: ('wagtail.blocks.StructBlock', [[('question', 23), ('answer', 24)]], {}), 26: ('wagtail.blocks.ListBlock', (25,), {'label': 'Questions'}), 27: ('wagtail.blocks.StructBlock', [[('heading', 1), ('items', 26)]], {}), 28: ('wagtail.documents.blocks.DocumentChooserBlock', (), {'label': 'Document'}), 29: ('wagtail.blocks.CharBlock', (), {'label': 'Text of the link', 'max_length': 150, 'required': False}), 30: ('wagtail.blocks.StructBlock', [[('document', 28), ('label', 29)]], {}), 31: ('wagtail.blocks.CharBlock', (), {'label': 'Heading', 'max_length': 100}), 32: ('wagtail.blocks.TextBlock', (), {'label': 'Text', 'required': False, 'rows': 2}), 33: ('wagtail.blocks.CharBlock', (), {'label': 'Text of the button', 'max_length': 60}), 34: ('wagtail.blocks.PageChooserBlock', (), {'label': 'Page', 'required': False}), 35: ('wagtail.blocks.URLBlock', (), {'label': 'Or another address', 'required': False}), 36: ('wagtail.blocks.StructBlock', [[('heading', 31), ('text', 32), ('button', 33), ('page', 34), ('url', 35)]], {})}, verbose_name='story')),
            ],
            options={
                'verbose_name': 'event page',
                'verbose_name_plural': 'event pages',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='EventSlides',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('event', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='slides', to='events.event')),
                ('shown', models.JSONField(default=dict)),
                ('changed_at', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'slides of an event',
                'verbose_name_plural': 'slides of events',
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='HomePage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('hero_image', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailimages.image', verbose_name='picture')),
                ('hero_title', models.CharField(max_length=100, verbose_name='large title')),
                ('hero_text', models.CharField(blank=True, max_length=300, verbose_name='line below it')),
                ('introduction', wagtail.fields.RichTextField(blank=True, verbose_name='introduction')),
                ('body', wagtail.fields.StreamField([('text', 0), ('programme', 14), ('gallery', 19), ('venue', 22), ('faq', 27), ('download', 30), ('call_to_action', 36)], blank=True, block_lookup={0: ('foyer.events.blocks.TextBlock', (), {}), 1: ('wagtail.blocks.CharBlock', (), {'label': 'Heading', 'max_length': 100, 'required': False}), 2: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('lecture', 'Lecture'), ('experience', 'Experience sharing'), ('interaction', 'Interaction'), ('site_visit', 'Site visit'), ('meal', 'Meal'), ('break', 'Break'), ('other', 'Other')], 'label': 'Kind'}), 3: ('wagtail.blocks.TimeBlock', (), {'label': 'Starts'}), 4: ('wagtail.blocks.TimeBlock', (), {'label': 'Ends', 'required': False}), 5: ('wagtail.blocks.CharBlock', (), {'label': 'Title', 'max_length': 150}), 6: ('wagtail.blocks.TextBlock', (), {'label': 'Description', 'required': False, 'rows': 2}), 7: ('wagtail.blocks.CharBlock', (), {'label': 'Name', 'max_length': 100}), 8: ('wagtail.blocks.CharBlock', (), {'label': 'Title and company', 'max_length': 150, 'required': False}), 9: ('wagtail.images.blocks.ImageChooserBlock', (), {'label': 'Photo', 'required': False}), 10: ('wagtail.blocks.StructBlock', [[('name', 7), ('role', 8), ('photo', 9)]], {}), 11: ('wagtail.blocks.ListBlock', (10,), {'default': [], 'label': 'Speakers'}), 12: ('wagtail.blocks.StructBlock', [[('kind', 2), ('starts', 3), ('ends', 4), ('title', 5), ('description', 6), ('speakers', 11)]], {}), 13: ('wagtail.blocks.ListBlock', (12,), {'label': 'Segments'}), 14: ('wagtail.blocks.StructBlock', [[('heading', 1), ('segments', 13)]], {}), 15: ('wagtail.images.blocks.ImageChooserBlock', (), {'label': 'Picture'}), 16: ('wagtail.blocks.CharBlock', (), {'label': 'Caption', 'max_length': 200, 'required': False}), 17: ('wagtail.blocks.StructBlock', [[('image', 15), ('caption', 16)]], {}), 18: ('wagtail.blocks.ListBlock', (17,), {'label': 'Pictures'}), 19: ('wagtail.blocks.StructBlock', [[('heading', 1), ('pictures', 18)]], {}), 20: ('wagtail.snippets.blocks.SnippetChooserBlock', ('venues.Venue',), {'label': 'Venue'}), 21: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'h3', 'h4', 'ol', 'ul', 'link', 'document-link', 'blockquote'], 'label': 'Directions', 'required': False}), 22: ('wagtail.blocks.StructBlock', [[('venue', 20), ('directions', 21)]], {}), 23: ('wagtail.blocks.CharBlock', (), {'label': 'Question', 'max_length': 200}), 24: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'h3', 'h4', 'ol', 'ul', 'link', 'document-link', 'blockquote'], 'label': 'Answer'}), 25: ('wagtail.blocks.StructBlock', [[('question', 23), ('answer', 24)]], {}), 26: ('wagtail.blocks.ListBlock', (25,), {'label': 'Questions'}), 27: ('wagtail.blocks.StructBlock', [[('heading', 1), ('items', 26)]], {}), 28: ('wagtail.documents.blocks.DocumentChooserBlock', (), {'label': 'Document'}), 29: ('wagtail.blocks.CharBlock', (), {'label': 'Text of the link', 'max_length': 150, 'required': False}), 30: ('wagtail.blocks.StructBlock', [[('document', 28), ('label', 29)]], {}), 31: ('wagtail.blocks.CharBlock', (), {'label': 'Heading', 'max_length': 100}), 32: ('wagtail.blocks.TextBlock', (), {'label': 'Text', 'required': False, 'rows': 2}), 33: ('wagtail.blocks.CharBlock', (), {'label': 'Text of the button', 'max_length': 60}), 34: ('wagtail.blocks.PageChooserBlock', (), {'label': 'Page', 'required': False}), 35: ('wagtail.blocks.URLBlock', (), {'label': 'Or another address', 'required': False}), 36: ('wagtail.blocks.StructBlock', [[('heading', 31), ('text', 32), ('button', 33), ('page', 34), ('url', 35)]], {})}, verbose_name='story')),
            ],
            options={
                'verbose_name': 'home page',
                'verbose_name_plural': 'home pages',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='StandardPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('hero_image', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailimages.image', verbose_name='picture')),
                ('introduction', wagtail.fields.RichTextField(blank=True, verbose_name='introduction')),
                ('body', wagtail.fields.StreamField([('text', 0), ('programme', 14), ('gallery', 19), ('venue', 22), ('faq', 27), ('download', 30), ('call_to_action', 36)], blank=True, block_lookup={0: ('foyer.events.blocks.TextBlock', (), {}), 1: ('wagtail.blocks.CharBlock', (), {'label': 'Heading', 'max_length': 100, 'required': False}), 2: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('lecture', 'Lecture'), ('experience', 'Experience sharing'), ('interaction', 'Interaction'), ('site_visit', 'Site visit'), ('meal', 'Meal'), ('break', 'Break'), ('other', 'Other')], 'label': 'Kind'}), 3: ('wagtail.blocks.TimeBlock', (), {'label': 'Starts'}), 4: ('wagtail.blocks.TimeBlock', (), {'label': 'Ends', 'required': False}), 5: ('wagtail.blocks.CharBlock', (), {'label': 'Title', 'max_length': 150}), 6: ('wagtail.blocks.TextBlock', (), {'label': 'Description', 'required': False, 'rows': 2}), 7: ('wagtail.blocks.CharBlock', (), {'label': 'Name', 'max_length': 100}), 8: ('wagtail.blocks.CharBlock', (), {'label': 'Title and company', 'max_length': 150, 'required': False}), 9: ('wagtail.images.blocks.ImageChooserBlock', (), {'label': 'Photo', 'required': False}), 10: ('wagtail.blocks.StructBlock', [[('name', 7), ('role', 8), ('photo', 9)]], {}), 11: ('wagtail.blocks.ListBlock', (10,), {'default': [], 'label': 'Speakers'}), 12: ('wagtail.blocks.StructBlock', [[('kind', 2), ('starts', 3), ('ends', 4), ('title', 5), ('description', 6), ('speakers', 11)]], {}), 13: ('wagtail.blocks.ListBlock', (12,), {'label': 'Segments'}), 14: ('wagtail.blocks.StructBlock', [[('heading', 1), ('segments', 13)]], {}), 15: ('wagtail.images.blocks.ImageChooserBlock', (), {'label': 'Picture'}), 16: ('wagtail.blocks.CharBlock', (), {'label': 'Caption', 'max_length': 200, 'required': False}), 17: ('wagtail.blocks.StructBlock', [[('image', 15), ('caption', 16)]], {}), 18: ('wagtail.blocks.ListBlock', (17,), {'label': 'Pictures'}), 19: ('wagtail.blocks.StructBlock', [[('heading', 1), ('pictures', 18)]], {}), 20: ('wagtail.snippets.blocks.SnippetChooserBlock', ('venues.Venue',), {'label': 'Venue'}), 21: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'h3', 'h4', 'ol', 'ul', 'link', 'document-link', 'blockquote'], 'label': 'Directions', 'required': False}), 22: ('wagtail.blocks.StructBlock', [[('venue', 20), ('directions', 21)]], {}), 23: ('wagtail.blocks.CharBlock', (), {'label': 'Question', 'max_length': 200}), 24: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'h3', 'h4', 'ol', 'ul', 'link', 'document-link', 'blockquote'], 'label': 'Answer'}), 25: ('wagtail.blocks.StructBlock', [[('question', 23), ('answer', 24)]], {}), 26: ('wagtail.blocks.ListBlock', (25,), {'label': 'Questions'}), 27: ('wagtail.blocks.StructBlock', [[('heading', 1), ('items', 26)]], {}), 28: ('wagtail.documents.blocks.DocumentChooserBlock', (), {'label': 'Document'}), 29: ('wagtail.blocks.CharBlock', (), {'label': 'Text of the link', 'max_length': 150, 'required': False}), 30: ('wagtail.blocks.StructBlock', [[('document', 28), ('label', 29)]], {}), 31: ('wagtail.blocks.CharBlock', (), {'label': 'Heading', 'max_length': 100}), 32: ('wagtail.blocks.TextBlock', (), {'label': 'Text', 'required': False, 'rows': 2}), 33: ('wagtail.blocks.CharBlock', (), {'label': 'Text of the button', 'max_length': 60}), 34: ('wagtail.blocks.PageChooserBlock', (), {'label': 'Page', 'required': False}), 35: ('wagtail.blocks.URLBlock', (), {'label': 'Or another address', 'required': False}), 36: ('wagtail.blocks.StructBlock', [[('heading', 31), ('text', 32), ('button', 33), ('page', 34), ('url', 35)]], {})}, verbose_name='story')),
            ],
            options={
                'verbose_name': 'page',
                'verbose_name_plural': 'pages',
            },
            bases=('wagtailcore.page',),
        ),
    ])]
