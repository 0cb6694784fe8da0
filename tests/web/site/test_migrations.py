"""What the migrations make is what the models say."""

from __future__ import annotations

from django.core.management import call_command
from pytest_django import Settings


def test_no_model_has_changed_without_a_migration(db: None, settings: Settings) -> None:
    settings.MIGRATION_MODULES = {}
    call_command("makemigrations", check_changes=True, dry_run=True, verbosity=0)
