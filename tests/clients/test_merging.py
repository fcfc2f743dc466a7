"""Two clients, or two contacts, become one, and are parted again. (001-04)"""

import json
from datetime import date, datetime

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import ForeignKey
from django.test.utils import CaptureQueriesContext
from wagtail.models import ModelLogEntry, ReferenceIndex

from foyer.clients.care_enums import DueKind, DueOutcome
from foyer.clients.enums import Seeing, Tier
from foyer.clients.models import (
    Client,
    ClientPolicy,
    Contact,
    DueDecision,
    ManagerChange,
    Merge,
    Referral,
    ScreeningCriterion,
    ScreeningMark,
    TierChange,
)
from foyer.clients.services import custom_fields
from foyer.clients.services.comparing import GONE, LookedAfterByTwo, compare
from foyer.clients.services.hand_over import hand_over
from foyer.clients.services.linked import CannotBecomeOne, image, links
from foyer.clients.services.merging import (
    AlreadyUndone,
    ChangedMeanwhile,
    ChangedSinceMerge,
    TakenSinceMerge,
    UndoLaterFirst,
    merge,
    undo_merge,
)
from foyer.clients.services.moves import move_contact
from foyer.core.models import User
from foyer.guests.models import Guest
from foyer.privacy.enums import ConsentChannel, ConsentPurpose
from foyer.privacy.services.consents import give_consent
from tests.conftest import LogIn
from tests.factories import (
    ClientFactory,
    ContactFactory,
    ContactPointFactory,
    CustomFieldFactory,
    DealFactory,
    GuestFactory,
    IncentiveFactory,
    ReferralFactory,
    UserFactory,
    VisitFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def by() -> User:
    return UserFactory(role="Administrators")


def become_one(kept, gone, *, by: User, at: datetime, **taken: str) -> Merge:
    """Merge two records as somebody would who has just looked at them."""
    kept, gone = (type(one).objects.get(pk=one.pk) for one in (kept, gone))
    seen = compare(kept, gone, user=by).stamp
    return merge(kept=kept, gone=gone, taken=taken, seen=seen, by=by, at=at)


def everything() -> dict[str, list[dict]]:
    """Return all rows of all tables that belong to clients and guests, but for merges."""
    return {
        model._meta.label: sorted(
            (image(row) for row in model._base_manager.all()),
            key=lambda row: json.dumps(row, default=str),
        )
        for app in ("clients", "guests", "privacy")
        for model in apps.get_app_config(app).get_models(include_auto_created=True)
        if model is not Merge
    }


class TestLinks:
    def test_are_every_foreign_key_to_a_client_or_contact_in_every_room(self) -> None:
        for kind in (Client, Contact):
            keys = {
                (model, field.name)
                for model in apps.get_models(include_auto_created=True)
                for field in model._meta.concrete_fields
                if isinstance(field, ForeignKey) and field.related_model is kind
            }

            assert keys <= {(link.model, link.column) for link in links(kind)}


class TestMergeClients:
    def test_moves_all_that_hangs_on_it_and_undo_restores_every_row(
        self, by: User, now: datetime
    ) -> None:
        kept = ClientFactory(name="云岭茶业", industry="", custom={"plate": "浙A1"})
        gone = ClientFactory(
            full=True, name="云岭茶业有限公司", industry="茶", custom={"plate": "浙A2", "old": "x"}
        )
        first = ScreeningCriterion.objects.first()
        for client in (kept, gone):
            contact = ContactFactory(client=client)
            GuestFactory(contact=contact)
            VisitFactory(client=client).contacts.add(contact)
            DealFactory(client=client)
            IncentiveFactory(client=client)
            ScreeningMark.objects.create(client=client, criterion=first, points=3)
            DueDecision.objects.create(
                key=f"cadence.{client.pk}.0.-.20261101",
                kind=DueKind.CADENCE,
                client=client,
                occasion_on=date(2026, 11, 1),
                outcome=DueOutcome.DONE,
                closed_on=date(2026, 11, 2),
                decided_at=now,
            )
        ReferralFactory(referrer_client=gone)
        hand_over(clients=Client.objects.filter(pk=gone.pk), to=[by], reason="接手", by=by, at=now)
        gone.refresh_from_db()
        before = everything()

        done = become_one(kept, gone, by=by, at=now, account_manager=GONE, tier="kept")

        one = Client.objects.get(pk=kept.pk)
        assert not Client.objects.filter(pk=gone.pk).exists()
        assert (one.name, one.industry, one.credit_code) == ("云岭茶业", "茶", gone.credit_code)
        assert one.custom == {"plate": "浙A1", "old": "x"}
        assert one.account_manager == by
        counts = [one.contacts, one.visits, one.deals, one.incentives, one.manager_changes]
        assert [manager.count() for manager in counts] == [2, 2, 2, 2, 2]
        assert one.screening_marks.count() == DueDecision.objects.filter(client=one).count() == 1
        assert ModelLogEntry.objects.filter(action="foyer.client.merge").count() == 1
        assert list(Contact.objects.matching("云岭")) == list(one.contacts.all())

        undo_merge(merge=done, by=by, at=now)

        assert everything() == before
        assert Merge.objects.get().journal == ""
        assert ModelLogEntry.objects.filter(action="foyer.client.undo_merge").count() == 1

    def test_writes_the_history_of_tier_and_manager_that_were_taken(
        self, by: User, now: datetime
    ) -> None:
        kept, gone = ClientFactory(tier=Tier.REGULAR), ClientFactory(tier=Tier.KEY)

        become_one(kept, gone, by=by, at=now, tier=GONE)

        change = TierChange.objects.get()
        assert (change.client, change.before, change.after) == (kept, Tier.REGULAR, Tier.KEY)
        assert not ManagerChange.objects.exists()

    def test_loses_no_manager_and_no_tier_where_nobody_may_choose_them(self, now: datetime) -> None:
        me = UserFactory(role="Account managers")
        kept, gone = ClientFactory(), ClientFactory(account_manager=me, tier=Tier.KEY)

        become_one(kept, gone, by=me, at=now, tier="kept", account_manager="kept")

        one = Client.objects.get()
        assert (one.account_manager, one.tier) == (me, Tier.KEY)
        assert (ManagerChange.objects.get().after, TierChange.objects.get().after) == (me, Tier.KEY)

    @pytest.mark.parametrize("is_mine_kept", [True, False])
    def test_is_a_hand_over_where_two_look_after_them(
        self, by: User, now: datetime, is_mine_kept
    ) -> None:
        me, colleague = UserFactory.create_batch(2, role="Account managers")
        both = [ClientFactory(account_manager=me), ClientFactory(account_manager=colleague)]
        kept, gone = both if is_mine_kept else reversed(both)

        with pytest.raises(LookedAfterByTwo):
            become_one(kept, gone, by=me, at=now)
        done = become_one(kept, gone, by=by, at=now)
        with pytest.raises(LookedAfterByTwo):
            undo_merge(merge=done, by=me, at=now)

        change = ManagerChange.objects.get()
        assert (change.client, change.before, change.after, change.by) == (
            kept,
            gone.account_manager,
            kept.account_manager,
            by,
        )

    def test_writes_down_the_tier_that_was_given_up(self, by: User, now: datetime) -> None:
        kept, gone = ClientFactory(tier=Tier.REGULAR), ClientFactory(tier=Tier.KEY)

        become_one(kept, gone, by=by, at=now, tier="kept")

        change = TierChange.objects.get()
        assert (change.client, change.before, change.after) == (kept, Tier.KEY, Tier.REGULAR)

    def test_refuses_what_was_changed_since_it_was_shown(self, by: User, now: datetime) -> None:
        kept, gone = ClientFactory.create_batch(2)
        seen = compare(kept, gone, user=by).stamp
        DealFactory(client=gone)

        with pytest.raises(ChangedMeanwhile):
            merge(kept=kept, gone=gone, taken={}, seen=seen, by=by, at=now)

        assert Client.objects.filter(pk=gone.pk).exists()

    def test_refuses_what_breaks_a_rule_and_changes_nothing(self, by: User, now: datetime) -> None:
        kept, gone = ClientFactory.create_batch(2)
        DealFactory(client=gone)
        ReferralFactory(referrer_client=kept, new_client=gone)
        before = everything()

        with pytest.raises(CannotBecomeOne):
            become_one(kept, gone, by=by, at=now)

        assert everything() == before

    def test_keeps_the_first_referral_of_two_and_undo_brings_the_other_back(
        self, by: User, now: datetime
    ) -> None:
        kept, gone = ClientFactory.create_batch(2)
        stays = ReferralFactory(new_client=kept)
        ReferralFactory(new_client=gone, rewarded=True, by_contact=True)
        before = everything()

        done = become_one(kept, gone, by=by, at=now)

        assert list(Referral.objects.all()) == [stays]
        undo_merge(merge=done, by=by, at=now)
        assert everything() == before

    def test_keeps_the_usage_wagtail_shows(self, by: User, now: datetime) -> None:
        kept, gone = ClientFactory.create_batch(2)
        DealFactory(client=gone)
        had = ReferenceIndex.get_references_to(gone).count()

        become_one(kept, gone, by=by, at=now)

        assert ReferenceIndex.get_references_to(kept).count() == had


class TestUndoMerge:
    def test_refuses_what_was_changed_since_and_names_it(self, by: User, now: datetime) -> None:
        kept, gone = ClientFactory(industry=""), ClientFactory(industry="茶")
        deal = DealFactory(client=gone)
        done = become_one(kept, gone, by=by, at=now)
        Client.objects.filter(pk=kept.pk).update(industry="酒")
        deal.client = ClientFactory()
        deal.save()

        with pytest.raises(ChangedSinceMerge, match="行业、历史交易"):
            undo_merge(merge=done, by=by, at=now)

        assert not Client.objects.filter(pk=gone.pk).exists()

    def test_keeps_what_was_written_since(self, by: User, now: datetime) -> None:
        kept, gone = ClientFactory(), ClientFactory()
        done = become_one(kept, gone, by=by, at=now)
        Client.objects.filter(pk=kept.pk).update(topics="文旅")
        DealFactory(client=kept)

        undo_merge(merge=done, by=by, at=now)

        one = Client.objects.get(pk=kept.pk)
        assert (one.topics, one.deals.count()) == ("文旅", 1)

    def test_goes_back_step_by_step_and_once(self, by: User, now: datetime) -> None:
        a, b, c = ClientFactory.create_batch(3)
        DealFactory(client=a)
        first = become_one(b, a, by=by, at=now)
        second = become_one(c, b, by=by, at=now)

        with pytest.raises(UndoLaterFirst):
            undo_merge(merge=first, by=by, at=now)
        undo_merge(merge=second, by=by, at=now)
        undo_merge(merge=first, by=by, at=now)
        with pytest.raises(AlreadyUndone):
            undo_merge(merge=first, by=by, at=now)

        assert a.deals.count() == 1

    def test_refuses_when_the_number_belongs_to_another_now(self, by: User, now: datetime) -> None:
        kept, gone = ClientFactory(), ClientFactory(number="C7")
        done = become_one(kept, gone, by=by, at=now)
        ClientFactory(number="C7")

        with pytest.raises(TakenSinceMerge):
            undo_merge(merge=done, by=by, at=now)

    def test_outlives_an_account_that_was_deleted(self, by: User, now: datetime) -> None:
        manager = UserFactory()
        kept, gone = ClientFactory(), ClientFactory(account_manager=manager)
        done = become_one(kept, gone, by=by, at=now)
        manager.delete()

        undo_merge(merge=done, by=by, at=now)

        assert Client.objects.get(pk=gone.pk).account_manager is None


class TestMergeContacts:
    def test_keeps_both_phones_and_every_link_and_undo_restores_every_row(
        self, by: User, now: datetime
    ) -> None:
        client = ClientFactory()
        kept = ContactFactory(client=client, name="王小明", phone="13800001111", email="")
        gone = ContactFactory(client=client, full=True, name="王晓明", phone="13900002222")
        ContactPointFactory(contact=gone)
        VisitFactory(client=client).contacts.add(kept, gone)
        VisitFactory(client=client).contacts.add(gone)
        guest = GuestFactory(contact=kept)
        twice = GuestFactory(contact=gone, event=guest.event)
        GuestFactory(contact=gone)
        field = CustomFieldFactory(of="contact", is_personal=True)
        custom_fields.set_values(gone, {field.key: "浙A·12345"}, [field])
        gone.save()
        give_consent(
            person=gone,
            purpose=ConsentPurpose.MARKETING,
            text="同意",
            language="zh-hans",
            channel=ConsentChannel.PAPER,
            at=now,
        )
        before = everything()

        done = become_one(kept, gone, by=by, at=now, phone=GONE)

        one = Contact.objects.get()
        assert (one.phone, one.email, one.taboos) == ("13900002222", gone.email, gone.taboos)
        assert (one.birthday, one.lunar_birthday) == (gone.birthday, gone.lunar_birthday)
        assert "13800001111" in [point.value for point in one.points.all()]
        assert (one.visits.count(), one.guests.count()) == (2, 2)
        assert Guest.objects.get(pk=twice.pk).contact is None
        assert custom_fields.values(one, [field], plain=True) == {field.key: "浙A·12345"}
        with connection.cursor() as cursor:
            cursor.execute("SELECT journal FROM clients_merge")
            assert "13800001111" not in cursor.fetchone()[0]

        undo_merge(merge=done, by=by, at=now)

        assert everything() == before

    @pytest.mark.parametrize("taken", [GONE, "kept"])
    def test_keeps_the_position_that_was_not_chosen_as_a_former_one(
        self, log_in: LogIn, by: User, now: datetime, taken: str
    ) -> None:
        old, new = ClientFactory(name="旧东家"), ClientFactory(name="新东家")
        came = date(2026, 3, 1)
        first = ContactFactory(client=old, name="王小明", title="经理", since=date(2020, 1, 1))
        second = ContactFactory(client=new, name="王小明", title="总监", since=came)
        kept, gone = (first, second) if taken == GONE else (second, first)
        browser = log_in("Administrators")
        url = f"/admin/clients/contacts/{kept.pk}/merge/{gone.pk}/"
        stamp = browser.get(url).context["stamp"]
        before = everything()

        browser.post(url, {"stamp": stamp, "take_client": taken})

        one = Contact.objects.get()
        assert (one.client, one.title) == (new, "总监")
        position = one.past_positions.get()
        assert (position.client, position.company, position.title) == (old, "旧东家", "经理")
        assert (position.since, position.until) == (date(2020, 1, 1), came)
        undo_merge(merge=Merge.objects.get(), by=by, at=now)
        assert everything() == before

    def test_keeps_no_former_position_twice_nor_one_of_the_same_client(
        self, by: User, now: datetime
    ) -> None:
        old, new = ClientFactory(name="旧东家"), ClientFactory(name="新东家")
        kept = ContactFactory(client=old, title="经理")
        move_contact(contact=kept, to=new, title="总监", on=date(2026, 3, 1), by=by)

        for gone in (ContactFactory(client=old), ContactFactory(client=new)):
            become_one(kept, gone, by=by, at=now, client="kept")

        assert Contact.objects.get().past_positions.count() == 1


class TestTheMergePage:
    def test_shows_both_counts_and_merges_what_was_chosen(self, log_in: LogIn) -> None:
        kept, gone = (
            ClientFactory(name="云岭", topics="甲"),
            ClientFactory(name="云嶺", topics="乙"),
        )
        DealFactory.create_batch(3, client=gone)
        browser, url = log_in("Administrators"), f"/admin/clients/{kept.pk}/merge/{gone.pk}/"

        page = browser.get(url)
        answer = browser.post(url, {"stamp": page.context["stamp"], "take_topics": "gone"})
        file = browser.get(answer["Location"])

        assert [(row.kept, row.gone) for row in page.context["linked"]] == [(0, 3)]
        assert Client.objects.get(pk=kept.pk).topics == "乙"
        assert f"/admin/clients/merges/{Merge.objects.get().pk}/undo/" in file.content.decode()

    def test_takes_no_client_from_a_colleague(self, log_in: LogIn) -> None:
        me, colleague = UserFactory.create_batch(2, role="Account managers")
        mine = ClientFactory(name="江南", account_manager=me, tier=Tier.PROSPECT)
        theirs = ClientFactory(name="江南有限公司", account_manager=colleague, tier=Tier.KEY)
        browser, url = log_in(user=me), f"/admin/clients/{mine.pk}/merge/{theirs.pk}/"

        page = browser.get(url)
        answer = browser.post(url, {"stamp": page.context["stamp"]})

        assert "请有权移交客户的同事来合并" in page.content.decode()
        assert '<button type="submit" class="button">' not in page.content.decode()
        assert answer.status_code == 409
        assert list(Client.objects.filter(account_manager=colleague)) == [theirs]

    def test_says_what_stays_of_what_one_may_not_choose(self, log_in: LogIn) -> None:
        kept, gone = ClientFactory(name="云岭"), ClientFactory(name="云嶺", tier=Tier.KEY)
        browser, url = log_in("Account managers"), f"/admin/clients/{kept.pk}/merge/{gone.pk}/"

        page = browser.get(url)
        browser.post(url, {"stamp": page.context["stamp"], "take_tier": "kept"})

        assert 'name="take_tier"' not in page.content.decode()
        assert [
            line.key for line, take in page.context["differing"] if line.is_settled and take == GONE
        ] == ["tier"]
        assert Client.objects.get().tier == Tier.KEY

    def test_says_which_referral_stays_when_both_were_referred(self, log_in: LogIn) -> None:
        kept, gone = ClientFactory(name="云岭"), ClientFactory(name="海川")
        for client in (kept, gone):
            ReferralFactory(new_client=client)

        page = log_in("Administrators").get(f"/admin/clients/{kept.pk}/merge/{gone.pk}/")

        assert page.context["brought_twice"]
        assert "help-info" in page.content.decode()

    def test_says_when_something_changed_meanwhile_and_shows_it_as_it_is(
        self, log_in: LogIn
    ) -> None:
        kept, gone = ClientFactory(), ClientFactory(topics="旧")
        browser, url = log_in("Account managers"), f"/admin/clients/{kept.pk}/merge/{gone.pk}/"
        stamp = browser.get(url).context["stamp"]
        Client.objects.filter(pk=gone.pk).update(topics="新")

        answer = browser.post(url, {"stamp": stamp, "take_topics": "gone"})

        assert answer.status_code == 409
        assert "尚未合并任何内容" in answer.content.decode()
        assert "新" in answer.content.decode()
        assert Client.objects.count() == 2

    def test_of_contacts_shows_what_is_sealed_only_to_those_who_may_see_it(
        self, log_in: LogIn
    ) -> None:
        theirs = ClientFactory(account_manager=UserFactory())
        kept = ContactFactory(client=theirs, phone="13800001111", email="kept@example.com")
        gone = ContactFactory(client=theirs, phone="13900002222", birthday=date(1980, 5, 4))
        url = f"/admin/clients/contacts/{kept.pk}/merge/{gone.pk}/"

        masked = log_in("Account managers").get(url).content.decode()
        plain = log_in("Administrators").get(url).content.decode()

        assert "1111" in masked
        assert not [text for text in ("13800001111", "kept@", "1980") if text in masked]
        assert "13800001111" in plain

    def test_exists_only_where_both_may_be_seen(self, log_in: LogIn, by: User, now) -> None:
        policy = ClientPolicy.load()
        policy.account_managers_see = Seeing.OWN
        policy.save()
        browser = log_in("Account managers")
        mine = ClientFactory(account_manager=User.objects.latest("pk"))
        other = ClientFactory(account_manager=UserFactory())
        third = ClientFactory(account_manager=UserFactory())
        done = become_one(mine, third, by=by, at=now)

        answers = [
            browser.get(f"/admin/clients/{mine.pk}/merge/{other.pk}/"),
            browser.get(f"/admin/clients/{other.pk}/merge/{mine.pk}/"),
            browser.get(f"/admin/clients/merges/{done.pk}/undo/"),
            browser.get(f"/admin/clients/{mine.pk}/merge/{mine.pk}/"),
        ]

        assert [answer.status_code for answer in answers] == [404] * 4

    def test_takes_as_many_queries_for_many_records_as_for_one(
        self, log_in: LogIn, django_assert_num_queries
    ) -> None:
        kept, gone = ClientFactory.create_batch(2)
        browser, url = log_in("Administrators"), f"/admin/clients/{kept.pk}/merge/{gone.pk}/"
        for client in (kept, gone):
            DealFactory(client=client)
        browser.get(url)
        with CaptureQueriesContext(connection) as one:
            browser.get(url)
        for client in (kept, gone):
            DealFactory.create_batch(3, client=client)
            ContactFactory.create_batch(3, client=client)

        with django_assert_num_queries(len(one)):
            browser.get(url)


class TestTheAddressOfAMergedRecord:
    def test_leads_to_the_one_that_was_kept(self, log_in: LogIn, by: User, now: datetime) -> None:
        kept, gone = ClientFactory.create_batch(2)
        people = ContactFactory.create_batch(2)
        become_one(kept, gone, by=by, at=now)
        become_one(people[0], people[1], by=by, at=now)
        browser = log_in("Account managers")

        led = [
            browser.get(f"/admin/snippets/clients/{kind}/{page}/{pk}/").get("Location")
            for kind, pk in (("client", gone.pk), ("contact", people[1].pk))
            for page in ("inspect", "edit")
        ]

        assert (
            led
            == [f"/admin/snippets/clients/client/inspect/{kept.pk}/"] * 2
            + [f"/admin/snippets/clients/contact/inspect/{people[0].pk}/"] * 2
        )


class TestTheUndoPage:
    @pytest.mark.parametrize("factory", [ClientFactory, ContactFactory])
    def test_parts_them_again_or_says_why_not(
        self, log_in: LogIn, by: User, now: datetime, factory
    ) -> None:
        kept, gone = factory(interests=""), factory(interests="茶")
        done = become_one(kept, gone, by=by, at=now)
        part = "" if factory is ClientFactory else "contacts/"
        url, browser = f"/admin/clients/{part}merges/{done.pk}/undo/", log_in("Administrators")

        asked = browser.get(url).content.decode()
        type(kept).objects.filter(pk=kept.pk).update(interests="酒")
        refused = browser.post(url)
        type(kept).objects.filter(pk=kept.pk).update(interests="茶")
        parted = browser.post(url)

        assert gone.name in asked
        assert (refused.status_code, parted.status_code) == (409, 302)
        assert "合并之后又有改动" in refused.content.decode()
        assert type(kept).objects.filter(pk=gone.pk).exists()
