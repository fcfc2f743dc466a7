"""The house's roles (004-25) and the granting of rights to them by each room's migrations."""

from collections.abc import Mapping
from typing import Any

from django.forms import CheckboxSelectMultiple
from django.utils.translation import pgettext_lazy

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

_NAMES = {
    MANAGEMENT: pgettext_lazy("role", "Management"),
    MARKETING: pgettext_lazy("role", "Marketing"),
    ACCOUNT_MANAGERS: pgettext_lazy("role", "Account managers"),
    RECEPTION: pgettext_lazy("role", "Reception"),
    SERVICE_DESK: pgettext_lazy("role", "Service desk"),
    VENUE_DESK: pgettext_lazy("role", "Venue desk"),
    FINANCE: pgettext_lazy("role", "Finance"),
    ARCHIVIST: pgettext_lazy("role", "Archivist"),
    ADMINISTRATORS: pgettext_lazy("role", "Administrators"),
}


def role_name(name: str) -> str:
    """Return a role's name as people read it; a group the house made itself keeps its own."""
    return str(_NAMES.get(name, name))


class RoleCheckboxes(CheckboxSelectMultiple):
    """Roles to tick, named in the reader's language."""

    def create_option(self, name: str, value: Any, label: Any, *args: Any, **kwargs: Any) -> Any:
        """Return one box with its role's name."""
        return super().create_option(name, value, role_name(str(label)), *args, **kwargs)


def grant_roles(apps: Any, grants: Mapping[str, Mapping[str, str]]) -> None:
    """Give roles their rights inside a migration, where Django may not have made the permissions yet.

    Args:
        apps: the migration's app registry.
        grants: for each role of `ROLES` and each "app.model" the codenames, apart by spaces:
            `{RECEPTION: {"guests.guest": "view_guest change_guest"}}`.
    """
    for role, models in grants.items():
        rights = [f"{model}.{name}" for model, names in models.items() for name in names.split()]
        grant(apps, role, *rights)


def grant(apps: Any, role: str, *rights: str) -> None:
    """Give a role some rights inside a migration, where Django may not have made the permission yet.

    Args:
        apps: the migration's app registry.
        role: one of `ROLES`.
        rights: "app.model.codename", such as "guests.guest.view_guest".
    """
    group = apps.get_model("auth", "Group").objects.get(name=role)
    permissions = []
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
        permissions.append(permission)
    group.permissions.add(*permissions)
