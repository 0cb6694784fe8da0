"""Many random histories in one questionnaire, delivered in common batches as group commit makes them.

They share when it opens and closes; their ids are apart, so each must end as if it were alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from random import Random
from uuid import UUID, uuid4

from people import NOW, Scene
from web.collect.histories import IDS, PHOTOS, End, History, Send, Turn, expected
from web.collect.playing import text_of
from web.collect.wells import wells

from datashift.web.collect import storage
from datashift.web.collect.actions.receive import Delivery, Sent, opened, settled
from datashift.web.collect.models import Door, Instance, Questionnaire, Submission

Batch = tuple[tuple[int, Send], ...]  # which history, and what it sends
STATES = (Questionnaire.State.OPEN, Questionnaire.State.CLOSED)
BYTES = (b"1", b"2")
MOST_ROUNDS = 10
SENT_AT_ONCE = (0, 0, 0, 1, 1, 2, 3)


@dataclass(frozen=True)
class Differs:
    """A history that did not end as the model says."""

    history: History
    found: frozenset[End]
    expected: frozenset[End]


@dataclass(frozen=True)
class Together:
    """What comes to one questionnaire: batches, and turns between them."""

    histories: int
    rounds: tuple[Batch | Turn, ...]

    @property
    def deliveries(self) -> int:
        return sum(len(each) for each in self.rounds if not isinstance(each, Turn))

    def history(self, number: int) -> History:
        """What one of the histories is by itself."""
        found: list[Send | Turn] = []
        for each in self.rounds:
            found += [each] if isinstance(each, Turn) else [s for n, s in each if n == number]
        return found


def drawn(chance: Random, histories: int) -> Together:
    """So many random histories."""
    rounds: list[Batch | Turn] = []
    for _ in range(chance.randint(1, MOST_ROUNDS)):
        if chance.random() < 0.2:
            rounds.append(Turn(chance.choice(STATES)))
            continue
        sends = [n for n in range(histories) for _ in range(chance.choice(SENT_AT_ONCE))]
        chance.shuffle(sends)
        if sends:
            rounds.append(tuple((number, _send(chance)) for number in sends))
    return Together(histories, tuple(rounds))


def _send(chance: Random) -> Send:
    return Send(
        own=chance.randrange(IDS),
        replaces=chance.choice((None, chance.randrange(IDS))),
        works=chance.choice(("yes", "no")),
        named=frozenset(name for name in PHOTOS if chance.random() < 0.5),
        brought=tuple((name, chance.choice(BYTES)) for name in PHOTOS if chance.random() < 0.3),
        version=chance.choice("1110"),
    )


def differing(scene: Scene, together: Together) -> Iterator[Differs]:
    """Deliver them; those that did not end as the model says. The transaction is the caller's."""
    form_id = f"wells-{uuid4()}"
    questionnaire = wells(scene.organisation, scene.people["editor"], form_id=form_id)
    keys: dict[str, tuple[object, ...]] = {}
    clock = (NOW + timedelta(seconds=second) for second in count())
    for each in together.rounds:
        if isinstance(each, Turn):
            Questionnaire.objects.filter(pk=questionnaire.pk).update(state=each.state)
            continue
        batch: list[Delivery] = []
        for number, send in each:
            text = text_of(send, form_id, first=number * IDS)
            batch.append(
                opened(
                    text,
                    organisation=scene.organisation.pk,
                    door=Door.OPENROSA,
                    at=next(clock),
                    files=[_kept(scene, name, content) for name, content in send.brought],
                )
            )
            keys[batch[-1].sha256] = (
                send.own, send.replaces, send.works, send.named, send.version,
            )  # fmt: skip
        settled(batch)
    ends = _ends(questionnaire, keys)
    for number in range(together.histories):
        history = together.history(number)
        found, model = frozenset(ends.get(number, [])), expected(history)
        if found != model or len(found) != len(ends.get(number, [])):
            yield Differs(history, found, model)


def _kept(scene: Scene, name: str, content: bytes) -> Sent:
    """A photograph that is in the store: written once, for it is always the same."""
    kept = _stored.get(content)
    if kept is None:
        kept = _stored[content] = storage.keep(scene.organisation.pk, [content])
    return Sent(name, kept.sha256, kept.size)


_stored: dict[bytes, storage.Kept] = {}


def _ends(
    questionnaire: Questionnaire, keys: Mapping[str, tuple[object, ...]]
) -> dict[int, list[End]]:
    """What is in the database, in the words of the model, by history."""
    of: dict[UUID, list[Instance]] = {}
    for instance in Instance.objects.filter(questionnaire=questionnaire).defer("xml"):
        of.setdefault(instance.submission_id, []).append(instance)
    ends: dict[int, list[End]] = {}
    for submission in Submission.objects.filter(questionnaire=questionnaire):
        instances = of[submission.pk]
        (current,) = [each for each in instances if each.current]
        known = {each.instance_id for each in instances}
        known |= {each.deprecated_id for each in instances}
        root = submission.root_instance_id
        assert root in known
        assert all(each.root == (each.instance_id == root) for each in instances)
        numbers = [UUID(each.instance_id.removeprefix("uuid:")).int for each in instances]
        (history,) = {number // IDS for number in numbers}
        end = End(
            ids=frozenset(number % IDS for number in numbers),
            texts=len(instances),
            current=keys[current.sha256],
            state=submission.state,
            waiting=submission.waiting,
            conflict=submission.conflict,
        )
        ends.setdefault(history, []).append(end)
    return ends
