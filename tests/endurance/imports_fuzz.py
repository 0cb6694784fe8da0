"""Feed damaged and hostile exports of other platforms to what brings them in.

Usage: PYTHONPATH=.:tests python tests/endurance/imports_fuzz.py [inputs] [seed] [parser ...]

An input with several files is packed from one document, in which each begins with a line that names
it. What is read must be what can be taken in: every submission is read again, and put into typed
tables. `fuzzing` says what a failure is.
"""

from __future__ import annotations

import io
import json
import random
import sys
import tempfile
import zipfile
from pathlib import Path

from endurance.fuzzing import Parser, as_bytes, as_cells, as_json, main, rewritten
from library.questionnaires.sources.exports import (
    CENTRAL_CHILDREN,
    CENTRAL_ROWS,
    KOBO_JSON,
    KOBO_ROWS,
    ODATA,
    ONE,
    TWO,
    WATER,
    XML_ONE,
    XML_TWO,
    said,
    table,
)

from datashift.kit.problem import Problem
from datashift.questionnaires import rows, submission, written
from datashift.questionnaires.sources import read, same_answers
from datashift.questionnaires.sources.kept import with_kept

FILE = b"==== "  # begins the line with a file's name
ONA = table(
    [
        ["source", "child[1]/name", "child[1]/age", "child[2]/name", "child[2]/age",
         "use/what/drink", "use/what/wash", "use/_well_latitude", "use/_well_longitude",
         "use/_well_altitude", "use/_well_precision", "meta/instanceID", "_id", "_uuid",
         "_submission_time", "_tags", "_notes", "_version", "_duration", "_submitted_by",
         "_total_media", "_media_count", "_media_all_received"],
        ["tap", "Neema", "7", "n/a", "n/a", "TRUE", "FALSE", "-0.1", "34.7", "n/a", "n/a", ONE,
         "1", ONE[5:], "2024-05-03T06:00:00", "", "", "3", "12", "asha", "0", "0", "True"],
    ]
)  # fmt: skip
KOBO_CHILDREN = [
    ["name", "age", "_index", "_parent_table_name", "_parent_index", "_submission__uuid"],
    ["Neema", "7", "1", "1", "1", ONE[5:]],
]
USHAHIDI = table(
    [
        ["#", "INCIDENT TITLE", "INCIDENT DATE", "LOCATION", "DESCRIPTION", "CATEGORY", "LATITUDE",
         "LONGITUDE", "APPROVED", "VERIFIED"],
        ["4052", "Water needed", "2010-01-20 14:01:00", "Jacmel", "No water, no food", "1. Urgences, 2a. Eau, ",
         "18.233333", "-72.533333", "YES", "NO"],
        ["4053", "Bridge", "01/21/2010", "Léogâne", "", "", "", "", "NO", "NO"],
    ]
)  # fmt: skip
POSTS = table(
    [
        ["Post ID", "Survey", "Post Status", "Created (UTC)", "Updated (UTC)", "Post Date (UTC)",
         "Title", "Location.lat", "Location.lon"],
        ["7", "Wells", "published", "2024-05-03 08:00:00", "2024-05-03 08:00:00",
         "2024-05-03 08:00:00", "A well", "-0.1", "34.7"],
    ]
)  # fmt: skip
EPICOLLECT = [
    ["ec5_uuid", "created_at", "uploaded_at", "title", "1_Where_is_it", "lat_2_Place",
     "long_2_Place", "accuracy_2_Place", "UTM_Northing_2_Place", "UTM_Easting_2_Place",
     "UTM_Zone_2_Place"],
    [ONE[5:], "2024-05-03T06:00:00.000Z", "2024-05-03T07:00:00.000Z", "Well", "Hill", "-0.1",
     "34.7", "4", "9988945", "688990", "36S"],
]  # fmt: skip
BRANCHES = [
    ["ec5_branch_owner_uuid", "ec5_branch_uuid", "created_at", "uploaded_at", "title", "3_Caption"],
    [ONE[5:], TWO[5:], "2024-05-03T06:00:00.000Z", "2024-05-03T07:00:00.000Z", "x", "North"],
]
ENTRY = {
    **dict(zip(*EPICOLLECT, strict=True)),
    "2_Place": {"latitude": -0.1, "longitude": 34.7, "accuracy": 4},
    "3_Kinds": ["a", "b"],
}
COMMCARE = [
    ["number", "formid", "form.source", "form.use.what", "form.@name", "completed_time",
     "started_time", "username", "received_on"],
    ["0", ONE[5:], "tap", "drink wash", "Water", "2024-05-03 08:10:00", "2024-05-03 08:00:00",
     "asha", "2024-05-03 08:11:00"],
]  # fmt: skip
COMMCARE_CHILDREN = [
    ["number", "number__0", "number__1", "formid", "form.child.name", "form.child.age"],
    ["0.0", "0", "0", ONE[5:], "Neema", "7"],
]
FORMS = {
    "meta": {"limit": 20, "next": None, "offset": 0, "total_count": 1},
    "objects": [
        {
            "id": ONE[5:],
            "received_on": "2024-05-03T08:11:00.000000Z",
            "form": {
                "@name": "Water",
                "@xmlns": "http://openrosa.org/formdesigner/x",
                "source": "tap",
                "use": {"what": "drink wash", "well": "-0.1 34.7 1130 4.5"},
                "child": [{"name": "Neema", "age": "7"}, {"name": "Juma", "age": "9"}],
                "case": {"@case_id": "c", "update": {"x": "1"}},
                "meta": {"username": "asha", "timeStart": "2024-05-03T08:00:00Z", "timeEnd": "x"},
            },
        }
    ],
}
GOOGLE = table(
    [
        ["Timestamp", "Where is the water from?", "What for?", "When? [day]"],
        ["2024/05/03 8:00:00 AM GMT+3", "A tap", "To drink, To wash clothes", "5/3/2024"],
        ["2024/05/04 8:00:00 AM GMT+3", "The river", "", "13/3/2024"],
    ]
)
XFORM = b"""<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml">
<h:head><h:title>Water</h:title><model><instance><data id="water" version="3"><start/><source/>
<use><what/><well/></use><child><name/><age/></child><photo/><meta><instanceID/></meta></data>
</instance><bind nodeset="/data/source" type="string"/><bind nodeset="/data/child/age" type="int"/>
<bind nodeset="/data/use/well" type="geopoint"/></model></h:head><h:body>
<select1 ref="/data/source"><label>Where is the water from?</label><item><label>A tap</label>
<value>tap</value></item></select1><group ref="/data/child"><repeat nodeset="/data/child">
<input ref="/data/child/age"><label>Age</label></input></repeat></group></h:body></h:html>"""
SHAPES = {
    **ODATA,
    "value": [
        {
            **ODATA["value"][0],  # type: ignore[dict-item]
            "line": {"type": "LineString", "coordinates": [[34.7, -0.1], [34.8, -0.2, 3]]},
            "area": {
                "type": "Polygon",
                "coordinates": [[[34.7, -0.1], [34.8, -0.2], [34.7, -0.1]]],
            },
        }
    ],
}


