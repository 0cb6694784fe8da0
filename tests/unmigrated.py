"""Tables made as the models are: in a second instead of ten."""

from __future__ import annotations

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


class FromTheModels(dict[str, None]):
    """For MIGRATION_MODULES: no app has migrations."""

    def __contains__(self, app: object) -> bool:
        return True

    def __getitem__(self, app: str) -> None:
        return None


def make_tables() -> None:
    """In the database of the settings; web/site/test_migrations.py holds them to be the same."""
    from django.conf import settings
    from django.core.management import call_command

    settings.MIGRATION_MODULES = FromTheModels()
    call_command("migrate", verbosity=0, run_syncdb=True, skip_checks=True)


def leave_out_permissions() -> None:
    """Django's own, which nothing here asks for and every test that commits would make anew."""
    from django.contrib.contenttypes.management import create_contenttypes
    from django.db.models.signals import post_migrate

    post_migrate.disconnect(dispatch_uid="django.contrib.auth.management.create_permissions")
    post_migrate.disconnect(create_contenttypes)


if __name__ == "__main__":
    sys.path[:0] = [str(ROOT)]
    os.environ["DJANGO_SETTINGS_MODULE"] = "datashift.web.site.settings"
    import django

    django.setup()
    make_tables()
