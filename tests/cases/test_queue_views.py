"""The queue narrowed down, and views of it that one keeps for oneself."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.http import urlencode

from foyer.cases.models import QueueView
from foyer.cases.services.queue_views import MOST, TooManyViews, ViewNameMissing, keep_view
from tests.factories import CaseFactory, ClientFactory, UserFactory

pytestmark = pytest.mark.django_db
QUEUE = "/admin/cases/"


@pytest.fixture
def by():
    return UserFactory(role="Service desk")


@pytest.fixture
def desk(log_in, by):
    return log_in(user=by)


class TestFilters:
    @pytest.fixture
    def wanted(self, by):
        """The one case each filter finds; the two others differ from it in all that is asked for."""
        old = timezone.now() - timedelta(days=60)
        case = CaseFactory(
            kind="enquiry",
            channel="wechat",
            severity="urgent",
            client=ClientFactory(tier="key"),
            owner=by,
            at=old,
        )
        CaseFactory(owner=UserFactory(), client=ClientFactory(tier="regular"))
        CaseFactory()
        return case

    @pytest.mark.parametrize(
        "asked",
        [
            {"kind": "enquiry"},
            {"severity": "urgent"},
            {"tier": "key"},
            {"channel": "wechat"},
            {"owner": "me"},
            {"overdue": "1"},
            {"kind": "enquiry", "severity": "urgent", "overdue": "1", "view": "mine"},
        ],
        ids=urlencode,
    )
    def test_narrow_the_queue_down(self, desk, wanted, asked):
        page = desk.get(QUEUE, asked)

        assert list(page.context["page"].object_list) == [wanted]

    def test_know_nobody_somebody_and_steps(self, desk, wanted, by):
        found = [
            len(desk.get(QUEUE, asked).context["page"].object_list)
            for asked in (
                {"owner": "nobody"},
                {"owner": by.pk},
                {"step": "received"},
                {"step": "closed"},
            )
        ]

        assert found == [1, 1, 3, 0]

    def test_name_a_value_they_do_not_know_and_narrow_nothing(self, desk, wanted):
        page = desk.get(f"{QUEUE}?kind=x&owner=99999&step=%00&overdue=2")

        assert page.status_code == 200
        assert len(page.context["page"].object_list) == 3
        assert page.content.decode().count('class="care-bad" role="alert"') == 4

    def test_reach_the_act_upon_all_that_match(self, desk, log_in, wanted):
        boss = log_in("Service desk")
        owner = UserFactory()

        boss.post(f"{QUEUE}assign/", {"everybody": "1", "asked": "kind=enquiry", "owner": owner.pk})

        wanted.refresh_from_db()
        assert wanted.owner == owner
        assert len(desk.get(QUEUE, {"owner": owner.pk}).context["page"].object_list) == 1


class TestAnOwnView:
    def test_is_kept_opened_and_dropped(self, desk, by):
        wanted = CaseFactory(kind="enquiry")
        CaseFactory()

        kept = desk.post(
            f"{QUEUE}views/", {"name": " 咨询 ", "asked": "kind=enquiry&view=open&x=1"}
        )

        view = QueueView.objects.get()
        assert (view.owner, view.name, view.asked) == (
            by, "咨询", {"view": "open", "kind": "enquiry"},
        )  # fmt: skip
        page = desk.get(kept.url)
        assert list(page.context["page"].object_list) == [wanted]
        shown = page.content.decode()
        assert (
            f'href="?{urlencode(view.asked).replace("&", "&amp;")}" aria-current="page">咨询'
            in shown
        )
        desk.post(f"{QUEUE}views/{view.pk}/drop/")
        assert not QueueView.objects.exists()

    def test_is_seen_used_and_dropped_by_nobody_else(self, desk, log_in, by):
        view = keep_view(name="我的咨询", asked={"view": "open", "kind": "enquiry"}, by=by)
        other = log_in("Service desk")

        assert "我的咨询" not in other.get(QUEUE).content.decode()
        assert other.post(f"{QUEUE}views/{view.pk}/drop/").status_code == 404
        assert QueueView.objects.filter(pk=view.pk).exists()
        assert "我的咨询" in desk.get(QUEUE).content.decode()

    def test_shows_its_owner_no_case_they_may_not_see(self, log_in):
        manager = UserFactory(role="Account managers")
        own = CaseFactory(client=ClientFactory(account_manager=manager))
        CaseFactory(client=ClientFactory())
        view = keep_view(name="全部", asked={"view": "open", "kind": "complaint"}, by=manager)

        page = log_in(user=manager).get(f"{QUEUE}?{urlencode(view.asked)}")

        assert list(page.context["page"].object_list) == [own]

    def test_replaces_one_of_the_same_name(self, by):
        keep_view(name="急", asked={"view": "open"}, by=by)
        keep_view(name="急", asked={"view": "mine"}, by=by)
        keep_view(name="急", asked={"view": "team"}, by=UserFactory())

        assert [view.asked for view in QueueView.objects.filter(owner=by)] == [{"view": "mine"}]

    @pytest.mark.parametrize("name", ["", "  ", "长" * 41])
    def test_wants_a_name(self, desk, by, name):
        with pytest.raises(ViewNameMissing):
            keep_view(name=name, asked={}, by=by)
        back = desk.post(f"{QUEUE}views/", {"name": name, "asked": "kind=enquiry"}, follow=True)

        assert "40" in back.content.decode()
        assert back.context["filter_form"].wanted == {"kind": "enquiry"}  # nothing is lost

    def test_is_one_of_a_row_that_can_still_be_read(self, by):
        for n in range(MOST):
            keep_view(name=f"视图{n}", asked={}, by=by)

        with pytest.raises(TooManyViews):
            keep_view(name="又一个", asked={}, by=by)
        keep_view(name="视图0", asked={"view": "mine"}, by=by)

    def test_costs_the_queue_no_further_question(
        self, desk, by, django_assert_num_queries, django_assert_max_num_queries
    ):
        keep_view(name="一", asked={"view": "open"}, by=by)
        desk.get(QUEUE)
        with django_assert_max_num_queries(12) as asked:
            desk.get(QUEUE)
        for name in "二三":
            keep_view(name=name, asked={"view": "mine"}, by=by)

        with django_assert_num_queries(len(asked.captured_queries)):
            desk.get(QUEUE)
