"""One person's consents: read, written down, withdrawn. (PRV-01, PRV-04)"""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.contenttypes.models import ContentType
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from foyer.core.refusals import Refusal
from foyer.privacy.enums import ConsentChannel, ConsentPurpose
from foyer.privacy.forms import ConsentForm, WithdrawForm
from foyer.privacy.models import Consent
from foyer.privacy.people import records_of
from foyer.privacy.registry import registration_of
from foyer.privacy.services.consents import give_consent, withdraw_consent

from .base import ADD_CONSENT, VIEW_CONSENT, WITHDRAW_CONSENT, PersonPage


class ConsentsView(PersonPage):
    """What a person agreed to, and no longer agrees to."""

    right = VIEW_CONSENT
    template_name = "privacy_admin/consents.html"
    page_title: ClassVar = gettext_lazy("Consents")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the consents, the latest first."""
        entry = registration_of(Consent)
        consents = records_of(self.person, entry).order_by("-given_at", "-pk") if entry else ()
        return super().get_context_data(**kwargs) | {
            "consents": consents,
            "may_give": self.request.user.has_perm(ADD_CONSENT),
            "may_withdraw": self.request.user.has_perm(WITHDRAW_CONSENT),
        }


class _FormView(PersonPage):
    """A form about a person's consent, and what is done with it."""

    template_name = "privacy_admin/form.html"

    def form(self, data: Any = None) -> Any:
        """Return the form."""
        raise NotImplementedError

    def act(self, form: Any) -> str:
        """Do what the form says; return the sentence that tells it was done.

        Raises:
            Refusal: it cannot be done.
        """
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the form."""
        kwargs.setdefault("form", self.form())
        context = super().get_context_data(**kwargs)
        return context | {"back_url": self.address("consents"), "act": self.get_page_title()}

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponseBase:
        """Do it, or show the form again with what is missing."""
        form = self.form(request.POST)
        if form.is_valid():
            try:
                sentence = self.act(form)
            except Refusal as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, sentence)
                return redirect(self.address("consents"))
        context = self.get_context_data(form=form)
        response: HttpResponseBase = self.render_to_response(context, status=422)
        return response


class GiveView(_FormView):
    """Write down that a person agreed to something."""

    right = ADD_CONSENT
    page_title: ClassVar = gettext_lazy("Write down a consent")

    def form(self, data: Any = None) -> ConsentForm:
        """Return the form, in the person's language."""
        return ConsentForm(data, initial={"language": getattr(self.record, "language", "")})

    def act(self, form: Any) -> str:
        """Keep the consent."""
        cleaned = form.cleaned_data
        give_consent(
            person=self.record,
            purpose=ConsentPurpose(cleaned["purpose"]),
            text=cleaned["text"],
            language=cleaned["language"],
            channel=ConsentChannel(cleaned["channel"]),
            at=timezone.now(),
            by=self.staff,
        )
        return _("The consent has been written down.")


class WithdrawView(_FormView):
    """Write down that a person no longer agrees: one page, one choice."""

    right = WITHDRAW_CONSENT
    page_title: ClassVar = gettext_lazy("Withdraw the consent")

    def look_up(self, **kwargs: Any) -> None:
        """Find the consent and whose it is."""
        self.consent = get_object_or_404(Consent, pk=kwargs["consent_pk"])
        owner = self.consent.person or _holder(self.consent)
        if owner is None:
            raise Http404
        super().look_up(kind=owner._meta.label_lower, pk=owner.pk)

    def form(self, data: Any = None) -> WithdrawForm:
        """Return the form."""
        return WithdrawForm(data)

    def act(self, form: Any) -> str:
        """Keep the withdrawal."""
        channel = ConsentChannel(form.cleaned_data["channel"])
        withdraw_consent(consent=self.consent, channel=channel, at=timezone.now(), by=self.staff)
        return _("The consent has been withdrawn. The words agreed to stay as proof.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the consent that is withdrawn."""
        return super().get_context_data(**kwargs) | {"consent": self.consent}


def _holder(consent: Consent) -> Any:
    """Return the record that points at a consent which does not say whose it is."""
    for relation in Consent._meta.related_objects:
        column = relation.field.name
        kind = ContentType.objects.get_for_model(relation.related_model).model_class()
        holder = kind._base_manager.filter(**{column: consent}).first() if kind else None
        if holder is not None:
            return holder
    return None
