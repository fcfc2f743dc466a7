"""The ASGI entry point; WSGI is the faster of the two here (docs/architecture.md)."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "foyer.settings.base")
application = get_asgi_application()
