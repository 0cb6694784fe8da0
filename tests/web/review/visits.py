"""A questionnaire whose questions carry their concepts, and phones that send it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID, uuid4

from openpyxl import Workbook
from people import NOW

from datashift.questionnaires import xlsform
from datashift.web.accounts.models import Organisation, User
from datashift.web.collect.actions.questionnaires import publish_version
from datashift.web.collect.actions.receive import Receipt, receive
from datashift.web.collect.actions.xlsforms import add_version
from datashift.web.collect.models import Door, Questionnaire

Rows = Sequence[tuple[str, ...]]
HEADINGS = ("type", "name", "label", "datashift::concept", "datashift::indicator")
SURVEY: Rows = [
    HEADINGS,
    ("start", "start", "", "", ""),
    ("end", "end", "", "", ""),
    ("today", "today", "", "", ""),
    ("username", "username", "", "", ""),
    ("geopoint", "point", "Where are you?", "", ""),
    ("select_one sex", "head", "Who heads the household?", "SEX", ""),
    ("select_one water", "water", "Where does the water come from?", "SAFE_WATER", "6.1.1 partial"),
    ("integer", "minutes", "Minutes to fetch water", "", ""),
    ("integer", "people", "How many people live here?", "", ""),
]
CHOICES: Rows = [
    ("list_name", "name", "label", "datashift::code"),
    ("sex", "woman", "Woman", "F"),
    ("sex", "man", "Man", "M"),
    ("water", "tap", "Tap", "1"),
    ("water", "river", "River", "0"),
]


def workbook(sheets: Mapping[str, Rows]) -> bytes:
    book = Workbook()
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    del book["Sheet"]
    out = BytesIO()
    book.save(out)
    return out.getvalue()


Sheets = tuple[tuple[str, tuple[tuple[str, ...], ...]], ...]


def workbook_key(sheets: Mapping[str, Rows]) -> Sheets:
    return tuple((name, tuple(rows)) for name, rows in sheets.items())


@lru_cache
def _converted(sheets: Sheets) -> xlsform.Converted:
    """pyxform begins anew each time, which takes a second."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "visits.xlsx"
        file.write_bytes(workbook({name: list(rows) for name, rows in sheets}))
        return xlsform.convert(file)


def visits(
    organisation: Organisation,
    by: User,
    *,
    survey: Rows = SURVEY,
    more: Mapping[str, Rows] | None = None,
    form_id: str = "visits",
    publish: bool = True,
) -> Questionnaire:
    """A questionnaire made from a spreadsheet, open to phones."""
    settings: Rows = [("form_title", "form_id", "version"), ("Water at home", form_id, "1")]
    sheets: dict[str, Rows] = {
        "survey": survey,
        "choices": CHOICES,
        "settings": settings,
        **(more or {}),
    }
    converted = _converted(workbook_key(sheets))
    version = add_version(organisation, converted, by=by, at=NOW)
    if publish:
        publish_version(version, by=by, at=NOW)
    version.questionnaire.refresh_from_db()
    return version.questionnaire


def visit(
    number: int,
    *,
    worker: str = "w1",
    water: str | None = None,
    minutes: str = "",
    point: str = "-0.1 34.75 0 5",
    took: float = 12,
    begins: int | None = None,
    replaces: str = "",
    instance: str = "",
    people: str = "",
) -> bytes:
    """A filled visit; number n began n hours after the first."""
    start = NOW.replace(microsecond=0) - timedelta(days=30) + timedelta(hours=begins or number)
    end = start + timedelta(minutes=took)
    own = instance or f"uuid:{UUID(int=number)}"
    old = f"<deprecatedID>{replaces}</deprecatedID>" if replaces else ""
    return (
        f"<data id='visits' version='1'><start>{start.isoformat()}</start>"
        f"<end>{end.isoformat()}</end><today>{start.date()}</today><username>{worker}</username>"
        f"<point>{point}</point><head>{'woman' if number % 3 else 'man'}</head>"
        f"<water>{water or ('tap' if number % 4 else 'river')}</water>"
        f"<minutes>{minutes or number * 7 % 31}</minutes><people>{people or number * 5 % 11}</people>"
        f"<meta><instanceID>{own}</instanceID>{old}</meta></data>"
    ).encode()


def sent(organisation: Organisation, text: bytes, *, after: float = 0) -> Receipt:
    at = NOW + timedelta(seconds=after)
    return receive(text, organisation=organisation.pk, door=Door.OPENROSA, at=at)


def new_id() -> str:
    return f"uuid:{uuid4()}"
