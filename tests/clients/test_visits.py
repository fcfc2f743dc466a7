"""Filing, correcting and striking out visits. (003-15, 001-08)"""

import threading
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Permission
from django.db import IntegrityError, connections, transaction
from django.utils import timezone
from wagtail.models import ModelLogEntry

from foyer.clients.care_enums import Direction, VisitMode
from foyer.clients.models import CarePolicy, DueDecision, Visit
from foyer.clients.queries.due_items import DueScope, NotDue
from foyer.clients.queries.due_list import due_items
from foyer.clients.services.visits import (
    ContactElsewhere,
    NextVisitNotLater,
    ReasonMissing,
    VisitAhead,
    VisitChanged,
    VisitStruckOut,
    change_visit,
    file_visit,
    strike_out_visit,
)
from foyer.core.days import house_day
from tests.clients.days import moment
from tests.factories import ClientFactory, ContactFactory, UserFactory, VisitFactory

TODAY = date(2026, 11, 26)
NOW = moment(TODAY, "12:00")


def nth(visit: Visit) -> int | None:
    """Return which contact with the client a visit is, as a reader sees it."""
    return Visit.objects.numbered().get(pk=visit.pk).nth


def fresh(client=None, **values) -> Visit:
    """Return a visit as a form or an import hands it in."""
    return Visit(
        **({"client": client or ClientFactory(), "mode": "phone", "happened_at": NOW} | values)
    )


@pytest.fixture
def by(db):
    return UserFactory(role="Account managers")


