"""Indexes that hold what the tree and a record's matters are asked for. (000-27)"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('archive', '0002_rights'),
        ('contenttypes', '0002_remove_content_type_name'),
        ('staff', '0008_department_rights'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='archiverecord',
            name='archive_by_class',
        ),
        migrations.AlterField(
            model_name='recordlink',
            name='record',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='links', to='archive.archiverecord'),
        ),
        migrations.AddIndex(
            model_name='archiverecord',
            index=models.Index(fields=['record_class', '-dated_on', 'secrecy', 'keeper', 'department'], name='archive_tree'),
        ),
        migrations.AddIndex(
            model_name='recordlink',
            index=models.Index(fields=['record', 'kind', 'subject_id'], name='archive_links_of_record'),
        ),
    ]
