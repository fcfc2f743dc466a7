"""Clients, contacts and visits over the API: with a token, within an account's rights. (security 1, 13)"""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection, connections
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import ModelLogEntry

from foyer.clients.enums import Tier
from foyer.clients.models import Client, ClientPolicy, Contact, TierChange, Visit
from foyer.core.models import User
from foyer.privacy.enums import ViewPlace
from foyer.privacy.models import ViewLogEntry
from foyer.staff.models import ApiScope, ApiToken
from foyer.staff.services.api_tokens import revoke_token
from tests.factories import (
    ApiTokenFactory,
    ClientFactory,
    ContactFactory,
    CustomFieldFactory,
    UserFactory,
    VisitFactory,
)

pytestmark = pytest.mark.django_db
ROOT = "/api/foyer/v1"
WEEK = timedelta(days=7)
SENSITIVE = ("13900005678", "lin@example.com", "1986-03-09")


class Program:
    """Another program of the house, with a token."""

    def __init__(self, user: User, *scopes: ApiScope) -> None:
        self.token = ApiTokenFactory(
            user=user, scopes=[scope.value for scope in scopes or ApiScope]
        )
        self.browser = Browser()

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """Send a request and return the answer."""
        headers = {"Authorization": f"Bearer {self.token.secret}"} | headers
        content = {} if body is None else {"data": body, "content_type": "application/json"}
        return getattr(self.browser, method)(f"{ROOT}/{path}", headers=headers, **content)


@pytest.fixture
def office() -> Program:
    """A program that may do everything."""
    return Program(UserFactory(role="Administrators"))


@pytest.fixture
def lin() -> Contact:
    """A contact with everything that is sealed, of a client of somebody else's."""
    return ContactFactory(
        client=ClientFactory(name="江南丝路", account_manager=UserFactory(role="Account managers")),
        name="林若兰",
        phone="13900005678",
        email="lin@example.com",
        birthday=date(1986, 3, 9),
        lunar_birthday="",
    )


