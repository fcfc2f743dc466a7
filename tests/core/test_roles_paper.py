"""What docs/roles.md promises about the roles."""

from pathlib import Path

import pytest
from django.contrib.auth.models import Group, Permission
from wagtail.models import GroupCollectionPermission, GroupPagePermission

from foyer.core.roles import ROLES

PAPER = Path(__file__).parents[2] / "docs" / "roles.md"

Held = dict[str, set[str]]


def rights_on_paper() -> Held:
    """Return the rights of each role as the table says."""
    lines = [line for line in PAPER.read_text("utf-8").splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    roles = [" ".join(word for word in head.split() if word.isascii()) for head in cells[0][1:]]
    return {
        role: {row[0].strip("`") for row in cells[2:] if row[column]}
        for column, role in enumerate(roles, start=1)
    }


def rights_in_database() -> Held:
    """Return the rights of each group: of its own, on pages, on pictures and documents."""
    held: Held = {group.name: set() for group in Group.objects.all()}
    for group in Group.objects.all():
        pages = GroupPagePermission.objects.filter(group=group)
        files = GroupCollectionPermission.objects.filter(group=group)
        ids = {
            *pages.values_list("permission", flat=True),
            *files.values_list("permission", flat=True),
        }
        permissions = Permission.objects.filter(pk__in=ids) | group.permissions.all()
        held[group.name] = {
            f"{right.content_type.app_label}.{right.content_type.model}.{right.codename}"
            for right in permissions.select_related("content_type")
        }
    return held


@pytest.mark.django_db
class TestRoles:
    def test_are_the_nine_of_the_house_and_no_others(self) -> None:
        assert set(Group.objects.values_list("name", flat=True)) == set(ROLES)

    def test_hold_exactly_the_rights_on_paper(self) -> None:
        assert rights_in_database() == rights_on_paper()

    def test_let_administrators_alone_manage_users(self) -> None:
        users = {
            role
            for role, rights in rights_in_database().items()
            if "core.user.change_user" in rights
        }

        assert users == {"Administrators"}
