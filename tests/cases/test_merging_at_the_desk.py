"""Two cases that tell the same: chosen from what is offered, never typed blindly. (001-14, 001-19)"""

import pytest

from foyer.cases.models import Case
from tests.factories import CaseFactory, ClientFactory, ContactFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(log_in):
    return log_in("Service desk")


def merge(desk, case: Case, **sent: object):
    return desk.post(f"/admin/cases/{case.pk}/", {"act": "merge", "seen": case.version} | sent)


def offered(page) -> list[int]:
    forms = {name: form for name, _act, form in page.context["other_acts"]}
    return [pk for pk, _words in forms["merge"].fields["other"].choices]


class TestAMerge:
    def test_offers_the_open_cases_of_the_same_person_or_client(self, desk):
        client, contact = ClientFactory(), ContactFactory()
        case = CaseFactory(client=client, contact=contact, email="ming@client.example")
        like = {
            CaseFactory(phone="", client=client).pk,
            CaseFactory(phone="", contact=contact).pk,
            CaseFactory(phone="138 0000 1234").pk,
            CaseFactory(phone="", email="MING@client.example").pk,
        }
        CaseFactory(phone="13911112222", name="王小明")

        assert set(offered(desk.get(f"/admin/cases/{case.pk}/"))) == like

    def test_takes_the_case_that_was_chosen(self, desk):
        case, kept = CaseFactory(), CaseFactory()

        merge(desk, case, other=kept.pk)

        case.refresh_from_db()
        assert (case.outcome, case.merged_into) == ("duplicate", kept)

    def test_finds_by_what_is_typed_and_merges_nothing_before_a_choice(self, desk):
        client = ClientFactory()
        case = CaseFactory(phone="", contact=ContactFactory(client=client), client=client)
        kept = CaseFactory(phone="", name="王小明", contact=case.contact, client=client)

        page = merge(desk, case, typed=kept.number.lower())

        case.refresh_from_db()
        assert case.is_open
        assert kept.pk in offered(page)
        assert "找到" in page.content.decode()
        merge(desk, case, typed=kept.number, other=kept.pk)
        case.refresh_from_db()
        assert case.merged_into == kept

    @pytest.mark.parametrize(
        "sent", [{}, {"typed": "没有这一件"}, {"other": "99999"}, {"other": "x"}]
    )
    def test_says_what_to_do_where_nothing_was_chosen(self, desk, sent):
        case = CaseFactory()
        CaseFactory(phone="")

        page = merge(desk, case, **sent)

        forms = {name: form for name, _act, form in page.context["other_acts"]}
        assert forms["merge"].errors.keys() == {"other"}
        case.refresh_from_db()
        assert case.is_open

    def test_offers_no_case_one_may_not_see_and_none_that_is_closed(self, log_in):
        desk = log_in("Service desk")
        case, closed, kept = CaseFactory(), CaseFactory(), CaseFactory()
        merge(desk, closed, other=kept.pk)

        assert offered(desk.get(f"/admin/cases/{case.pk}/")) == [kept.pk]

    def test_asks_as_often_for_three_as_for_one(
        self, desk, django_assert_num_queries, django_assert_max_num_queries
    ):
        case, address = CaseFactory(), ""
        address = f"/admin/cases/{case.pk}/"
        CaseFactory()
        desk.get(address)
        with django_assert_max_num_queries(80) as asked:
            desk.get(address)
        for _n in range(2):
            CaseFactory()

        with django_assert_num_queries(len(asked.captured_queries)):
            desk.get(address)
