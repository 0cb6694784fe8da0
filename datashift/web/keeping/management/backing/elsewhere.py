"""Files that have left the data folder and lie in a store only."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Set
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from datashift.kit.problem import Problem
from datashift.web.collect.models import Copy
from datashift.web.collect.storage import copies

PARTS = [f"{number:02x}" for number in range(256)]


@dataclass(frozen=True)
class Far:
    """A file of the store: how many bytes it has, and what reads them."""

    size: int
    chunks: Callable[[], Iterator[bytes]]


class Elsewhere(Protocol):
    """What a backup asks a store."""

    def organisations(self) -> Set[str]:
        """Those that have files there."""

    def files(self, organisation: str, part: str) -> Mapping[str, Far]:
        """Their files whose hash begins so."""


class Copies:
    """The copies that were read back, as the database knows them."""

    def organisations(self) -> Set[str]:
        found = Copy.objects.filter(state=Copy.State.THERE).order_by()
        return {str(key) for key in found.values_list("organisation", flat=True).distinct()}

    def files(self, organisation: str, part: str) -> Mapping[str, Far]:
        found = copies.there(int(organisation)).filter(sha256__startswith=part)
        return {copy.sha256: Far(copy.size, lambda copy=copy: _read(copy)) for copy in found}  # type: ignore[misc]


def elsewhere() -> Elsewhere | None:
    """The store of the settings, if there is one."""
    return Copies() if copies.wanted() else None


def submissions(data: Path, there: Elsewhere) -> Iterator[tuple[str, BinaryIO | Far]]:
    """Every file of submissions by its name in the data folder, each once, wherever it lies."""
    root = data / "submissions"
    local = {each.name for each in root.iterdir() if each.is_dir()} if root.exists() else set()
    for organisation in sorted(local | there.organisations()):
        for part in PARTS:
            here, far = root / organisation / part, there.files(organisation, part)
            names = {each.name for each in here.iterdir()} if here.exists() else set()
            for name in sorted(names | far.keys()):
                if found := _open(here / name) or far.get(name):  # else erased meanwhile
                    yield f"data/submissions/{organisation}/{part}/{name}", found


def _open(path: Path) -> BinaryIO | None:
    with suppress(FileNotFoundError):
        return path.open("rb")
    return None


def _read(copy: Copy) -> Iterator[bytes]:
    try:
        yield from copies.store().chunks(copy.name)
    except OSError as error:
        raise Problem(
            "The store of files cannot be reached, and a backup without them would not be whole",
            safe="Nothing was changed",
            do="See that it can be reached, and begin again",
            code="backup.store",
        ) from error
