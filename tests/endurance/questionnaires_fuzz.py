"""Feed damaged and hostile documents to every parser of questionnaires; print how it bore them.

Usage: PYTHONPATH=.:tests python tests/endurance/questionnaires_fuzz.py [inputs] [seed] [parser ...]

The whole run is `1000000` for each parser. An input is a document of the parser's own kind that
was cut, doubled, overwritten, spliced or nested by chance; a failure is anything but an answer or
a `Problem`, an input that takes over 2 seconds of the processor, or a process that grows by over
256 MB.
Workbooks are converted in a child process with limits of its own, which costs half a second;
here the conversion runs in this process, and the child's limits are tested apart.
"""

from __future__ import annotations

import random
import re
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from datashift.kit.problem import Problem
from datashift.questionnaires import concepts, encryption, library, submission, written, xform
from datashift.questionnaires.rows import tables

SECONDS = 2.0
BYTES = 256 << 20
MEMORY = Path("/dev/shm")
SENT = (
    b"<?xml version='1.0'?><data id='home' version='1' xmlns:orx='http://openrosa.org/xforms'>"
    b"<start>2026-03-04T10:00:00.000+03:00</start><today>2026-03-04</today>"
    b"<water_source>rain river</water_source><water_minutes>15</water_minutes>"
    b"<member><age>3</age><visit><day>2026-01-01</day></visit></member><member><age>x</age></member>"
    b"<where>-1.2 36.8 1650.0 5.0</where><photo>tap.jpg</photo>"
    b"<orx:meta><orx:instanceID>uuid:1</orx:instanceID></orx:meta></data>"
)
MANIFEST = (
    b"<data xmlns='http://opendatakit.org/submissions' id='home' version='1' encrypted='yes'>"
    b"<base64EncryptedKey>c2VjcmV0</base64EncryptedKey><media><file>tap.jpg.enc</file></media>"
    b"<encryptedXmlFile>submission.xml.enc</encryptedXmlFile>"
    b"<meta xmlns='http://openrosa.org/xforms'><instanceID>uuid:1</instanceID></meta></data>"
)
TEXT = re.compile(rb"((?<=>)[^<>]+(?=<)|(?<=[\"'])[^\"'<>=]+(?=[\"']))")
ELEMENT = re.compile(rb"<(?:\w+:)?\w+[^<>]*>[^<>]*</[^<>]*>|<[^<>]*/>")
ANSWERS = (
    b"", b" ", b"-1", b"1e400", b"NaN", b"999999999999999999999999", b"2026-02-30", b"0000-00-00",
    b"9999-12-31T23:59:59.999999-23:59", b"2026-03-04T10:00", b"91 181 0 0", b"1 2;3", b"; ; ;",
    b"a b c d e f", b"uuid:" + b"x" * 300, b"../../etc/passwd", b"=1+1", b"${a}", b" /data/home ",
    b"instance(", b"true()", b"&#x1F600;", b"\xe0\xa4\x95", b"A" * 5000, b"select_one", b"int",
    b"jr:itext('", b"/data", b"/data/", b"//", b"current()/../x", b"6.1.1", b"99.9 by",
)  # fmt: skip
FORM = library.questionnaire(["water_source", "water_minutes"], id="home", title="At home")
PIECES = (
    b"<", b">", b"</", b"/>", b"&", b"&#0;", b"&amp;", b"'", b'"', b"\x00", b"\xff\xfe", b"]]>",
    b"<![CDATA[", b"<!--", b"-->", b"<?", b"<!DOCTYPE x [<!ENTITY a 'aaaa'>]>", b"&a;", b"xmlns:",
    b"id=''", b"<a>" * 70, b"\xe0\xa4\x95", b"999999999999999999999", b"${", b"}", b"../", b"nan",
    b"T25:61:61+99:99", b"inf inf", b"1e999", b"-", b"{", b"jr://", b"instance('", b"[", b"\r\n",
)  # fmt: skip


