"""The short form of `manage.py drill restore`, on whichever database the suite runs. (001-30)"""

from io import StringIO

import pytest
from django.core.management import call_command

from foyer.clients.models import Client
from foyer.core.backups.house import this_house


@pytest.mark.django_db(transaction=True)
class TestRestoreDrill:
    def test_finds_the_promise_kept_and_leaves_nothing_behind(self):
        before, out = sorted(name for name, _path in this_house().files()), StringIO()

        sizes = ("--rows", "300", "--megabytes", "4", "--slack", "5")
        call_command("drill", "restore", "--here", *sizes, stdout=out)

        assert "none halved" in out.getvalue()
        assert "16 flipped bits and 8 cuts, each found and its place named" in out.getvalue()
        assert "restore: the promise is kept." in out.getvalue()
        assert Client.objects.count() == 0
        assert sorted(name for name, _path in this_house().files()) == before
