from datetime import timedelta

import pytest
from freezegun import freeze_time

from foyer.guests.enums import SignInWay
from foyer.guests.models import Desk, Guest, SignIn
from tests.factories import DeskFactory, GuestFactory
from tests.tablet import Tablet

pytestmark = pytest.mark.django_db


@pytest.fixture
def tablet(desk: Desk) -> Tablet:
    return Tablet(desk)


@pytest.fixture
def wang(desk: Desk) -> Guest:
    return GuestFactory(
        event=desk.event, name="王小明", company="江南丝路文化", phone="+86 138 1234 6677"
    )


def masked(tablet: Tablet, query: str) -> list[str]:
    return [hit["masked"] for hit in tablet.get("/search", {"q": query}).json()["hits"]]


def ref_of(tablet: Tablet, query: str) -> str:
    return tablet.get("/search", {"q": query}).json()["hits"][0]["ref"]


class TestSearchByName:
    @pytest.mark.parametrize(
        "query",
        [
            "小明",
            "王小",
            "江南",
            "wangxiao",
            "xiaoming",
            "WXM",
            "wxm",
            "ｗｘｍ",
            "絲路",
            " 王 小明 ",
        ],
    )
    def test_finds_however_people_type(self, tablet: Tablet, wang: Guest, query: str):
        GuestFactory(event=wang.event, name="陈静怡", company="海川国际会展")

        assert masked(tablet, query) == ["王*明 · 江南**"]

    def test_finds_traditional_names_by_simplified_letters_and_the_other_way(self, tablet: Tablet):
        GuestFactory(event=tablet.desk.event, name="劉國棟", company="")
        GuestFactory(event=tablet.desk.event, name="刘国栋", company="")

        assert masked(tablet, "国栋") == masked(tablet, "國棟") == ["刘*栋", "劉*棟"]

    def test_shows_five_at_most_the_whole_name_first(self, tablet: Tablet):
        for given in ("一", "二", "三", "四", "五", "六"):
            GuestFactory(event=tablet.desk.event, name=f"王伟{given}", company="")
        GuestFactory(event=tablet.desk.event, name="王伟", company="云岭茶业")

        hits = masked(tablet, "王伟")

        assert len(hits) == 5
        assert hits[0] == "王* · 云岭**"

    @pytest.mark.parametrize("query", ["wz", "WeiZ", "魏志"])
    def test_shows_first_whose_name_begins_so_then_in_whose_name_it_stands_then_whose_company(
        self, tablet: Tablet, query: str
    ):
        for name, company in (("安琪", "魏志茶业"), ("白魏志", ""), ("魏志远", "")):
            GuestFactory(event=tablet.desk.event, name=name, company=company)

        hits = masked(tablet, query)

        assert hits == ["魏*远", "白*志", "安* · 魏志**"]

    def test_says_whether_there_are_more_than_it_shows(self, tablet: Tablet):
        def more() -> bool:
            return tablet.get("/search", {"q": "王伟"}).json()["more"]

        for given in "一二三四五":
            GuestFactory(event=tablet.desk.event, name=f"王伟{given}", company="")
        assert more() is False

        GuestFactory(event=tablet.desk.event, name="王伟六", company="")
        assert more() is True

    @pytest.mark.parametrize(
        "query",
        [
            "",
            " ",
            "王",
            "w",
            "w ",
            "13",
            "6677",
            "13812346677",
            "138 1234",
            "１３８１",
            "٦٦٧٧",
            "%%",
            "__",
            "\0\0",
        ],
    )
    def test_refuses_what_would_make_it_a_list_or_a_phone_book(
        self, tablet: Tablet, wang: Guest, query: str
    ):
        refused = tablet.get("/search", {"q": query})

        assert (refused.status_code, refused.json()["code"]) == (422, "query_too_short")

    @pytest.mark.parametrize(
        "query", ["+86 138 1234 6677a", "guest@example.com", "%明", "王\0小明" * 50]
    )
    def test_finds_nobody_by_phone_mail_or_wildcards(self, tablet: Tablet, wang: Guest, query: str):
        Guest.objects.filter(pk=wang.pk).update(email="guest@example.com")

        assert masked(tablet, query) == []

    def test_shows_nobody_struck_off_or_of_another_event(self, tablet: Tablet, wang: Guest):
        GuestFactory(event=wang.event, name="王小明", cancelled=True)
        GuestFactory(name="王小明")

        assert len(masked(tablet, "王小明")) == 1

    def test_tells_no_more_than_a_mask(self, tablet: Tablet, wang: Guest):
        text = tablet.get("/search", {"q": "小明"}).content.decode()

        assert wang.name not in text
        assert wang.company not in text
        assert "6677" not in text

    def test_is_not_a_list_to_leaf_through(self, tablet: Tablet):
        statuses = [tablet.get("/search", {"q": "王小"}).status_code for _n in range(121)]

        assert statuses == [200] * 120 + [429]


class TestConfirmingAHit:
    def confirm(self, tablet: Tablet, ref: str, last4: str, **more):
        return tablet.scan("", ref=ref, last4=last4, **more)

    def test_signs_in_by_the_last_four_digits(self, tablet: Tablet, wang: Guest):
        answer = self.confirm(tablet, ref_of(tablet, "小明"), "６６７７")

        assert answer.json()["result"] == "welcome"
        assert SignIn.objects.get().way == SignInWay.NAME

    def test_refuses_wrong_digits_and_then_all_for_a_while(self, tablet: Tablet, wang: Guest):
        ref = ref_of(tablet, "小明")
        wrong = [
            self.confirm(tablet, ref, digits) for digits in ("0000", "", "677", "x", "13812346678")
        ]
        late = self.confirm(tablet, ref, "6677")

        assert {(answer.status_code, answer.json()["code"]) for answer in wrong} == {
            (422, "last4_wrong")
        }
        assert (late.status_code, late.json()["code"]) == (429, "too_many_attempts")
        assert not SignIn.objects.exists()

    def test_counts_only_wrong_digits(self, tablet: Tablet, wang: Guest):
        ref = ref_of(tablet, "小明")

        assert {self.confirm(tablet, ref, "6677").status_code for _n in range(8)} == {200}

    def test_is_impossible_for_a_guest_without_a_phone(self, tablet: Tablet):
        GuestFactory(event=tablet.desk.event, name="何嘉宁", phone="")

        assert self.confirm(tablet, ref_of(tablet, "嘉宁"), "").json()["code"] == "last4_wrong"

    def test_takes_no_hit_of_another_desk_or_of_long_ago_or_made_up(
        self, tablet: Tablet, wang: Guest
    ):
        other = Tablet(DeskFactory(event=wang.event, paired=True))
        ref = ref_of(tablet, "小明")
        with freeze_time() as clock:
            fresh = ref_of(tablet, "小明")
            clock.tick(timedelta(minutes=10, seconds=1))
            answers = [self.confirm(tablet, fresh, "6677")]
        answers += [self.confirm(other, ref, "6677")]
        answers += [
            self.confirm(tablet, text, "6677") for text in ("", "x", ref + "x", "\0:1:x", "王")
        ]

        assert {(answer.status_code, answer.json()["code"]) for answer in answers} == {
            (422, "ref_unknown")
        }