class TestFileVisit:
    def test_fills_in_what_follows_from_the_rest(self, by):
        client = ClientFactory()
        VisitFactory(
            client=client, address="杭州市西湖区松涧路18号", happened_at=moment(TODAY, "08:00")
        )
        contacts = [
            ContactFactory(client=client, name="欧阳明月", title="总经理"),
            ContactFactory(client=client, name="李雷", title=""),
        ]

        visit = file_visit(
            visit=fresh(client, mode=VisitMode.VISIT, direction=Direction.THEY_CAME),
            contacts=contacts,
            by=by,
            at=NOW,
        )

        visit.refresh_from_db()
        assert (visit.staff, visit.filed_by, visit.filed_at) == (by, by, NOW)
        assert (visit.written_on, visit.happened_on) == (TODAY, TODAY)
        assert visit.direction == Direction.WE_WENT
        assert visit.met == "欧阳明月 总经理、李雷"
        assert (visit.address, visit.place) == ("杭州市西湖区松涧路18号",) * 2
        assert set(visit.contacts.all()) == set(contacts)
        assert nth(visit) == 2

    def test_keeps_what_was_written_by_hand(self, by):
        visit = fresh(met="前台王女士", place="高铁站", written_on=date(2026, 11, 20))

        file_visit(visit=visit, contacts=[], by=by, at=NOW)

        visit.refresh_from_db()
        assert (visit.met, visit.place, visit.written_on) == (
            "前台王女士",
            "高铁站",
            date(2026, 11, 20),
        )

    @pytest.mark.parametrize(
        ("values", "refusal"),
        [
            ({"happened_at": NOW + timedelta(hours=1)}, VisitAhead),
            ({"next_visit_on": TODAY}, NextVisitNotLater),
            ({"next_visit_on": TODAY - timedelta(days=1)}, NextVisitNotLater),
        ],
    )
    def test_refuses_what_cannot_be(self, by, values, refusal):
        with pytest.raises(refusal):
            file_visit(visit=fresh(**values), contacts=[], by=by, at=NOW)

        assert not Visit.objects.exists()

    def test_refuses_somebody_of_another_client(self, by):
        stranger = ContactFactory(name="李雷")

        with pytest.raises(ContactElsewhere) as refused:
            file_visit(visit=fresh(), contacts=[stranger], by=by, at=NOW)

        assert "李雷" in str(refused.value)
        assert not Visit.objects.exists()

    def test_closes_the_greeting_it_is_told_of_and_no_other(self, by):
        client = ClientFactory(account_manager=by)
        born = [ContactFactory(client=client, birthday=date(1980, 11, 27)) for _n in range(2)]
        policy = CarePolicy.load()
        items = due_items(DueScope(client=client.pk), policy=policy, today=TODAY)

        file_visit(visit=fresh(client), contacts=born, by=by, at=NOW, fulfils=[str(items[0].key)])

        left = due_items(DueScope(client=client.pk), policy=policy, today=TODAY)
        assert [item.contact for item in left] == [items[1].contact]

    def test_closes_nothing_of_another_client(self, by):
        contact = ContactFactory(birthday=date(1980, 11, 27))
        (item,) = due_items(
            DueScope(client=contact.client_id), policy=CarePolicy.load(), today=TODAY
        )

        with pytest.raises(NotDue):
            file_visit(visit=fresh(), contacts=[], by=by, at=NOW, fulfils=[str(item.key)])

        assert not Visit.objects.exists()
        assert not DueDecision.objects.exists()

    @pytest.mark.parametrize(
        ("mode", "on", "closed"),
        [
            (VisitMode.PHONE, TODAY, TODAY),
            (VisitMode.VISIT, date(2026, 11, 20), date(2026, 11, 20)),
            (VisitMode.WECHAT, TODAY, None),  # a key client is owed a voice
            (VisitMode.PHONE, date(2026, 8, 1), None),  # before the contact the time runs from
        ],
    )
    def test_closes_regular_contact_with_a_decision(self, by, mode, on, closed):
        client = ClientFactory(key=True, account_manager=by)
        VisitFactory(client=client, mode="phone", happened_at=moment(date(2026, 9, 1)))
        scope, policy = DueScope(client=client.pk), CarePolicy.load()
        (item,) = due_items(scope, policy=policy, today=TODAY)

        visit = file_visit(
            visit=fresh(client, mode=mode, happened_at=moment(on)), contacts=[], by=by, at=NOW
        )

        decisions = DueDecision.objects.values_list(
            "key", "closed_by_visit", "closed_on", "outcome"
        )
        expected = [(str(item.key), visit.pk, closed, "done")] if closed else []
        assert list(decisions) == expected
        assert (due_items(scope, policy=policy, today=TODAY) == []) == bool(closed)

    def test_closes_what_was_agreed_and_the_return_call_after_a_reception(self, by):
        client = ClientFactory(prospect=True, account_manager=by)
        for day, following in ((date(2026, 11, 1), TODAY), (date(2026, 11, 20), None)):
            VisitFactory(
                client=client, reception=True, happened_at=moment(day), next_visit_on=following
            )
        due = due_items(DueScope(client=client.pk), policy=CarePolicy.load(), today=TODAY)

        visit = file_visit(visit=fresh(client), contacts=[], by=by, at=NOW)

        closed = DueDecision.objects.filter(closed_by_visit=visit, outcome="done")
        assert {row.key for row in closed} == {str(item.key) for item in due}
        assert sorted(row.kind for row in closed) == ["next", "return"]

    def test_is_filed_once_by_the_name_its_sender_gives_it(self, by):
        client, other = ClientFactory(), UserFactory()

        twice = [
            file_visit(visit=fresh(client), contacts=[], by=by, at=NOW, once="甲") for _n in "ab"
        ]
        others = [
            file_visit(visit=fresh(client), contacts=[], by=who, at=NOW, once=once)
            for who, once in ((by, "乙"), (other, "甲"), (by, ""), (by, ""))
        ]

        assert twice[0] == twice[1]
        assert len({visit.pk for visit in (*twice, *others)}) == Visit.objects.count() == 5

    def test_is_written_into_the_log_without_what_was_said(self, by):
        visit = file_visit(visit=fresh(discussion="要价偏高"), contacts=[], by=by, at=NOW)

        entry = ModelLogEntry.objects.get(action="foyer.visit.file")
        assert (entry.user, entry.object_id) == (by, str(visit.pk))
        assert "要价" not in str(entry.data)


