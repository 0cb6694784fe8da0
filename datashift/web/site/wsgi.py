"""The platform as a WSGI application, for any server."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "datashift.web.site.settings")
platform = get_wsgi_application()

# Django must be set up before these are read.
from django.conf import settings  # noqa: E402

from datashift.web.audit.log import last_event  # noqa: E402
from datashift.web.collect.http.front import Front  # noqa: E402
from datashift.web.site.garbage import leave_what_is_loaded  # noqa: E402
from datashift.web.site.kept_pages import KeptPages  # noqa: E402
from datashift.web.site.later import first_ask  # noqa: E402

front = Front(platform)
application = KeptPages(front, last_event, room=settings.PAGES_LIMIT)
first_ask(front.takes)
leave_what_is_loaded()
