"""The house's roles (004-25) and the granting of rights to them by each room's migrations."""

from typing import Any

MANAGEMENT = "Management"
MARKETING = "Marketing"
ACCOUNT_MANAGERS = "Account managers"
RECEPTION = "Reception"
SERVICE_DESK = "Service desk"
VENUE_DESK = "Venue desk"
FINANCE = "Finance"
ARCHIVIST = "Archivist"
ADMINISTRATORS = "Administrators"
ROLES = (
    MANAGEMENT,
    MARKETING,
    ACCOUNT_MANAGERS,
    RECEPTION,
    SERVICE_DESK,
    VENUE_DESK,
    FINANCE,
    ARCHIVIST,
    ADMINISTRATORS,
)


def grant(apps: Any, role: str, *rights: str) -> None:
    """Give a role some rights inside a migration, where Django may not have made the permission yet.

    Args:
        apps: the migration's app registry.
        role: one of `ROLES`.
        rights: "app.model.codename", such as "guests.guest.view_guest".
    """
    group = apps.get_model("auth", "Group").objects.get(name=role)
    for right in rights:
        app, model, codename = right.split(".")
        kind, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
            app_label=app, model=model
        )
        permission, _ = apps.get_model("auth", "Permission").objects.get_or_create(
            content_type=kind,
            codename=codename,
            defaults={"name": f"Can {codename.replace('_', ' ')}"},
        )
        group.permissions.add(permission)