def together(files: dict[str, bytes]) -> bytes:
    """Several files as one document."""
    return b"".join(
        FILE + name.encode() + b"\n" + content + b"\n" for name, content in files.items()
    )


def _apart(document: bytes) -> dict[str, bytes]:
    """The files of a document; those of one name count once."""
    found: dict[str, bytes] = {}
    for part in document.split(FILE)[1:]:
        name, _, content = part.partition(b"\n")
        found[name.decode("latin-1").replace("\x00", "")[:200] or "x"] = content
    return found


def packed(files: dict[str, bytes]) -> bytes:
    """The same bytes for the same files: no day is in them."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return out.getvalue()


def _brought(document: bytes) -> None:
    """Read with the form that is known and without it, in turn; what comes out can be taken in."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "export"
        place.write_bytes(document)
        form = WATER if len(document) % 2 else None
        found = read(place, form=form, zone="Africa/Nairobi" if len(document) % 3 else "")
        try:
            filled = [submission.read(each.text, found.questionnaire) for each in found.submissions]
            rows.tables(filled, found.questionnaire)
        except Problem as error:
            raise ValueError(f"cannot be taken in: {error}") from error
        for flag in found.flags:
            flag.message.encode()
        if len(document) % 256 == 0:  # a workbook costs as much as all else ten times over
            written.xlsform(found.questionnaire)
        for each in found.submissions:
            each.instance_id.encode()


