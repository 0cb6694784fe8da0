"""Feed damaged and hostile documents to every parser of questionnaires; print how it bore them.

Usage: PYTHONPATH=.:tests python tests/endurance/questionnaires_fuzz.py [inputs] [seed] [parser ...]

The whole run is `1000000` for each parser; `fuzzing` says what a failure is.
Workbooks are converted in a child process with limits of its own, which costs half a second. Sheets
in Markdown are converted in this process; XLSX in a child that `warm` keeps quick.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from endurance import warm
from endurance.fuzzing import Parser, as_words, inside, main, rewritten

from datashift.kit import bounded
from datashift.questionnaires import concepts, encryption, library, submission, written, xform
from datashift.questionnaires.rows import tables

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
FORM = library.questionnaire(["water_source", "water_minutes"], id="home", title="At home")


def _submission(document: bytes) -> None:
    tables([submission.read(document, FORM)], FORM)


def _form(document: bytes) -> None:
    questionnaire = xform.read(document)
    concepts.wanted(questionnaire)


def _manifest(document: bytes) -> None:
    encryption.manifest(document)


def _workbook(document: bytes) -> None:
    from datashift.questionnaires import converting

    with _file(document, "form.md") as sheets:
        _form(_converted(converting.convert(sheets, ".md")))


def _beside(document: bytes) -> None:
    """What a workbook has beside its form is found, and a workbook can be written of all of it."""
    from datashift.questionnaires import beside, converting, gathering

    with _file(document, "form.md") as sheets:
        form = xform.read(_converted(converting.convert(sheets, ".md")))
        found = beside.Beside.of(json.loads(json.dumps(gathering.gather(sheets, ".md"))))
    written.xlsform(beside.laid(form, found), found.sheets)


def _xlsform(document: bytes) -> None:
    from datashift.questionnaires import xlsform

    with _file(document, "form.xlsx") as book:
        xlsform.convert(book)


def _converted(answer: dict[str, Any]) -> bytes:
    from datashift.questionnaires import refusals

    if "error" in answer:
        raise refusals.problem("form", answer)
    return str(answer["xform"]).encode()


@contextmanager
def _file(document: bytes, name: str) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / name
        place.write_bytes(document)
        yield place


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
OWN = b"""| survey |
| | type | name | label::en | label::fr | my_note | bind::x:why | media::image | disabled | relevance |
| | | | | | Part one |
| | text | who | Who? | Qui ? | ask first | because | who.png |
| | integer | old | Age? | | | | | yes | ${who} != '' |
| | csv-external | shops | | | from the office |
| | begin group | home | Home | | all of it |
| | select_one yn | tap | A tap? |
| | | | | | home ends soon |
| | end group | | | | bye |
| | calculate | sum | | | see page 3 |
| choices |
| | list name | name | label::en | datashift::code | source |
| | yn | y | Yes | 1 | census |
| settings |
| | form_title | form_id | version | namespaces | contact |
| | Own | own | 3 | x="https://x.example/" | amina@x.example |
| Plan 2026 |
| | Day | | Place |
| | 1 | | Kisumu |
"""


def parsers() -> dict[str, Parser]:
    """Each parser with a document that it reads."""
    return {
        "submission": Parser((SENT,), _submission, rewritten),
        "xform": Parser((_xform(),), _form, rewritten),
        "manifest": Parser((MANIFEST,), _manifest, rewritten),
        "workbook": Parser((SHEETS,), _workbook, rewritten),
        "beside": Parser((SHEETS, OWN), _beside, as_words),
        "xlsform": Parser((written.xlsform(FORM),), _xlsform, inside),
    }


def _xform() -> bytes:
    from datashift.questionnaires import converting

    with _file(written.xlsform(FORM), "form.xlsx") as sheets:
        return str(converting.convert(sheets, ".xlsx")["xform"]).encode()


if __name__ == "__main__":
    bounded.ask = warm.ask
    sys.exit(main(__file__, parsers(), sys.argv[1:]))
