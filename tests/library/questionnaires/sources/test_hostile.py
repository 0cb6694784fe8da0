"""Whatever is brought: an export, or one sentence. Nothing else, and nothing outside is read."""

from __future__ import annotations

import json
import tempfile
import time
import zipfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from library.questionnaires.sources.exports import (
    CENTRAL_CHILDREN,
    CENTRAL_ROWS,
    KOBO_JSON,
    KOBO_ROWS,
    ODATA,
    WATER,
    XML_ONE,
    packed,
    put,
    said,
    table,
)

from datashift.kit.problem import Problem
from datashift.questionnaires import submission
from datashift.questionnaires.sources import Export, read, same_answers
from datashift.questionnaires.submission import rows

WHOLE = (
    table(KOBO_ROWS),
    table(CENTRAL_ROWS),
    said(ODATA),
    said(KOBO_JSON),
    XML_ONE,
    packed({"water.csv": table(CENTRAL_ROWS), "water-child.csv": table(CENTRAL_CHILDREN)}),
)
scalar = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
anything = st.recursive(
    scalar,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["_uuid", "__id", "__system", "meta", "meta/instanceID", "child", "child/name", "a",
                 "type", "coordinates", "form", "id", "ec5_uuid", "_attachments", "use/well", "1 x"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)  # fmt: skip


def brought(content: bytes, name: str) -> None:
    """Read, with the form and without; what comes out is XML of a submission."""
    with tempfile.TemporaryDirectory() as folder:
        place = put(Path(folder), name, content)
        for form in (None, WATER):
            found = None
            with suppress(Problem):
                found = read(place, form=form)
            if found is not None:
                check(found)


def check(found: Export) -> None:
    """What comes out can be taken in."""
    filled = [submission.read(each.text, found.questionnaire) for each in found.submissions]
    assert all(each.instance_id for each in found.submissions)
    rows(filled, found.questionnaire)


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(WHOLE), st.data())
def test_damaged_exports(whole: bytes, data: st.DataObject) -> None:
    content = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, max(len(content) - 1, 0)))
        new = data.draw(st.binary(max_size=4))
        content[at : at + data.draw(st.integers(0, 30))] = new
    brought(bytes(content), "export")


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(["value", "results", "data", "objects", ""]), st.lists(anything, max_size=3))
def test_json_of_any_shape(under: str, records: list[Any]) -> None:
    document: Any = {under: records} if under else records
    brought(json.dumps(document).encode(), "export.json")


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from([KOBO_ROWS[0], CENTRAL_ROWS[0], CENTRAL_CHILDREN[0], ["Timestamp", "a", "b"],
                     ["INCIDENT TITLE", "INCIDENT DATE", "#"], ["ec5_uuid", "lat_1_a", "long_1_a"],
                     ["number", "formid", "form.a", "form.b[1].c"]]),
    st.lists(st.lists(st.text(max_size=6), max_size=8), max_size=4),
)  # fmt: skip
def test_tables_with_any_cells(heading: list[str], cells: list[list[str]]) -> None:
    brought(table([heading, *cells]), "export.csv")


def test_half_a_letter_and_the_letter_that_no_database_keeps_are_left_out(tmp_path: Path) -> None:
    row = {**KOBO_JSON["results"][0], "no\ud800te\x00": "x", "more": "a\ud800b\x00c"}  # type: ignore[index]
    found = read(put(tmp_path, "export.json", said([row])), form=WATER)
    check(found)
    assert any("no?te" in flag.message.encode().decode() for flag in found.flags)
    assert b">a?bc<" in found.submissions[0].text


@pytest.mark.parametrize("odd", [[1], {"a": 1}, True, None, ""])
def test_a_point_that_is_none_is_read_as_it_can_be(odd: Any, tmp_path: Path) -> None:
    for place in (
        {"latitude": odd, "longitude": 1},
        {"latitude": 1, "longitude": 2, "accuracy": odd},
    ):
        entry = {"ec5_uuid": "a", "2_Place": place, "lat_3_b": odd, "long_3_b": 2, "4_text": "b"}
        found = read(put(tmp_path, "e.json", said({"data": {"entries": [entry]}})))
        check(found)
        assert b"<text>b</text>" in found.submissions[0].text


def test_an_archive_whose_names_are_no_names_is_damaged(tmp_path: Path) -> None:
    whole = packed({"w\u00e9.csv": table(KOBO_ROWS)})
    changed = whole.replace(
        "w\u00e9".encode(), b"w\xff\xff", 1
    )  # before the file, not in the directory
    with pytest.raises(Problem, match="damaged or cut off"):
        read(put(tmp_path, "a.zip", changed), form=WATER)


@pytest.mark.parametrize("ahead", ["GMT+24", "UTC-99:00", "+3:75"])
def test_an_offset_that_no_place_has_is_no_moment_and_no_zone(ahead: str, tmp_path: Path) -> None:
    kobo = [[*KOBO_ROWS[0]], [*KOBO_ROWS[1]]]
    kobo[1][kobo[0].index("_submission_time")] = f"2024/05/03 8:00:00 AM {ahead}"
    place = put(tmp_path, "k.csv", table(kobo))
    check(read(place, form=WATER))
    with pytest.raises(Problem, match="no time zone"):
        read(place, form=WATER, zone=ahead)


def test_an_answer_of_many_words_takes_no_time(tmp_path: Path) -> None:
    row = [*KOBO_ROWS[1]]
    row[2] = "To drink To wash clothes " * 20_000 + "no"
    since = time.process_time()
    found = read(put(tmp_path, "w.csv", table([KOBO_ROWS[0], row])), form=WATER)
    assert time.process_time() - since < 2
    assert "source.unknown_choice" in {flag.code for flag in found.flags}


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59"])
def test_a_moment_outside_of_all_years_is_compared_as_it_is_written(moment: str) -> None:
    other = XML_ONE.replace(b"2024-05-03T08:00:00.000+03:00", moment.encode())
    assert same_answers(other, other.replace(b">tap<", b"> tap<"), WATER)
    assert not same_answers(other, XML_ONE, WATER)


@pytest.mark.parametrize("name", ["../evil.csv", "/etc/evil.csv", "a/../../evil.csv"])
def test_an_archive_that_reaches_outside_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(Problem) as refused:
        read(put(tmp_path, "e.zip", packed({name: table(KOBO_ROWS)})))
    assert refused.value.code == "source.unsafe"


def test_a_file_without_a_name_is_left_aside(tmp_path: Path) -> None:
    content = packed({"water.csv": table(KOBO_ROWS), "~": b"x", "media/": b""}).replace(b"~", b"\0")
    found = read(put(tmp_path, "e.zip", content))
    assert (found.bundle.parts, len(found.submissions)) == (("water.csv",), 2)


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    place = tmp_path / "bomb.zip"
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("water.csv", b"KEY,SubmissionDate\n" + b"0" * (64 << 20))
    with pytest.raises(Problem) as refused:
        read(place)
    assert refused.value.code == "source.bomb"