class TestNthContact:
    def test_counts_all_contacts_with_the_client_by_their_moment(self, by):
        client = ClientFactory()
        first = VisitFactory(client=client, happened_at=moment(date(2026, 3, 1)))
        third = VisitFactory(client=client, happened_at=moment(date(2026, 5, 1)))
        VisitFactory(happened_at=moment(date(2026, 4, 1)))  # another client's

        late = file_visit(
            visit=fresh(client, happened_at=moment(date(2026, 4, 1))), contacts=[], by=by, at=NOW
        )

        assert [nth(first), nth(late), nth(third)] == [1, 2, 3]

    def test_leaves_out_what_was_struck_out(self, by):
        client = ClientFactory()
        visits = [
            VisitFactory(client=client, happened_at=moment(date(2026, month, 1)))
            for month in (3, 4, 5)
        ]

        strike_out_visit(visit=visits[1], reason="重复", by=by, at=NOW)

        assert [nth(visit) for visit in visits] == [1, None, 2]

    def test_tells_two_of_one_moment_apart(self):
        client = ClientFactory()
        visits = VisitFactory.create_batch(2, client=client, happened_at=NOW)

        assert [nth(visit) for visit in visits] == [1, 2]

    @pytest.mark.django_db(transaction=True)
    def test_gives_each_number_once_when_many_file_at_once(self):
        client, staff = ClientFactory(), UserFactory()
        start = threading.Barrier(6)

        def file(minute: int) -> None:
            start.wait()
            try:
                file_visit(
                    visit=fresh(client, happened_at=NOW - timedelta(minutes=minute % 3)),
                    contacts=[],
                    by=staff,
                    at=NOW,
                )
            finally:
                connections.close_all()

        threads = [threading.Thread(target=file, args=(n,)) for n in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert sorted(visit.nth for visit in Visit.objects.numbered()) == [1, 2, 3, 4, 5, 6]


class TestChangeVisit:
    def test_keeps_in_the_log_what_stood_there(self, by):
        client = ClientFactory()
        old, new = (ContactFactory(client=client, name=name) for name in ("李雷", "韩梅"))
        visit = VisitFactory(
            client=client, discussion="报价三万", contacts=[old], met="李雷 总经理"
        )

        change_visit(
            visit=visit,
            changes={"discussion": "报价五万", "next_visit_on": date(2099, 1, 1)},
            contacts=[new],
            seen=visit.changed_at,
            by=by,
            at=timezone.now(),
        )

        visit.refresh_from_db()
        assert (visit.discussion, visit.contacts.get()) == ("报价五万", new)
        assert ModelLogEntry.objects.get(action="foyer.visit.change").data == {
            "changed": {
                "discussion": {"before": "报价三万", "after": "报价五万"},
                "next_visit_on": {"before": None, "after": "2099-01-01"},
                "met": {"before": "李雷 总经理", "after": "韩梅 总经理"},
                "contacts": {"before": [old.pk], "after": [new.pk]},
            }
        }

    def test_moves_the_number_with_the_moment(self, by):
        client = ClientFactory()
        first, second = (
            VisitFactory(client=client, happened_at=moment(date(2026, month, 1)))
            for month in (3, 4)
        )

        change_visit(
            visit=first,
            changes={"happened_at": moment(date(2026, 5, 1))},
            seen=first.changed_at,
            by=by,
            at=NOW,
        )

        assert [nth(first), nth(second)] == [2, 1]
        assert Visit.objects.get(pk=first.pk).happened_on == date(2026, 5, 1)

    def test_opens_and_closes_what_its_mode_and_moment_decide(self, by):
        client = ClientFactory(key=True)
        VisitFactory(client=client, mode="phone", happened_at=moment(date(2026, 9, 1)))
        visit = file_visit(visit=fresh(client), contacts=[], by=by, at=NOW)

        def corrected(**changes):
            nonlocal visit
            visit = change_visit(
                visit=visit, changes=changes, seen=visit.changed_at, by=by, at=timezone.now()
            )
            return list(DueDecision.objects.values_list("outcome", "closed_on", "closed_by_visit"))

        assert corrected(mode="wechat") == [("", None, None)]
        assert corrected(mode="phone") == [("done", TODAY, visit.pk)]
        earlier = TODAY - timedelta(days=3)
        assert corrected(happened_at=moment(earlier)) == [("done", earlier, visit.pk)]
        assert corrected(discussion="春茶") == [("done", earlier, visit.pk)]

    def test_keeps_closed_what_was_named_whatever_its_mode(self, by):
        client = ClientFactory(key=True)
        VisitFactory(client=client, mode="phone", happened_at=moment(date(2026, 9, 1)))
        (item,) = due_items(DueScope(client=client.pk), policy=CarePolicy.load(), today=TODAY)
        visit = file_visit(visit=fresh(client), contacts=[], by=by, at=NOW, fulfils=[str(item.key)])

        change_visit(
            visit=visit, changes={"mode": "email"}, seen=visit.changed_at, by=by, at=timezone.now()
        )

        assert DueDecision.objects.get().closed_by_visit == visit

    def test_refuses_to_run_over_somebody_else(self, by):
        visit = VisitFactory(discussion="原文")
        seen = visit.changed_at
        change_visit(visit=visit, changes={"other": "甲"}, seen=seen, by=by, at=timezone.now())

        with pytest.raises(VisitChanged):
            change_visit(visit=visit, changes={"other": "乙"}, seen=seen, by=by, at=timezone.now())

        visit.refresh_from_db()
        assert visit.other == "甲"

    def test_refuses_a_struck_out_visit(self, by):
        visit = VisitFactory(struck_out=True)

        with pytest.raises(VisitStruckOut):
            change_visit(visit=visit, changes={}, seen=visit.changed_at, by=by, at=timezone.now())


class TestStrikeOutVisit:
    def test_opens_again_what_the_visit_closed(self, by):
        client = ClientFactory()
        ContactFactory(client=client, birthday=date(1980, 11, 27))
        policy, scope = CarePolicy.load(), DueScope(client=client.pk)
        (item,) = due_items(scope, policy=policy, today=TODAY)
        visit = file_visit(visit=fresh(client), contacts=[], by=by, at=NOW, fulfils=[str(item.key)])

        strike_out_visit(visit=visit, reason="打错电话", by=by, at=NOW)

        assert [i.key for i in due_items(scope, policy=policy, today=TODAY)] == [item.key]

    @pytest.mark.parametrize("reason", ["", "  "])
    def test_asks_for_a_reason(self, by, reason):
        visit = VisitFactory()

        with pytest.raises(ReasonMissing):
            strike_out_visit(visit=visit, reason=reason, by=by, at=NOW)

        visit.refresh_from_db()
        assert visit.struck_out_at is None

    def test_happens_once(self, by):
        visit = VisitFactory(struck_out=True)

        with pytest.raises(VisitStruckOut):
            strike_out_visit(visit=visit, reason="重复", by=by, at=NOW)


@pytest.mark.django_db
class TestVisit:
    def test_is_read_by_who_made_it_whose_client_it_is_and_who_sees_all(self):
        maker, manager, stranger = (UserFactory(role="Account managers") for _n in range(3))
        boss = UserFactory(role="Management")
        visit = VisitFactory(staff=maker, client=ClientFactory(account_manager=manager))

        readers = {
            user for user in (maker, manager, stranger, boss) if Visit.objects.visible_to(user)
        }
        writers = {
            user for user in (maker, manager, stranger, boss) if Visit.objects.changeable_by(user)
        }

        assert Visit.objects.get() == visit
        assert readers == {maker, manager, boss}
        assert writers == {maker}

    def test_cannot_be_deleted_by_any_right(self):
        assert not Permission.objects.filter(codename="delete_visit").exists()

    @pytest.mark.parametrize(
        "wrong",
        [
            {"mode": "visit", "direction": "in"},
            {"mode": "reception", "direction": "out"},
            {"mode": "telepathy"},
            {"strike_out_reason": "没有划去"},
            {"next_visit_on": date(2000, 1, 1)},
        ],
    )
    def test_never_holds_what_must_not_be(self, wrong):
        with pytest.raises(IntegrityError), transaction.atomic():
            VisitFactory(**wrong)

    def test_lies_on_the_day_of_the_house(self):
        with timezone.override("America/Los_Angeles"):
            visit = VisitFactory(happened_at=moment(TODAY, "00:30"))

        assert visit.happened_on == TODAY == house_day(visit.happened_at)
