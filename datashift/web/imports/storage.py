"""The file of an export: kept while somebody decides about it, gone when it is decided.

Not by its hash: two imports of the same file are two files, so each goes with its import.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Model


def keep(pk: UUID, chunks: Iterable[bytes]) -> None:
    """Write the file of an import."""
    place = path(pk)
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=place.parent, prefix=".incoming-")
    try:
        with os.fdopen(handle, "wb") as file:
            for chunk in chunks:
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(place)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def path(pk: UUID) -> Path:
    """Where the file lies."""
    return Path(settings.DATA) / "imports" / str(pk)


def remove(pk: UUID) -> None:
    """Remove the file."""
    path(pk).unlink(missing_ok=True)


def remove_with(instance: Model, **_: Any) -> None:
    """Remove the file of an import whose row is deleted, once that is committed."""
    pk = instance.pk
    transaction.on_commit(lambda: remove(pk))
