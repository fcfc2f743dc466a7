import json
import re

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from kiosk.shell import OWN_STATIC, shell_files, shell_version
from kiosk.words import WORDS

KIOSK = "/kiosk/"
MANIFEST = "/kiosk/manifest.webmanifest"
WORKER = "/kiosk/sw.js"


def setup_of(page: str) -> dict:
    found = re.search(r'<script id="setup" type="application/json">(.*?)</script>', page)
    assert found
    return json.loads(found[1])


def shell_of(worker: str) -> dict:
    first_line = worker.partition("\n")[0]
    return json.loads(first_line.removeprefix("const SHELL = ").removesuffix(";"))


class TestShellPage:
    def test_needs_no_database_session_or_cookie(self, client: Client):
        response = client.get(KIOSK)  # no django_db mark: a query would fail the test

        assert response.status_code == 200
        assert not response.cookies
        assert "Cookie" not in response.headers.get("Vary", "")

    def test_runs_nothing_that_is_not_ours(self, client: Client):
        response = client.get(KIOSK)

        policy = dict(
            part.strip().partition(" ")[::2]
            for part in response["Content-Security-Policy"].split(";")
        )
        assert policy["default-src"] == "'none'"
        assert policy["script-src"] == "'self' 'wasm-unsafe-eval'"
        assert policy["style-src"] == "'self'"
        assert policy["frame-ancestors"] == "'none'"

    def test_holds_no_inline_script_style_or_address_of_another_host(self, client: Client):
        page = client.get(KIOSK).content.decode()

        scripts = re.findall(r"<script\b([^>]*)>", page)
        assert [attributes for attributes in scripts if "application/json" not in attributes] == [
            ' type="module" src="/static/kiosk/app.js"'
        ]
        assert re.findall(r"<style|\sstyle=|\son[a-z]+=|https?://", page) == []

    def test_keeps_the_pairing_code_out_of_referrers_and_of_the_page(self, client: Client):
        response = client.get(KIOSK, {"pair": "KXQ7-2M9P"})

        assert response["Referrer-Policy"] == "no-referrer"
        assert response.content == client.get(KIOSK).content

    def test_carries_every_word_in_every_language(self, client: Client):
        setup = setup_of(client.get(KIOSK).content.decode())

        assert list(setup["words"]) == ["zh-hans", "zh-hant", "en"]
        assert [
            set(book) == set(WORDS) and all(book.values()) for book in setup["words"].values()
        ] == [True] * 3
        assert [language["tag"] for language in setup["languages"]] == ["zh-Hans", "zh-Hant", "en"]

    def test_uses_the_same_names_in_a_sentence_in_every_language(self, client: Client):
        setup = setup_of(client.get(KIOSK).content.decode())

        names = [
            {key: sorted(re.findall(r"\{(\w+)\}", word)) for key, word in book.items()}
            for book in setup["words"].values()
        ]
        assert names == [names[-1]] * 3

    def test_names_only_words_that_exist(self, client: Client):
        page = client.get(KIOSK).content.decode()

        named = set(re.findall(r'data-(?:t|t-label|r)="([^"]+)"', page))
        assert named - set(WORDS) == set()

    @pytest.mark.parametrize("path", [KIOSK, MANIFEST, WORKER])
    def test_answers_only_to_reading(self, client: Client, path: str):
        assert client.post(path).status_code == 405


class TestManifest:
    def test_makes_an_app_of_this_scope_with_pictures_that_exist(self, client: Client):
        response = client.get(MANIFEST)

        manifest = response.json()
        assert response["Content-Type"] == "application/manifest+json"
        assert (manifest["start_url"], manifest["scope"]) == (KIOSK, KIOSK)
        assert (manifest["name"], manifest["short_name"]) == ("Foyer 签到台", "签到台")
        assert all(finders.find(icon["src"].removeprefix("/static/")) for icon in manifest["icons"])


class TestServiceWorker:
    def test_keeps_the_shell_and_nothing_of_the_api(self, client: Client):
        shell = shell_of(client.get(WORKER).content.decode())

        static = [
            file.removeprefix("/static/") for file in shell["files"] if file.startswith("/static/")
        ]
        assert static == shell_files()
        assert all(finders.find(name) for name in static)
        assert [file for file in shell["files"] if not file.startswith("/static/")] == [
            KIOSK,
            MANIFEST,
        ]

    def test_has_the_version_of_the_page_it_keeps(self, client: Client):
        page = client.get(KIOSK).content.decode()

        shell = shell_of(client.get(WORKER).content.decode())

        assert shell["version"] == shell_version(page=page)
        assert shell["version"] != shell_version(page=page + " ")

    def test_is_asked_for_afresh_each_time(self, client: Client):
        assert client.get(WORKER)["Cache-Control"] == "no-cache"


class TestVendoredDecoders:
    @pytest.mark.parametrize("name", ["qr-decode.js", "zxing-reader.js"])
    def test_name_no_other_host(self, name: str):
        source = (OWN_STATIC / "kiosk" / "vendor" / name).read_text(encoding="utf-8")

        assert re.findall(r"\b(?:https?|wss?)://", source) == []
