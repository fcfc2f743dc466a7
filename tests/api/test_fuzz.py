"""The whole API, asked what its own description allows and forbids: it never breaks and lets no stranger in."""

import os
from collections import Counter, defaultdict
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis import GenerationMode

from forms_content.models import Submission
from foyer.bookings.models import Booking
from foyer.cases.models import Case
from foyer.staff.models import ApiScope
from tests.factories import (
    ApiTokenFactory,
    CaseFactory,
    ContactFactory,
    DeskFactory,
    FeeScheduleFactory,
    GuestFactory,
    RoomFactory,
    UserFactory,
    VisitFactory,
)
from tests.factories.bookings import in_three_weeks
from tests.factories.forms import FormPageFactory, block
from tests.factories.pages import EventPageFactory

pytestmark = pytest.mark.django_db
CASES = int(os.environ.get("FOYER_FUZZ_CASES", "400"))  # about, in all; `make fuzz` takes thousands
THOUSANDS = 2000
ADDRESSES = 61
GROUPS = (
    *("events", "desk", "clients", "contacts", "visits", "cases", "forms", "results", "fees"),
    *("rooms", "bookings"),
)
EACH = CASES // (2 * ADDRESSES)
MODES = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
CLOSED = (400, 401, 403, 404, 405, 422, 429)
NEEDED = {"bookings": ("phone",)}  # one of two, which no schema says
MADE = {
    "cases": Case,
    "forms": Submission,
    "bookings": Booking,
}  # what a request that fits the description makes


@pytest.fixture(autouse=True)
def one_connection():
    """The test's own connection answers every request, as with Django's client."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@dataclass
class World:
    """What is there to be found, and what was answered.

    Attributes:
        known: values of the addresses' parameters that lead to something, by group and name.
        tokens: the credential of each kind.
    """

    known: dict[str, dict[str, Any]]
    tokens: dict[str, str]
    answers: Counter[int] = field(default_factory=Counter)
    made: int = 0


@pytest.fixture
def world(event):
    form = FormPageFactory(
        blocks=[
            block("text", "称呼"),
            block("number", "几位", least=1, most=20),
            block("single", "单选", choices="甲\n乙", other=True),
            block("matrix", "表格", rows="菜品\n服务", choices="好\n差"),
            block("file", "照片", most=2, files="any"),
            block("signature", "签名"),
        ],
        notice="仅用于改进服务。",
    )
    desk = DeskFactory(event=event, paired=True)
    GuestFactory(event=event)
    EventPageFactory(event=event)
    visit, contact, case = VisitFactory(), ContactFactory(), CaseFactory()
    token = ApiTokenFactory(
        user=UserFactory(role="Administrators"), scopes=[scope.value for scope in ApiScope]
    )
    known = {
        "events": {"number": event.number},
        "clients": {"pk": visit.client_id, "number": visit.client.number},
        "contacts": {"pk": contact.pk, "client": visit.client_id},
        "visits": {"pk": visit.pk, "client": visit.client_id},
        "cases": {"pk": case.pk, "secret": case.secret_sealed},
        "forms": {"slug": form.slug},
        "results": {"slug": form.slug},
        "fees": {"number": FeeScheduleFactory(approved=True).number},
        "bookings": {
            "room": RoomFactory().pk,
            "from": in_three_weeks(14).isoformat(),
            "to": in_three_weeks(16).isoformat(),
            "heads": 12,
            "phone": "13800138042",
            "email": "",
            "layout": None,
            "extras": {},
        },
    }
    return World(known, {"Bearer": f"Bearer {token.secret}", "DeskToken": f"Desk {desk.token}"})


@cache
def described() -> dict[str, list[tuple[Any, str]]]:
    """Return every operation by group, each with the kind of token it asks for, by the document of the house.

    The tokens are taken out of the document: they are shown or not as this test says, not as a guess.
    """
    application = get_wsgi_application()
    told = schemathesis.openapi.from_wsgi("/api/foyer/v1/openapi.json", application)
    document = deepcopy(dict(told.raw_schema))
    asked = {}
    for path, methods in document["paths"].items():
        for method, said in methods.items():
            schemes = [scheme for entry in said.pop("security", ()) for scheme in entry]
            asked[path, method.upper()] = schemes[0] if schemes else ""
    schema = schemathesis.openapi.from_dict(document)
    schema.app = application
    groups: dict[str, list[tuple[Any, str]]] = defaultdict(list)
    for found in schema.get_all_operations():
        one = found.ok()
        groups[_group(one)].append((one, asked[one.path, one.method.upper()]))
    return groups


def _group(operation: Any) -> str:
    return str(operation.full_path.removeprefix("/api/foyer/v1/").partition("/")[0])


def test_every_group_is_asked(db):
    assert set(described()) == set(GROUPS)
    assert sum(map(len, described().values())) == ADDRESSES


@pytest.mark.parametrize("group", GROUPS)
def test_every_address_holds(world, group, capsys):
    for operation, kind in described()[group]:
        for mode in MODES:
            if mode == GenerationMode.NEGATIVE and not _asks_anything(operation):
                continue
            attempt(operation, mode, world, world.tokens.get(kind, ""))()
            if kind:
                attempt(operation, mode, world, "", strange=True)()

    told = dict(sorted(world.answers.items()))
    if CASES >= THOUSANDS:
        with capsys.disabled():
            kept = (
                f"{group}: {sum(told.values())} requests, {world.made} of them kept; answers {told}"
            )
            print(kept)  # noqa: T201  `make fuzz` shows the figures
    assert world.answers[200] + world.answers[201] > 0
    assert group == "events" or world.answers[422] > 0
    assert CASES < THOUSANDS or group not in MADE or world.made > 0


def _asks_anything(operation: Any) -> bool:
    raw = operation.definition.raw
    return bool(raw.get("parameters") or raw.get("requestBody"))


def attempt(
    operation: Any, mode: GenerationMode, world: World, token: str, *, strange: bool = False
) -> Any:
    """Return a property of one address: whatever is sent, it answers, and to strangers not a word."""
    group = _group(operation)
    quick = settings(
        max_examples=max(1, EACH // 4) if strange else EACH,
        deadline=None,
        database=None,
        phases=[Phase.explicit, Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )

    @seed(20261127)
    @quick
    @given(case=operation.as_strategy(generation_mode=mode))
    def holds(case: Any) -> None:
        for name, value in world.known.get(group, {}).items():
            if name in (case.path_parameters or {}) and case.method != "PUT":
                case.path_parameters[name] = value  # what is there: the rest is soon told apart
            elif mode == GenerationMode.POSITIVE and name in _fields(case.body, group):
                case.body[name] = value
        case.headers.pop("Authorization", None)
        if token:
            case.headers.update({"Authorization": token, "If-Match": "*"})
        with transaction.atomic():  # each begins anew: nothing is used up, left or throttled
            before = _made(group)
            response = case.call()
            world.made += _made(group) > before
            transaction.set_rollback(True)
        world.answers[response.status_code] += 1
        assert response.status_code < 500, (case.as_curl_command(), response.text)
        if strange:
            assert response.status_code in CLOSED, case.as_curl_command()
        elif token:
            assert response.status_code != 401, case.as_curl_command()

    return holds


def _fields(body: Any, group: str) -> Any:
    return {*body, *NEEDED.get(group, ())} if isinstance(body, dict) else ()


def _made(group: str) -> int:
    return MADE[group].objects.count() if group in MADE else 0
