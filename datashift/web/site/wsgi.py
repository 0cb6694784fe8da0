"""The platform as a WSGI application, for any server."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "datashift.web.site.settings")
platform = get_wsgi_application()

# Django must be set up before these are read.
from django.conf import settings  # noqa: E402

from datashift.web.audit.log import last_event  # noqa: E402
from datashift.web.collect.http.front import Front  # noqa: E402
from datashift.web.site.kept_pages import KeptPages  # noqa: E402
from datashift.web.site.later import first_ask  # noqa: E402

front = Front(platform)
application = KeptPages(front, last_event, room=settings.PAGES_LIMIT)
first_ask(front.takes)

# What is loaded stays for good: looking through it for rubbish again and again took a seventh of
# the time of a page, which makes much and drops it all at its end.
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 50)
