"""Where bombs are brought to: what reads files of strangers, and how long and large it grew."""

from __future__ import annotations

import os
import resource
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bombs import Bomb, archives, documents, pictures, texts
from datashift.kit.problem import Problem
from datashift.questionnaires import encryption, envelope, library, submission, xform, xlsform
from datashift.questionnaires.sources import reading
from datashift.tables import read
from datashift.web.collect.queries.pictures import shown

SECONDS = 2.0
BYTES = 256 << 20
FORM = library.questionnaire(["water_source", "water_minutes"], id="home", title="At home")
DOORS: dict[str, Callable[[Path], object]] = {
    "submission": lambda path: submission.read(path.read_bytes(), FORM),
    "envelope": lambda path: envelope.open_envelope(path.read_bytes()),
    "form": lambda path: xform.read(path.read_bytes()),
    "manifest": lambda path: encryption.manifest(path.read_bytes()),
    "table": read,
    "workbook": xlsform.convert,
    "export": reading.read,
    "picture": shown,
}


def museum() -> Iterator[Bomb]:
    """All of them."""
    for family in (documents, archives, texts, pictures):
        yield from family.bombs()


@dataclass(frozen=True)
class Borne:
    """What became of a bomb.

    Args:
        end: "refused", "read", or what went wrong.
        seconds: of the processor, children included.
        grown: bytes by which the process, or its largest child, grew.
    """

    end: str
    seconds: float
    grown: int


def bear(bomb: Bomb, folder: Path) -> Borne:
    """Bring a bomb to its door, in this process."""
    return _borne(bomb.door, _laid(bomb, folder))


def _borne(door: str, path: Path) -> Borne:
    before = _size(resource.RUSAGE_SELF)
    children = max(_size(resource.RUSAGE_CHILDREN), CHILD)  # the largest there ever was
    began = _spent()
    try:
        DOORS[door](path)
        end = "read"
    except Problem as problem:
        end = "refused" if str(path.parent) not in str(problem) else f"told the folder: {problem}"
    except Exception as error:  # noqa: BLE001 - any other end is what we look for
        end = f"{type(error).__name__}: {error}"[:200]
    grown = max(_size(resource.RUSAGE_SELF) - before, _size(resource.RUSAGE_CHILDREN) - children)
    return Borne(end, _spent() - began, grown)


def bear_apart(bomb: Bomb, folder: Path) -> Borne:
    """The same in a process of its own, so that what one bomb needed is not forgiven the next."""
    path = _laid(bomb, folder)  # here, so that its making is no growth
    reader, writer = os.pipe()
    if not (child := os.fork()):
        try:
            found = _borne(bomb.door, path)
            os.write(writer, f"{found.seconds}\n{found.grown}\n{found.end}".encode()[:4_000])
        finally:
            os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as told:
        said = told.read().decode()
    _, status = os.waitpid(child, 0)
    if not said:
        return Borne(f"the process ended with {status}", time.process_time(), 0)
    seconds, grown, end = said.split("\n", 2)
    return Borne(end, float(seconds), int(grown))


def _laid(bomb: Bomb, folder: Path) -> Path:
    path = folder / f"bomb{bomb.ending}"
    path.write_bytes(bomb.make())
    return path


CHILD = 128 << 20  # bytes that a child which converts a workbook has before it reads any


def _spent() -> float:
    told = os.times()
    return told.user + told.system + told.children_user + told.children_system


def _size(whose: int) -> int:
    return resource.getrusage(whose).ru_maxrss << 10
