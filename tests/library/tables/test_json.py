"""JSON as forms and offices send it: records, lines, envelopes, nesting, keys that vary."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from library.tables.files import columns, flag, flags, kinds, table

from datashift.kit.problem import Problem
from datashift.tables import Limits, Severity

RECORDS = [{"id": 1, "works": "yes"}, {"id": 2, "works": "no"}]
COLUMNS = {"id": [1, 2], "works": ["yes", "no"]}


@pytest.mark.parametrize(
    "document",
    [RECORDS, *({key: RECORDS} for key in ("data", "value", "results", "grants")),
     {"count": 2, "next": None, "results": RECORDS}],
)  # fmt: skip
def test_records_bare_or_in_an_envelope(tmp_path: Path, document: Any) -> None:
    read = table(tmp_path, json.dumps(document), "export.json")
    assert columns(read) == COLUMNS
    assert read.row_numbers.to_pylist() == [2, 3]
    assert read.source.format == "json"


def test_one_record_to_a_line_whatever_the_extension(tmp_path: Path) -> None:
    lines = "\n".join(json.dumps(record) for record in RECORDS)
    assert columns(table(tmp_path, lines, "export.csv")) == COLUMNS


def test_a_sheet_written_as_lists(tmp_path: Path) -> None:
    read = table(tmp_path, '[["id","works"],[1,"yes"],[2,"no"]]', "a.json")
    assert columns(read) == COLUMNS


def test_keys_that_vary_leave_gaps(tmp_path: Path) -> None:
    read = table(tmp_path, '[{"a":1},{"b":2},{"a":null,"c":"x"}]', "a.json")
    assert columns(read) == {"a": [1, None, None], "b": [None, 2, None], "c": [None, None, "x"]}
    assert flag(read, "reading.varying_keys").severity is Severity.NOTE


def test_nested_submissions_are_flattened(tmp_path: Path) -> None:
    submission = {
        "__id": "uuid:1",
        "household": {"size": 4, "members": [{"age": 3}, {"age": 40}], "assets": ["radio", "bike"]},
        "spot": {"type": "Point", "coordinates": [36.8, -1.3, 1700]},
        "_geolocation": [-1.3, 36.8],
    }
    other = {"__id": "uuid:2", "household": {"size": 2, "members": [], "assets": []}}
    read = table(tmp_path, json.dumps({"value": [submission, other]}), "odata.json")
    assert columns(read) == {
        "__id": ["uuid:1", "uuid:2"],
        "household/size": [4, 2],
        "household/members/count": [2, 0],
        "household/assets": ["radio bike", None],
        "spot/longitude": [36.8, None],
        "spot/latitude": [-1.3, None],
        "_geolocation/latitude": [-1.3, None],
        "_geolocation/longitude": [36.8, None],
    }
    assert flag(read, "reading.repeats").values["paths"] == ["household/members"]


def test_numbers_written_as_text_are_numbers_and_codes_stay(tmp_path: Path) -> None:
    read = table(
        tmp_path, '[{"n":"12","c":"007","b":true},{"n":"7","c":"010","b":false}]', "a.json"
    )
    assert kinds(read) == {"n": "integer", "c": "text", "b": "boolean"}


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("[]", "no records"),
        ('{"results": []}', "no records"),
        ('[{"a": 1},', "broken or cut off"),
        ('[{"a": 1}, {"a": "x', "broken or cut off"),
        ("[" * 200_000, "broken or cut off|nested"),
        ('{"a":' * 100_000 + "1" + "}" * 100_000, "nested"),
        ('[{"a":' + '{"b":' * 100 + "1" + "}" * 101 + "]", "more than 64 levels deep"),
        ('{"type":"Topology","objects":{}}', "boundaries"),
        ("42", "single value|only one|no rows"),
        ('[{"n":' + "9" * 5000 + "}]", "broken"),
    ],
)
def test_what_cannot_be_read_is_said(tmp_path: Path, content: str, sentence: str) -> None:
    with pytest.raises(Problem, match=sentence):
        table(tmp_path, content, "a.json")


@pytest.mark.parametrize("odd", [[], ["Point"], {"a": 1}, None, "\ud800", "a\x00b", "9" * 5000])
def test_values_that_nobody_expects_are_read_as_they_can_be(tmp_path: Path, odd: Any) -> None:
    for document in (
        {"type": odd, "data": [{"a": 1, "b": {"type": odd, "c": 2}}]},
        [{"page": odd, "pages": odd}, [{"a": 1, "b": {"c": 2, "type": odd}}]],
        {"type": "Feature", "properties": {"a": 1, "b/c": 2}, "geometry": {"type": odd}},
    ):
        found = table(tmp_path, json.dumps(document), "file.json")
        assert (columns(found)["a"], columns(found)["b/c"]) == ([1], [2])


def test_a_document_beyond_the_limit_is_refused_before_it_is_read(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="JSON document"):
        table(tmp_path, json.dumps(RECORDS), "a.json", limits=Limits(document=20))


def test_points_become_longitude_and_latitude(tmp_path: Path) -> None:
    features = [
        {"type": "Feature", "properties": {"name": "A", "tags": {"k": 1}},
         "geometry": {"type": "Point", "coordinates": [36.8, -1.3]}},
        {"type": "Feature", "properties": None, "geometry": None},
    ]  # fmt: skip
    read = table(tmp_path, json.dumps({"type": "FeatureCollection", "features": features}))
    assert columns(read) == {
        "name": ["A", None], "tags/k": [1, None], "longitude": [36.8, None], "latitude": [-1.3, None],
    }  # fmt: skip
    assert read.source.format == "geojson"
    assert flag(read, "reading.no_geometry").rows == (3,)


def test_other_shapes_stay_as_geojson_text(tmp_path: Path) -> None:
    shape = {"type": "LineString", "coordinates": [[0, 0], [1, 1]]}
    feature = {"type": "Feature", "id": 7, "properties": {"n": 1}, "geometry": shape}
    read = table(tmp_path, json.dumps(feature), "a.geojson")
    assert kinds(read) == {"id": "integer", "n": "integer", "geometry": "geometry"}
    assert json.loads(columns(read)["geometry"][0]) == shape


def test_another_reference_system_is_pointed_out(tmp_path: Path) -> None:
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::22184"}}
    feature = {"type": "Feature", "properties": {"n": 1}, "geometry": None}
    collection = {"type": "FeatureCollection", "crs": crs, "features": [feature]}
    read = table(tmp_path, json.dumps(collection), "a.geojson")
    assert flag(read, "coordinates.reference_system").severity is Severity.LOOK
    assert not flags(read, "reading.varying_keys")
