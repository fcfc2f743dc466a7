"""The three languages, a front page and an event list in each, the kinds of events (000-01); who puts on events,
writes pages, keeps pictures, and runs what the house took over from Wagtail (docs/roles.md)."""

import uuid

from django.db import migrations
from django.db.models import F

from foyer.core.roles import (
    MANAGEMENT,
    MARKETING,
    ACCOUNT_MANAGERS,
    RECEPTION,
    SERVICE_DESK,
    VENUE_DESK,
    FINANCE,
    ARCHIVIST,
    ADMINISTRATORS,
    ROLES,
    grant_roles,
)
from foyer.events.first_pages import EVENT_TYPES, EVENTS, HOME, LANGUAGES, house_language

GRANTS = {
    MANAGEMENT: {
        "events.event": "view_event",
        "events.eventtype": "view_eventtype",
        "events.tabletscreen": "view_tabletscreen",
    },
    MARKETING: {
        "events.event": "view_event add_event change_event",
        "events.eventtype": "view_eventtype add_eventtype change_eventtype",
        "events.tabletscreen": (
            "view_tabletscreen add_tabletscreen change_tabletscreen delete_tabletscreen"
        ),
        "wagtail_localize.translation": "submit_translation",
    },
    ACCOUNT_MANAGERS: {
        "events.event": "view_event",
    },
    RECEPTION: {
        "events.event": "view_event",
    },
    SERVICE_DESK: {
        "events.event": "view_event",
    },
    VENUE_DESK: {
        "events.event": "view_event",
    },
    FINANCE: {
        "events.event": "view_event",
    },
    ARCHIVIST: {
        "events.event": "view_event",
    },
    ADMINISTRATORS: {
        "auth.group": "view_group add_group change_group delete_group",
        "events.event": "view_event add_event change_event delete_event",
        "events.eventtype": "view_eventtype add_eventtype change_eventtype delete_eventtype",
        "events.tabletscreen": (
            "view_tabletscreen add_tabletscreen change_tabletscreen delete_tabletscreen"
        ),
        "wagtail_localize.translation": "submit_translation",
        "wagtailcore.task": "add_task change_task delete_task",
        "wagtailcore.workflow": "add_workflow change_workflow delete_workflow",
        "wagtailredirects.redirect": "add_redirect change_redirect delete_redirect",
    },
}


def grant_rights(apps, schema_editor):
    grant_roles(apps, GRANTS)


def next_path(pages, parent):
    """The tree path of a new last child (four letters a level, as treebeard counts)."""
    last = (
        pages.filter(path__startswith=parent.path, depth=parent.depth + 1).order_by("path").last()
    )
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
        locale, _ = apps.get_model("wagtailcore", "Locale").objects.get_or_create(
            language_code=language
        )
        home = homes[language] = add_page(
            apps,
            "HomePage",
            root,
            slug=language,
            locale=locale,
            translation_key=home_key,
            **HOME[language],
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
        depth=2,
        slug="home",
        numchild=0,
        content_type__app_label="wagtailcore",
        content_type__model="page",
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


def permission(apps, app, model, codename):
    kind, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label=app, model=model
    )
    return apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=kind,
        codename=codename,
        defaults={"name": f"Can {codename.replace('_', ' ')}"},
    )[0]


def grant_pages(apps, schema_editor):
    """Pages are written under the front pages, one to each language."""
    acts = {
        MANAGEMENT: ("change", "publish"),
        MARKETING: ("add", "change", "publish"),
        ADMINISTRATORS: ("add", "change", "publish", "bulk_delete", "lock", "unlock"),
    }
    homes = list(apps.get_model("wagtailcore", "Page").objects.filter(depth=2))
    for role, names in acts.items():
        group = apps.get_model("auth", "Group").objects.get(name=role)
        for act in names:
            right = permission(apps, "wagtailcore", "page", f"{act}_page")
            for home in homes:
                apps.get_model("wagtailcore", "GroupPagePermission").objects.get_or_create(
                    group=group, page=home, permission=right
                )


def grant_files(apps, schema_editor):
    """Pictures and documents; whatever Wagtail gave every role with a log-in is taken back first."""
    granted = apps.get_model("wagtailcore", "GroupCollectionPermission").objects
    groups = apps.get_model("auth", "Group").objects
    granted.filter(group__name__in=ROLES).delete()
    root = apps.get_model("wagtailcore", "Collection").objects.get(depth=1)
    acts = {
        MARKETING: ("add", "change", "choose"),
        ADMINISTRATORS: ("add", "change", "delete", "choose"),
    }
    for app, model in (("wagtailimages", "image"), ("wagtaildocs", "document")):
        choose = permission(apps, app, model, f"choose_{model}")
        for group in groups.filter(name__in=ROLES):
            group.permissions.remove(choose)
        for role, names in acts.items():
            for act in names:
                granted.create(
                    group=groups.get(name=role),
                    collection=root,
                    permission=permission(apps, app, model, f"{act}_{model}"),
                )


def drop_stock_groups(apps, schema_editor):
    """Wagtail's own two groups go, unless somebody is in them: the house's roles take their place."""
    stock = apps.get_model("auth", "Group").objects.filter(name__in=("Editors", "Moderators"))
    stock.filter(user=None).delete()


class Migration(migrations.Migration):
    replaces = [  # how a house begun before the first release has them
        ("events", "0002_first_pages"),
        ("events", "0003_rights"),
        ("events", "0004_three_themes"),
        ("events", "0005_complaint_channels_page"),
        ("events", "0006_tablet_screens"),
        ("events", "0007_screen_rights"),
        ("events", "0008_its_room"),
        ("events", "0009_hold_rooms"),
    ]
    dependencies = [
        ("events", "0001_tables"),
        ("core", "0002_first_rows"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtailimages", "0023_add_choose_permissions"),
        ("wagtaildocs", "0011_add_choose_permissions"),
        ("wagtail_localize", "0006_create_submit_translation_permission"),
    ]
    operations = [
        migrations.RunPython(create_pages, migrations.RunPython.noop),
        migrations.RunPython(create_event_types, migrations.RunPython.noop),
        migrations.RunPython(let_management_approve, migrations.RunPython.noop),
        migrations.RunPython(grant_rights, migrations.RunPython.noop),
        migrations.RunPython(grant_pages, migrations.RunPython.noop),
        migrations.RunPython(grant_files, migrations.RunPython.noop),
        migrations.RunPython(drop_stock_groups, migrations.RunPython.noop),
    ]
