"""Whom a form is to be sent to, as an address or a form names them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from forms_content.sending_enums import Whom
from forms_content.services.audience import Person, guests_of
from foyer.clients.models import Client, ClientSegment, Contact
from foyer.clients.viewsets.client_filters import ClientFilters
from foyer.clients.viewsets.contact_filters import ContactFilters
from foyer.clients.viewsets.selection import Selection
from foyer.core.visible import visible
from foyer.events.models import Event
from foyer.guests.views.scope import record_ids
from foyer.privacy.sealing import keyed_hash

_MOST_EVENTS = 200
_OWN = {"whom", "event", "segment", "guest", "seen", "once", "csrfmiddlewaretoken"}


class AudienceForm(forms.Form):
    """Asks whom a form is sent to."""

    whom = forms.ChoiceField(label=_("Send to"))
    event = forms.ModelChoiceField(label=_("Event"), queryset=Event.objects.none(), required=False)
    segment = forms.ModelChoiceField(
        label=_("Segment"), queryset=ClientSegment.objects.none(), required=False
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered: list[str] = []
        if user.has_perm("guests.view_guest"):
            offered += Whom.OF_EVENT
            latest = Event.objects.order_by("-starts_at").values("pk")[:_MOST_EVENTS]
            self._offer(
                "event", Event.objects.filter(pk__in=list(latest.values_list("pk", flat=True)))
            )
        if user.has_perm("clients.view_contact"):
            offered += [Whom.SEGMENT]
            self._offer("segment", ClientSegment.objects.open_to(user))
        labels = dict(Whom.choices)
        self.fields["whom"].choices = [(one, labels[one]) for one in offered]  # type: ignore[attr-defined]  # a ChoiceField

    def _offer(self, name: str, records: Any) -> None:
        self.fields[name].queryset = records  # type: ignore[attr-defined]  # a ModelChoiceField

    def clean(self) -> dict[str, Any]:
        """Ask for the event or the segment where one is needed."""
        cleaned: dict[str, Any] = super().clean() or {}
        whom = cleaned.get("whom")
        if whom in Whom.OF_EVENT and not cleaned.get("event"):
            self.add_error("event", _("Choose the event whose guests are asked."))
        if whom == Whom.SEGMENT and not cleaned.get("segment"):
            self.add_error("segment", _("Choose the segment whose contacts are asked."))
        return cleaned


class Audience:
    """The people an address means, among those the member of staff may see.

    Args:
        request: who asks.
        query: `whom`, and what belongs to it: event, segment, guests; or the records ticked in a list.
    """

    def __init__(self, request: HttpRequest, query: QueryDict) -> None:
        self.request, self.query = request, query
        self.whom = query.get("whom", "")

    @cached_property
    def form(self) -> AudienceForm:
        """What was asked for, where it is asked for on the page itself."""
        return AudienceForm(self.query if self.whom else None, user=self.request.user)

    @property
    def is_from_list(self) -> bool:
        """Whether the people were chosen in a list of clients or contacts."""
        return self.whom in (Whom.CLIENTS, Whom.CONTACTS)

    @property
    def is_understood(self) -> bool:
        """Tell whether it is clear who is meant."""
        if not self.whom:
            return False
        if self.is_from_list:
            allowed = self.request.user.has_perm("clients.view_contact")
            return bool(allowed and self._selection.is_understood)
        if not self.form.is_valid():
            return False
        return self.whom != Whom.SEGMENT or self._segment.is_understood

    @property
    def event(self) -> Event | None:
        """The event whose guests are meant."""
        of_event = self.whom in Whom.OF_EVENT and self.form.is_valid()
        found: Event | None = self.form.cleaned_data["event"] if of_event else None
        return found

    @property
    def guests(self) -> list[Person]:
        """The guests of the event, to be ticked."""
        return list(guests_of(self.event, Whom.LISTED)) if self.event else []

    @cached_property
    def ticked(self) -> list[int]:
        """The guests that are ticked."""
        return record_ids(self.query.getlist("guest"))

    @cached_property
    def people(self) -> list[Person]:
        """The people, as they are now."""
        if not self.is_understood:
            return []
        if self.event:
            return list(guests_of(self.event, self.whom, chosen=self.ticked))
        contacts = visible(Contact, self.request.user)
        if self.whom == Whom.CONTACTS:
            chosen = contacts.filter(pk__in=self._selection.records.values("pk"))
        else:
            clients = (self._segment if self.whom == Whom.SEGMENT else self._selection).records
            chosen = contacts.filter(client__in=clients.order_by().values("pk"))
        return list(chosen.select_related("client").order_by("name", "pk"))

    @property
    def mark(self) -> str:
        """A mark of exactly these people: it differs when one has come or gone."""
        told = ",".join(f"{person._meta.model_name}{person.pk}" for person in self.people)
        return keyed_hash(told, purpose="form-audience")

    @property
    def fields(self) -> list[tuple[str, str]]:
        """What a form has to send to name the same people again."""
        left = {"seen", "once", "csrfmiddlewaretoken"}
        return [
            (name, value)
            for name, values in self.query.lists()
            if name not in left
            for value in values
        ]

    @cached_property
    def _selection(self) -> Selection:
        query = self.query.copy()
        for name in _OWN:
            query.pop(name, None)
        filters = ClientFilters if self.whom == Whom.CLIENTS else ContactFilters
        return Selection(self.request, query, filters)

    @property
    def _segment(self) -> Selection:
        segment: ClientSegment = self.form.cleaned_data["segment"]
        found = Selection(self.request, QueryDict(segment.query), ClientFilters)
        return found if found.knows_every_filter else _Nobody(self.request)


class _Nobody(Selection):
    """A segment that asks for a field or choice that is gone: it would mean too many."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request, QueryDict("id="), ClientFilters)

    @property
    def is_understood(self) -> bool:
        """Never: the segment no longer says whom it means."""
        return False


def kind_of(model: type[Client | Contact]) -> str:
    """Return the word under which records chosen in a list are sent a form."""
    return Whom.CLIENTS if model is Client else Whom.CONTACTS
