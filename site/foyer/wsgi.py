"""The WSGI entry point, for granian or any other server."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "foyer.settings.base")
house = get_wsgi_application()

from foyer.api.door import Door  # noqa: E402  its records can be read only now

application = Door(house)