class TestClients:
    def test_are_kept_read_and_changed_by_who_saw_them_last(self, office: Program):
        made = office.send(
            "post",
            "clients",
            {"name": "云岭茶业集团", "industry": "茶叶", "annual_spend": "120000.50"},
        )
        told = made.json()
        path = f"clients/{told['id']}"
        read = office.send("get", path)

        assert made.status_code == 201
        assert re.fullmatch(r"C\d+", told["number"])
        assert read.json() == told
        assert read["ETag"] == made["ETag"]
        assert "no-store" in read["Cache-Control"]
        assert office.send("get", path, **{"If-None-Match": read["ETag"]}).status_code == 304

        blind = office.send("patch", path, {"industry": "饮品"})
        changed = office.send("patch", path, {"industry": "饮品"}, **{"If-Match": read["ETag"]})
        late = office.send("patch", path, {"industry": "水"}, **{"If-Match": read["ETag"]})

        assert (blind.status_code, blind.json()["code"]) == (428, "precondition_required")
        assert changed.status_code == 200
        assert changed.json() == told | {"industry": "饮品"}
        assert (late.status_code, late.json()["code"]) == (412, "precondition_failed")
        assert Client.objects.get().industry == "饮品"
        acts = ModelLogEntry.objects.filter(action__in=("wagtail.create", "wagtail.edit"))
        assert [entry.data["api"] for entry in acts] == ["会计系统"] * 2

    @pytest.mark.parametrize("by", ["by-external-id/ERP%2F77", "by-number/C-77"])
    def test_are_kept_once_however_often_they_are_sent(self, office: Program, by: str):
        first = office.send("put", f"clients/{by}", {"name": "海川会展", "region": "foreign"})
        again = office.send("put", f"clients/{by}", {"name": "海川会展", "size": "large"})

        assert (first.status_code, again.status_code) == (201, 200)
        assert Client.objects.get().size == "large"
        assert again.json()["region"] == "foreign"
        assert "ERP/77" in again.json().values() or "C-77" in again.json().values()

    @pytest.mark.parametrize("kind", ["clients", "contacts", "visits"])
    def test_are_kept_under_the_number_of_the_address_and_no_other(
        self, office: Program, lin: Contact, kind: str
    ):
        call = {"client": lin.client.number, "mode": "phone"}
        body = {
            "clients": {"name": "海川会展"},
            "contacts": {"name": "李雷"},
            "visits": call | {"happened_at": "2026-01-05T10:00:00+08:00"},
        }[kind]
        path = f"{kind}/by-external-id/E1"

        made = [office.send("put", path, body | {"external_id": "E1"}) for _turn in range(2)]
        refused = office.send("put", path, body | {"external_id": "E2"})
        new = office.send("put", f"{kind}/by-external-id/E3", body | {"external_id": ""})

        assert [answer.status_code for answer in made] == [201, 200]
        for answer in (refused, new):
            assert (answer.status_code, list(answer.json()["errors"])) == (422, ["external_id"])
        assert office.send("get", f"{kind}?external_id=E2").json()[kind] == []

    def test_are_not_renumbered_by_number(self, office: Program):
        answer = office.send("put", "clients/by-number/K-9", {"name": "海川", "number": "K-10"})

        assert (answer.status_code, list(answer.json()["errors"])) == (422, ["number"])
        assert not Client.objects.exists()

    @pytest.mark.parametrize("value", [["x"], {"a": 1}, True, 20160501, 1.5, "x" * 3000])
    def test_hold_in_fields_of_the_house_only_what_they_can_hold(self, office: Program, value):
        for kind in ("text", "number", "date", "choice", "yes_no"):
            options = {"choice": True} if kind == "choice" else {"kind": kind}
            CustomFieldFactory(of="client", key=kind, **options)
        client = ClientFactory()

        for kind in ("text", "number", "date", "choice", "yes_no"):
            answer = office.send(
                "patch", f"clients/{client.pk}", {"custom": {kind: value}}, **{"If-Match": "*"}
            )
            kept = Client.objects.get(pk=client.pk).custom.get(kind)

            assert answer.status_code in (200, 422), kind
            assert not isinstance(kept, list | dict)
            assert isinstance(kept, bool) <= (kind == "yes_no")
            assert not (kind == "text" and isinstance(value, list | dict | bool) and kept)

    def test_are_found_by_fields_of_the_house_that_are_not_sealed(self, office: Program):
        for key, more in (
            ("card", {"choice": True}),
            ("seats", {"kind": "number"}),
            ("secret", {"is_personal": True}),
        ):
            CustomFieldFactory(of="client", key=key, **more)
        for name, card, seats in (("甲", "金卡", 12), ("乙", "银卡", 3)):
            office.send("post", "clients", {"name": name, "custom": {"card": card, "seats": seats}})

        for asked in ("custom_card=金卡", "custom_seats=12", "custom_seats=12.0&custom_card="):
            found = office.send("get", f"clients?{asked}").json()["clients"]
            assert [client["name"] for client in found] == ["甲"], asked
        for asked in ("custom_secret=1", "custom_nothing=1", "custom_seats=many"):
            answer = office.send("get", f"clients?{asked}")
            assert (answer.status_code, list(answer.json()["errors"])) == (
                422,
                [asked.split("=")[0]],
            )

    def test_that_cannot_be_kept_are_refused_field_by_field_in_the_callers_language(
        self, office: Program
    ):
        CustomFieldFactory(key="card", choice=True)
        wrong = {
            "name": "",
            "credit_code": "91350100M000100Y44",
            "region": "moon",
            "account_manager": "nobody",
            "deals_a_year": -3,
        }

        answer = office.send("post", "clients", wrong, **{"Accept-Language": "en"})
        chinese = office.send("post", "clients", wrong, **{"Accept-Language": "zh-Hant"})
        own = office.send("post", "clients", {"name": "甲", "custom": {"card": "铜", "x": 1}})

        assert answer.status_code == 422
        assert set(answer.json()["errors"]) == set(wrong)
        assert "required" in answer.json()["errors"]["name"][0]
        assert "必" in chinese.json()["errors"]["name"][0] or "空" in str(chinese.json()["errors"])
        assert set(own.json()["errors"]) == {"custom.card", "custom.x"}
        assert Client.objects.count() == 0

    @pytest.mark.parametrize(
        "body",
        [
            "{",
            "[]",
            '{"nome": "x"}',
            '{"name": ["x"]}',
            '{"name": "\\u0000"}',
            '{"name": "' + "长" * 500 + '"}',
            '{"name": "x", "annual_spend": 1e400}',
            '{"name": "\\ud800"}',
        ],
    )
    def test_are_refused_when_they_are_garbage(self, office: Program, body: str):
        answer = office.browser.generic(
            "POST",
            f"{ROOT}/clients",
            body,
            content_type="application/json",
            headers={"Authorization": f"Bearer {office.token.secret}"},
        )

        assert answer.status_code in (400, 422)
        assert answer["Content-Type"] == "application/problem+json"
        assert Client.objects.count() == 0

    def test_that_look_like_one_who_is_kept_are_named_and_kept_when_they_are_others(
        self, office: Program
    ):
        kept = ClientFactory(name="杭州海川会展有限公司")

        warned = office.send("post", "clients", {"name": "杭州海川會展"})
        sure = office.send("post", "clients", {"name": "杭州海川會展", "is_another": True})

        assert (warned.status_code, warned.json()["code"]) == (409, "possible_duplicate")
        assert [one["id"] for one in warned.json()["alike"]] == [kept.pk]
        assert sure.status_code == 201

    def test_change_tier_and_manager_only_with_a_reason_and_the_right(self, office: Program):
        client = ClientFactory(tier=Tier.REGULAR)
        manager = UserFactory(role="Account managers")
        path, anyhow = f"clients/{client.pk}", {"If-Match": "*"}
        change = {"tier": "key", "account_manager": manager.username}

        silent = office.send("patch", path, change, **anyhow)
        seller = Program(manager).send("patch", path, change | {"reason": "升级"}, **anyhow)
        changed = office.send("patch", path, change | {"reason": "年度复核"}, **anyhow)

        assert (silent.status_code, silent.json()["code"]) == (409, "reason_missing")
        assert seller.status_code == 403
        assert changed.json() == changed.json() | change
        assert TierChange.objects.get().reason == "年度复核"

    def test_come_page_by_page_each_once_though_more_are_kept_meanwhile(self, office: Program):
        kept = [client.pk for client in ClientFactory.create_batch(5)]
        seen: list[int] = []
        cursor: str | None = ""

        while cursor is not None:
            page = office.send("get", f"clients?limit=2&cursor={cursor}").json()
            seen += [client["id"] for client in page["clients"]]
            cursor = page["next"]
            if len(seen) == 2:
                kept.append(ClientFactory().pk)

        assert seen == kept
        assert office.send("get", "clients?cursor=x").json()["errors"].keys() == {"cursor"}
        assert office.send("get", "clients?limit=0").status_code == 422

    def test_are_found_by_what_is_asked_and_cost_the_same_for_three_as_for_one(
        self, office: Program
    ):
        manager = UserFactory(role="Account managers")
        ClientFactory(name="青鸾茶业", tier=Tier.KEY, account_manager=manager, industry="茶")
        office.send("get", "clients")  # the first use is noted
        one = self._cost(office)
        ClientFactory.create_batch(2, account_manager=manager, tier=Tier.REGULAR)

        assert self._cost(office) == one
        for asked in ("q=鸾茶", "tier=key", f"account_manager={manager.username}&industry=茶"):
            found = office.send("get", f"clients?{asked}").json()["clients"]
            assert [client["name"] for client in found] == ["青鸾茶业"], asked

    @staticmethod
    def _cost(office: Program) -> int:
        with CaptureQueriesContext(connection) as queries:
            office.send("get", "clients")
        return len(queries)


