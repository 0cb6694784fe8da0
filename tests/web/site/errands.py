"""A task for the test of the worker: it leaves a file behind."""

from __future__ import annotations

from pathlib import Path

from django_tasks import task


@task()
def leave_a_note(path: str, text: str) -> None:
    Path(path).write_text(text, encoding="utf-8")
