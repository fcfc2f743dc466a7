"""Badges and cards in the staff's tool: which design, whose, in which order, and what is written down."""

import gc
import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import ModelLogEntry

from foyer.clients.enums import Tier
from foyer.core.text import in_latin
from foyer.guests.card_blocks import CardBlocks
from foyer.guests.cards.choosing import design_for
from foyer.guests.cards.compiling import freshen_designs
from foyer.guests.cards.drawing import draw
from foyer.guests.cards.paper import paper_of
from foyer.guests.cards.saying import of_guest, of_table
from foyer.guests.cards.standard import STANDARD, standard_design
from foyer.guests.cards.whose import in_order
from foyer.guests.enums import CardAudience, CardKind, CardOrder, CardPaper, CardSize
from foyer.guests.models import CardDesign, EventCards, Printing, SignIn
from foyer.guests.services.adding_contacts import add_contacts
from tests.factories import (
    CardDesignFactory,
    ClientFactory,
    ContactFactory,
    EventFactory,
    EventTypeFactory,
    GuestFactory,
    SignInFactory,
)

pytestmark = pytest.mark.django_db


def shown(client, event, **query) -> list[str]:
    """Return for whom the print page holds cards, in order."""
    page = client.get(f"/admin/guests/{event.pk}/cards/print/", query)
    assert page.status_code == 200
    return re.findall(r'card--front" lang="[^"]+" data-card="([^"]+)"', page.content.decode())


def tell(client, event, page):
    told = re.search(r'data-told="([^"]+)"', page.content.decode())[1]
    return client.post(
        f"/admin/guests/{event.pk}/cards/printed/",
        json.dumps({"told": told}),
        content_type="application/json",
    )


class TestTheDesign:
    def test_is_the_events_own_then_its_types_then_the_houses_then_the_standard(self, event):
        found = [design_for(event, CardKind.BADGE)]
        usual = CardDesignFactory(is_usual=True)
        CardDesignFactory(event_types=[EventFactory().type])
        found.append(design_for(event, CardKind.BADGE))
        of_type = CardDesignFactory(event_types=[EventFactory().type, event.type])
        found.append(design_for(event, CardKind.BADGE))
        own = CardDesignFactory()
        EventCards.objects.create(event=event, badge=own)
        found.append(design_for(event, CardKind.BADGE))

        assert found[0].pk is None
        assert found[1:] == [usual, of_type, own]

    @pytest.mark.parametrize("kind", CardKind.values)
    def test_that_nobody_made_can_be_printed(self, event, kind):
        guest = GuestFactory(event=event, name="王小明", table="松 1")
        subject = (
            of_table("松 1", (guest,), event)
            if kind == CardKind.TABLE_CARD
            else of_guest(guest, event)
        )

        drawn = draw(standard_design(kind), [subject])

        assert "王小明" in drawn.html

    @pytest.mark.parametrize("kind", CardKind.values)
    def test_that_nobody_made_is_what_marketing_would_get_from_its_blocks(self, kind):
        made = CardDesignFactory(kind=kind, blocks=STANDARD[kind])

        assert standard_design(kind).shown == made.shown

    @pytest.mark.filterwarnings(
        "ignore::ResourceWarning"
    )  # Wagtail leaves what it draws to be collected
    def test_shows_a_picture_of_the_library_as_it_is_now(self):
        logo = Image.objects.create(title="徽标", file=get_test_image_file("first.png"))
        design = CardDesignFactory(blocks=[("picture", {"image": logo.pk, "millimetres": 10})])
        before = design.shown["blocks"][0][1]["image"]
        logo.renditions.all().delete()
        logo.file = get_test_image_file("other.png")
        logo.save()

        freshen_designs()

        gc.collect()
        design.refresh_from_db()
        after = design.shown["blocks"][0][1]["image"]
        assert "other" in after
        assert before != after


