"""Random histories of deliveries, and what must come of them, told a second time and plainly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from hypothesis import strategies as st

from datashift.web.collect.models import Quarantine, Questionnaire, Submission

IDS = 5
PHOTOS = ("front.jpg", "left.jpg")


@dataclass(frozen=True)
class Send:
    """A phone sends: which id, what it replaces, which of two texts, which photos it names, and
    which of them come along with which bytes."""

    own: int
    replaces: int | None
    works: str
    named: frozenset[str]
    brought: tuple[tuple[str, bytes], ...]
    version: str


@dataclass(frozen=True)
class Turn:
    """The questionnaire is opened or closed."""

    state: Questionnaire.State


STATES = st.sampled_from([Questionnaire.State.OPEN, Questionnaire.State.CLOSED])
SENDS = st.builds(
    Send,
    own=st.integers(0, IDS - 1),
    replaces=st.none() | st.integers(0, IDS - 1),
    works=st.sampled_from(["yes", "no"]),
    named=st.frozensets(st.sampled_from(PHOTOS)),
    brought=st.dictionaries(st.sampled_from(PHOTOS), st.sampled_from([b"1", b"2"])).map(
        lambda found: tuple(found.items())
    ),
    version=st.sampled_from(["1", "1", "1", "0"]),
)
STEPS = st.integers(0, 9).flatmap(lambda kind: st.builds(Turn, STATES) if kind == 0 else SENDS)
History = Sequence[Send | Turn]
HISTORIES = st.lists(STEPS, max_size=14)


@dataclass
class Text:
    """One text under one id."""

    send: Send
    order: int
    why: Quarantine
    photos: dict[str, set[bytes]] = field(default_factory=dict)

    @property
    def key(self) -> tuple[object, ...]:
        send = self.send
        return (send.own, send.replaces, send.works, send.named, send.version)


@dataclass(frozen=True)
class End:
    """What is to be seen of a submission at the end of its history."""

    ids: frozenset[int]
    texts: int
    current: tuple[object, ...]
    state: str
    waiting: int
    conflict: bool


def expected(history: History) -> frozenset[End]:
    """The submissions that a history leaves."""
    state, texts = Questionnaire.State.OPEN, dict[tuple[object, ...], Text]()
    for order, step in enumerate(history):
        if isinstance(step, Turn):
            state = step.state
            continue
        why = Quarantine.NONE
        if step.version != "1":
            why = Quarantine.UNKNOWN_VERSION
        if state == Questionnaire.State.CLOSED:
            why = Quarantine.CLOSED
        text = Text(step, order, why)
        text = texts.setdefault(text.key, text)
        for name, content in step.brought:
            text.photos.setdefault(name, set()).add(content)
    return frozenset(end(group) for group in joined(list(texts.values())))


def joined(texts: list[Text]) -> list[list[Text]]:
    """Texts in groups: together when one names the id of the other, or both name the same."""
    groups: list[tuple[set[int], list[Text]]] = []
    for text in texts:
        ids = {each for each in (text.send.own, text.send.replaces) if each is not None}
        mine = [group for group in groups if group[0] & ids]
        groups = [group for group in groups if not group[0] & ids]
        members = [member for _, several in mine for member in several]
        groups.append((ids.union(*(known for known, _ in mine)), [*members, text]))
    return [members for _, members in groups]


def end(texts: list[Text]) -> End:
    """What a group looks like."""
    free = [text for text in texts if not text.why]
    current = max(free or texts, key=lambda text: (depth(text.send.own, texts), text.order))
    came = {name for text in texts for name in text.photos}
    owns = [text.send.own for text in texts]
    return End(
        ids=frozenset(owns),
        texts=len(texts),
        current=current.key,
        state=Submission.State.RECEIVED if free else Submission.State.QUARANTINED,
        waiting=len(current.send.named - came),
        conflict=len(owns) > len(set(owns))
        or any(len(contents) > 1 for text in texts for contents in text.photos.values()),
    )


def depth(own: int, texts: list[Text], seen: frozenset[int] = frozenset()) -> int:
    """How many replacements lie behind an id."""
    behind = {text.send.replaces for text in texts if text.send.own == own} - {None, own} - seen
    return max(
        (1 + depth(each, texts, seen | {own}) for each in behind if each is not None), default=0
    )
