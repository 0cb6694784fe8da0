"""Feed damaged and hostile documents to every parser of questionnaires; print how it bore them.

Usage: PYTHONPATH=.:tests python tests/endurance/questionnaires_fuzz.py [inputs] [seed] [parser ...]

The whole run is `1000000` for each parser; `fuzzing` says what a failure is.
Workbooks are converted in a child process with limits of its own, which costs half a second. Sheets
in Markdown and CSV are converted in this process; XLSX and XLS in a child that `warm` keeps quick.
"""

from __future__ import annotations

import csv
import io
import json
import random
import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from endurance import biff, warm
from endurance.fuzzing import (
    Parser,
    as_bytes,
    as_cells,
    as_json,
    as_words,
    inside,
    main,
    rewritten,
)

from datashift.kit import bounded
from datashift.kit.problem import Problem
from datashift.questionnaires import (
    choices,
    concepts,
    encryption,
    library,
    proofread,
    submission,
    written,
    xform,
)
from datashift.questionnaires.entries import entries
from datashift.questionnaires.filling.filled import fill
from datashift.questionnaires.filling.paper import Paper, listed
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


def _sheets(suffix: str) -> Callable[[bytes], None]:
    from datashift.questionnaires import converting

    def parsed(document: bytes) -> None:
        with _file(document, f"form{suffix}") as sheets:
            _form(_converted(converting.convert(sheets, suffix)))

    return parsed


def _laid_out(document: bytes) -> None:
    """CSV to the sheets that Markdown becomes too; `workbook` is what is made of them."""
    from pyxform.errors import PyXFormError  # type: ignore[import-untyped]

    from datashift.questionnaires import converting

    with _file(document, "form.csv") as place:
        try:
            book = converting.sheets(place, ".csv")
        except (PyXFormError, *converting.NO_TABLE) as error:
            raise Problem("As `converting` answers") from error
    proofread.faults(book.survey or [], book.choices or [])


def _beside(document: bytes) -> None:
    """What a workbook has beside its form is found, and a workbook can be written of all of it."""
    from datashift.questionnaires import beside, converting, gathering

    with _file(document, "form.md") as sheets:
        form = xform.read(_converted(converting.convert(sheets, ".md")))
        found = beside.Beside.of(json.loads(json.dumps(gathering.gather(sheets, ".md"))))
    written.xlsform(beside.laid(form, found), found.sheets)


def _book(name: str) -> Callable[[bytes], None]:
    from datashift.questionnaires import xlsform

    def parsed(document: bytes) -> None:
        with _file(document, name) as book:
            xlsform.convert(book)

    return parsed


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


REGISTER = (
    b'name,label,place,depth\n7,Market,Kisumu,12.5\n8,School,"Siaya, north",\n'
    b"uuid:11111111-1111-4111-8111-111111111111,Spring,\xe0\xa4\x95,3\n"
)
PLACES = json.dumps(
    {"type": "FeatureCollection",
     "features": [{"id": "a", "properties": {"title": "Kisumu", "n": 3}}, {"id": 2}]}
).encode()  # fmt: skip


SMALL = b"""| survey |
| | type | name | label | relevant |
| | select_one s | a | Water? |
| | integer | n | How many? | ${a} = 'x' |
| choices |
| | list_name | name | label |
| | s | x | X |
| settings |
| | form_title | form_id | version |
| | At home | home | 1 |
"""
_HEAD = b"""| survey |
| | type | name | label | relevant | constraint | calculation | choice_filter | repeat_count |
| | decimal | metres | How far? | . != 'y' | . >= 0 and . < 9000 |
"""
COMPUTED = tuple(_HEAD + part for part in (
    b"""| | begin_repeat | child | Child | ${metres} < 100 | | | | count-selected(${metres}) + 1 |
| | integer | age | Age? |
| | end_repeat |
| | calculate | old | | | | if(position(..) > 1, join('+', ${age}), indexed-repeat(${age}, ${child}, 1)) |
""",
    b"""| | begin_repeat | child | Child |
| | integer | age | Age? | ${metres} != '' | . < 18 |
| | end_repeat |
| | calculate | young | | | | count(${child}[${age} < 5]) + sum(${age}) div max(${age}) |
""",
    b"""| | text | name | Name? | | regex(., '^[A-Z][a-z]+ ?[a-z]*$') |
| | calculate | said | | | | concat(round(${metres}, 1), ' m, ', substr(${name}, 1, 3)) |
""",
    b"""| | date | since | Since? | | . <= today() and . > date('2000-01-31') |
| | calculate | old | | | | format-date(${since}, '%Y-%m') > '2020-01' or int(${metres}) mod 2 = pow(1, 2) |
""",
    b"""| | select_one district | district | Where? | selected(${metres}, 'y') | | | of = ${metres} |
| | calculate | whose | | | | coalesce(jr:choice-name(${district}, '${district}'), once(uuid())) |
| choices |
| | list_name | name | label | of |
| | district | hill | Hill | y |
""",
))  # fmt: skip
ANSWERED = {
    "water": "y n", "district": "hill", "metres": "12,25", "since": "2020-01-31",
    "child[0]/age": "3", "child[1]/age": "11", "name": "Neema",
}  # fmt: skip
NOW = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
_EXPRESSION = re.compile(rb'((?:calculate|constraint|relevant|nodeset|jr:count|required)=")([^"]+)')


