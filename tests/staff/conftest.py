"""What the tests of the staff room share."""

import pytest
from django.urls import get_resolver


@pytest.fixture(autouse=True, scope="session")
def _addresses_known() -> None:
    """Load every address before a test makes the time stand still: schemas want the real `datetime`."""
    assert get_resolver().url_patterns
