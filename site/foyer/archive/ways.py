"""The ways from a matter's page to its papers, for the rooms above and below. (000-26)"""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import pgettext
from wagtail.admin.widgets import Button

from .forms.filters import subject_key


def paper_buttons(subject: Any, user: Any) -> list[Button]:
    """Return the ways from a matter's page to its papers and to filing more, for those who may go."""
    ways = []
    if user.has_perm("archive.view_archiverecord"):
        url = f"{reverse('archive:list')}?about={subject_key(subject)}"
        words = pgettext("archive", "Papers")
        ways.append(Button(words, url=url, icon_name="folder-open-inverse", priority=150))
    if user.has_perm("archive.add_archiverecord"):
        url = f"{reverse('archive:file')}?subject={subject_key(subject)}"
        words = pgettext("archive", "File papers")
        ways.append(Button(words, url=url, icon_name="upload", priority=151))
    return ways
