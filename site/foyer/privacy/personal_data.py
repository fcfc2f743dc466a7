"""What this room, the core and the packages we build on keep about people."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_tasks_db.models import DBTaskResult
from wagtail import models as wagtail
from wagtail.users.models import UserProfile

from foyer.core.backups.models import BackupAlarm, BackupRun
from foyer.core.business_calendar.models import BusinessPolicy, CalendarDay
from foyer.core.exports.models import Export, ExportChoice
from foyer.core.imports.models import ImportMapping
from foyer.core.models import (
    HousePolicy,
    Job,
    NumberSeries,
    PageStamp,
    Throttle,
    TickSlot,
    User,
    WorkerPulse,
)

from .declarations import Delete, Keep, PersonalData, Purpose
from .models import Consent, Erasure, PrivacyPolicy, ViewLogEntry
from .people import Person, pointing_at
from .registry import holds_none, models_of, person_kinds, register, register_store
from .services.view_log import columns_in_words
from .stores.exports import ExportStore
from .stores.history import HistoryStore
from .stores.imports import ImportStore
from .stores.letters import DemoStore, LetterStore
from .stores.sessions import SessionStore

CONSENTS = Purpose("consents", _("Proof of consent"), _("days after it was withdrawn"), 1095)
VIEW_LOG = Purpose("view_log", _("View log"), _("days after the view"), 365)
HISTORY = Purpose("history", _("Log of what was done"), _("days after it was done"), None)
ERASURES = Purpose("erasures", _("Register of erasures"), _("days after the erasure"), 1095)


def consents_of(person: Person) -> Q:
    """Return the condition for a person's consents, and for those their records point at."""
    found = pointing_at(person, kind="person_type", key="person_id")
    for entry in person_kinds():
        for column in entry.model._meta.concrete_fields:
            if column.related_model is Consent:
                own = entry.objects.filter(pk__in=person.keys.get(entry.model, ()))
                found |= Q(pk__in=own.exclude(**{column.name: None}).values(column.name))
    return found


def _views_of(person: Person) -> Q:
    return pointing_at(person, kind="record_type", key="record_id")


register(
    PersonalData(
        Consent,
        found=consents_of,
        erase=Keep(
            _("The words agreed to and the days are proof; they tell nobody's name any more.")
        ),
        lapse=Delete(),
        purpose=CONSENTS,
        since="withdrawn_at",
        leave_out=("person_type", "person_id"),
    ),
    PersonalData(
        ViewLogEntry,
        found=_views_of,
        erase=Keep(_("Who looked stays answerable; whom they looked at is no longer told.")),
        lapse=Delete(),
        purpose=VIEW_LOG,
        since="at",
        leave_out=("record_type", "record_id"),
        told={"columns": lambda entry: {str(_("Columns")): columns_in_words(entry)}},
    ),
    PersonalData(
        Erasure,
        erase=Keep(_("It says that somebody was erased, not who.")),
        lapse=Delete(),
        purpose=ERASURES,
        since="finished_at",
    ),
    PersonalData(
        Export,
        erase=Keep(
            _("Who took which list away stays answerable; the register is cleaned of names.")
        ),
        lapse=Delete(),
        purpose=HISTORY,
        since="at",
    ),
    PersonalData(
        User,
        erase=Keep(_("An account of staff is closed, not deleted: who did what stays answerable.")),
    ),
    PersonalData(
        wagtail.ModelLogEntry,
        erase=Keep(_("What was done stays answerable; the log is cleaned of names.")),
        lapse=Delete(),
        purpose=HISTORY,
        since="timestamp",
    ),
)
register_store(HistoryStore())
register_store(ImportStore())
register_store(ExportStore())
register_store(SessionStore())
register_store(LetterStore())
register_store(DemoStore())

holds_none(
    BusinessPolicy,
    CalendarDay,
    HousePolicy,
    PrivacyPolicy,
    because=_("The house's own settings."),
)
holds_none(
    ImportMapping, because=_("What columns of lists mean; of the headers only a digest is kept.")
)
holds_none(ExportChoice, because=_("Which columns somebody ticked the last time."))
holds_none(
    NumberSeries,
    PageStamp,
    Throttle,
    TickSlot,
    WorkerPulse,
    because=_("Counters and marks of the program."),
)
holds_none(
    BackupAlarm,
    BackupRun,
    because=_("Which backups there are; what is in them is sealed, and goes with them."),
)
holds_none(
    Job,
    DBTaskResult,
    because=_("What is to be done, by keys; what went wrong is swept for names."),
)
holds_none(*models_of("wagtailsearch"), because=_("Made of the records' texts, which it follows."))
holds_none(
    UserProfile,
    *models_of("auth"),
    *models_of("contenttypes"),
    *models_of("taggit"),
    *models_of("wagtailredirects"),
    *models_of("wagtailembeds"),
    because=_("Settings and words of staff, about no person outside."),
)
holds_none(wagtail.APIToken, because=_("Keys of programs, of which only a digest is kept."))
holds_none(
    *models_of("wagtaildocs"),
    *models_of("wagtailimages"),
    *models_of("wagtail_localize"),
    *(
        model
        for model in models_of("wagtailcore")
        if model not in (wagtail.ModelLogEntry, wagtail.Revision, wagtail.ReferenceIndex)
    ),
    because=_("What the house publishes: its editors change it; an erasure names the places."),
)
