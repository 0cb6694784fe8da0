"""What a folder may look like after the power went, from the calls of those who wrote into it.

Only what was synced before the cut is sure: of a file its bytes, of a folder its entries. Of what
came since any part may be there: of bytes any writes, the last one torn; of entries the first ones,
because file systems keep a folder's in their order.
"""

from __future__ import annotations

import os
import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

CALLS = (
    "openat,write,pwrite64,ftruncate,fsync,fdatasync,rename,mkdir,unlink,"
    "writev,pwritev,fallocate,copy_file_range,link,renameat,renameat2,mkdirat,unlinkat,rmdir,truncate"
)
STRACE = (
    "strace", "-ff", "--seccomp-bpf", "-qq", "-y", "-xx", "-s", "2000000",
    "--absolute-timestamps=format:unix,precision:ns", "--syscall-times=ns", "-e", f"trace={CALLS}",
)  # fmt: skip
SECTOR = 512
_LINE = re.compile(r"([\d.]+) (\w+)\((.*)\) = (\d+)(?:<[^>]*>)? <([\d.]+)>$")
_TEXT = re.compile(r'(?<=["<])(?:\\x[0-9a-f]{2})+(?=[">])')


@dataclass(frozen=True)
class Call:
    """One that succeeded.

    Args:
        begun, ended: seconds of the wall clock.
        words: what was given: texts and whole paths as bytes, numbers and names as text.
        result: what it answered.
        by: the thread.
    """

    begun: float
    ended: float
    name: str
    words: tuple[bytes | str, ...]
    result: int
    by: str


def calls(folder: Path, *, within: Path = Path("/")) -> list[Call]:
    """Those that succeeded, of every thread, as they ended.

    Args:
        folder: holds what strace wrote.
        within: where the processes worked; paths that begin nowhere begin there.
    """
    found = [call for file in folder.iterdir() for call in _calls_of(file, os.fsencode(within))]
    return sorted(found, key=lambda call: call.ended)


def _calls_of(file: Path, within: bytes) -> Iterator[Call]:
    with file.open() as lines:
        for line in lines:
            if match := _LINE.match(line.rstrip("\n")):
                begun, name, words, result, took = match.groups()
                start = float(begun)
                given = _gathered(words) if name == "pwritev" else _words(words)
                for each in {"openat": (1,), "rename": (0, 1), "link": (0, 1)}.get(name, (0,)):
                    if isinstance(path := given[each], bytes) and not path.startswith(b"/"):
                        given[each] = within + b"/" + path
                end = start + float(took)
                yield Call(start, end, name, tuple(given), int(result), file.suffix)


def _gathered(text: str) -> list[bytes | str]:
    """The file, all the bytes, and the place, as `pwrite64` has them."""
    file, _, rest = text.partition(", ")
    content = "".join(re.findall(r'iov_base="([^"]*)"', rest)).replace("\\x", "")
    return [*_words(file), bytes.fromhex(content), "", rest.rpartition(", ")[2]]


def _words(text: str) -> list[bytes | str]:
    found: list[bytes | str] = []
    for word in text.split(", "):
        texts = [] if word.endswith("(deleted)") else _TEXT.findall(word)
        found.append(bytes.fromhex(texts[0].replace("\\x", "")) if texts else word)
    return found


@dataclass(frozen=True)
class _Write:
    """Bytes at a place of a file, or, without bytes, its end there."""

    begun: float
    ended: float
    at: int
    content: bytes | None


