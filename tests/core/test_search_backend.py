"""Chinese is found wherever it stands, on both databases."""

import pytest
from wagtail.models import Page

from foyer.core.search_backend import split_han
from tests.factories.pages import EventPageFactory

pytestmark = pytest.mark.django_db


class TestSearch:
    @pytest.mark.parametrize(
        "words",
        ["答谢", "年度答谢", "谢晚", "答謝", "2026", "松涧 晚宴", "Gala", "gala 答谢"],
    )
    def test_finds_what_stands_in_the_middle_of_a_title(self, words):
        page = EventPageFactory(title="松涧秋会暨年度答谢晚宴Gala 2026")
        EventPageFactory(title="江南会展人论坛")

        assert [found.pk for found in Page.objects.search(words)] == [page.pk]
        assert [found.pk for found in Page.objects.autocomplete(words)] == [page.pk]

    @pytest.mark.parametrize(
        "words", ["谢答", "答晚", "会议", "'; DROP TABLE", '"', "*", "\x00", "答谢员"]
    )
    def test_finds_nothing_that_does_not_stand_there(self, words):
        EventPageFactory(title="松涧秋会暨年度答谢晚宴")

        assert list(Page.objects.search(words)) == []

    def test_finds_the_start_of_a_latin_word_as_people_type(self):
        page = EventPageFactory(title="Autumn tasting 品鉴会")

        assert [found.pk for found in Page.objects.autocomplete("tast")] == [page.pk]


class TestSplitHan:
    def test_makes_every_chinese_character_a_word(self):
        assert split_han("秋會2026 Gala晚宴") == "秋,会,2026 gala,晚,宴"
