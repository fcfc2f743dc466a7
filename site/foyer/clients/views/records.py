"""Steps of referrals and vouchers, and fields of the house taken out of use. (001-17, 003-06)"""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foyer.clients.forms.acts import (
    ConvertVoucherForm,
    RewardForm,
    SignForm,
    UseVoucherForm,
)
from foyer.clients.models import ClientPolicy, CustomField, Referral, Voucher
from foyer.clients.services.custom_fields import remove_field, restore_field
from foyer.clients.services.incentives import reward_referral, sign_referral
from foyer.clients.services.vouchers import convert_voucher, use_voucher

from .base import ActPage


class ReferralPage(ActPage):
    """A step of a referral."""

    model = Referral
    related = ("new_client", "referrer_client", "referrer_contact__client")
    header_icon: ClassVar = "user"


class SignPage(ReferralPage):
    """Note that the new client has signed."""

    right = "clients.change_referral"
    page_title: ClassVar = gettext_lazy("The new client has signed")

    def form(self, data: Any = None) -> forms.Form:
        """Ask when."""
        return SignForm(data, initial={"on": timezone.localdate()})

    def act(self, form: forms.Form) -> str:
        """Note it."""
        sign_referral(referral=self.record, on=form.cleaned_data["on"], by=self.staff)
        return _("%(client)s has signed.") % {"client": self.record.new_client}


class RewardPage(ReferralPage):
    """Thank the referrer."""

    right = "clients.reward_referral"
    page_title: ClassVar = gettext_lazy("Reward the referrer")

    def form(self, data: Any = None) -> forms.Form:
        """Ask for what, how much and when."""
        initial = {"on": timezone.localdate(), "currency": ClientPolicy.load().currency}
        return RewardForm(data, initial=initial)

    def act(self, form: forms.Form) -> str:
        """Note it."""
        reward_referral(referral=self.record, **form.cleaned_data, by=self.staff)
        return _("The reward of %(referrer)s is noted.") % {"referrer": self.record.referrer}


class VoucherPage(ActPage):
    """A step of a voucher."""

    model = Voucher
    related = ("channel", "client")
    right = "clients.use_voucher"
    header_icon: ClassVar = "tag"


class UsePage(VoucherPage):
    """Note that a voucher was used."""

    page_title: ClassVar = gettext_lazy("The voucher was used")

    def form(self, data: Any = None) -> forms.Form:
        """Ask by whom."""
        return UseVoucherForm(data, user=self.staff, initial={"holder": self.record.holder})

    def question(self) -> str:
        """Say what it is good for."""
        return _("Good for: %(offer)s") % {"offer": self.record.offer}

    def act(self, form: forms.Form) -> str:
        """Note it."""
        use_voucher(voucher=self.record, **form.cleaned_data, by=self.staff, at=timezone.now())
        return _("Voucher %(voucher)s has been used.") % {"voucher": self.record}


class ConvertPage(VoucherPage):
    """Note which client a voucher led to."""

    page_title: ClassVar = gettext_lazy("They have become a client")

    def form(self, data: Any = None) -> forms.Form:
        """Ask for the client."""
        return ConvertVoucherForm(data, user=self.staff, initial={"client": self.record.client_id})

    def act(self, form: forms.Form) -> str:
        """Note it."""
        client = form.cleaned_data["client"]
        convert_voucher(voucher=self.record, client=client, by=self.staff, at=timezone.now())
        said = _("Voucher %(voucher)s has led to %(client)s.")
        return said % {"voucher": self.record, "client": client}


class FieldPage(ActPage):
    """A field of the house, in use or not."""

    model = CustomField
    right = "clients.change_customfield"
    back_page = "edit"
    header_icon: ClassVar = "form"


class RemoveFieldPage(FieldPage):
    """Take a field out of use, after asking."""

    page_title: ClassVar = gettext_lazy("Remove the field")

    def question(self) -> str:
        """Say that nothing is lost."""
        said = _(
            "“%(field)s” leaves the forms, lists and files. What was entered stays, "
            "and comes back when the field is restored."
        )
        return said % {"field": self.record.label_text}

    def act(self, form: forms.Form) -> str:
        """Remove it."""
        remove_field(field=self.record, by=self.staff, at=timezone.now())
        return _("The field “%(field)s” has been removed.") % {"field": self.record.label_text}


class RestoreFieldPage(FieldPage):
    """Bring a field back."""

    page_title: ClassVar = gettext_lazy("Restore the field")

    def question(self) -> str:
        """Say what comes back."""
        said = _("“%(field)s” comes back, with all that was entered in it.")
        return said % {"field": self.record.label_text}

    def act(self, form: forms.Form) -> str:
        """Restore it."""
        restore_field(field=self.record, by=self.staff)
        return _("The field “%(field)s” is in use again.") % {"field": self.record.label_text}
