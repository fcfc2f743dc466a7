"""The archive's own menu: each way for those who have something to do there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

from .rights import holds
from .services.bags import EXPORT
from .viewsets.views_register import RecordViewRegister

_SEE = "archive.view_archiverecord"


class ArchiveMenuItem(SubmenuMenuItem):
    """The way to the archive."""

    def is_shown(self, request: Any) -> bool:
        """Tell whether the member of staff sees the archive."""
        return bool(request.user.has_perm(_SEE))


class WayItem(MenuItem):
    """A way within the archive."""

    def __init__(self, *args: Any, may: Callable[[Any], bool], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.may = may

    def is_shown(self, request: Any) -> bool:
        """Tell whether the member of staff has something to do there."""
        return self.may(request.user)


def archive_menu() -> MenuItem:
    """Return the archive's entry with its ways."""
    ways = [
        WayItem(
            label,
            reverse(f"archive:{name}"),
            f"archive-{name}",
            icon_name=icon,
            order=place,
            may=may,
        )
        for place, (label, name, icon, may) in enumerate(_WAYS, 1)
    ]
    register = RecordViewRegister().get_menu_item(order=len(ways) + 1)
    return ArchiveMenuItem(
        pgettext_lazy("archive", "Archive"),
        Menu(items=[*ways, register]),
        name="archive",
        icon_name="folder-open-inverse",
        order=224,
    )


def _with(permission: str) -> Callable[[Any], bool]:
    return lambda user: bool(user.has_perm(permission))


def _given(*codenames: str) -> Callable[[Any], bool]:
    return lambda user: any(holds(user, codename) for codename in codenames)


_WAYS: tuple[tuple[Any, str, str, Callable[[Any], bool]], ...] = (
    (gettext_lazy("Catalogue"), "list", "list-ul", _with(_SEE)),
    (pgettext_lazy("archive", "Tree of the archive"), "tree", "folder", _with(_SEE)),
    (pgettext_lazy("archive", "File papers"), "file", "upload", _with("archive.add_archiverecord")),
    (pgettext_lazy("archive", "Missing papers"), "gaps", "warning", _with(_SEE)),
    (gettext_lazy("Requests to open records"), "requests", "lock-open", _with(_SEE)),
    (
        gettext_lazy("Due records"),
        "due",
        "date",
        _given("propose_destruction", "hold_archiverecord"),
    ),
    (gettext_lazy("Destructions"), "destructions", "bin", _with("archive.view_destruction")),
    (
        pgettext_lazy("archive", "Checks"),
        "checks",
        "circle-check",
        _with("archive.view_integritycheck"),
    ),
    (pgettext_lazy("archive", "Second medium"), "bags", "download", _given(EXPORT)),
    (gettext_lazy("Figures of the archive"), "figures", "order", _given("count_accessrequest")),
)
