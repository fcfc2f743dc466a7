"""The three languages, a front page and an event list in each, and the kinds of events. (000-01)"""

import uuid

from django.db import migrations, models
from django.db.models import F

from foyer.core.roles import MANAGEMENT
from foyer.events.first_pages import EVENT_TYPES, EVENTS, HOME, LANGUAGES, house_language


def next_path(pages, parent):
    """The tree path of a new last child (four letters a level, as treebeard counts)."""
    last = pages.filter(path__startswith=parent.path, depth=parent.depth + 1).order_by("path").last()
    digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    number = (int(last.path[-4:], 36) if last else 0) + 1
    letters = ""
    while number:
        number, rest = divmod(number, 36)
        letters = digits[rest] + letters
    return parent.path + letters.zfill(4)


def add_page(apps, model, parent, **fields):
    pages = apps.get_model("wagtailcore", "Page").objects
    kind, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="events", model=model.lower()
    )
    page = apps.get_model("events", model).objects.create(
        path=next_path(pages, parent),
        depth=parent.depth + 1,
        numchild=0,
        url_path=f"{parent.url_path}{fields['slug']}/",
        content_type=kind,
        draft_title=fields["title"],
        live=True,
        **fields,
    )
    pages.filter(pk=parent.pk).update(numchild=F("numchild") + 1)
    return page


def create_pages(apps, schema_editor):
    root = apps.get_model("wagtailcore", "Page").objects.get(depth=1)
    home_key, index_key = uuid.uuid4(), uuid.uuid4()
    homes = {}
    for language in LANGUAGES:
        locale, _ = apps.get_model("wagtailcore", "Locale").objects.get_or_create(language_code=language)
        home = homes[language] = add_page(
            apps, "HomePage", root, slug=language, locale=locale, translation_key=home_key, **HOME[language]
        )
        add_page(
            apps,
            "EventIndexPage",
            home,
            slug="events",
            title=EVENTS[language],
            show_in_menus=True,
            locale=locale,
            translation_key=index_key,
        )
    site = apps.get_model("wagtailcore", "Site").objects
    site.filter(is_default_site=True).update(root_page_id=homes[house_language()].pk)
    drop_welcome_page(apps, root)


def drop_welcome_page(apps, root):
    """Wagtail's own first page goes, unless somebody has already built on it."""
    pages = apps.get_model("wagtailcore", "Page").objects
    welcome = pages.filter(
        depth=2, slug="home", numchild=0, content_type__app_label="wagtailcore", content_type__model="page"
    )
    welcome.delete()
    pages.filter(pk=root.pk).update(numchild=pages.filter(depth=2).count())


def create_event_types(apps, schema_editor):
    types = apps.get_model("events", "EventType").objects
    for position, (code, hans, hant, english) in enumerate(EVENT_TYPES, start=1):
        types.get_or_create(
            code=code,
            defaults={
                "name": hans,
                "name_zh_hant": hant,
                "name_en": english,
                "position": position * 10,
            },
        )


def let_management_approve(apps, schema_editor):
    """Management reads what is handed in for moderation."""
    group = apps.get_model("auth", "Group").objects.get(name=MANAGEMENT)
    for task in apps.get_model("wagtailcore", "GroupApprovalTask").objects.all():
        task.groups.add(group)


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0001_initial"),
        ("core", "0002_roles"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [
        migrations.AddField(
            "event",
            "changed_at",
            models.DateTimeField(auto_now=True, null=True, verbose_name="changed at"),
        ),
        migrations.RunPython(create_pages, migrations.RunPython.noop),
        migrations.RunPython(create_event_types, migrations.RunPython.noop),
        migrations.RunPython(let_management_approve, migrations.RunPython.noop),
    ]
