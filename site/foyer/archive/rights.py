"""The archive's rights beyond seeing, filing and changing. (docs/roles.md)"""

from __future__ import annotations

from typing import Any, Final

from django.contrib.auth.models import Permission
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

RECORD_RIGHTS: Final[list[tuple[str, Any]]] = [
    ("view_every_archiverecord", _("Can know of every record, secret ones included")),
    ("open_every_archiverecord", _("Can open every record without asking")),
    ("hold_archiverecord", _("Can hold records back from destruction")),
    ("propose_destruction", _("Can propose the destruction of records")),
    ("carry_out_destruction", _("Can carry out a destruction somebody else proposed")),
    ("export_archiverecord", _("Can copy records to a second medium and read such copies in")),
    ("check_archiverecord", _("Can have the files of records checked")),
]
_HELD: Final = "_archive_rights"


def holds(user: Any, codename: str) -> bool:
    """Tell whether a member of staff was given a right of the archive by a role or by name.

    Who runs the house's machines holds every right and has no business in its papers: being a superuser
    gives none of these. (security 15)
    """
    if not user.is_superuser:  # what Django has read already says the same
        return bool(user.has_perm(f"archive.{codename}"))
    held = getattr(user, _HELD, None)
    if held is None:
        given = Permission.objects.filter(content_type__app_label="archive")
        theirs = given.filter(Q(group__user=user) | Q(user=user)).order_by()
        held = frozenset(theirs.values_list("codename", flat=True))
        setattr(user, _HELD, held)
    return codename in held
