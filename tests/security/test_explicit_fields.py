"""Forms, resources and schemas name their fields; what else is sent changes nothing. (SEC-04, security 14)"""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from wagtail.contrib.settings.registry import registry as settings_registry
from wagtail.snippets.models import get_snippet_models

from foyer.core.models import User
from foyer.guests.models import Guest, SignIn
from tests.factories import DeskFactory, EventFactory, GuestFactory, UserFactory
from tests.tablet import Tablet

SOURCES = (settings.SOURCE_DIR, settings.PROJECT_DIR / "kiosk")
# Assigned in a class of a form, a resource, a schema or a viewset, these take whatever the model has.
TAKES_ALL = {"exclude", "exclude_form_fields", "model_fields_exclude"}
FACTORIES = {"modelform_factory", "modelformset_factory", "inlineformset_factory", "create_schema"}


def taking_all(tree: ast.AST) -> Iterator[int]:
    """Yield the lines of a module where fields are not named one by one."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            for line in node.body:
                targets = _assigned(line)
                value = getattr(line, "value", None)
                everything = isinstance(value, ast.Constant) and value.value == "__all__"
                if targets & TAKES_ALL or ("fields" in targets and everything):
                    yield line.lineno
        if isinstance(node, ast.Call) and _name(node.func) in FACTORIES:
            names = {word.arg for word in node.keywords}
            all_of_it = any(
                isinstance(word.value, ast.Constant) and word.value.value == "__all__"
                for word in node.keywords
            )
            if names & TAKES_ALL or all_of_it or "fields" not in names:
                yield node.lineno


def _assigned(line: ast.stmt) -> set[str]:
    targets: list[Any] = getattr(line, "targets", None) or [getattr(line, "target", None)]
    return {target.id for target in targets if isinstance(target, ast.Name)}


def _name(function: ast.expr) -> str:
    return str(getattr(function, "id", getattr(function, "attr", "")))


class TestTheCode:
    @pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.name)
    def test_names_every_field_it_takes(self, source: Path):
        found = [
            f"{path.relative_to(source)}:{line}"
            for path in source.rglob("*.py")
            for line in taking_all(ast.parse(path.read_text("utf-8")))
        ]

        assert found == []

    @pytest.mark.parametrize(
        "code",
        [
            "class A:\n class Meta:\n  fields = '__all__'",
            "class A:\n class Meta:\n  exclude = ['x']",
            "class A:\n exclude_form_fields: ClassVar = ['x']",
            "F = forms.modelform_factory(Guest, exclude=['x'])",
            "F = modelform_factory(Guest, fields='__all__')",
            "F = inlineformset_factory(Event, Guest)",
        ],
    )
    def test_would_be_found_out_otherwise(self, code: str):
        assert list(taking_all(ast.parse(code)))

    @pytest.mark.parametrize("model", [*get_snippet_models(), *settings_registry])
    def test_gives_each_record_people_edit_panels_of_its_own(self, model):
        viewset = getattr(model, "snippet_viewset", None)

        named = [getattr(place, "panels", None) for place in (viewset, model)]
        handlers = [getattr(place, "edit_handler", None) for place in (viewset, model)]

        assert any(named) or any(handlers)  # else Wagtail takes every column


@pytest.mark.django_db
class TestWhatElseIsSent:
    def test_gives_no_tablet_rights_with_a_desks_form(self, log_in):
        desk = DeskFactory(paired=True)
        kept = (desk.token_hash, desk.pin_hash)
        url = reverse(desk.snippet_viewset.get_url_name("edit"), args=[desk.pk])
        form = {
            "name": "改了名",
            "event": desk.event_id,
            "mode": desk.mode,
            "checkpoints": [point.pk for point in desk.checkpoints.all()],
        }

        log_in("Reception").post(
            url, form | {"token_hash": "x" * 64, "pin_hash": "x", "revoked_at": "2020-01-01"}
        )

        desk.refresh_from_db()
        assert desk.name == "改了名"
        assert (desk.token_hash, desk.pin_hash, desk.revoked_at) == (*kept, None)

    def test_moves_no_guest_to_another_event_with_a_guests_form(self, log_in):
        guest = GuestFactory()
        before = Guest.objects.values().get(pk=guest.pk)
        client = log_in("Account managers")
        page = f"/admin/guests/{guest.event_id}/{guest.pk}/edit/"
        shown = client.get(page).context["form"]
        form = {field.html_name: field.value() or "" for field in shown}
        foreign = {
            "event": EventFactory().pk,
            "code_hash": "x" * 64,
            "cancelled_at": "2020-01-01",
            "reply": "yes",
            "source": "walk_in",
        }

        client.post(page, form | {"name": "改了名"} | foreign)

        after = Guest.objects.values().get(pk=guest.pk)
        assert after["name"] == "改了名"
        for column in ("event_id", "code_hash", "cancelled_at", "reply", "source"):
            assert after[column] == before[column], column

    def test_makes_nobody_an_administrator_with_the_account_page(self, log_in):
        user: User = UserFactory(role="Reception")
        form = {
            "name_email-first_name": "改了",
            "name_email-last_name": "名",
            "name_email-email": user.email,
            "locale-preferred_language": "zh-hans",
            "theme-theme": "system",
            "theme-density": "default",
            "theme-contrast": "system",
        }
        wanted = {"is_superuser": "on", "groups": "9", "user_permissions": "1", "is_staff": "on"}
        prefixed = {f"name_email-{name}": value for name, value in wanted.items()}

        log_in(user=user).post("/admin/account/", form | wanted | prefixed)

        user.refresh_from_db()
        assert (str(user), user.is_superuser, user.is_staff) == ("名改了", False, False)
        assert [group.name for group in user.groups.all()] == ["Reception"]

    def test_signs_nobody_in_for_another_desk_or_time(self, desk, guest):
        other = DeskFactory()

        Tablet(desk).scan(guest, desk=other.pk, signed_in_at="2020-01-01T00:00:00Z", way="hand")

        kept = SignIn.objects.get()
        assert (kept.desk, kept.way) == (desk, "code")
        assert kept.signed_in_at.year != 2020

    def test_is_not_listened_to_at_the_log_in(self):
        user = UserFactory(role="Reception")

        Client().post("/admin/login/", {"username": user.username, "is_superuser": "on"})

        user.refresh_from_db()
        assert not user.is_superuser
