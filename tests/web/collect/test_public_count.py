"""What everybody may see of how many submissions arrive: noise, one draw a week, a budget that ends."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from people import Scene
from web.collect.wells import wells

from datashift.web.collect.actions.counting import count_week
from datashift.web.collect.models import PublicCount, Submission

AT = datetime(2026, 3, 11, 9, 0, tzinfo=UTC)  # a Wednesday; the last whole week began on the 2nd
HERE = "/about/theory-of-change/"


def _arrived(scene: Scene, number: int, *, at: datetime) -> None:
    questionnaire = wells(scene.organisation, scene.people["owner"], form_id=f"w{at:%m%d%H%M}")
    Submission.objects.bulk_create(
        Submission(
            questionnaire=questionnaire,
            root_instance_id=f"uuid:{at}{one}",
            received_at=at,
            changed_at=at,
        )
        for one in range(number)
    )


def test_a_week_is_drawn_once_whatever_is_asked(scene: Scene) -> None:
    """Nor do those that arrive, or are asked for, later change it: no average comes nearer."""
    _arrived(scene, 500, at=AT - timedelta(days=6))
    _arrived(scene, 9_000, at=AT - timedelta(days=1))  # of this week, which is not over
    first = count_week(AT)
    assert first is not None
    assert str(first.week) == "2026-03-02"
    assert abs(first.shown - 500) <= 40  # P = 2 exp(-41) / (1 + exp(-1)): never
    assert (first.epsilon, first.margin) == (1.0, 3)
    _arrived(scene, 100, at=AT - timedelta(days=5))
    assert {count_week(AT + timedelta(hours=hour)) for hour in range(24)} == {first}
    later = count_week(AT + timedelta(days=7))
    assert later is not None
    assert later.week - first.week == timedelta(days=7)
    assert abs(later.shown - 9_000) <= 40


def test_the_database_refuses_to_spend_more_than_the_budget_of_a_week(scene: Scene) -> None:
    _arrived(scene, 20, at=AT - timedelta(days=6))
    drawn = count_week(AT)
    assert drawn is not None
    for week, epsilon in ((drawn.week, 0.1), (drawn.week - timedelta(days=7), 1.1)):
        with pytest.raises(IntegrityError), transaction.atomic():
            PublicCount.objects.create(week=week, shown=20, epsilon=epsilon, margin=3, drawn_at=AT)


def test_the_page_says_it_with_its_epsilon_and_is_the_same_for_everybody(scene: Scene) -> None:
    wells(scene.organisation, scene.people["owner"])
    answers = {Client().get(HERE).content for _ in range(5)}
    assert len(answers) == 1
    text = answers.pop().decode()
    assert "all questionnaires together" in text
    assert "ε = 1" in text
    assert PublicCount.objects.count() == 1


def test_where_the_noise_cannot_be_drawn_nothing_is_shown(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    wells(scene.organisation, scene.people["owner"])
    monkeypatch.setitem(sys.modules, "opendp.prelude", None)
    assert "all questionnaires together" not in Client().get(HERE).content.decode()
    assert not PublicCount.objects.exists()


def test_where_nobody_collects_there_is_no_counter(scene: Scene) -> None:
    assert count_week(AT) is None
