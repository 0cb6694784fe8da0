"""The settings of the platform, made quick for tests: nothing is kept, nothing is slow.

The database is SQLite, its tables made from the models at once. With DATASHIFT_TESTS_ON=postgresql
it is a PostgreSQL server of the tests' own, one for all processes that run them, and its tables are
made by the migrations; web/site/test_migrations.py holds both to be the same.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from contextlib import ExitStack

from postgresql import server
from unmigrated import FromTheModels

# A folder of its own for every process that runs tests.
os.environ["DATASHIFT_DATA"] = tempfile.mkdtemp(prefix="datashift-tests-")
atexit.register(shutil.rmtree, os.environ["DATASHIFT_DATA"], ignore_errors=True)
KEPT_OUT = ("ADDRESS", "HOSTS", "DATABASE", "ENGINE", "MAIL", "OFFICIAL")
for name in [f"DATASHIFT_{name}" for name in KEPT_OUT]:
    os.environ.pop(name, None)
if os.environ.get("DATASHIFT_TESTS_ON") == "postgresql":
    if "DATASHIFT_TESTS_DATABASE" not in os.environ:  # inherited by the processes of pytest-xdist
        running = ExitStack()
        os.environ["DATASHIFT_TESTS_DATABASE"] = running.enter_context(server())
        atexit.register(running.close)
    os.environ["DATASHIFT_DATABASE"] = os.environ["DATASHIFT_TESTS_DATABASE"]

from datashift.web.site.settings import *  # noqa: E402, F403

os.environ.pop("DATASHIFT_DATABASE", None)  # processes that tests start have one of their own
# Tests make and drop databases, which nobody may be connected to.
DATABASES["default"]["OPTIONS"].pop("pool", None)  # noqa: F405
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
ACCOUNT_RATE_LIMITS = False

if not POSTGRESQL:  # noqa: F405
    MIGRATION_MODULES = FromTheModels()