@pytest.mark.django_db(transaction=True)
class TestTwoAtOnce:
    def test_keep_one_client(self, office: Program):
        def send(turn: int) -> int:
            try:
                body = {"name": f"海川会展{turn}"}
                return office.send("put", "clients/by-external-id/7", body).status_code
            finally:
                connections.close_all()

        with ThreadPoolExecutor(4) as pool:
            codes = sorted(pool.map(send, range(8)))

        assert codes == [200] * 7 + [201]
        assert Client.objects.count() == 1


class TestRights:
    def test_end_with_the_token_and_with_the_account(self, office: Program):
        user, now = office.token.user, timezone.now()
        assert office.send("get", "clients").status_code == 200

        ApiToken.objects.update(expires_on=(now - 2 * WEEK).date())
        over = office.send("get", "clients")
        ApiToken.objects.update(expires_on=(now + WEEK).date())
        User.objects.filter(pk=user.pk).update(is_active=False)
        off = office.send("get", "clients")
        User.objects.filter(pk=user.pk).update(is_active=True)
        revoke_token(token=office.token, by=user, at=now)
        revoked = office.send("get", "clients")
        stranger = Browser().get(f"{ROOT}/clients")

        for answer in (over, off, revoked, stranger):
            assert (answer.status_code, answer.json()["code"]) == (401, "not_authenticated")

    def test_are_those_of_both_token_and_account(self, lin: Contact):
        reader = Program(UserFactory(role="Administrators"), ApiScope.READ_CLIENTS)
        reception = Program(UserFactory(role="Reception"))

        assert reader.send("get", "clients").status_code == 200
        assert reader.send("get", "contacts").status_code == 403
        assert reader.send("post", "clients", {"name": "甲"}).status_code == 403
        for path in ("clients", "visits"):
            assert reception.send("get", path).status_code == 403

    def test_reach_no_further_than_what_the_policy_lets_a_manager_see(self, lin: Contact):
        ClientPolicy.objects.update(account_managers_see="own")
        Client.objects.filter(pk=lin.client.pk).update(external_id="7", number="C-7")
        other = Program(UserFactory(role="Account managers"))
        visit = VisitFactory(client=lin.client, staff=lin.client.account_manager)

        for path in ("clients", "contacts", "visits"):
            [listed] = (
                value for key, value in other.send("get", path).json().items() if key == path
            )
            assert listed == []
        for path in (f"clients/{lin.client.pk}", f"contacts/{lin.pk}", f"visits/{visit.pk}"):
            assert other.send("get", path).status_code == 404
            assert other.send("patch", path, {}, **{"If-Match": "*"}).status_code == 404
        for by in ("by-external-id/7", "by-number/C-7"):
            assert other.send("put", f"clients/{by}", {"name": "抢"}).status_code == 404
        lone = {"name": "新人", "client": "C-7"}
        assert other.send("post", "contacts", lone).status_code == 422
        call = {"client": "C-7", "mode": "phone", "happened_at": "2026-01-05T10:00:00+08:00"}
        assert other.send("post", "visits", call).status_code == 422
        assert Client.objects.get().name == "江南丝路"

    def test_end_with_the_hand_over_of_a_client(self, lin: Contact):
        ClientPolicy.objects.update(account_managers_see="own")
        former = UserFactory(role="Account managers")
        visit = VisitFactory(client=lin.client, staff=former)
        program, path = Program(former), f"visits/{visit.pk}"

        read = program.send("get", path)
        written = program.send("patch", path, {"contacts": [lin.pk]}, **{"If-Match": "*"})

        assert (read.status_code, written.status_code) == (200, 403)
        assert not visit.contacts.exists()