@dataclass
class _File:
    sure: bytearray = field(default_factory=bytearray)
    since: deque[_Write] = field(default_factory=deque)
    length: int = 0  # as whoever reads it sees it

    def write(self, begun: float, ended: float, at: int, content: bytes | None) -> None:
        self.since.append(_Write(begun, ended, at, content))
        end = at if content is None else at + len(content)
        self.length = end if content is None else max(self.length, end)

    def sync(self, begun: float) -> None:
        """What had been written before the sync began is sure."""
        while self.since and self.since[0].ended <= begun:
            _apply(self.sure, self.since.popleft())

    def after_cut(self, chance: Random, share: float) -> bytes:
        """What may be left of it: each write since its sync with this probability."""
        left = bytearray(self.sure)
        for write in self.since:
            if chance.random() < share:
                _apply(left, write)
            elif write.content and chance.random() < 0.1:
                whole = chance.randrange(len(write.content) // SECTOR + 1) * SECTOR
                _apply(left, _Write(0, 0, write.at, write.content[:whole]))
        return bytes(left)


def _apply(content: bytearray, write: _Write) -> None:
    if write.content is None:
        del content[write.at :]
        content.extend(bytes(write.at - len(content)))
        return
    if write.content:
        content.extend(bytes(max(0, write.at - len(content))))
        content[write.at : write.at + len(write.content)] = write.content


@dataclass
class _Folder:
    sure: dict[str, _File | _Folder] = field(default_factory=dict)
    since: deque[tuple[float, str, _File | _Folder | None]] = field(default_factory=deque)
    now: dict[str, _File | _Folder] = field(default_factory=dict)

    def put(self, ended: float, name: str, what: _File | _Folder | None) -> None:
        """Give it an entry, or take one away."""
        self.since.append((ended, name, what))
        _enter(self.now, name, what)

    def sync(self, begun: float) -> None:
        while self.since and self.since[0][0] <= begun:
            _, name, what = self.since.popleft()
            _enter(self.sure, name, what)

    def after_cut(self, chance: Random, share: float) -> dict[str, _File | _Folder]:
        left = dict(self.sure)
        for _, name, what in self.since:
            if chance.random() >= share:
                break
            _enter(left, name, what)
        return left


def _enter(entries: dict[str, _File | _Folder], name: str, what: _File | _Folder | None) -> None:
    if what is None:
        entries.pop(name, None)
    else:
        entries[name] = what


class Disk:
    """A folder, call by call; what is there at the beginning is sure.

    Args:
        root: a copy of it.
        called: its name in the calls; those about anything else are passed over.
    """

    def __init__(self, root: Path, *, called: Path) -> None:
        self._root = os.fsencode(called) + b"/"
        self._top = _read(root)
        self._at: dict[tuple[str, bytes | str], int] = {}  # where a thread that opened it writes

    def play(self, call: Call) -> None:
        """Go on by one call.

        Raises:
            NotImplementedError: a call about the folder whose meaning is not known here.
        """
        if call.name == "openat":
            self._open(call)
        elif call.name == "rename":
            self._rename(call)
        elif call.name == "link" and self._is_ours(call.words[1]):
            folder, name = self._entry(call.words[1])
            linked = self._file(call.words[0])
            folder.put(call.ended, name, linked)
        elif call.name in {"mkdir", "unlink", "rmdir"} and self._is_ours(call.words[0]):
            folder, name = self._entry(call.words[0])
            folder.put(call.ended, name, _Folder() if call.name == "mkdir" else None)
        elif call.words and self._is_ours(call.words[0]):
            self._change(call)

    def _open(self, call: Call) -> None:
        path, how = call.words[1], str(call.words[2])
        if not self._is_ours(path):
            return
        if "O_APPEND" not in how and "O_DIRECTORY" not in how:
            self._at[call.by, path] = 0
        folder, name = self._entry(path)
        if "O_CREAT" in how and name not in folder.now:
            folder.put(call.ended, name, _File())
        elif "O_TRUNC" in how:
            self._file(path).write(call.begun, call.ended, 0, None)

    def _rename(self, call: Call) -> None:
        if not self._is_ours(call.words[1]):
            return
        folder, name = self._entry(call.words[0])
        to, new = self._entry(call.words[1])
        to.put(call.ended, new, folder.now[name])
        folder.put(call.ended, name, None)

    def _change(self, call: Call) -> None:
        path = call.words[0]
        found = self._found(path)
        if found is None:  # it was removed, and is still open
            return
        if call.name in {"fsync", "fdatasync"}:
            found.sync(call.begun)
            return
        assert isinstance(found, _File)
        match call.name:
            case "write" if isinstance(call.words[1], bytes):
                at = self._at.get((call.by, path), found.length)
                found.write(call.begun, call.ended, at, call.words[1])
                if (call.by, path) in self._at:
                    self._at[call.by, path] = at + len(call.words[1])
            case "pwrite64" | "pwritev" if isinstance(call.words[1], bytes):
                found.write(call.begun, call.ended, int(call.words[3]), call.words[1])
            case "ftruncate" | "truncate":
                found.write(call.begun, call.ended, int(call.words[1]), None)
            case _:
                raise NotImplementedError(call.name)

    def _is_ours(self, path: bytes | str) -> bool:
        return isinstance(path, bytes) and (path + b"/").startswith(self._root)

    def _entry(self, path: bytes | str) -> tuple[_Folder, str]:
        above, _, name = os.fsencode(path).rpartition(b"/")
        folder = self._found(above)
        assert isinstance(folder, _Folder), path
        return folder, os.fsdecode(name)

    def _file(self, path: bytes | str) -> _File:
        found = self._found(path)
        assert isinstance(found, _File), path
        return found

    def _found(self, path: bytes | str) -> _File | _Folder | None:
        here: _File | _Folder | None = self._top
        for name in os.fsdecode(os.fsencode(path)[len(self._root) :]).split("/"):
            if name and isinstance(here, _Folder):
                here = here.now.get(name)
        return here

    def differs(self, folder: Path) -> list[str]:
        """Files that are not in a folder as they would be had nothing been lost: a faulty record."""
        return sorted(_differing(self._top, folder))

    def after_cut(self, to: Path, chance: Random) -> None:
        """Write into a new folder what may be left when the power goes now."""
        share = chance.choice((0.0, 0.5, 0.9, 1.0))
        _write(self._top, to, chance, share)


def _read(folder: Path) -> _Folder:
    found = _Folder()
    for each in folder.iterdir():
        if each.is_dir():
            found.now[each.name] = _read(each)
        elif each.is_file():
            content = bytearray(each.read_bytes())
            found.now[each.name] = _File(content, length=len(content))
    found.sure = dict(found.now)
    return found


def _differing(folder: _Folder, real: Path) -> Iterator[str]:
    names = {each.name for each in real.iterdir() if each.is_file() or each.is_dir()}
    yield from (str(real / name) for name in names ^ folder.now.keys())
    for name in names & folder.now.keys():
        what, place = folder.now[name], real / name
        if isinstance(what, _Folder):
            yield from _differing(what, place)
        elif what.after_cut(Random(0), share=1.0) != place.read_bytes():
            yield str(place)


def _write(folder: _Folder, to: Path, chance: Random, share: float) -> None:
    to.mkdir()
    for name, what in folder.after_cut(chance, share).items():
        if isinstance(what, _Folder):
            _write(what, to / name, chance, share)
        else:
            (to / name).write_bytes(what.after_cut(chance, share))


def cuts(
    disk: Disk, recorded: Iterable[Call], moments: Iterable[float], to: Path, chance: Random
) -> Iterator[tuple[float, Path]]:
    """The folder as it may be at each of the moments, which are in order; removed by the caller."""
    playing = iter(recorded)
    ahead = next(playing, None)
    for number, moment in enumerate(moments):
        while ahead is not None and ahead.ended <= moment:
            disk.play(ahead)
            ahead = next(playing, None)
        folder = to / str(number)
        disk.after_cut(folder, chance)
        yield moment, folder