class TestNamesInEnglish:
    def test_are_the_guests_own_then_the_contacts_then_as_the_name_is_read(self, event):
        known = ContactFactory(latin_name="Lin Ruo-Lan")
        guests = [
            GuestFactory(event=event, name="欧阳明"),
            GuestFactory(event=event, name="林若蘭", contact=known),
            GuestFactory(
                event=event, name="王小明", latin_name="Ming Wang", contact=ContactFactory()
            ),
        ]
        design = CardDesignFactory(blocks=[("latin_name", {})])

        drawn = draw(design, [of_guest(guest, event) for guest in guests]).html

        found = re.findall(r"data-fit>([^<]+)<", drawn)
        assert found == ["Ouyang Ming", "Lin Ruo-Lan", "Ming Wang"]

    def test_come_with_the_contact_onto_the_list(self, event, administrator, now):
        contact = ContactFactory(latin_name="Lin Ruo-Lan")

        added = add_contacts(event=event, contacts=[contact], by=administrator, at=now)

        assert [guest.latin_name for guest in added.guests] == ["Lin Ruo-Lan"]


class TestWords:
    def test_are_in_the_guests_language_and_name_no_tier_of_the_house(self, event):
        ribbon = {
            "lines": [
                {"who": "key", "words": "贵宾", "words_en": "Guest of honour"},
                {"who": "all", "words": "嘉宾", "words_en": "Guest"},
            ]
        }
        design = CardDesignFactory(
            blocks=[("ribbon", ribbon), ("place", {}), ("event", {}), ("latin_name", {})]
        )
        key = ContactFactory(client=ClientFactory(tier=Tier.KEY))
        prospect = ContactFactory(client=ClientFactory(tier=Tier.PROSPECT))
        seated = {"event": event, "table": "松 1", "seat": "A2"}
        english = GuestFactory(name="Ann Lee", language="en", contact=key, **seated)
        chinese = GuestFactory(name="欧阳明", language="zh-hans", contact=prospect, **seated)

        pages = [draw(design, [of_guest(guest, event)]).html for guest in (english, chinese)]

        assert "Guest of honour" in pages[0]
        assert "Table 松 1 · Seat A2" in pages[0]
        assert event.title_en in pages[0]
        assert "嘉宾" in pages[1]
        assert "Ouyang Ming" in pages[1]
        assert "潜在" not in pages[1]

    def test_are_escaped(self, event):
        guest = GuestFactory(event=event, name="<b>王</b>", company="A & B")

        html = draw(CardDesignFactory(), [of_guest(guest, event)]).html

        assert "&lt;b&gt;王&lt;/b&gt;" in html
        assert "A &amp; B" in html

    @pytest.mark.parametrize(
        ("name", "latin"),
        [
            ("王小明", "Wang Xiaoming"),
            ("欧阳明", "Ouyang Ming"),
            ("欧阳", "Ou Yang"),
            ("Ann Lee", ""),
            ("阿·明", ""),
            ("", ""),
        ],
    )
    def test_in_latin_letters_are_those_of_chinese_names(self, name, latin):
        assert in_latin(name) == latin


class TestPaper:
    def test_holds_one_label_in_its_exact_size(self):
        paper = paper_of(CardDesignFactory.build(size=CardSize.LABEL_62_29))

        assert (paper.width, paper.height, paper.places) == (62, 29, ((0, 0),))

    def test_of_a4_holds_as_many_as_fit_with_marks_outside_of_them(self):
        design = CardDesignFactory.build(size=CardSize.BADGE_90_60, paper=CardPaper.A4)

        paper = paper_of(design)

        left, top, right, bottom = 13.5, 15, 283.5, 195
        assert (paper.width, paper.height, len(paper.places)) == (297, 210, 9)
        assert paper.places[0] == (left, top)
        assert len(paper.lines) == 16
        assert all(
            line.x2 < left or line.x1 > right or line.y2 < top or line.y1 > bottom
            for line in paper.lines
        )

    def test_of_a_folded_card_has_both_halves_and_a_line_between(self):
        design = standard_design(CardKind.TABLE_CARD)

        paper = paper_of(design)

        assert (paper.width, paper.height) == (210, 297)
        assert paper.places == ((0, 0.5),)
        assert {line.y1 for line in paper.lines if line.is_fold} == {148.5}