class TestContacts:
    def test_are_plain_only_with_scope_and_right_and_that_is_written_down(self, lin: Contact):
        office = UserFactory(role="Administrators")
        blind = Program(office, ApiScope.READ_CONTACTS)
        full = Program(office, ApiScope.READ_CONTACTS, ApiScope.SENSITIVE)
        colleague = Program(UserFactory(role="Account managers"))
        path = f"contacts/{lin.pk}"

        for program in (blind, colleague):
            for told in (program.send("get", path), program.send("get", "contacts")):
                assert told.status_code == 200
                assert not any(value in told.content.decode() for value in SENSITIVE)
        assert ViewLogEntry.objects.count() == 0

        told = full.send("get", path)
        assert all(value in told.content.decode() for value in SENSITIVE)
        assert ViewLogEntry.objects.get().place == ViewPlace.API
        assert told["ETag"] == blind.send("get", path)["ETag"]

    def test_are_kept_changed_and_moved(self, office: Program, lin: Contact):
        sent = {
            "client": lin.client.number,
            "name": "周敏",
            "phone": "138 1111 2222",
            "email": "min@example.com",
            "lunar_birthday": "08-15",
            "festivals": ["mid-autumn"],
            "main": True,
        }
        made = office.send("put", "contacts/by-external-id/P-1", sent)
        elsewhere = ClientFactory()
        moved = office.send(
            "put", "contacts/by-external-id/P-1", {"client": elsewhere.number, "title": "总监"}
        )

        assert (made.status_code, moved.status_code) == (201, 200), made.content.decode()
        contact = Contact.objects.get(external_id="P-1")
        assert (contact.client, contact.title) == (elsewhere, "总监")
        assert contact.past_positions.get().client == lin.client
        assert (made.json()["main"], moved.json()["main"]) == (True, False)
        chosen = office.send("put", "contacts/by-external-id/P-1", {"main": True})
        kept = office.send("get", f"clients/{elsewhere.pk}")
        assert (chosen.json()["main"], kept.json()["main_contact"]) == (True, contact.pk)
        assert moved.json()["lunar_birthday"] == "08-15"
        assert Contact.objects.matching("13811112222").get() == contact

    def test_are_kept_with_further_phones_that_are_told_masked_or_plain(
        self, office: Program, lin: Contact
    ):
        path, anyhow = f"contacts/{lin.pk}", {"If-Match": "*"}
        sent = [
            {"kind": "phone", "label": "助理", "value": "138 1111 2222"},
            {"kind": "email", "label": "", "value": "assistant@example.com"},
        ]
        masked = Program(UserFactory(role="Account managers"))

        kept = office.send("patch", path, {"points": sent}, **anyhow)
        untouched = office.send("patch", path, {"title": "董事"}, **anyhow)
        wrong = office.send("patch", path, {"points": [{"value": "12"}]}, **anyhow)
        refused = masked.send("patch", path, {"points": []}, **anyhow)

        assert kept.json()["points"] == untouched.json()["points"] == sent
        assert set(wrong.json()["errors"]) == {"points.0.value"}
        assert set(refused.json()["errors"]) == {"points"}
        assert "2222" in masked.send("get", path).json()["points"][0]["value"]
        assert "1111 2222" not in masked.send("get", "contacts").content.decode()
        assert Contact.objects.matching("2222").get() == lin

    def test_whose_phone_is_nobodys_or_who_may_not_be_told_are_refused(self, lin: Contact):
        colleague = Program(UserFactory(role="Account managers"))
        path, anyhow = f"contacts/{lin.pk}", {"If-Match": "*"}

        wrong = colleague.send(
            "post", "contacts", {"name": "甲", "phone": "12", "lunar_birthday": "13-40"}
        )
        masked = colleague.send("patch", path, {"phone": "13811112222"}, **anyhow)
        open_field = colleague.send("patch", path, {"title": "董事"}, **anyhow)

        assert set(wrong.json()["errors"]) == {"phone", "lunar_birthday"}
        assert set(masked.json()["errors"]) == {"phone"}
        assert open_field.status_code == 200
        lin.refresh_from_db()
        assert (lin.phone, lin.birthday, lin.title) == ("13900005678", date(1986, 3, 9), "董事")


