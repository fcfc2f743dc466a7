"""Vouchers for a free trial. (003-06)"""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from foyer.clients.models import Voucher
from foyer.clients.services.incentives import NotTheNextStep
from foyer.clients.services.vouchers import (
    ChannelClosed,
    TooManyVouchers,
    VoucherLapsed,
    convert_voucher,
    issue_vouchers,
    use_voucher,
)
from foyer.core.models import User
from tests.conftest import LogIn
from tests.factories import ClientFactory, UserFactory, VoucherChannelFactory, VoucherFactory

pytestmark = pytest.mark.django_db
SNIPPETS = "/admin/snippets/clients"


@pytest.fixture
def by() -> User:
    return UserFactory(role="Management")


class TestIssueVouchers:
    def test_gives_each_a_code_of_its_own(self, by: User, now: datetime) -> None:
        channel = VoucherChannelFactory()

        issue_vouchers(
            channel=channel, offer="双人下午茶", count=200, valid_until=None, by=by, at=now
        )

        codes = set(Voucher.objects.values_list("code", flat=True))
        assert len(codes) == 200
        assert {len(code) for code in codes} == {10}
        assert not {"I", "L", "O", "U"} & set("".join(codes))

    def test_refuses_a_closed_channel_and_senseless_numbers(self, by: User, now: datetime) -> None:
        order: dict[str, Any] = {"offer": "下午茶", "valid_until": None, "by": by, "at": now}
        channel = VoucherChannelFactory()

        with pytest.raises(ChannelClosed):
            issue_vouchers(channel=VoucherChannelFactory(is_open=False), count=1, **order)
        for count in (0, 501):
            with pytest.raises(TooManyVouchers):
                issue_vouchers(channel=channel, count=count, **order)

        assert not Voucher.objects.exists()

    def test_is_done_on_a_form_by_management(self, log_in: LogIn) -> None:
        channel = VoucherChannelFactory()
        sent = {"channel": channel.pk, "count": "3", "offer": "下午茶", "valid_until": "2027-01-31"}

        refused = log_in("Account managers").post(f"{SNIPPETS}/voucher/add/", sent)
        wrong = log_in("Management").post(f"{SNIPPETS}/voucher/add/", sent | {"count": "9999"})
        log_in("Management").post(f"{SNIPPETS}/voucher/add/", sent)

        assert refused.status_code == 302
        assert wrong.context["form"].errors.keys() == {"count"}
        assert Voucher.objects.filter(channel=channel, offer="下午茶").count() == 3


class TestAVoucher:
    def test_is_issued_used_and_leads_to_a_client(self, by: User, now: datetime) -> None:
        voucher, client = VoucherFactory(), ClientFactory()

        use_voucher(voucher=voucher, holder="钱女士", client=None, by=by, at=now)
        convert_voucher(voucher=voucher, client=client, by=by, at=now)

        kept = Voucher.objects.get()
        assert (kept.state, kept.holder, kept.client) == ("converted", "钱女士", client)
        assert (kept.used_at, kept.converted_at) == (now, now)

    def test_is_used_once_and_not_after_its_last_day(self, by: User, now: datetime) -> None:
        today = timezone.localdate(now)
        used = VoucherFactory(used=True)
        last_day, late = (
            VoucherFactory(valid_until=today),
            VoucherFactory(valid_until=today - timedelta(days=1)),
        )

        with pytest.raises(NotTheNextStep):
            use_voucher(voucher=used, holder="", client=None, by=by, at=now)
        with pytest.raises(VoucherLapsed):
            use_voucher(voucher=late, holder="", client=None, by=by, at=now)
        with pytest.raises(NotTheNextStep):
            convert_voucher(voucher=last_day, client=ClientFactory(), by=by, at=now)
        use_voucher(voucher=last_day, holder="", client=None, by=by, at=now)

        assert Voucher.objects.get(pk=last_day.pk).state == "used"

    @pytest.mark.parametrize("values", [{"state": "used"}, {"state": "converted"}])
    def test_is_never_kept_half(self, values: dict[str, Any]) -> None:
        with pytest.raises(IntegrityError), transaction.atomic():
            VoucherFactory(**values)

    @pytest.mark.parametrize("typed", ["K7Q2-9F4M-XB", "k7q29f4mxb", "K7Q2", "钱女", "云岭"])
    def test_is_found_by_code_holder_and_client(self, typed: str) -> None:
        found = VoucherFactory(
            code="K7Q29F4MXB", used=True, holder="钱女士", client=ClientFactory(name="云岭茶业")
        )
        VoucherFactory(code="00000000AA")

        assert list(Voucher.objects.matching(typed)) == [found]

    @pytest.mark.parametrize("typed", ["-", " ", "　- "])
    def test_is_not_found_by_what_stands_in_every_code(self, typed: str) -> None:
        VoucherFactory()

        assert not Voucher.objects.matching(typed).exists()

    def test_is_stepped_on_from_the_register(self, log_in: LogIn) -> None:
        voucher = VoucherFactory()
        browser = log_in("Service desk")

        listed = browser.get(f"{SNIPPETS}/voucher/").content.decode()
        browser.post(f"/admin/clients/vouchers/{voucher.pk}/use/", {"holder": "钱女士"})

        assert f"/admin/clients/vouchers/{voucher.pk}/use/" in listed
        assert Voucher.objects.get().state == "used"
