"""Other programs are told what happens, by signed messages over a real connection. (security 5, SEC-13)"""

import base64
import hashlib
import hmac
import http.server
import json
import os
import signal
import subprocess
import sys
import threading
import time
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from foyer.cases.services import steps
from foyer.core.jobs import carry_due_jobs
from foyer.staff.models import Webhook, WebhookDelivery
from foyer.staff.services import webhook_wire, webhooks
from foyer.staff.services.webhook_wire import AddressRefused, check_address, is_public
from tests.factories import CaseFactory, UserFactory

pytestmark = pytest.mark.django_db


class Receiver(http.server.ThreadingHTTPServer):
    """Another program that listens, and does as `behave` says."""

    def __init__(self) -> None:
        self.taken: list[tuple[dict[str, str], bytes]] = []
        self.status, self.hang = 204, threading.Event()
        self.hangs, self.reached = False, threading.Event()
        super().__init__(("127.0.0.1", 0), _Handler)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/hook?from=foyer"


class _Handler(http.server.BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        server: Receiver = self.server  # type: ignore[assignment]
        body = self.rfile.read(int(self.headers["Content-Length"]))
        server.taken.append(({k.lower(): v for k, v in self.headers.items()}, body))
        server.reached.set()
        if server.hangs:
            server.hang.wait(20)
        self.send_response(server.status)
        if server.status == 302:
            self.send_header("Location", f"http://127.0.0.1:{server.server_port}/elsewhere")
        self.end_headers()

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


@pytest.fixture
def receiver():
    server = Receiver()
    yield server
    server.hang.set()
    server.shutdown()
    server.server_close()


@pytest.fixture
def hook(receiver, settings):
    settings.WEBHOOKS_TO_PRIVATE = True
    by = UserFactory(role="Administrators", email="xu@example.com")
    made, secret = webhooks.make_webhook(
        name="官网", url=receiver.url, events=["case.changed"], by=by, at=timezone.now()
    )
    made.plain = secret
    return made


def send(at=None) -> None:
    """Do what a worker and a tick do at a moment."""
    now = at or timezone.now()
    webhooks.resume(at=now)
    carry_due_jobs(clock=lambda: now)


class TestAMessage:
    def test_is_signed_and_names_no_person(self, receiver, hook):
        case = CaseFactory(name="欧阳明月", phone="13800001234")
        send()

        [(headers, body)] = receiver.taken
        told = json.loads(body)
        assert told["type"] == "case.changed"
        assert told["data"]["number"] == case.number
        assert told["data"]["url"].endswith(f"/api/foyer/v1/cases/{case.pk}")
        assert [
            word for word in ("欧阳", "1380000", case.secret_sealed) if word in body.decode()
        ] == []
        key = base64.b64decode(hook.plain.removeprefix("whsec_"))
        signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
        expected = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
        assert headers["webhook-signature"] == f"v1,{expected}"
        assert abs(int(headers["webhook-timestamp"]) - time.time()) < 60
        assert WebhookDelivery.objects.get().status == "delivered"

    def test_is_written_down_only_with_its_act(self, receiver, hook):
        with pytest.raises(steps.WrongStep):
            steps.ask_satisfaction(
                case=CaseFactory(), result="x", by=UserFactory(), at=timezone.now()
            )

        assert WebhookDelivery.objects.count() == 1  # that the case came in

    def test_goes_only_to_who_wants_to_know(self, receiver, hook):
        Webhook.objects.update(events=["submission.created"])
        CaseFactory()
        send()

        assert receiver.taken == []

    @pytest.mark.parametrize("status", [302, 400, 500])
    def test_is_sent_again_later_under_the_same_id(self, receiver, hook, status):
        receiver.status = status
        CaseFactory()
        now = timezone.now()

        send(now)
        delivery = WebhookDelivery.objects.get()
        first_wait = delivery.next_at - now
        send(now + timedelta(seconds=6))
        receiver.status = 200
        send(now + timedelta(minutes=10))

        assert first_wait == timedelta(seconds=5)
        ids = [headers["webhook-id"] for headers, _body in receiver.taken]
        assert ids == [delivery.message_id] * 3  # nothing went where a redirect led
        delivery.refresh_from_db()
        assert (delivery.status, delivery.attempts) == ("delivered", 3)

    def test_waits_no_longer_than_it_should_for_a_receiver_that_hangs(
        self, receiver, hook, monkeypatch
    ):
        monkeypatch.setattr(webhook_wire, "SECONDS", 0.5)
        receiver.hangs, began = True, time.monotonic()
        CaseFactory()

        send()

        assert time.monotonic() - began < 8
        delivery = WebhookDelivery.objects.get()
        assert (delivery.status, delivery.answered) == ("waiting", None)
        assert delivery.error

    def test_is_given_up_in_the_end_and_can_be_sent_again(self, receiver, hook):
        receiver.status = 500
        CaseFactory()
        now = timezone.now()
        for n in range(10):
            Webhook.objects.update(failing_since=None)
            send(now + timedelta(days=n * 2))
        delivery = WebhookDelivery.objects.get()
        assert (delivery.status, delivery.attempts) == ("failed", 10)

        receiver.status = 200
        webhooks.replay(delivery=delivery, by=UserFactory(), at=now)
        send(now)

        delivery.refresh_from_db()
        assert delivery.status == "delivered"
        WebhookDelivery.objects.update(status="waiting")
        with pytest.raises(webhooks.DeliveryNotOver):
            webhooks.replay(delivery=delivery, by=UserFactory(), at=now)


class TestAnAddressThatFails:
    def test_is_switched_off_after_three_days_and_told_of(self, receiver, hook):
        receiver.status = 500
        CaseFactory()
        now = timezone.now()

        send(now)
        send(now + timedelta(days=3, minutes=1))
        CaseFactory()
        carry_due_jobs(clock=lambda: now + timedelta(days=3, minutes=2))

        hook.refresh_from_db()
        assert (hook.is_active, hook.failing_since) == (False, now)
        assert WebhookDelivery.objects.count() == 1
        [letter] = mail.outbox
        assert letter.to == ["xu@example.com"] or "xu@example.com" in letter.to[0]
        assert f"/integrations/webhooks/{hook.pk}/" in letter.body

    def test_is_switched_off_at_once_when_it_is_gone(self, receiver, hook):
        receiver.status = 410
        CaseFactory()
        send()
        hook.refresh_from_db()
        assert hook.is_active is False

        receiver.status = 200
        webhooks.switch_webhook(webhook=hook, on=True, by=UserFactory(), at=timezone.now())
        send(timezone.now() + timedelta(minutes=1))

        assert WebhookDelivery.objects.get().status == "delivered"


class TestSsrf:
    @pytest.mark.parametrize(
        "address",
        [
            "127.0.0.1", "10.0.0.1", "172.16.5.4", "192.168.1.1", "169.254.169.254", "0.0.0.0",
            "100.64.0.1", "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fc00::1",
            "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:7f00:1::", "ff02::1",
        ],
    )  # fmt: skip
    def test_ssrf_no_private_address_is_public(self, address):
        assert not is_public(address)

    @pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8"])
    def test_ssrf_the_open_internet_is(self, address):
        assert is_public(address)

    @pytest.mark.parametrize(
        "url",
        [
            "http://example.com/", "ftp://example.com/", "https://u:p@example.com/", "https:///x",
            "https://example.com:99999/", "//example.com", "https://",
        ],
    )  # fmt: skip
    def test_ssrf_only_https_of_a_host_is_taken(self, url):
        with pytest.raises(AddressRefused):
            check_address(url)

    @pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]", "2130706433", "0x7f.1"])
    def test_ssrf_nothing_is_connected_to(self, receiver, host):
        url = f"https://{host}:{receiver.server_port}/"

        reply = webhook_wire.post(url, body=b"{}", headers={})

        assert reply.error
        assert receiver.taken == []


