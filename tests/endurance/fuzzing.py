"""Damaged and hostile documents for parsers of foreign bytes, and how a parser bears them.

An input is a document of the parser's own kind that was cut, doubled, overwritten, spliced or
nested by chance, or that stays well-formed and says something hostile. A failure is anything but an
answer or a plain refusal, an input that takes over 2 seconds of the processor, or a process that
grows by over 256 MB. Each parser that is fed from the command line has a process of its own.
"""

from __future__ import annotations

import io
import json
import random
import re
import resource
import signal
import subprocess
import sys
import tempfile
import time
import traceback
import warnings
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from datashift.kit.problem import Problem

SECONDS = 2.0
BYTES = 256 << 20
HANGS = 60.0  # seconds of the processor after which an input is given up
ADDRESSES = 8 << 30  # bytes that a process may ask for, so that no input takes the machine with it
MEMORY = Path("/dev/shm")
KEPT = 20  # inputs that failed

TEXT = re.compile(rb"((?<=>)[^<>]+(?=<)|(?<=[\"'])[^\"'<>=]+(?=[\"']))")
ELEMENT = re.compile(rb"<(?:\w+:)?\w+[^<>]*>[^<>]*</[^<>]*>|<[^<>]*/>")
ANSWERS = (
    b"", b" ", b"-1", b"1e400", b"NaN", b"999999999999999999999999", b"2026-02-30", b"0000-00-00",
    b"9999-12-31T23:59:59.999999-23:59", b"2026-03-04T10:00", b"91 181 0 0", b"1 2;3", b"; ; ;",
    b"a b c d e f", b"uuid:" + b"x" * 300, b"../../etc/passwd", b"=1+1", b"${a}", b" /data/home ",
    b"instance(", b"true()", b"&#x1F600;", b"\xe0\xa4\x95", b"A" * 5000, b"select_one", b"int",
    b"jr:itext('", b"/data", b"/data/", b"//", b"current()/../x", b"6.1.1", b"99.9 by",
)  # fmt: skip
PIECES = (
    b"<", b">", b"</", b"/>", b"&", b"&#0;", b"&amp;", b"'", b'"', b"\x00", b"\xff\xfe", b"]]>",
    b"<![CDATA[", b"<!--", b"-->", b"<?", b"<!DOCTYPE x [<!ENTITY a 'aaaa'>]>", b"&a;", b"xmlns:",
    b"id=''", b"<a>" * 70, b"\xe0\xa4\x95", b"999999999999999999999", b"${", b"}", b"../", b"nan",
    b"T25:61:61+99:99", b"inf inf", b"1e999", b"-", b"{", b"jr://", b"instance('", b"[", b"\r\n",
)  # fmt: skip
SAID: tuple[Any, ...] = (  # hostile values of JSON and of cells, beside those above
    None, True, False, 0, -1, 1e308, 10**30, 10**400, "9" * 5000, -0.5, "", " ", "\x00", "\ud800", "NaN", "١٢٣", "²", "Ⅷ",
    "1e400", "-", "x" * 5000, "a b c d e f g h", "2026-02-30", "31/12/2020", "12/31/20 25:61",
    "9999-12-31T23:59:59.999999-23:59", "0001-01-01T00:00:00+23:59", "_T", "<2.5", "1,234.5",
    "../../x", "=1+1", "%(count)s", "{0}", "uuid:1", "a/b[999]/c", "a[1][2]/", "KE", "Kenya",
    "\u202e\u0000a", "a\nb", ";", '"', "'", "🏴" * 40, [], {}, [[]], [{}], {"a": None}, {"": {"": ""}},
    [None, 1, "a", [1], {"b": 2}], {"latitude": [1], "longitude": {}}, {"type": "Point"},
    {"type": "Point", "coordinates": [1]}, {"coordinates": None, "type": []}, [1, 2, 3], [[1, 2]] * 5,
    {"id": [], "value": {}, "name": 3}, [[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]], 1 << 63, 1 << 64, -1e-320,
)  # fmt: skip
_SAID = tuple(json.dumps(said) for said in SAID)
_CELL = re.compile(rb"([,;\t\n*&=|])")
_WORD = re.compile(rb"(\s+|[()\[\]{},:;=*<>'\"`]+)")
_EDGES = (0, 1, 2, 7, 8, 9, 127, 128, 255, 256, 65535, 1 << 24, (1 << 31) - 1, 1 << 31, (1 << 32) - 1,
          (1 << 63) - 1, 1 << 63, (1 << 64) - 1)  # fmt: skip

Write = Callable[[bytes, random.Random], bytes]


_number = [-1]  # of the input that is read now


