"""Feed damaged and hostile documents to every parser of questionnaires; print how it bore them.

Usage: PYTHONPATH=.:tests python tests/endurance/questionnaires_fuzz.py [inputs] [seed] [parser ...]

The whole run is `1000000` for each parser; `fuzzing` says what a failure is.
Workbooks are converted in a child process with limits of its own, which costs half a second;
here the conversion runs in this process, and the child's limits are tested apart.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from endurance.fuzzing import Parser, main, rewritten

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


def parsers() -> dict[str, Parser]:
    """Each parser with a document that it reads."""
    return {
        "submission": Parser((SENT,), _submission, rewritten),
        "xform": Parser((_xform(),), _form, rewritten),
        "manifest": Parser((MANIFEST,), _manifest, rewritten),
        "workbook": Parser((SHEETS,), _workbook, rewritten),
    }


def _xform() -> bytes:
    from datashift.questionnaires import converting

    with tempfile.TemporaryDirectory() as folder:
        sheets = Path(folder) / "form.xlsx"
        sheets.write_bytes(written.xlsform(FORM))
        return str(converting.convert(sheets, ".xlsx")["xform"]).encode()


if __name__ == "__main__":
    sys.exit(main(__file__, parsers(), sys.argv[1:]))
