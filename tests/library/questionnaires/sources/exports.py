"""Exports in the shapes that the platforms give them, with invented answers."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from datashift.questionnaires.questionnaire import Choice, Group, Question, Questionnaire

WATER = Questionnaire(
    "water",
    version="3",
    title="Water at home",
    languages=("English (en)", "Español (es)"),
    contents=(
        Question("start", "start", "start"),
        Question(
            "source",
            "source",
            "select_one",
            labels={"English (en)": "Where is the water from?", "Español (es)": "¿De dónde?"},
            choices=(
                Choice("tap", {"English (en)": "A tap", "Español (es)": "Un grifo"}),
                Choice("river", {"English (en)": "The river", "Español (es)": "El río"}),
            ),
        ),
        Group(
            "use",
            "use",
            (
                Question(
                    "what",
                    "use/what",
                    "select_multiple",
                    labels={"English (en)": "What for?"},
                    choices=(
                        Choice("drink", {"English (en)": "To drink"}),
                        Choice("wash", {"English (en)": "To wash clothes"}),
                    ),
                ),
                Question("well", "use/well", "geopoint", labels={"English (en)": "The well"}),
            ),
            labels={"English (en)": "Use"},
        ),
        Group(
            "child",
            "child",
            (
                Question("name", "child/name", "text", labels={"English (en)": "Name"}),
                Question("age", "child/age", "integer", labels={"English (en)": "Age"}),
            ),
            repeats=True,
        ),
        Question("photo", "photo", "image", labels={"English (en)": "Photograph"}),
    ),
)

ONE = "uuid:11111111-1111-4111-8111-111111111111"
TWO = "uuid:22222222-2222-4222-8222-222222222222"


def table(rows: Sequence[Sequence[object]], *, separator: str = ",") -> bytes:
    """Rows as CSV."""
    out = io.StringIO()
    csv.writer(out, delimiter=separator).writerows(rows)
    return out.getvalue().encode()


def workbook(sheets: Mapping[str, Sequence[Sequence[object]]]) -> bytes:
    """Sheets as XLSX."""
    from openpyxl import Workbook

    book = Workbook()
    del book[book.sheetnames[0]]
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def packed(files: Mapping[str, bytes]) -> bytes:
    """Files as a zip."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def said(document: Any) -> bytes:
    """JSON."""
    return json.dumps(document).encode()


def put(folder: Path, name: str, content: bytes) -> Path:
    """A file in a folder."""
    place = folder / name
    place.write_bytes(content)
    return place


KOBO_ROWS = [
    ["start", "source", "use/what", "use/what/drink", "use/what/wash", "use/well",
     "use/_well_latitude", "use/_well_longitude", "use/_well_altitude", "use/_well_precision",
     "photo", "__version__", "_id", "_uuid", "_submission_time", "_validation_status", "_notes",
     "_status", "_submitted_by", "_tags", "_index"],
    ["2024-05-03T08:00:00.000+03:00", "tap", "drink wash", "1", "1", "-0.1 34.7 1130 4.5", "-0.1",
     "34.7", "1130", "4.5", "one.jpg", "vAbc", "7", ONE[5:], "2024-05-03T09:00:00", "", "",
     "submitted_via_web", "asha", "", "1"],
    ["2024-05-04T08:00:00.000+03:00", "river", "", "", "", "", "", "", "", "", "", "vAbc", "8",
     TWO[5:], "2024-05-04T09:00:00", "", "", "submitted_via_web", "asha", "", "2"],
]  # fmt: skip

CENTRAL_ROWS = [
    ["SubmissionDate", "start", "source", "use-what", "use-what/drink", "use-what/wash",
     "use-well-Latitude", "use-well-Longitude", "use-well-Altitude", "use-well-Accuracy", "photo",
     "meta-instanceID", "KEY", "SubmitterID", "SubmitterName", "AttachmentsPresent",
     "AttachmentsExpected", "Status", "ReviewState", "DeviceID", "Edits", "FormVersion"],
    ["2024-05-03T06:00:00.000Z", "2024-05-03T08:00:00.000+03:00", "tap", "drink wash", "1", "1",
     "-0.1", "34.7", "1130", "4.5", "one.jpg", ONE, ONE, "5", "asha", "1", "1", "", "", "", "0",
     "3"],
    ["2024-05-04T06:00:00.000Z", "2024-05-04T08:00:00.000+03:00", "river", "", "0", "0", "", "", "",
     "", "", TWO, TWO, "5", "asha", "0", "0", "", "", "", "0", "3"],
]  # fmt: skip