class TooLong(BaseException):
    """An input that takes so long that it is given up."""


@dataclass(frozen=True)
class Parser:
    """A parser and what it is fed.

    Args:
        seeds: documents that it reads.
        parse: reads one; what it answers is thrown away.
        written: another document of the same kind, well-formed, with hostile values.
        refuses: what a plain refusal is.
    """

    seeds: Sequence[bytes]
    parse: Callable[[bytes], object]
    written: Write
    refuses: tuple[type[Exception], ...] = (Problem,)


@dataclass
class Borne:
    """What came of the inputs of one parser."""

    parser: str
    inputs: int = 0
    answered: int = 0
    refused: int = 0
    slowest: float = 0.0
    failures: list[str] = field(default_factory=list)
    kept: list[bytes] = field(default_factory=list)

    def failed(self, why: str, document: bytes) -> None:
        self.failures.append(why[:400])
        if len(self.kept) < KEPT:
            self.kept.append(document)


def damaged(seed: bytes, chance: random.Random) -> bytes:
    """The document with a few wounds."""
    document = bytearray(seed)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(document) + 1)
        wound = chance.randrange(6)
        if wound == 0:
            document[at:at] = chance.choice(PIECES)
        elif wound == 1:
            del document[at : at + chance.randint(1, 40)]
        elif wound == 2:
            document[at : at + 1] = chance.randbytes(1)
        elif wound == 3:
            begin = chance.randrange(len(document) + 1)
            document[at:at] = document[begin : begin + chance.randint(1, 200)]
        elif wound == 4:
            document = document[:at] if chance.random() < 0.2 else document
        else:
            document[at:at] = chance.choice(PIECES) * chance.randint(1, 50)
    return bytes(document)


