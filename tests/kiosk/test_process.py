"""The tablets' own process: records without screens, and nothing a tablet asks for is missing."""

import json
import re
import uuid
from base64 import b64decode
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.utils import timezone
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import ModelLogEntry

from foyer.clients.models import Contact
from foyer.core.models import User
from foyer.guests.models import SignIn
from foyer.guests.services.pairing import issue_pairing_code
from foyer.privacy.enums import ConsentPurpose
from foyer.privacy.models import Consent
from tests.factories import (
    CardDesignFactory,
    DeskFactory,
    EventFactory,
    GuestFactory,
    TabletScreenFactory,
)
from tests.factories.guests import PIN
from tests.guests.test_steps import drawing
from tests.house import serving
from tests.tablet import API

pytestmark = pytest.mark.django_db(transaction=True)


class Line:
    """A tablet's connection to a served house."""

    def __init__(self, address: str) -> None:
        self.line = HTTPConnection(urlsplit(address).netloc, timeout=60)
        self.headers = {"Content-Type": "application/json", "Accept-Language": "zh-Hans"}

    def ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> tuple[int, Any]:
        content = json.dumps(body) if body is not None else None
        self.line.request(method, API + path, content, self.headers)
        response = self.line.getresponse()
        return response.status, json.loads(response.read())


class TestTabletsOwnProcess:
    @pytest.mark.filterwarnings(
        "ignore::ResourceWarning"
    )  # Wagtail leaves what it draws to be collected
    def test_does_all_a_tablet_asks_for(self, administrator: User, tmp_path: Path, settings: Any):
        settings.MEDIA_ROOT = tmp_path / "media"  # where the process that is served has it, too
        event = EventFactory(
            running=True, walk_ins=True, screen=TabletScreenFactory(asks=["signature", "photos"])
        )
        desk = DeskFactory(
            event=event, prints_badges=True, pin_hash=PBKDF2PasswordHasher().encode(PIN, "salt")
        )
        door = desk.checkpoints.get().pk
        logo = Image.objects.create(title="徽标", file=get_test_image_file("logo.png"))
        blocks = [("picture", {"image": logo.pk, "millimetres": 10}), ("name", {})]
        CardDesignFactory(is_usual=True, background=logo, blocks=blocks)
        by_code = GuestFactory.create_batch(2, event=event)
        GuestFactory(event=event, name="欧阳若兰", phone="138 0000 4321")
        code = issue_pairing_code(desk=desk, by=administrator, at=timezone.now())

        def scan(**what: Any) -> dict[str, Any]:
            return {"id": str(uuid.uuid4()), "checkpoint": door} | what

        with serving(tmp_path, FOYER_PROCESS="kiosk") as address:
            tablet = Line(address)
            paired, told = tablet.ask("POST", "/pair", {"code": code})
            tablet.headers["Authorization"] = f"Desk {told['token']}"
            shown, about = tablet.ask("GET", "")
            welcomes = [
                tablet.ask("POST", "/sign-ins", scan(code=guest.code_sealed)) for guest in by_code
            ]
            _found, hits = tablet.ask("GET", f"/search?q={quote('若兰')}")
            [hit] = hits["hits"]
            named = tablet.ask("POST", "/sign-ins", scan(ref=hit["ref"], last4="4321"))
            walked = tablet.ask(
                "POST",
                "/walk-ins",
                scan(name="沈星河", phone="139 0000 7788", language="zh-hans", consent=True),
            )
            _screened, look = tablet.ask("GET", "/screen")
            scan_id = welcomes[0][1]["id"]
            told = {"step": "photos", "yes": True, "text": "同意", "language": "zh-hans"}
            signed = {"step": "signature", "picture": drawing(), "text": "请签名"}
            answers = [
                {"id": str(uuid.uuid4()), "scan": scan_id, "plain": plain}
                for plain in (told, signed)
            ]
            _taken, kept = tablet.ask("POST", "/answers", {"answers": answers})
            wanted = {"id": str(uuid.uuid4()), "sign_in": scan_id}
            _printed, badge = tablet.ask("POST", "/badges", wanted)
            _read, board = tablet.ask("GET", "/board")
            switched, _about = tablet.ask("POST", "/event", {"pin": PIN, "number": event.number})
            left, _left = tablet.ask("POST", "/leave", {"pin": PIN})
            refused, _refusal = tablet.ask("GET", "")
            tablet.line.close()

        assert (paired, shown, switched, left, refused) == (201, 200, 200, 200, 401)
        assert about["event"]["number"] == event.number
        assert [body["result"] for _status, body in [*welcomes, named, walked]] == ["welcome"] * 4
        assert walked[0] == 201
        assert [step["kind"] for step in look["screen"]["steps"]] == ["signature", "photos"]
        assert [one["result"] for one in kept] == ["kept", "kept"]
        assert Consent.objects.filter(purpose=ConsentPurpose.PHOTOS).exists()
        assert by_code[0].name in badge["html"]
        pictures = re.findall(r'src="data:image/png;base64,([^"]+)"', badge["html"])
        assert [b64decode(one)[:4] for one in pictures] == [b"\x89PNG"] * 2
        assert "/media/" not in badge["html"]
        assert board["arrived"] == SignIn.objects.count() == 4
        contact = Contact.objects.get(name="沈星河")
        assert list(Contact.objects.matching("sxh")) == [contact]
        acts = ModelLogEntry.objects.filter(content_type__model="desk").order_by("pk")
        assert list(acts.values_list("action", flat=True)) == [
            "foyer.desk.pairing_code", "foyer.desk.pair", "foyer.desk.revoke",
        ]  # fmt: skip