@dataclass
class Borne:
    """What came of the inputs of one parser."""

    parser: str
    inputs: int = 0
    answered: int = 0
    refused: int = 0
    slowest: float = 0.0
    failures: list[str] = field(default_factory=list)


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
    """The document still well-formed, with other answers, names and attributes."""
    parts = list(_texts(seed))
    for _ in range(chance.randint(1, 5)):
        at = 2 * chance.randrange((len(parts) + 1) // 2)
        if at % 2 == 0 and 1 < at < len(parts):
            parts[at - 1] = chance.choice(ANSWERS)
    document = b"".join(parts)
    if chance.random() < 0.4:
        one = _element(document, chance)
        document = document.replace(one, one * chance.choice((0, 2, 3, 200)), 1)
    return document


@cache
def _texts(seed: bytes) -> tuple[bytes, ...]:
    return tuple(TEXT.split(seed))


def _element(document: bytes, chance: random.Random) -> bytes:
    """One of its elements that hold no other; looked for from a chance place, which is short."""
    place = chance.randrange(len(document) + 1)
    found = ELEMENT.search(document, place) or ELEMENT.search(document)
    return found[0] if found else b""


def _submission(document: bytes) -> None:
    tables([submission.read(document, FORM)], FORM)


def _form(document: bytes) -> None:
    questionnaire = xform.read(document)
    concepts.wanted(questionnaire)


def _manifest(document: bytes) -> None:
    encryption.manifest(document)


def _workbook(document: bytes) -> None:
    from datashift.questionnaires import converting, refusals

    with tempfile.TemporaryDirectory() as folder:
        sheets = Path(folder) / "form.md"
        sheets.write_bytes(document)
        answer = converting.convert(sheets, ".md")
    if "error" in answer:
        raise refusals.problem("form", answer)
    _form(answer["xform"].encode())


SHEETS = b"""| survey |
| | type | name | label | relevant | calculation | datashift::concept | datashift::indicator |
| | select_one s | a | Water? | | | SAFE | 6.1.1 proxy |
| | begin repeat | r | Again | ${a} = 'x' | | | |
| | integer | n | How many? | | | | |
| | end repeat | | | | | | |
| | calculate | c | | | sum(${n}) | | |
| choices |
| | list_name | name | label | datashift::code |
| | s | x | X | 1 |
| settings |
| | form_title | form_id | version |
| | At home | home | 1 |
"""


def parsers() -> dict[str, tuple[bytes, Callable[[bytes], None]]]:
    """Each parser with a document that it reads."""
    return {
        "submission": (SENT, _submission),
        "xform": (_xform(), _form),
        "manifest": (MANIFEST, _manifest),
        "workbook": (SHEETS, _workbook),
    }


def _xform() -> bytes:
    from datashift.questionnaires import converting

    with tempfile.TemporaryDirectory() as folder:
        sheets = Path(folder) / "form.xlsx"
        sheets.write_bytes(written.xlsform(FORM))
        return str(converting.convert(sheets, ".xlsx")["xform"]).encode()


def borne(names: Sequence[str], inputs: int, seed: int) -> Iterator[Borne]:
    """Feed `inputs` documents to each parser named."""
    for name, (document, parse) in parsers().items():
        if names and name not in names:
            continue
        parse(document)  # its imports are no part of the growth
        chance, found = random.Random(f"{seed} {name}"), Borne(name)
        before = _size()
        for number in range(inputs):
            wound = damaged if number % 2 else rewritten
            wounded = wound(document, chance)
            since = time.process_time()
            try:
                parse(wounded)
                found.answered += 1
            except Problem:
                found.refused += 1
            except Exception as error:  # noqa: BLE001 - any other end is what we look for
                found.failures.append(f"input {number}: {type(error).__name__}: {error}"[:300])
            took = time.process_time() - since
            found.slowest = max(found.slowest, took)
            if took > SECONDS:
                found.failures.append(f"input {number}: {took:.1f} s")
        found.inputs = inputs
        if _size() - before > BYTES:
            found.failures.append(f"grew by {(_size() - before) >> 20} MB")
        yield found


def _size() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss << 10


def main(arguments: Sequence[str]) -> int:
    """Print a line for each parser; 1 when one of them failed."""
    inputs = int(arguments[0]) if arguments else 1_000_000
    seed = int(arguments[1]) if len(arguments) > 1 else 1
    failed = 0
    if unknown := set(arguments[2:]) - parsers().keys():
        sys.stderr.write(
            f"Not a parser: {', '.join(sorted(unknown))}. There are {', '.join(parsers())}.\n"
        )
        return 2
    if MEMORY.is_dir():  # converting writes two files, which on a disk costs more than the rest
        tempfile.tempdir = str(MEMORY)
    for found in borne(arguments[2:], inputs, seed):
        sys.stdout.write(
            f"{found.parser}: {found.inputs:,} inputs, {found.answered:,} answered, "
            f"{found.refused:,} refused, {len(found.failures)} failures, "
            f"slowest {found.slowest:.3f} s, memory {_size() >> 20} MB\n"
        )
        sys.stdout.flush()
        for failure in found.failures[:20]:
            sys.stdout.write(f"  {failure}\n")
        failed += len(found.failures)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