CENTRAL_CHILDREN = [
    ["name", "age", "PARENT_KEY", "KEY"],
    ["Neema", "7", ONE, f"{ONE}/child[1]"],
    ["Juma", "9", ONE, f"{ONE}/child[2]"],
]

ODATA = {
    "@odata.context": "https://central.example/v1/projects/1/forms/water.svc/$metadata#Submissions",
    "value": [
        {
            "__id": ONE,
            "__system": {
                "submissionDate": "2024-05-03T06:00:00.000Z",
                "submitterName": "asha",
                "formVersion": "3",
                "reviewState": None,
                "status": None,
                "edits": 0,
            },
            "start": "2024-05-03T08:00:00.000+03:00",
            "source": "tap",
            "use": {
                "what": "drink wash",
                "well": {
                    "type": "Point",
                    "coordinates": [34.7, -0.1, 1130],
                    "properties": {"accuracy": 4.5},
                },
            },
            "child@odata.navigationLink": f"Submissions('{ONE}')/child",
            "child": [
                {"__id": "a", "__Submissions-id": ONE, "name": "Neema", "age": 7},
                {"__id": "b", "__Submissions-id": ONE, "name": "Juma", "age": 9},
            ],
            "photo": "one.jpg",
            "meta": {"instanceID": ONE, "instanceName": None},
        },
        {
            "__id": TWO,
            "__system": {"submissionDate": "2024-05-04T06:00:00.000Z", "submitterName": "asha"},
            "start": "2024-05-04T08:00:00.000+03:00",
            "source": "river",
            "use": {"what": None, "well": None},
            "child": [],
            "photo": None,
            "meta": {"instanceID": TWO},
        },
    ],
}

KOBO_JSON = {
    "count": 2,
    "next": None,
    "previous": None,
    "results": [
        {
            "_id": 7,
            "formhub/uuid": "c0ffee",
            "__version__": "vAbc",
            "start": "2024-05-03T08:00:00.000+03:00",
            "source": "tap",
            "use/what": "drink wash",
            "use/well": "-0.1 34.7 1130 4.5",
            "child": [
                {"child/name": "Neema", "child/age": "7"},
                {"child/name": "Juma", "child/age": "9"},
            ],
            "photo": "one.jpg",
            "meta/instanceID": ONE,
            "_xform_id_string": "aXyz",
            "_uuid": ONE[5:],
            "_attachments": [
                {"filename": "asha/attachments/c0ffee/1111/one.jpg", "mimetype": "image/jpeg"}
            ],
            "_geolocation": [-0.1, 34.7],
            "_submission_time": "2024-05-03T06:00:00",
            "_submitted_by": "asha",
            "_tags": [],
            "_notes": [],
            "_validation_status": {},
        },
        {
            "_id": 8,
            "start": "2024-05-04T08:00:00.000+03:00",
            "source": "river",
            "meta/instanceID": TWO,
            "_xform_id_string": "aXyz",
            "_uuid": TWO[5:],
            "_attachments": [],
            "_submission_time": "2024-05-04T06:00:00",
        },
    ],
}


def xml(own: str, inside: str, version: str = "3") -> bytes:
    """A submission as a phone sends it."""
    return (
        f'<data id="water" version="{version}">{inside}<meta><instanceID>{own}</instanceID></meta>'
        "</data>"
    ).encode()


XML_ONE = xml(
    ONE,
    "<start>2024-05-03T08:00:00.000+03:00</start><source>tap</source>"
    "<use><what>drink wash</what><well>-0.1 34.7 1130 4.5</well></use>"
    "<child><name>Neema</name><age>7</age></child><child><name>Juma</name><age>9</age></child>"
    "<photo>one.jpg</photo>",
)
XML_TWO = xml(
    TWO,
    "<start>2024-05-04T08:00:00.000+03:00</start><source>river</source>"
    "<use><what/><well/></use><photo/>",
)
