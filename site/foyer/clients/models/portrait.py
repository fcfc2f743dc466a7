"""The photo by which a contact is known when they arrive."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from foyer.clients.enums import PhotoConsent
from foyer.core.models import User
from foyer.core.uploads.kinds import FileKind
from foyer.core.uploads.models import PrivateFile
from foyer.privacy.enums import ConsentPurpose
from foyer.privacy.models import Consent

from .contact import Contact
from .visibility import VIEW_EVERY, seen_by

SENSITIVE = "clients.view_sensitive_contact"
PORTRAIT_KINDS = (FileKind.JPG, FileKind.PNG, FileKind.WEBP)


class PortraitQuerySet(models.QuerySet["Portrait"]):
    """Reads of portraits."""

    def agreed(self) -> PortraitQuerySet:
        """Return the portraits of those who agree to photographs, as the file and the consents have it now.

        The file must say that consent was given; and of those whose consents to photographs are kept,
        one must stand.
        """
        given = Consent.objects.filter(
            person_type__app_label=Contact._meta.app_label,
            person_type__model=Contact._meta.model_name,
            person_id=OuterRef("contact"),
            purpose=ConsentPurpose.PHOTOS,
        )
        stands = Exists(given.standing()) | ~Exists(given)
        return self.filter(stands, contact__photo_consent=PhotoConsent.GIVEN)

    def visible_to(self, user: User) -> PortraitQuerySet:
        """Return the portraits a member of staff may look at now: who sees what is sealed about the contact."""
        if not user.has_perm(SENSITIVE):
            return self.none()
        seen = self.agreed().filter(seen_by(user, of="contact__client__"))
        if user.has_perm(VIEW_EVERY):
            return seen
        manager = "contact__client__account_manager"
        return seen.filter(Q(**{manager: None}) | Q(**{manager: user.pk}))


class Portrait(PrivateFile):
    """A contact's photo, shown while they agree to it (联系人照片). (000-14)

    A contact has one; where two contacts became one, the latest is theirs.
    """

    contact = models.ForeignKey(
        Contact, on_delete=models.CASCADE, related_name="portraits", verbose_name=_("contact")
    )

    objects = PortraitQuerySet.as_manager()

    class Meta:
        verbose_name = _("contact's photo")
        verbose_name_plural = _("contacts' photos")
        ordering: ClassVar = ["-added_at", "-pk"]
        default_permissions: ClassVar = ()
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(file_kind__in=PORTRAIT_KINDS) & ~Q(file="") & ~Q(file_name=""),
                name="clients_portrait_is_picture",
            )
        ]
