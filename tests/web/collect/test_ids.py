"""An id is found wherever it stands, without reading everything."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from people import NOW
from web.collect.wells import filled, new_id, wells

from datashift.web.accounts.models import Organisation, User
from datashift.web.collect.actions.checkpoints import ROOM, make_room
from datashift.web.collect.actions.receive import receive
from datashift.web.collect.models import Door, Instance, Questionnaire, Submission
from datashift.web.collect.queries.ids import named, texts_of

Execute = Callable[..., Any]
A, B, C, D = (new_id(each) for each in range(1, 5))


@pytest.fixture
def questionnaire(organisation: Organisation, amina: User) -> Questionnaire:
    """Three texts of one submission: B replaces A, which never came, and C replaces B."""
    made = wells(organisation, amina)
    for text in (filled(C, replaces=B), filled(B, replaces=A), filled(D)):
        receive(text, organisation=organisation.pk, door=Door.OPENROSA, at=NOW)
    return made


def test_every_id_leads_to_its_submission(questionnaire: Questionnaire) -> None:
    chained = Submission.objects.get(root_instance_id=A)
    for each in (A, B, C):
        assert named(questionnaire, [each]) == {chained.pk}
    assert named(questionnaire, [D]) == {Submission.objects.get(root_instance_id=D).pk}
    assert named(questionnaire, [new_id(5)]) == set()
    assert {each.instance_id for each in texts_of(questionnaire, [A, B, D])} == {B, D}


def test_an_id_that_nothing_leads_to_any_more_is_found(questionnaire: Questionnaire) -> None:
    chained = Submission.objects.get(root_instance_id=A)
    Instance.objects.filter(instance_id=B).delete()
    assert named(questionnaire, [A]) == named(questionnaire, [C]) == {chained.pk}
    text = filled(A)
    organisation = questionnaire.organisation_id
    receipt = receive(text, organisation=organisation, door=Door.OPENROSA, at=NOW)
    assert receipt.submission == chained.pk


def test_no_table_is_read_whole_to_find_an_id(questionnaire: Questionnaire) -> None:
    plans: list[str] = []

    def plan(execute: Execute, sql: str, values: tuple[object, ...], *rest: Any) -> Any:
        explain = "EXPLAIN QUERY PLAN " + sql.replace("%s", "?")
        plans.extend(row[3] for row in connection.connection.execute(explain, values))
        return execute(sql, values, *rest)

    with connection.execute_wrapper(plan):
        list(texts_of(questionnaire, [A, B]))
    assert [each for each in plans if each.startswith("SEARCH collect_")]
    assert not [each for each in plans if each.startswith("SCAN collect_")]


def test_the_migration_tells_which_texts_are_found_by_their_submission(
    questionnaire: Questionnaire,
) -> None:
    before = list(Instance.objects.values_list("instance_id", "root"))
    assert {root for _, root in before} == {True, False}
    Instance.objects.update(root=True)
    import_module("datashift.web.collect.migrations.0007_ids_in_one_index").tell_roots(apps, None)
    assert list(Instance.objects.values_list("instance_id", "root")) == before


def test_the_log_of_writes_is_long_at_once_and_nothing_else_is_different(tmp_path: Path) -> None:
    file, log = tmp_path / "kept.sqlite3", tmp_path / "kept.sqlite3-wal"
    with closing(sqlite3.connect(file, isolation_level=None)) as connected:
        connected.execute("PRAGMA journal_mode=WAL")
        connected.execute("CREATE TABLE kept (word)")
        before = list(connected.iterdump())
        memory = connected.execute("PRAGMA cache_size").fetchone()
        make_room(connected)
        long = log.stat().st_size
        assert long > ROOM * 4096 * 0.95
        assert connected.execute("PRAGMA cache_size").fetchone() == memory
        assert list(connected.iterdump()) == before
        for each in range(100):
            connected.execute("INSERT INTO kept VALUES (?)", [each])
        assert log.stat().st_size == long
    assert not log.exists()
