"""The platform as a WSGI application, for any server."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "datashift.web.site.settings")
platform = get_wsgi_application()

from datashift.web.collect.http.front import Front  # noqa: E402 (Django must be set up)

application = Front(platform)