class TestVisits:
    def test_are_filed_and_corrected_by_the_houses_rules(self, office: Program, lin: Contact):
        call = {
            "client": lin.client.number,
            "mode": "phone",
            "happened_at": "2026-01-05T10:00:00+08:00",
            "contacts": [lin.pk],
            "discussion": "谈及秋季晚宴。",
        }
        made = office.send("put", "visits/by-external-id/V-1", call)
        path = f"visits/{made.json()['id']}"
        again = office.send("put", "visits/by-external-id/V-1", call)
        corrected = office.send(
            "patch", path, {"discussion": "谈及冬季晚宴。"}, **{"If-Match": again["ETag"]}
        )
        late = office.send("patch", path, {"other": "x"}, **{"If-Match": again["ETag"]})

        assert (made.status_code, again.status_code) == (201, 200), (made.json(), again.json())
        assert made.json()["met"].startswith("林若兰")
        assert made.json()["happened_at"] == "2026-01-05T02:00:00.000Z"
        assert corrected.json()["discussion"] == "谈及冬季晚宴。"
        assert late.status_code == 412
        assert Visit.objects.count() == 1
        assert ModelLogEntry.objects.filter(action="foyer.visit.change").count() == 1

    def test_that_break_a_rule_are_refused(self, office: Program, lin: Contact):
        stranger = ContactFactory(client=ClientFactory())
        call = {
            "client": lin.client.number,
            "mode": "phone",
            "happened_at": "2026-01-05T10:00:00+08:00",
        }
        ahead = (timezone.now() + WEEK).isoformat()

        for wrong, status in (
            ({"mode": "telepathy"}, 422),
            ({"contacts": [stranger.pk]}, 422),
            ({"happened_at": ahead}, 409),
            ({"happened_at": "gestern"}, 422),
            ({"next_visit_on": "2025-12-01"}, 409),
            ({"client": "C-0"}, 422),
        ):
            answer = office.send("post", "visits", call | wrong)
            assert answer.status_code == status, answer.json()
            assert answer["Content-Type"] == "application/problem+json"
        assert Visit.objects.count() == 0