class TestTheForm:
    FORM = "/admin/snippets/guests/carddesign/add/"

    def typed(self, *blocks: tuple[str, dict], **more) -> dict:
        usual = {"points": "12", "colour": "#1d1d1b", "align": "center", "form": "full"}
        data = {
            "name": "胸牌",
            "kind": "badge",
            "size": "90x60",
            "paper": "label",
            "margin": "3",
            "font": "serif",
            "blocks-count": str(len(blocks)),
        }
        for n, (kind, value) in enumerate(blocks):
            start = f"blocks-{n}"
            data |= {f"{start}-type": kind, f"{start}-order": str(n), f"{start}-deleted": ""}
            for key, said in (usual | value).items():
                data[f"{start}-value-{key}"] = said
        return data | more

    def errors(self, log_in, *blocks, **more) -> str:
        """Return what is said beside the fields; nothing where the design was kept."""
        page = log_in("Marketing").post(self.FORM, self.typed(*blocks, **more))
        if page.status_code == 302:
            return ""
        found = [error for said in page.context["form"].errors.as_data().values() for error in said]
        whole = [str(e) for error in found for e in getattr(error, "non_block_errors", [])]
        return " ".join([*whole, *map(str, found)])

    def test_keeps_a_design_whose_code_is_large_enough(self, log_in):
        code = ("code", {"millimetres": "25", "place": "left"})

        assert self.errors(log_in, ("name", {}), code, size="62x29", margin="1") == ""

    def test_keeps_a_design_for_several_types_and_refuses_a_second_for_one_of_them(self, log_in):
        dinner, tasting, talk = EventTypeFactory.create_batch(3)
        first = self.errors(log_in, ("name", {}), event_types=[dinner.pk, tasting.pk])

        second = self.errors(log_in, ("name", {}), event_types=[tasting.pk, talk.pk])
        place = self.errors(log_in, ("name", {}), kind="place", event_types=[tasting.pk])

        assert (first, place) == ("", "")
        assert f"“{tasting}”" in second
        assert f"“{talk}”" not in second
        found = [design_for(EventFactory(type=one), CardKind.BADGE).pk for one in (dinner, tasting)]
        assert found == [CardDesign.objects.get(kind="badge").pk] * 2

    def test_refuses_a_code_tablets_could_not_read_and_says_how_much_room_there_is(self, log_in):
        inline = ("code", {"millimetres": "25", "place": "line"})
        small = ("code", {"millimetres": "20", "place": "line"})

        no_room = self.errors(log_in, ("name", {}), inline, size="62x29", margin="3")
        too_small = self.errors(log_in, ("name", {}), small)

        assert "只剩 19 毫米" in no_room
        assert "至少要 25 毫米" in no_room
        assert too_small != ""

    def test_refuses_what_fits_no_sheet_and_what_is_not_about_a_table(self, log_in):
        large = self.errors(
            log_in, ("name", {}), size="own", own_width="290", own_height="250", paper="a4"
        )
        wrong = self.errors(log_in, ("name", {}), kind="table")
        typed = self.errors(log_in, ("name", {}), size="own")

        assert "290 × 250 毫米" in large
        assert str(CardBlocks().child_blocks["name"].label) in wrong
        assert typed != ""

    def test_refuses_a_colour_that_is_none(self, log_in):
        assert self.errors(log_in, ("name", {"colour": "red;}"})) != ""