class TestThePages:
    def test_register_an_address_and_show_its_secret_once(self, log_in):
        desk = log_in("Administrators")
        sent = {"name": "官网", "url": "https://example.com/hook", "events": ["case.changed"]}

        made = desk.post("/admin/integrations/webhooks/new/", sent)
        hook = Webhook.objects.get()

        assert "whsec_" in made.content.decode()
        assert "no-store" in made["Cache-Control"]
        page = desk.get(f"/admin/integrations/webhooks/{hook.pk}/").content.decode()
        assert "whsec_" not in page
        refused = desk.post("/admin/integrations/webhooks/new/", sent | {"url": "http://10.0.0.1/"})
        assert refused.status_code == 422
        assert "http://10.0.0.1/" in refused.content.decode()

    def test_show_each_message_and_send_one_again(
        self, log_in, receiver, hook, django_assert_num_queries, django_assert_max_num_queries
    ):
        desk = log_in("Administrators")
        CaseFactory()
        send()
        path = f"/admin/integrations/webhooks/{hook.pk}/"
        desk.get(path)
        with django_assert_max_num_queries(60) as asked:
            desk.get(path)
        CaseFactory.create_batch(2)
        with django_assert_num_queries(len(asked.captured_queries)):
            desk.get(path)
        delivery = WebhookDelivery.objects.filter(status="delivered").get()

        desk.post(f"/admin/integrations/webhooks/deliveries/{delivery.pk}/replay/")
        send()

        ids = [headers["webhook-id"] for headers, _body in receiver.taken]
        assert ids.count(delivery.message_id) == 2


@pytest.mark.django_db(transaction=True)
class TestAWorkerThatIsKilled:
    def test_leaves_its_message_due_again_under_the_same_id(self, receiver, hook, settings):
        receiver.hangs, now = True, timezone.now()
        CaseFactory()
        program = (
            "import django; django.setup()\n"
            "from django.conf import settings\n"
            "from django.db import connections\n"
            f"settings.DATABASES['default']['NAME'] = {str(settings.DATABASES['default']['NAME'])!r}\n"
            "connections['default'].settings_dict['NAME'] = settings.DATABASES['default']['NAME']\n"
            "settings.WEBHOOKS_TO_PRIVATE = True\n"
            "from django.utils import timezone\n"
            "from foyer.core.jobs import carry_due_jobs\n"
            "carry_due_jobs(clock=timezone.now)\n"
        )
        env = os.environ | {
            "PYTHONPATH": "site:.",
            "DJANGO_SETTINGS_MODULE": "foyer.settings.testing",
        }
        worker = subprocess.Popen([sys.executable, "-c", program], env=env)
        assert receiver.reached.wait(60)

        os.kill(worker.pid, signal.SIGKILL)
        worker.wait()
        receiver.hangs = False
        receiver.hang.set()
        later = timezone.now() + timedelta(minutes=2)
        WebhookDelivery.objects.get()
        webhooks.send_due(_Run(later))

        ids = {headers["webhook-id"] for headers, _body in receiver.taken}
        assert (len(receiver.taken), len(ids)) == (2, 1)
        delivery = WebhookDelivery.objects.get()
        assert (delivery.status, delivery.attempts, now <= delivery.created_at) == (
            "delivered",
            2,
            True,
        )


class _Run:
    """A turn at the job, at a moment."""

    def __init__(self, at) -> None:
        self._at = at

    def now(self):
        return self._at

    def advance(self, step: int) -> None:
        """Nobody asks."""
