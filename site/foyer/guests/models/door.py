"""The door: checkpoints, tablets, and the moments guests arrived."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from foyer.core.languages import wording
from foyer.events.models import Event
from foyer.guests.enums import DeskDetail, DeskMode, SignInWay
from foyer.privacy.fields import KeyedHashField
from foyer.venues.models import Room

from .guest import Guest


class Checkpoint(models.Model):
    """One list at one event: door, dinner, gift (签到点). Each has duplicates of its own."""

    event = models.ForeignKey(
        Event, on_delete=models.PROTECT, related_name="checkpoints", verbose_name=_("event")
    )
    name = models.CharField(_("name"), max_length=60)
    name_zh_hant = models.CharField(_("name in Traditional Chinese"), max_length=60, blank=True)
    name_en = models.CharField(_("name in English"), max_length=60, blank=True)
    position = models.PositiveSmallIntegerField(_("position in lists"), default=0)

    class Meta:
        verbose_name = _("checkpoint")
        verbose_name_plural = _("checkpoints")
        ordering: ClassVar = ["event", "position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["event", "name"],
                name="guests_checkpoint_named_once",
                violation_error_message=_("This event already has a checkpoint of that name."),
            )
        ]

    def __str__(self) -> str:
        return f"{wording(self, 'name')} · {self.event}"

    @property
    def name_text(self) -> str:
        """The name in the active language."""
        return wording(self, "name")


class DeskQuerySet(models.QuerySet["Desk"]):
    """Reads of desks."""

    def paired(self) -> DeskQuerySet:
        """Return the desks whose tablet may work now."""
        return self.filter(revoked_at=None).exclude(token_hash=None)


def usual_details() -> list[str]:
    """Return what an attended desk shows unless somebody says otherwise."""
    return list(DeskDetail.USUAL)


class TabletState(models.Model):
    """What a tablet last said of itself, and what it has been asked to do. (KIOSK 4)

    `clock_ahead` is in seconds: how far the tablet's own clock runs before the house's.
    """

    last_seen_at = models.DateTimeField(_("last seen at"), null=True, blank=True, editable=False)
    battery = models.PositiveSmallIntegerField(null=True, editable=False)
    charging = models.BooleanField(null=True, editable=False)
    app_version = models.CharField(max_length=32, blank=True, default="", editable=False)
    waiting = models.PositiveIntegerField(default=0, editable=False)
    answers_waiting = models.PositiveIntegerField(default=0, editable=False)
    list_at = models.DateTimeField(null=True, editable=False)
    clock_ahead = models.IntegerField(null=True, editable=False)
    locked_at = models.DateTimeField(_("locked at"), null=True, blank=True, editable=False)
    message = models.CharField(max_length=200, blank=True, default="", editable=False)
    message_at = models.DateTimeField(null=True, editable=False)
    message_read_at = models.DateTimeField(null=True, editable=False)
    wipe_asked_at = models.DateTimeField(null=True, editable=False)
    wiped_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        abstract = True

    def forget_tablet(self) -> list[str]:
        """Forget what the tablet said and was asked, for another one comes in its place, or none.

        Returns:
            The names of the fields to be saved.
        """
        told = [field for field in TabletState._meta.fields if field.name != "last_seen_at"]
        for field in told:
            setattr(self, field.name, field.get_default())
        return [field.name for field in told]


class Desk(TabletState):
    """One paired tablet at one door (签到台)."""

    name = models.CharField(_("name"), max_length=60, unique=True)
    name_zh_hant = models.CharField(
        _("name in Traditional Chinese"), max_length=60, blank=True, default="", db_default=""
    )
    name_en = models.CharField(
        _("name in English"), max_length=60, blank=True, default="", db_default=""
    )
    event = models.ForeignKey(
        Event,
        on_delete=models.PROTECT,
        related_name="desks",
        verbose_name=_("event"),
        help_text=_("The event the tablet is open for now."),
    )
    checkpoints = models.ManyToManyField(
        Checkpoint,
        related_name="desks",
        verbose_name=_("checkpoints"),
        help_text=_("The lists this tablet may write to, of this and later events."),
    )
    mode = models.CharField(
        _("what the tablet is for"),
        max_length=8,
        choices=DeskMode.choices,
        default=DeskMode.SELF_SERVICE,
    )
    shows = models.JSONField(
        _("what staff there see of a guest"), default=usual_details, blank=True
    )
    prints_badges = models.BooleanField(
        _("prints badges"),
        default=False,
        help_text=_(
            "The tablet prints each guest’s badge at the first welcome, through its browser’s own print."
        ),
    )
    room = models.ForeignKey(
        Room,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="desks",
        verbose_name=_("room"),
        help_text=_(
            "A tablet that belongs to a room goes on by itself, after an event, to the next one there."
        ),
    )
    pin_hash = models.CharField(_("staff PIN"), max_length=128, blank=True, editable=False)
    token_hash = KeyedHashField(purpose="desk-token", unique=True, null=True, editable=False)
    paired_at = models.DateTimeField(_("paired at"), null=True, blank=True, editable=False)
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True, editable=False)

    objects = DeskQuerySet.as_manager()

    class Meta:
        verbose_name = _("desk")
        verbose_name_plural = _("desks")
        ordering: ClassVar = ["name"]
        permissions: ClassVar = [("pair_desk", _("Can pair and revoke tablets"))]

    def __str__(self) -> str:
        return self.name_text

    @property
    def name_text(self) -> str:
        """The name in the active language."""
        return wording(self, "name")


class PairingCode(models.Model):
    """A code that pairs one tablet, once, within minutes (配对码)."""

    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, related_name="pairing_codes")
    code_hash = KeyedHashField(purpose="pairing", lapses=True, unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.desk} · {self.expires_at:%H:%M}"


class FormerToken(models.Model):
    """A token that worked at a desk once, kept some days for what its tablet still has to tell. (KIOSK 5)"""

    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, related_name="former_tokens")
    token_hash = KeyedHashField(purpose="desk-token", lapses=True, unique=True)
    ended_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.desk} · {self.ended_at:%Y-%m-%d %H:%M}"


class SignInQuerySet(models.QuerySet["SignIn"]):
    """Reads of sign-ins."""

    def standing(self) -> SignInQuerySet:
        """Return the sign-ins nobody has undone."""
        return self.filter(undone_at=None)


class SignIn(models.Model):
    """The moment a guest arrived at a checkpoint (签到). Never deleted; undone with a reason. (000-12)"""

    event = models.ForeignKey(
        Event,
        on_delete=models.PROTECT,
        related_name="sign_ins",
        verbose_name=_("event"),
        db_index=False,  # the two indexes below begin with it
    )
    guest = models.ForeignKey(
        Guest, on_delete=models.PROTECT, related_name="sign_ins", verbose_name=_("guest")
    )
    checkpoint = models.ForeignKey(
        Checkpoint,
        on_delete=models.PROTECT,
        related_name="sign_ins",
        verbose_name=_("checkpoint"),
        db_index=False,  # each index is written at every sign-in; these are asked for once a year
    )
    desk = models.ForeignKey(
        Desk,
        on_delete=models.PROTECT,
        null=True,
        related_name="sign_ins",
        verbose_name=_("desk"),
        db_index=False,
    )
    scan_id = models.UUIDField(_("scan"), unique=True)
    code_hash = models.CharField(  # by which a repeat is known though the guest has a new code
        max_length=64, blank=True, editable=False, default="", db_default=""
    )
    way = models.CharField(_("recognised by"), max_length=8, choices=SignInWay.choices)
    party = models.PositiveSmallIntegerField(_("people"), default=1)
    signed_in_at = models.DateTimeField(_("signed in at"))
    scanned_at = models.DateTimeField(_("time on the tablet"), null=True)
    heard_at = models.DateTimeField(_("heard of at"))  # written once
    seen_at = models.DateTimeField(_("seen again at"), null=True)  # shown the code again, being in
    changed_at = models.DateTimeField(_("kept at"))
    undone_at = models.DateTimeField(_("undone at"), null=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("undone by"),
        db_index=False,
    )
    undo_reason = models.CharField(_("reason"), max_length=200, blank=True)

    objects = SignInQuerySet.as_manager()

    class Meta:
        verbose_name = _("sign-in")
        verbose_name_plural = _("sign-ins")
        ordering: ClassVar = ["-signed_in_at", "-pk"]
        permissions: ClassVar = [
            ("undo_signin", _("Can undo sign-ins")),
            ("export_signin", _("Can export sign-ins")),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["guest", "checkpoint"],
                condition=Q(undone_at=None),
                name="guests_sign_in_exactly_once",
            ),
            models.CheckConstraint(condition=Q(party__gte=1), name="guests_sign_in_party"),
            models.CheckConstraint(
                condition=Q(undone_at=None) | ~Q(undo_reason=""),
                name="guests_undone_with_reason",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["event", "changed_at"], name="guests_sign_in_fresh"),
            models.Index(fields=["event", "-signed_in_at"], name="guests_sign_in_latest"),
        ]

    def __str__(self) -> str:
        return f"{self.guest} · {self.checkpoint.name_text}"


class Companion(models.Model):
    """One more person who came in with a guest who was in already (随行), counted once by the tablet's own id."""

    sign_in = models.ForeignKey(
        SignIn, on_delete=models.PROTECT, related_name="companions", verbose_name=_("sign-in")
    )
    scan_id = models.UUIDField(_("scan"), unique=True)
    came_at = models.DateTimeField(_("signed in at"))

    class Meta:
        verbose_name = _("companion")
        verbose_name_plural = _("companions")
        default_permissions: ClassVar = ()

    def __str__(self) -> str:
        return f"{self.sign_in} · {self.came_at:%H:%M}"