class TestTokens:
    def test_are_made_shown_once_and_revoked_by_administrators(self, log_in):
        staff, works_for = log_in("Administrators"), UserFactory(role="Finance")
        day = (timezone.now() + WEEK).date()
        form = {
            "name": "会计系统",
            "user": works_for.pk,
            "scopes": ["clients:read"],
            "expires_on": day.isoformat(),
        }

        shown = staff.post("/admin/integrations/new/", form)
        [secret] = re.findall(r"data-secret>(foyer_[\w-]{43})<", shown.content.decode())
        listed = staff.get("/admin/integrations/").content.decode()
        token = ApiToken.objects.get()
        told = Browser().get(f"{ROOT}/clients", headers={"Authorization": f"Bearer {secret}"})
        staff.post(f"/admin/integrations/{token.pk}/revoke/")
        after = Browser().get(f"{ROOT}/clients", headers={"Authorization": f"Bearer {secret}"})

        assert "no-store" in shown["Cache-Control"]
        assert "会计系统" in listed
        assert secret not in listed
        assert secret not in str(ApiToken.objects.values())
        assert (told.status_code, after.status_code) == (200, 401)
        assert staff.get(f"/admin/integrations/{token.pk}/revoke/").status_code == 404

    def test_need_a_purpose_a_scope_and_an_end(self, log_in):
        staff = log_in("Administrators")
        far = (timezone.now() + timedelta(days=4000)).date()

        answer = staff.post("/admin/integrations/new/", {"name": "", "expires_on": far.isoformat()})

        assert answer.status_code == 422
        assert ApiToken.objects.count() == 0
