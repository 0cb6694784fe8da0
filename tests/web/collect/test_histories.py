"""However deliveries come, what is left is what a plain model says."""

from __future__ import annotations

from hypothesis import HealthCheck, example, given, settings
from people import Scene
from web.collect.histories import HISTORIES, History, Send, Turn
from web.collect.playing import play

from datashift.web.collect.models import Questionnaire

CLOSED = Turn(Questionnaire.State.CLOSED)


def sent(own: int, replaces: int | None = None, **more: object) -> Send:
    plain = {"works": "yes", "named": frozenset(), "brought": (), "version": "1"}
    return Send(own=own, replaces=replaces, **(plain | more))  # type: ignore[arg-type]


@given(HISTORIES)
@example([sent(0), sent(2, 1), sent(1, 0)])
@example([sent(2, 1), CLOSED, sent(1, 0), sent(0), sent(0)])
@example([sent(0, 1), sent(1, 0)])
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_any_history_ends_as_the_model_says(scene: Scene, history: History) -> None:
    play(scene, history)
