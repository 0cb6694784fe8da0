"""The settings of the platform, made quick for tests: nothing is kept, nothing is slow."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile

# A folder of its own for every process that runs tests.
os.environ["DATASHIFT_DATA"] = tempfile.mkdtemp(prefix="datashift-tests-")
atexit.register(shutil.rmtree, os.environ["DATASHIFT_DATA"], ignore_errors=True)
KEPT_OUT = ("ADDRESS", "HOSTS", "DATABASE", "ENGINE", "MAIL", "OFFICIAL")
for name in [f"DATASHIFT_{name}" for name in KEPT_OUT]:
    os.environ.pop(name, None)

from datashift.web.site.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
ACCOUNT_RATE_LIMITS = False
