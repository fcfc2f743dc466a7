import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from foyer.core.models import HousePolicy

pytestmark = pytest.mark.django_db
PAGE = reverse("wagtailsettings:edit", args=["core", "housepolicy"])
GRACES = ("sign_out_minutes", "move_minutes")


def said(form: object) -> dict[str, str]:
    """Return what a browser would send of the policy as it is."""
    values = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in values.items() if value not in (None, "")}


class TestGracesAfterAnEvent:
    def test_are_half_an_hour_where_nobody_says_otherwise(self):
        policy = HousePolicy.load()

        assert [getattr(policy, name) for name in GRACES] == [30, 30]

    def test_are_changed_in_the_admin(self, log_in):
        staff = log_in("Administrators")
        form = said(staff.get(PAGE, follow=True).context["form"])
        page = staff.get(PAGE, follow=True).request["PATH_INFO"]

        staff.post(page, form | {"sign_out_minutes": "0", "move_minutes": "90"})

        policy = HousePolicy.objects.get()
        assert [getattr(policy, name) for name in GRACES] == [0, 90]

    @pytest.mark.parametrize("name", GRACES)
    @pytest.mark.parametrize("minutes", [-1, 721])
    def test_are_refused_where_they_make_no_sense(self, name: str, minutes: int):
        policy = HousePolicy.load()
        setattr(policy, name, minutes)

        with pytest.raises(ValidationError) as told:
            policy.full_clean()

        assert set(told.value.message_dict) == {name}