def _packed(document: bytes) -> None:
    _brought(packed(_apart(document)))


def _same(document: bytes) -> None:
    """Two texts of one submission: whether they say the same, and what stays of the known one."""
    one, _, other = document.partition(FILE)
    same_answers(one, other, WATER)
    same_answers(one, other, without=[("child",)])
    with_kept(one, other, [("child",), ("use", "what"), ("child", "age")], WATER)


def _zipped(document: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "export.zip"
        place.write_bytes(document)
        found = read(place, form=WATER)
        for part in found.bundle.parts:
            for _ in found.bundle.blocks(part):
                pass
        found.bundle.close()


def _in_files(seed: bytes, chance: random.Random) -> bytes:
    """One of the files of a document as cells or as XML, the others as they are."""
    files = _apart(seed)
    name = chance.choice(sorted(files))
    write = as_cells if name.endswith(".csv") else rewritten
    return together({**files, name: write(files[name], chance)})


def _some_json(seed: bytes, chance: random.Random) -> bytes:
    document = as_json(seed, chance)
    return document if chance.random() < 0.9 else json.dumps([json.loads(document)] * 3).encode()


def parsers() -> dict[str, Parser]:
    """Each platform with an export of it in each form that it has."""
    kobo = together({"1.csv": table(KOBO_ROWS), "2.csv": table(KOBO_CHILDREN)})
    central = together(
        {"water.csv": table(CENTRAL_ROWS), "water-child.csv": table(CENTRAL_CHILDREN)}
    )
    branches = together(
        {"form-1__wells.csv": table(EPICOLLECT), "branch-1__photos.csv": table(BRANCHES)}
    )
    commcare = together({"a.csv": table(COMMCARE), "b.csv": table(COMMCARE_CHILDREN)})
    briefcase = together(
        {
            "Water/Water.xml": XFORM,
            "Water/instances/uuid11/submission.xml": XML_ONE,
            "Water/instances/uuid22/submission.xml": XML_TWO,
        }
    )
    found = {
        "kobo csv": Parser((table(KOBO_ROWS), ONA), _brought, as_cells),
        "kobo json": Parser((said(KOBO_JSON),), _brought, _some_json),
        "kobo repeats": Parser((kobo,), _packed, _in_files),
        "central csv": Parser((table(CENTRAL_ROWS),), _brought, as_cells),
        "central repeats": Parser((central,), _packed, _in_files),
        "central odata": Parser((said(ODATA), said(SHAPES)), _brought, _some_json),
        "instances": Parser((XML_ONE,), _brought, rewritten),
        "briefcase": Parser((briefcase,), _packed, _in_files),
        "ushahidi": Parser((USHAHIDI, POSTS), _brought, as_cells),
        "epicollect csv": Parser((branches,), _packed, _in_files),
        "epicollect json": Parser((said({"data": {"entries": [ENTRY]}}),), _brought, _some_json),
        "commcare csv": Parser((commcare,), _packed, _in_files),
        "commcare json": Parser((said(FORMS),), _brought, _some_json),
        "google": Parser((GOOGLE,), _brought, as_cells),
        "same": Parser((XML_ONE + FILE + XML_TWO, XML_ONE + FILE + XML_ONE), _same, rewritten),
        "archive": Parser((packed(_apart(central)), packed(_apart(briefcase))), _zipped, as_bytes),
    }
    return {name.replace(" ", "-"): parser for name, parser in found.items()}


if __name__ == "__main__":
    sys.exit(main(__file__, parsers(), sys.argv[1:]))