class TestTheSheets:
    def test_hold_whom_they_are_asked_for_in_the_order_asked_for(self, log_in, event):
        first = GuestFactory(event=event, name="张伟", table="松 10")
        second = GuestFactory(event=event, name="李娜", table="松 2")
        GuestFactory(event=event, name="赵去", table="松 2", cancelled=True)
        GuestFactory(event=event, name="钱不来", table="松 2", replied_no=True)
        GuestFactory(name="别处")
        client = log_in("Reception")

        by_table = shown(client, event, kind="badge", order="table")
        by_name = shown(client, event, kind="badge", order="name")
        at_table = shown(client, event, kind="badge", table="松 10")
        ticked = shown(client, event, kind="place", guest=first.pk)

        assert by_table == ["李娜", "张伟"]
        assert by_name == ["李娜", "张伟"]
        assert (at_table, ticked) == (["张伟"], ["张伟"])
        assert second.name in by_table

    def test_sort_names_as_they_are_read_and_tables_by_their_numbers(self):
        names = [GuestFactory.build(name=name, table="") for name in ("张伟", "阿明", "李娜")]
        tables = [GuestFactory.build(name="王", table=name) for name in ("松 10", "松 9", "")]

        assert [one.name for one in in_order(names, CardOrder.NAME)] == ["阿明", "李娜", "张伟"]
        assert [one.table for one in in_order(tables, CardOrder.TABLE)] == ["松 9", "松 10", ""]

    def test_find_those_in_the_house_without_one(self, log_in, event):
        inside, has, away = (GuestFactory(event=event, name=name) for name in ("甲", "乙", "丙"))
        for guest in (inside, has):
            SignInFactory(guest=guest)
        client = log_in("Reception")
        tell(client, event, client.get(f"/admin/guests/{event.pk}/{has.pk}/badge/"))

        waiting = shown(client, event, kind="badge", audience=CardAudience.WAITING)
        unprinted = shown(client, event, kind="badge", audience=CardAudience.UNPRINTED)

        assert waiting == ["甲"]
        assert set(unprinted) == {"甲", away.name}

    def test_of_tables_name_everybody_who_sits_there(self, log_in, event):
        for name, table in (("王小明", "松 1"), ("李娜", "松 1"), ("张伟", "松 2")):
            GuestFactory(event=event, name=name, table=table)
        client = log_in("Reception")

        page = client.get(f"/admin/guests/{event.pk}/cards/print/", {"kind": "table"})

        assert shown(client, event, kind="table") == ["松 1", "松 2"]
        assert "王小明" in page.content.decode()

    @pytest.mark.parametrize("kind", ["badge", "table"])
    def test_ask_the_database_as_often_for_three_guests_as_for_one(self, log_in, event, kind):
        client = log_in("Reception")
        counts = []
        for _turn in range(2):
            contact = ContactFactory(client=ClientFactory())
            GuestFactory(event=event, contact=contact, table="松 1")
            GuestFactory(event=event, table="松 2")
            client.get(f"/admin/guests/{event.pk}/cards/print/", {"kind": kind})
            with CaptureQueriesContext(connection) as caught:
                client.get(f"/admin/guests/{event.pk}/cards/print/", {"kind": kind})
            counts.append(len(caught))

        assert counts[0] == counts[1]

    def test_of_more_than_a_browser_prints_are_refused_not_cut(self, log_in, event, monkeypatch):
        monkeypatch.setattr("foyer.guests.views.cards.MOST_AT_ONCE", 2)
        client, sheets = log_in("Reception"), f"/admin/guests/{event.pk}/cards/print/"
        for table in ("松 1", "松 1", "松 2"):
            GuestFactory(event=event, table=table)

        everybody = client.get(sheets, {"kind": "badge"})
        one_table = client.get(sheets, {"kind": "badge", "table": "松 1"})

        assert everybody.status_code == 302
        assert one_table.context["count"] == 2

    def test_are_not_for_everybody(self, log_in, event):
        guest = GuestFactory(event=event)

        for path in ("cards/", "cards/print/?kind=badge", f"{guest.pk}/badge/"):
            answer = log_in("Venue desk").get(f"/admin/guests/{event.pk}/{path}")
            assert answer.status_code in (302, 403)
            assert guest.name.encode() not in answer.content


