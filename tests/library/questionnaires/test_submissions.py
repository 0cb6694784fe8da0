"""What phones send: read within limits, refused in one sentence."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shared_data import shared

from datashift.kit.problem import Problem
from datashift.questionnaires import submission

SENT = b"""<?xml version="1.0" encoding="UTF-8"?>
<data id="water" version="3" xmlns:orx="http://openrosa.org/xforms">
  <start>2026-03-04T10:00:00.000+03:00</start>
  <household><age>31</age></household>
  <member><name>Amina</name></member><member><name>Bruno</name></member>
  <photo>tap.jpg</photo>
  <orx:meta><orx:instanceID>uuid:1</orx:instanceID><orx:deprecatedID>uuid:0</orx:deprecatedID></orx:meta>
</data>"""


def test_a_submission_says_what_it_is() -> None:
    read = submission.read(SENT)
    assert (read.form_id, read.version) == ("water", "3")
    assert (read.instance_id, read.deprecated_id) == ("uuid:1", "uuid:0")
    assert read.start == "2026-03-04T10:00:00.000+03:00"
    assert read.attachments == ("tap.jpg",)
    assert read.value("household/age") == "31"
    names = [(item.places, item.text) for item in read.values if item.path == ("member", "name")]
    assert names == [((0, 0), "Amina"), ((1, 0), "Bruno")]


@pytest.mark.parametrize(
    ("document", "code"),
    [
        (b"", "xml.empty"),
        (b"<data", "xml.broken"),
        (b"<data/>", "submission.no_form"),
        (b"<!DOCTYPE data [<!ENTITY a 'b'>]><data id='x'>&a;</data>", "xml.document_type"),
        (b"<data id='x'>" + b"<a>" * 100 + b"</a>" * 100 + b"</data>", "xml.too_deep"),
        (b"<data id='x'>" + b"<a>" * 1000 + b"</a>" * 1000 + b"</data>", "xml.too_deep"),
        (b"<data id='x'>" + b"<a/>" * 500_000 + b"</data>", "xml.too_many"),
        (b"<data id='x'>" + b" " * (5 << 20) + b"</data>", "xml.too_large"),
        ("<data id='x'/>".encode("utf-16"), "xml.not_utf8"),
        (b"<?xml version='1.0' encoding='utf-7'?><data id='x'/>", "xml.not_utf8"),
        (b"<data id='" + b"x" * 250 + b"'/>", "submission.long_id"),
        (b"<html xmlns='http://www.w3.org/1999/xhtml'/>", "submission.something_else"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_read_is_refused(document: bytes, code: str) -> None:
    with pytest.raises(Problem) as caught:
        submission.read(document)
    assert caught.value.code == code


@settings(deadline=None)
@given(st.binary(max_size=400) | st.text(max_size=200).map(str.encode))
def test_anything_at_all_is_read_or_refused(document: bytes) -> None:
    with suppress(Problem):
        assert submission.read(document).form_id


def test_real_submissions_are_read() -> None:
    folder = shared("5_forms/kobo_fixtures")
    found, refused = [], set()
    for path in sorted(folder.glob("*.xml")):
        try:
            found.append(submission.read(path.read_bytes()))
        except Problem as problem:
            refused.add(problem.code)
    assert len(found) >= 25
    assert refused == {"submission.something_else"}
    edited = [item for item in found if item.deprecated_id]
    assert {item.deprecated_id for item in edited} == {
        "uuid:5b2cc313-fc09-437e-8149-fcd32f695d41",
        "uuid:7a9ba167019a4152a31e46049587d672",
    }
