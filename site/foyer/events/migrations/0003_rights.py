"""Who may put on events, write pages, keep pictures, and run the house's settings (docs/roles.md)."""

from django.db import migrations

from foyer.core.roles import ADMINISTRATORS, MANAGEMENT, MARKETING, ROLES, grant

KEEP = ("view", "add", "change", "delete")


def rights(app, model, *acts):
    return [f"{app}.{model}.{act}_{model}" for act in acts]


def permission(apps, app, model, codename):
    kind, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label=app, model=model
    )
    return apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=kind,
        codename=codename,
        defaults={"name": f"Can {codename.replace('_', ' ')}"},
    )[0]


def grant_events(apps, schema_editor):
    for role in ROLES:
        grant(apps, role, *rights("events", "event", "view"))
    grant(apps, MANAGEMENT, *rights("events", "eventtype", "view"))
    grant(
        apps,
        MARKETING,
        *rights("events", "event", "add", "change"),
        *rights("events", "eventtype", "view", "add", "change"),
        "wagtail_localize.translation.submit_translation",
    )
    grant(
        apps,
        ADMINISTRATORS,
        *rights("events", "event", *KEEP),
        *rights("events", "eventtype", *KEEP),
        "wagtail_localize.translation.submit_translation",
    )


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
    acts = {MARKETING: ("add", "change", "choose"), ADMINISTRATORS: ("add", "change", "delete", "choose")}
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


def grant_house(apps, schema_editor):
    """The house policy is Management's; users and groups are the Administrators' alone."""
    policy = "core.housepolicy.change_housepolicy"
    grant(apps, MANAGEMENT, policy)
    grant(
        apps,
        ADMINISTRATORS,
        policy,
        *rights("core", "user", *KEEP),
        *rights("auth", "group", *KEEP),
        *rights("wagtailcore", "workflow", "add", "change", "delete"),
        *rights("wagtailcore", "task", "add", "change", "delete"),
        *rights("wagtailredirects", "redirect", "add", "change", "delete"),
    )


def drop_stock_groups(apps, schema_editor):
    """Wagtail's own two groups go, unless somebody is in them: the house's roles take their place."""
    stock = apps.get_model("auth", "Group").objects.filter(name__in=("Editors", "Moderators"))
    stock.filter(user=None).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0002_first_pages"),
        ("core", "0002_roles"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtailimages", "0023_add_choose_permissions"),
        ("wagtaildocs", "0011_add_choose_permissions"),
        ("wagtail_localize", "0006_create_submit_translation_permission"),
    ]
    operations = [
        migrations.RunPython(grant_events, migrations.RunPython.noop),
        migrations.RunPython(grant_pages, migrations.RunPython.noop),
        migrations.RunPython(grant_files, migrations.RunPython.noop),
        migrations.RunPython(grant_house, migrations.RunPython.noop),
        migrations.RunPython(drop_stock_groups, migrations.RunPython.noop),
    ]