class TestPrinting:
    def test_is_written_down_once_and_in_the_log_and_signs_nobody_in(self, log_in, event):
        guests = [GuestFactory(event=event) for _n in range(2)]
        client = log_in("Reception")
        page = client.get(f"/admin/guests/{event.pk}/cards/print/", {"kind": "badge"})

        answers = [tell(client, event, page) for _turn in range(2)]

        assert [a.status_code for a in answers] == [200, 200]
        assert set(Printing.objects.values_list("guest", flat=True)) == {g.pk for g in guests}
        assert not Printing.objects.filter(is_reprint=True).exists()
        log = ModelLogEntry.objects.get(action="foyer.guest.print")
        assert log.data == {"kind": "badge", "rows": 2, "again": 0}
        assert not SignIn.objects.exists()

    def test_again_is_a_reprint_that_is_counted(self, log_in, event):
        guest = GuestFactory(event=event)
        client, page = log_in("Reception"), f"/admin/guests/{event.pk}/{guest.pk}/badge/"

        for _turn in range(3):
            tell(client, event, client.get(page))

        counts = client.get(f"/admin/guests/{event.pk}/cards/").context["counts"]
        assert (counts.printed, counts.again) == (1, 2)
        assert b"data-printings" in client.get(f"/admin/guests/{event.pk}/{guest.pk}/").content

    def test_of_table_cards_and_place_cards_is_written_down_like_badges(self, log_in, event):
        for table in ("松 1", "松 1", "松 2"):
            GuestFactory(event=event, table=table)
        client, sheets = log_in("Reception"), f"/admin/guests/{event.pk}/cards/print/"
        first = client.get(sheets, {"kind": "table", "table": "松 1"})

        for page in (first, first, client.get(sheets, {"kind": "table"})):
            tell(client, event, page)
        tell(client, event, client.get(sheets, {"kind": "place"}))

        tables = Printing.objects.filter(kind="table").order_by("pk")
        assert list(tables.values_list("table", "guest", "is_reprint")) == [
            ("松 1", None, False),
            ("松 1", None, True),
            ("松 2", None, False),
        ]
        assert Printing.objects.filter(kind="place", is_reprint=False).count() == 3
        logs = ModelLogEntry.objects.filter(action="foyer.guest.print").order_by("pk")
        assert [(log.data["kind"], log.data["rows"]) for log in logs] == [
            ("table", 1),
            ("table", 2),
            ("place", 3),
        ]
        counts = client.get(f"/admin/guests/{event.pk}/cards/").context["tables"]
        assert (counts.tables, counts.printed, counts.again) == (2, 2, 1)

    def test_cannot_be_told_of_another_event_or_in_words_of_ones_own(self, log_in, event):
        GuestFactory(event=event)
        other = EventFactory()
        client = log_in("Reception")
        page = client.get(f"/admin/guests/{event.pk}/cards/print/", {"kind": "badge"})

        assert tell(client, other, page).status_code == 400
        for body in ("", "[]", "{}", '{"told": "x"}', '{"told": 7}'):
            answer = client.post(
                f"/admin/guests/{event.pk}/cards/printed/", body, content_type="application/json"
            )
            assert answer.status_code == 400
        assert not Printing.objects.exists()

    def test_is_offered_for_the_guests_ticked(self, log_in, event):
        guests = [GuestFactory(event=event) for _n in range(3)]
        client = log_in("Reception")
        ticked = [guest.pk for guest in guests[:2]]

        asked = client.post(
            f"/admin/guests/{event.pk}/bulk/", {"act": "print", "guest": ticked}, follow=True
        )

        assert len(asked.context["selection"].guests) == 2
        assert asked.request["PATH_INFO"] == f"/admin/guests/{event.pk}/cards/"


class TestTheDesignsOfAnEvent:
    def test_are_chosen_by_marketing_and_only_of_the_right_kind(self, log_in, event):
        badge = CardDesignFactory()
        page = f"/admin/guests/{event.pk}/cards/"

        wrong = log_in("Marketing").post(page, {"table": badge.pk})
        assert wrong.status_code == 200
        assert log_in("Reception").post(page, {"badge": badge.pk}).status_code in (302, 403)
        assert not EventCards.objects.exists()

        assert log_in("Marketing").post(page, {"badge": badge.pk}).status_code == 302
        assert EventCards.objects.get(event=event).badge == badge
