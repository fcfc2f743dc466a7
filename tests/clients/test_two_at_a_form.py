"""Two members of staff at the form of one record: neither writes over the other unknowingly. (001-28)"""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from wagtail.users.models import UserProfile

from foyer.clients.models import Client, ClientAddress, Contact
from tests.client_forms import client_form, contact_form, rows
from tests.conftest import LogIn
from tests.factories import (
    ClientFactory,
    ContactFactory,
    ContactPointFactory,
    CustomFieldFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
CLIENTS = "/admin/snippets/clients/client/edit/"
CONTACTS = "/admin/snippets/clients/contact/edit/"
_SEEN = re.compile(r'<input type="hidden" name="seen" value="([^"]*)"')


def opened(browser: Any, address: str) -> str:
    """Return the marks the form of a record carries along."""
    [seen] = _SEEN.findall(browser.get(address).content.decode())
    return html.unescape(seen)


class TestTheFormOfAClient:
    def test_writes_over_nothing_somebody_else_has_entered(self, log_in: LogIn) -> None:
        browser = log_in("Administrators")
        client = ClientFactory(name="云岭茶业", industry="茶叶", size="small", short_name="云岭")
        address = f"{CLIENTS}{client.pk}/"
        first, second = (
            client_form(name="云岭茶业", industry="茶叶", size="small", short_name="云岭")
            | {"number": client.number, "seen": opened(browser, address)}
            for _ in range(2)
        )

        browser.post(address, first | {"industry": "饮品", "size": "large"})
        refused = browser.post(address, second | {"industry": "零售", "short_name": "云岭茶"})

        kept = Client.objects.get()
        page = refused.content.decode()
        assert (kept.industry, kept.size, kept.short_name) == ("饮品", "large", "云岭")
        assert refused.status_code == 200
        assert "另一位同事在此期间把这里填成了“饮品”" in page
        assert 'value="零售"' in page
        sizes = refused.context["form"].errors["size"]
        assert sizes == [
            "另一位同事在此期间把这里填成了“500 至 1,999 人”。",
            "如果您填的是对的，请再保存一次。",
        ]

    def test_keeps_it_once_the_other_values_have_been_read(self, log_in: LogIn) -> None:
        browser = log_in("Administrators")
        client = ClientFactory(name="云岭茶业", industry="茶叶")
        address = f"{CLIENTS}{client.pk}/"
        sent = client_form(name="云岭茶业", industry="零售", number=client.number)
        sent["seen"] = opened(browser, address)
        Client.objects.update(industry="饮品")

        refused = browser.post(address, sent)
        [seen] = _SEEN.findall(refused.content.decode())
        answer = browser.post(address, sent | {"seen": html.unescape(seen)})

        assert answer.status_code == 302
        assert Client.objects.get().industry == "零售"

    def test_goes_on_where_others_changed_what_it_does_not_hold(self, log_in: LogIn) -> None:
        browser = log_in("Administrators")
        client = ClientFactory(name="云岭茶业", industry="茶叶")
        address = f"{CLIENTS}{client.pk}/"
        sent = client_form(name="云岭茶业", industry="零售", number=client.number)
        sent["seen"] = opened(browser, address)
        ContactFactory(client=client)
        Client.objects.update(tier="key")

        answer = browser.post(address, sent)

        assert answer.status_code == 302
        assert Client.objects.values_list("industry", "tier").get() == ("零售", "key")

    def test_counts_addresses_and_fields_of_the_house(self, log_in: LogIn) -> None:
        browser = log_in("Administrators")
        CustomFieldFactory(key="plate")
        client = ClientFactory(name="云岭茶业", custom={"plate": "浙A1"})
        place = ClientAddress.objects.create(client=client, kind="visiting", text="梅坞南路 21 号")
        address = f"{CLIENTS}{client.pk}/"
        entry = {"kind": "visiting", "text": "梅坞南路 21 号", "id": str(place.pk), "DELETE": ""}
        sent = client_form(name="云岭茶业", number=client.number, custom_plate="浙A1")
        sent |= {**rows("addresses", entry, kept=1), "seen": opened(browser, address)}
        ClientAddress.objects.update(text="清波街 2 号")
        Client.objects.update(custom={"plate": "浙A2"})

        page = browser.post(address, sent).content.decode()

        assert ClientAddress.objects.get().text == "清波街 2 号"
        assert Client.objects.get().custom == {"plate": "浙A2"}
        assert "另一位同事在此期间改动了：地址" in page
        assert "填成了“浙A2”" in page


class TestTheFormOfAContact:
    def test_counts_what_is_sealed(self, log_in: LogIn) -> None:
        browser = log_in("Administrators")
        contact = ContactFactory(name="林若兰", phone="13900005678", email="")
        ContactPointFactory(contact=contact)
        address = f"{CONTACTS}{contact.pk}/"
        kept = contact.points.get()
        point = {"kind": kept.kind, "label": kept.label, "value": kept.value, "id": str(kept.pk)}
        sent = contact_form(name="林若兰", phone="13900005678", title="秘书")
        sent |= {**rows("points", point, kept=1), "seen": opened(browser, address)}
        contact.phone = "13900009999"
        contact.save()

        page = browser.post(address, sent).content.decode()

        assert Contact.objects.get().phone == "13900009999"
        assert "填成了“13900009999”" in page

    def test_is_said_in_the_readers_language(self, log_in: LogIn) -> None:
        user = UserFactory(role="Administrators")
        UserProfile.objects.create(user=user, preferred_language="en")
        browser = log_in(user=user)
        contact = ContactFactory(name="林若兰", title="秘书", phone="", email="", client=None)
        address = f"{CONTACTS}{contact.pk}/"
        sent = contact_form(name="林若兰", title="经理") | {"seen": opened(browser, address)}
        Contact.objects.update(title="")

        page = browser.post(address, sent).content.decode()

        assert "Somebody else has emptied this meanwhile." in page
        assert Contact.objects.get().title == ""