def _computed(document: bytes) -> None:
    """A form's own expressions over answers."""
    fill(Paper.of(document), ANSWERED, instance_id="uuid:1", now=NOW)


def _answered(document: bytes) -> None:
    """Answers of whoever fills in the plain page."""
    said = json.loads(document)
    fields = said.items() if isinstance(said, dict) else ()
    answers = {key: value for key, value in fields if isinstance(value, str)}
    found = fill(_paper(), answers, instance_id="uuid:1", now=NOW)
    submission.read(found.document, _paper().form)


@cache
def _paper() -> Paper:
    return Paper.of(_xform(_xlsx(COMPUTED[0])))


def _expressed(seed: bytes, chance: random.Random) -> bytes:
    """A form with one or two of its expressions put otherwise."""
    for _ in range(chance.choice((1, 1, 2))):
        one = chance.choice([*_EXPRESSION.finditer(seed)])
        word = as_words(one[2], chance).replace(b"&", b"&amp;").replace(b"<", b"&lt;")
        word = (
            word.replace(b'"', b"&quot;")
            .replace(b"&amp;lt;", b"&lt;")
            .replace(b"&amp;gt;", b"&gt;")
        )
        seed = seed[: one.start(2)] + word + seed[one.end(2) :]
    return seed


def _entries(document: bytes) -> None:
    for row in entries(document, within=UUID(int=1)).rows:
        row.label.encode()


def _choices(name: str) -> Callable[[bytes], None]:
    """What is read of it whether it is refused or not can stand in an instance."""

    def parsed(document: bytes) -> None:
        listed(choices.rows(document, name))
        choices.check(document, name)

    return parsed


def parsers() -> dict[str, Parser]:
    """Each parser with a document that it reads."""
    return {
        "entries": Parser((REGISTER,), _entries, as_cells),
        "choices": Parser((REGISTER,), _choices("list.csv"), as_cells),
        "places": Parser((PLACES,), _choices("list.geojson"), as_json),
        "submission": Parser((SENT,), _submission, rewritten),
        "xform": Parser((_xform(written.xlsform(FORM)),), _form, rewritten),
        "computed": Parser(tuple(_xform(_xlsx(each)) for each in COMPUTED), _computed, _expressed),
        "answered": Parser(
            (json.dumps(ANSWERED).encode(),), _answered, as_json, refuses=(Problem, ValueError)
        ),
        "manifest": Parser((MANIFEST,), _manifest, rewritten),
        "workbook": Parser((SHEETS,), _sheets(".md"), rewritten),
        "beside": Parser((SHEETS, OWN), _beside, as_words),
        "csv-form": Parser((_csv(SHEETS),), _laid_out, as_cells),
        "xlsform": Parser((_xlsx(SHEETS),), _book("form.xlsx"), inside),
        "xls-form": Parser((biff.workbook(_rows(SMALL)),), _book("form.xls"), as_bytes),
    }


def _rows(sheets: bytes) -> dict[str, list[list[str | None]]]:
    """Sheets in Markdown as rows of cells."""
    found: dict[str, list[list[str | None]]] = {}
    for line in sheets.decode().splitlines():
        first, *cells = (cell.strip() or None for cell in line.strip("|").split("|"))
        if first:
            rows = found[first] = []
        else:
            rows.append(cells)
    return found


def _xlsx(sheets: bytes) -> bytes:
    from openpyxl import Workbook

    book, out = Workbook(), io.BytesIO()
    book.remove(book.worksheets[0])
    for name, rows in _rows(sheets).items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(out)
    return out.getvalue()


def _csv(sheets: bytes) -> bytes:
    out = io.StringIO()
    for name, rows in _rows(sheets).items():
        csv.writer(out).writerows([[name], *(["", *row] for row in rows)])
    return out.getvalue().encode()


def _xform(book: bytes) -> bytes:
    from datashift.questionnaires import converting

    with _file(book, "form.xlsx") as sheets:
        return str(converting.convert(sheets, ".xlsx")["xform"]).encode()


if __name__ == "__main__":
    bounded.ask = warm.ask
    sys.exit(main(__file__, parsers(), sys.argv[1:]))
