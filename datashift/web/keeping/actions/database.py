"""Clear the database's own files of what deleted rows leave behind.

SQLite overwrites deleted content (`secure_delete`), but the write-ahead log keeps it until it is
emptied, and pages that were rebuilt may keep pieces of it until the file is written anew.
PostgreSQL keeps dead rows until their table is written anew:
https://www.sqlite.org/pragma.html#pragma_secure_delete,
https://www.postgresql.org/docs/15/sql-vacuum.html
"""

from __future__ import annotations

import time
from datetime import datetime

from django.db import connection

from datashift.web.collect.actions.erasing import tables
from datashift.web.keeping.models import Scrub

TRIES = 20
PAUSE = 0.25  # seconds


def want_scrub(at: datetime) -> None:
    """Have it done after this transaction, or by the next sweep."""
    Scrub.objects.update_or_create(pk=1, defaults={"wanted_at": at, "done_at": None})


def scrub(*, at: datetime) -> bool:
    """Write anew what held deleted rows; whether all of it could be done.

    Inside a transaction nothing can be: the next sweep does it. While it goes on, whoever writes
    waits; phones that wait too long are told to try later.
    """
    if connection.in_atomic_block or not Scrub.objects.filter(done_at=None).exists():
        return False
    done = _sqlite() if connection.vendor == "sqlite" else _postgresql()
    if done:
        Scrub.objects.filter(wanted_at__lte=at).update(done_at=at)
    return done


def _sqlite() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
        for _ in range(TRIES):
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            busy = cursor.fetchone()[0]
            if not busy:
                return True
            time.sleep(PAUSE)  # somebody still reads what was there before
    return False


def _postgresql() -> bool:
    with connection.cursor() as cursor:
        for model in tables():
            cursor.execute(f"VACUUM (FULL) {connection.ops.quote_name(model._meta.db_table)}")
    return True
