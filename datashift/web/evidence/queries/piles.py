"""The Check screen: flags as heaps to be answered, and what was answered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from datashift import quality, studies
from datashift.kit.problem import Problem
from datashift.studies.repairs import repairs as repairs_of
from datashift.tables import Action, Flag, Repair, Severity
from datashift.web.evidence.models import DataFile, Decision, Study
from datashift.web.evidence.queries.text import data_files, decisions_in_force
from datashift.web.evidence.queries.wording import (
    ALL,
    QUESTIONS,
    Answer,
    answers,
    words,
    words_of_line,
)

Key = tuple[str, str]  # code and column ("" for the whole table) of a flag

MANY = 3  # piles of one kind, from which on they can be answered at once
_GRAVITY = list(Severity)


@dataclass(frozen=True)
class Heap:
    """One flag, waiting for an answer.

    Args:
        key: what a form sends to mean it.
        sentence: what was noticed.
        more: what else there is to say.
        sample: its first rows, as `samples.flags_json` makes them; None when it lists none.
        answers: what can be done; empty when nothing needs doing.
    """

    flag: Flag
    key: str
    sentence: str
    more: str
    sample: Mapping[str, Any] | None
    answers: tuple[Answer, ...]

    @property
    def kept(self) -> Answer | None:
        """The answer that changes nothing."""
        return next((each for each in self.answers if each.repair.action == "keep"), None)


@dataclass(frozen=True)
class Group:
    """Heaps that the same kind of repair answers best, under its question."""

    action: Action
    heaps: tuple[Heap, ...]

    @property
    def question(self) -> str:
        return str(QUESTIONS[self.action])

    @property
    def all_at_once(self) -> str:
        """What the button for all of them says; "" where they are too few for one."""
        many = len(self.heaps)
        return str(ALL[self.action]) % {"count": many} if many >= MANY else ""


@dataclass(frozen=True)
class Done:
    """A decision in force.

    Args:
        words: what was decided.
        decision: None when the text of the study says it.
        found: whether the files of today still raise its flag.
    """

    words: str
    decision: Decision | None
    found: bool


@dataclass(frozen=True)
class Checked:
    """Everything Check shows of a study.

    Args:
        groups: heaps to be answered, those that stop publishing first.
        notes: good to know.
        decided: decisions in force, the latest first.
        done, total: heaps answered, and heaps in all.
        rows: rows of the files read.
        files: the files with rows.
        raised: all heaps, answered or not.
        unit: what a row is, where the study's text says it.
    """

    groups: tuple[Group, ...]
    notes: tuple[Heap, ...]
    decided: tuple[Done, ...]
    done: int
    total: int
    rows: int
    files: tuple[DataFile, ...]
    raised: tuple[Heap, ...]
    unit: str = ""

    @property
    def open(self) -> int:
        return self.total - self.done

    @property
    def is_reading(self) -> bool:
        return any(file.state in ("QUEUED", "READING") for file in self.files)

    @property
    def is_ready(self) -> bool:
        return any(file.state == "READY" for file in self.files)

    def heap(self, key: str) -> Heap | None:
        """A heap by its key, answered or not."""
        return next((heap for heap in self.raised if heap.key == key), None)


def check_of(study: Study) -> Checked:
    """What there is to look at, to decide and to undo."""
    files = tuple(data_files(study))
    raised = _merged(_raised(file) for file in files if file.state == DataFile.State.READY)
    decisions = decisions_in_force(study)
    listed = _listed(study)
    keys = {(each.flag, each.column) for each in decisions}
    keys |= {(each.flag, each.column or "") for each in listed}
    to_answer = {key: heap for key, heap in raised.items() if _waits(heap)}
    waiting = [heap for key, heap in to_answer.items() if not _is_answered(key, keys)]
    notes = tuple(
        heap
        for key, heap in raised.items()
        if key not in to_answer and not (heap.answers and _is_answered(key, keys))
    )
    decided = [
        Done(each.words, each, (each.flag, each.column) in raised) for each in reversed(decisions)
    ]
    decided += [_listed_done(each, raised) for each in listed]
    return Checked(
        groups=_groups(waiting),
        notes=notes,
        decided=tuple(decided),
        done=len(to_answer) - len(waiting),
        total=len(to_answer),
        rows=sum(file.rows or 0 for file in files),
        files=files,
        raised=tuple(raised.values()),
        unit=_unit(study),
    )


def _unit(study: Study) -> str:
    try:
        return studies.parse(study.text).specification.unit if study.text else ""
    except Problem:  # the page of the text says so
        return ""


def key_of(flag: Flag) -> str:
    """What addresses and forms call a flag: headings hold letters that neither can carry."""
    return sha256(f"{flag.code} {flag.column or ''}".encode()).hexdigest()[:12]


@dataclass(frozen=True)
class _Raised:
    """A flag, where it was raised, and its first rows."""

    flag: Flag
    file: str
    sample: Mapping[str, Any] | None


def _raised(file: DataFile) -> list[_Raised]:
    return [_Raised(_flag(each), file.name, each.get("sample")) for each in file.flags]


def _merged(files: Iterable[list[_Raised]]) -> dict[Key, Heap]:
    """One heap for each code and column: an answer is for the study, not for one of its files."""
    found: dict[Key, list[_Raised]] = {}
    for each in (each for file in files for each in file):
        found.setdefault((each.flag.code, each.flag.column or ""), []).append(each)
    return {key: _heap(raised) for key, raised in found.items()}


def _heap(raised: Sequence[_Raised]) -> Heap:
    flag = raised[0].flag
    if len(raised) > 1:
        flag = _joined(raised)
    sentence, more = _parted(flag.message)
    # A note that offers no more than "right as it is" asks for nothing.
    asks = flag.severity != Severity.NOTE or any(each.action != "keep" for each in flag.repairs)
    sample = next((each.sample for each in raised if each.sample), None)
    return Heap(flag, key_of(flag), sentence, more, sample, answers(flag) if asks else ())


def _joined(raised: Sequence[_Raised]) -> Flag:
    """The same flag of several files, or of several groups of values, as one."""
    several = len({each.file for each in raised}) > 1
    messages = (
        f"{each.file}: {each.flag.message}" if several else each.flag.message for each in raised
    )
    repairs: tuple[Repair, ...] = ()
    for each in raised:
        repairs = _united(repairs, each.flag.repairs)
    return replace(
        raised[0].flag,
        severity=min((each.flag.severity for each in raised), key=_GRAVITY.index),
        count=sum(each.flag.count for each in raised),
        message=" ".join(messages),
        repairs=repairs,
    )


def _united(some: tuple[Repair, ...], others: tuple[Repair, ...]) -> tuple[Repair, ...]:
    """Repairs of the same kind at once: their values together."""
    made = {repair.action: repair for repair in some}
    for other in others:
        mine = made.get(other.action)
        if mine is None:
            made[other.action] = other
        elif other.action == "mark_missing":
            values = [*mine.values.get("values", ()), *other.values.get("values", ())]
            made[other.action] = replace(mine, values={"values": list(dict.fromkeys(values))})
        elif other.action == "recode":
            mapping = {**other.values["map"], **mine.values["map"]}
            made[other.action] = replace(mine, values={"map": mapping})
    return tuple(made.values())


def _parted(message: str) -> tuple[str, str]:
    """The first statement of a message, and the rest; never cut inside a quotation."""
    for mark in (". ", ": "):
        first, found, rest = message.partition(mark)
        if found and first.count('"') % 2 == 0 and " " in first:
            return f"{first}.", rest if mark == ". " else rest[0].upper() + rest[1:]
    return message, ""


def _flag(written: Mapping[str, Any]) -> Flag:
    return Flag(
        code=written["code"],
        severity=Severity(written["severity"]),
        message=written["message"],
        column=written["column"],
        count=written["count"],
        # Without row numbers: a repair is for the rows that the flag finds, looked for each time.
        repairs=tuple(
            Repair(each["action"], each["flag"], each["column"], values=each["values"])
            for each in written["repairs"]
        ),
    )


def _listed(study: Study) -> tuple[Repair, ...]:
    """The repairs that the text of the study lists itself; none while it cannot be read."""
    if not study.text:
        return ()
    try:
        return repairs_of(studies.parse(study.text).specification.repairs)
    except Problem:
        return ()


def _waits(heap: Heap) -> bool:
    return heap.flag.severity != Severity.NOTE and bool(heap.answers)


def _is_answered(key: Key, keys: set[Key]) -> bool:
    return key in keys or (key[0], "") in keys


def _listed_done(repair: Repair, raised: Mapping[Key, Heap]) -> Done:
    """A repair of the text, told by what it answers where the files still raise that."""
    for (code, column), heap in raised.items():
        if code == repair.flag and repair.column in (None, "", column):
            return Done(words(heap.flag, repair), None, found=True)
    return Done(words_of_line(repair), None, found=False)


def _groups(heaps: Sequence[Heap]) -> tuple[Group, ...]:
    by_key = {heap.key: heap for heap in heaps}
    return tuple(
        Group(pile.action, tuple(by_key[key_of(flag)] for flag in pile.flags))
        for pile in quality.piles(heap.flag for heap in heaps)
    )