def rewritten(seed: bytes, chance: random.Random) -> bytes:
    """XML still well-formed, with other answers, names and attributes."""
    parts = list(_texts(seed))
    for _ in range(chance.randint(1, 5)):
        at = 2 * chance.randrange((len(parts) + 1) // 2)
        if at % 2 == 0 and 1 < at < len(parts):
            parts[at - 1] = chance.choice(ANSWERS)
    document = b"".join(parts)
    if chance.random() < 0.4:
        one = _element(document, chance)
        document = document.replace(one, one * _times(chance, 200), 1)
    return document


def _times(chance: random.Random, many: int) -> int:
    """How often a piece stands there; rarely often, for that costs as much as all else together."""
    return many if chance.random() < 0.03 else chance.choice((0, 2, 3))


@cache
def _texts(seed: bytes) -> tuple[bytes, ...]:
    return tuple(TEXT.split(seed))


def _element(document: bytes, chance: random.Random) -> bytes:
    """One of its elements that hold no other; looked for from a chance place, which is short."""
    place = chance.randrange(len(document) + 1)
    found = ELEMENT.search(document, place) or ELEMENT.search(document)
    return found[0] if found else b""


def as_json(seed: bytes, chance: random.Random) -> bytes:
    """JSON with other values, other names, and parts that are missing, doubled or elsewhere."""
    document: list[Any] = [json.loads(seed)]
    many = 200  # once: twice is a document of 200 MB, which needs as much by right
    for _ in range(chance.randint(1, 4)):
        places = list(_places(document))
        inside, key = chance.choice(places)
        change = chance.randrange(8)
        if change < 4:
            inside[key] = json.loads(chance.choice(_SAID))
        elif change == 4:
            inside[key] = json.loads(json.dumps(_at(chance.choice(places))))
        elif change == 5 and inside is not document:
            del inside[key]
        elif change == 6 and isinstance(inside, list) and inside is not document:
            inside[key:key] = [inside[key]] * (times := chance.choice((1, 2, many)))
            many = 3 if times == many else many
        elif isinstance(inside, dict):
            others = [name for where, name in places if isinstance(where, dict)]
            inside[str(chance.choice((*others, *ODD_NAMES)))] = inside.pop(key)
        if not document:
            break
    return json.dumps(document[0] if document else None).encode()


ODD_NAMES = ("", " ", "\x00", "\ud800", "a/b", "/", "a[1]/b", "1", "ñ", "x" * 300, "__proto__")


def _places(document: Any) -> Iterator[tuple[Any, Any]]:
    """Every value of a document, as what it stands in and its key there."""
    inside = enumerate(document) if isinstance(document, list) else list(document.items())
    for key, value in inside:
        yield document, key
        if isinstance(value, list | dict):
            yield from _places(value)


def _at(place: tuple[Any, Any]) -> Any:
    inside, key = place
    try:
        return inside[key]
    except LookupError:  # taken away by a change before
        return None


def as_cells(seed: bytes, chance: random.Random) -> bytes:
    """A table, a form or a path with other cells; some doubled, swapped or left out."""
    parts = list(_cells(seed))
    for _ in range(chance.randint(1, 6)):
        at = 2 * chance.randrange((len(parts) + 1) // 2)
        change = chance.randrange(6)
        if change < 3:
            parts[at] = _hostile(chance)
        elif change == 3:
            parts[at] = parts[2 * chance.randrange((len(parts) + 1) // 2)]
        elif change == 4 and at + 1 < len(parts):
            parts[at : at + 2] = parts[at : at + 2] * _times(chance, 100)
            parts = parts if len(parts) % 2 else [*parts, b""]
        elif at + 1 < len(parts):
            parts[at + 1] = chance.choice((b",", b";", b"\t", b"\n", b"*", b'","'))
    document = b"".join(parts)
    if chance.random() < 0.2:
        lines = document.split(b"\n")
        lines[1:] = lines[1:] * (_times(chance, 50) or 2)
        document = b"\n".join(lines)
    return document


@cache
def _cells(seed: bytes) -> tuple[bytes, ...]:
    return tuple(_CELL.split(seed))


def _hostile(chance: random.Random) -> bytes:
    """A hostile value as text, quoted as a cell where it needs it."""
    if chance.random() < 0.4:
        return chance.choice(ANSWERS)
    said = chance.choice(SAID)
    text = said if isinstance(said, str) else json.dumps(said)
    if "," in text or '"' in text or "\n" in text:
        text = '"' + text.replace('"', '""') + '"'
    return text.encode("utf-8", "surrogatepass")


def as_words(seed: bytes, chance: random.Random) -> bytes:
    """A sentence of a small language with its words in another order, doubled or exchanged."""
    words = list(_words(seed))
    for _ in range(chance.choice((1, 1, 2, 5))):
        at = chance.randrange(len(words))
        change = chance.randrange(6)
        if change < 2:
            words[at] = chance.choice(words)
        elif change == 2:
            words[at] = _hostile(chance)
        elif change == 3:
            end = at + chance.randint(1, 8)
            words[at:at] = words[at:end] * chance.choice((1, 2, 30))
        elif change == 4:
            del words[at : at + chance.randint(1, 4)]
            words = words or [b""]
        else:
            words[at:at] = [chance.choice((b"(", b")", b"not ", b"'", b"-", b"/"))] * chance.choice(
                (1, 2, 60)
            )
    return b"".join(words)


@cache
def _words(seed: bytes) -> tuple[bytes, ...]:
    return tuple(word for word in _WORD.split(seed) if word)


def as_bytes(seed: bytes, chance: random.Random) -> bytes:
    """Boxes, pages and chunks with other lengths and kinds."""
    document = bytearray(seed)
    for _ in range(chance.randint(1, 5)):
        at = chance.randrange(len(document) + 1)
        change = chance.randrange(4)
        if change < 2:
            width = chance.choice((1, 2, 4, 8))
            number = chance.choice((*_EDGES, len(document), chance.randrange(len(document) + 1)))
            order = "big" if chance.random() < 0.6 else "little"
            document[at : at + width] = (number % (1 << 8 * width)).to_bytes(width, order)  # type: ignore[arg-type]
        elif change == 2:
            begin = chance.randrange(len(document) + 1)
            piece = document[begin : begin + chance.choice((4, 8, 16, 64, 400))]
            document[at : at + len(piece)] = piece
        else:
            begin = chance.randrange(len(document) + 1)
            document[at:at] = document[begin : begin + chance.choice((8, 64, 400))] * chance.choice(
                (1, 1, 40)
            )
    return bytes(document)


def inside(seed: bytes, chance: random.Random) -> bytes:
    """A workbook with one of its parts changed, still well-formed or not."""
    held, out = zipfile.ZipFile(io.BytesIO(seed)), io.BytesIO()
    parts = {name: held.read(name) for name in held.namelist()}
    changed = chance.choice([name for name in parts if name.endswith((".xml", ".rels"))])
    write = rewritten if chance.random() < 0.7 else as_bytes
    parts[changed] = write(parts[changed], chance)
    with zipfile.ZipFile(out, "w") as made:
        for name, content in parts.items():
            made.writestr(zipfile.ZipInfo(name), content)
    return out.getvalue()


def whole(parser: Parser) -> None:
    """Read the seeds; what is imported on the way is no part of the growth."""
    for seed in parser.seeds:
        with suppress(*parser.refuses):
            parser.parse(seed)


def borne(name: str, parser: Parser, inputs: int, seed: int) -> Borne:
    """Feed the parser `inputs` documents."""
    whole(parser)
    chance, found = random.Random(f"{seed} {name}"), Borne(name)
    before = most = _size()
    for number in range(inputs):
        wound = damaged if number % 2 else parser.written
        wounded = wound(_seed(parser, chance), chance)
        _number[0] = number
        since = time.process_time()
        try:
            parser.parse(wounded)
            found.answered += 1
        except parser.refuses as refusal:
            found.refused += 1
            _sayable(refusal, number, wounded, found)
        except (Exception, TooLong) as error:  # noqa: BLE001 - any other end is what we look for
            found.failed(f"input {number}: {_told(error)}", wounded)
        took = time.process_time() - since
        found.slowest = max(found.slowest, took)
        if took > SECONDS:
            found.failed(f"input {number}: {took:.1f} s", wounded)
        if (now := _size()) - before > BYTES and now > most + (BYTES >> 2):
            found.failed(f"input {number}: grew by {(now - before) >> 20} MB", wounded)
            most = now
    found.inputs = inputs
    return found


def _seed(parser: Parser, chance: random.Random) -> bytes:
    return chance.choice(parser.seeds) if len(parser.seeds) > 1 else parser.seeds[0]


def _sayable(refusal: Exception, number: int, document: bytes, found: Borne) -> None:
    """A refusal is said to somebody, so that it must be text that can be sent."""
    try:
        str(refusal).encode()
    except UnicodeEncodeError:
        found.failed(f"input {number}: a refusal that cannot be written: {refusal!a}", document)


def _told(error: BaseException) -> str:
    """The error, and the last place of ours on the way to it."""
    ours = [
        f"{Path(each.filename).name}:{each.lineno}"
        for each in traceback.extract_tb(error.__traceback__)
        if "/datashift/" in each.filename
    ]
    return f"{type(error).__name__} at {' < '.join(reversed(ours[-3:]))}: {error!a:.80}"


def _size() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss << 10


def main(script: str, parsers: Mapping[str, Parser], arguments: Sequence[str]) -> int:
    """Print a line for each parser; 1 when one of them failed.

    Args:
        arguments: how many inputs (a million), the seed (1), and which parsers (all).
    """
    inputs = int(arguments[0]) if arguments else 1_000_000
    seed = int(arguments[1]) if len(arguments) > 1 else 1
    names = arguments[2:] or list(parsers)
    if unknown := set(names) - parsers.keys():
        sys.stderr.write(
            f"Not a parser: {', '.join(sorted(unknown))}. There are {', '.join(parsers)}.\n"
        )
        return 2
    if len(names) > 1:
        return max([_apart([script, str(inputs), str(seed), name]) for name in names])
    return _fed(names[0], parsers[names[0]], inputs, seed)


def _apart(command: Sequence[str]) -> int:
    """Feed one parser in a process of its own; what kills that is a failure too."""
    ended = subprocess.run([sys.executable, *command], check=False).returncode
    if ended < 0:
        sys.stdout.write(f"{command[-1]}: ended by signal {-ended}\n")
    return int(ended != 0)


def _fed(name: str, parser: Parser, inputs: int, seed: int) -> int:
    warnings.simplefilter("ignore")  # of other packages, thousands of them
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESSES, ADDRESSES))
    if MEMORY.is_dir():  # files that a parser reads cost more on a disk than the parser
        tempfile.tempdir = str(MEMORY)
    with _given_up(HANGS):
        found = borne(name, parser, inputs, seed)
    sys.stdout.write(
        f"{found.parser}: {found.inputs:,} inputs, {found.answered:,} answered, "
        f"{found.refused:,} refused, {len(found.failures)} failures, "
        f"slowest {found.slowest:.3f} s, memory {_size() >> 20} MB, "
        f"{time.process_time() / max(inputs, 1) * 1000:.2f} ms each\n"
    )
    for failure, count in Counter(each.partition(": ")[2] for each in found.failures).items():
        sys.stdout.write(f"  {count:,} times: {failure}\n")
    if found.kept:
        folder = Path(tempfile.mkdtemp(prefix=f"fuzz-{name}-"))
        for place, document in enumerate(found.kept):
            (folder / str(place)).write_bytes(document)
        sys.stdout.write(f"  kept in {folder}\n")
    return int(bool(found.failures))


@contextmanager
def _given_up(seconds: float) -> Iterator[None]:
    """Stop an input on which the processor is busy for so long; at most for twice as long."""
    last = -1

    def look(*_: object) -> None:
        nonlocal last
        if last == _number[0]:
            raise TooLong
        last = _number[0]

    signal.signal(signal.SIGVTALRM, look)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
