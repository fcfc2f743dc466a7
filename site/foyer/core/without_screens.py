"""What stands in for the parts of a record that need Wagtail's screens, in a process that has none."""

from django.db import models


class Nothing(models.Model):
    """No columns: the tablets' own process reads what was put together for it."""

    class Meta:
        abstract = True
