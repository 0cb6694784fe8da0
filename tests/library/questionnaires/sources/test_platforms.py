"""What another platform exports comes in as what a phone would have sent."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
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
    packed,
    put,
    said,
    table,
    workbook,
)

from datashift.kit.problem import Problem
from datashift.questionnaires import submission
from datashift.questionnaires.questionnaire import Question
from datashift.questionnaires.sources import Export, read, same_answers
from datashift.questionnaires.submission import rows

KOBO_BOOK = {
    "Water": [[*row[:-1], row[-1]] for row in KOBO_ROWS],
    "child": [
        ["name", "age", "_index", "_parent_table_name", "_parent_index", "_submission__uuid"],
        ["Neema", "7", "1", "Water", "1", ONE[5:]],
        ["Juma", "9", "2", "Water", "1", ONE[5:]],
    ],
}
FIRST: dict[str, object] = {**KOBO_JSON["results"][0]}  # type: ignore[index]
CENTRAL_ZIP = packed(
    {
        "water.csv": table(CENTRAL_ROWS),
        "water-child.csv": table(CENTRAL_CHILDREN),
        "media/one.jpg": b"jpeg",
    }
)
BRIEFCASE = packed(
    {
        "Water/instances/uuid11/submission.xml": XML_ONE,
        "Water/instances/uuid11/one.jpg": b"jpeg",
        "Water/instances/uuid22/submission.xml": XML_TWO,
        "__MACOSX/Water/._submission.xml": b"litter",
    }
)
WHOLE = {
    "central.zip": ("central", CENTRAL_ZIP),
    "water.json": ("central", said(ODATA)),
    "kobo.json": ("kobo", said(KOBO_JSON)),
    "kobo.xlsx": ("kobo", workbook(KOBO_BOOK)),
    "briefcase.zip": ("instances", BRIEFCASE),
}


def brought(folder: Path, name: str, content: bytes, zone: str = "") -> Export:
    return read(put(folder, name, content), form=WATER, zone=zone)


def codes(export: Export) -> set[str]:
    return {flag.code for flag in export.flags}


@pytest.mark.parametrize("name", WHOLE)
def test_every_whole_export_says_what_the_phone_sent(name: str, tmp_path: Path) -> None:
    platform, content = WHOLE[name]
    found = brought(tmp_path, name, content)
    assert found.platform == platform
    assert not found.built
    assert not found.unreadable
    one, two = found.submissions
    assert (one.instance_id, two.instance_id) == (ONE, TWO)
    assert same_answers(one.text, XML_ONE, WATER)
    assert same_answers(two.text, XML_TWO, WATER)
    assert submission.read(one.text).version == "3"


@pytest.mark.parametrize("name", ["central.zip", "briefcase.zip"])
def test_photographs_come_along(name: str, tmp_path: Path) -> None:
    found = brought(tmp_path, name, WHOLE[name][1])
    files = found.submissions[0].files
    assert list(files) == ["one.jpg"]
    assert b"".join(found.bundle.blocks(files["one.jpg"])) == b"jpeg"
    assert not found.submissions[1].files


def test_what_is_called_as_no_element_can_be_is_kept_under_another_name(tmp_path: Path) -> None:
    """A key that the form does not know is kept, as the preview says, whatever signs it has."""
    found = brought(tmp_path, "k.json", said({"results": [{**FIRST, "Is it clean?": "very"}]}))
    assert "unknown_columns" in {code.rpartition(".")[2] for code in codes(found)}
    values = submission.read(found.submissions[0].text).values
    assert [value.text for value in values if value.path == ("Is_it_clean",)] == ["very"]


def test_names_in_nepali_are_kept(tmp_path: Path) -> None:
    form = replace(WATER, contents=(*WATER.contents, Question("घरधुरी", "घरधुरी", "integer")))
    file = put(tmp_path, "k.json", said({"results": [{**FIRST, "घरधुरी": "7"}]}))
    values = submission.read(read(file, form=form).submissions[0].text).values
    assert [value.text for value in values if value.path == ("घरधुरी",)] == ["7"]


def test_kobos_csv_with_semicolons_labels_and_groups(tmp_path: Path) -> None:
    heading = ["start", "Where is the water from?", "Use/What for?", "Use/What for?/To drink",
               "Use/What for?/To wash clothes", "Use/The well", *KOBO_ROWS[0][6:]]  # fmt: skip
    one = [*KOBO_ROWS[1]]
    one[1], one[2] = "The river", "To drink To wash clothes"
    found = brought(tmp_path, "w.csv", b"\xef\xbb\xbf" + table([heading, one], separator=";"))
    answers = submission.read(found.submissions[0].text)
    assert answers.value("source") == "river"
    assert answers.value("use/what") == "drink wash"
    assert answers.value("use/well") == "-0.1 34.7 1130 4.5"
    assert "source.labels" in codes(found)


def test_an_answer_that_is_no_choice_is_kept_and_said(tmp_path: Path) -> None:
    one = [*KOBO_ROWS[1]]
    one[1] = "the spring"
    found = brought(tmp_path, "w.csv", table([KOBO_ROWS[0], one]))
    assert submission.read(found.submissions[0].text).value("source") == "the spring"
    flag = next(flag for flag in found.flags if flag.code == "source.unknown_choice")
    assert flag.rows == (2,)
    assert flag.message.startswith("One answer to ")


def test_ona_numbers_its_repeats_in_the_headings(tmp_path: Path) -> None:
    heading = ["source", "child[1]/name", "child[1]/age", "child[2]/name", "child[2]/age",
               "use/what/drink", "use/what/wash", "use/_well_latitude", "use/_well_longitude",
               "use/_well_altitude", "use/_well_precision", "meta/instanceID", "_id", "_uuid",
               "_submission_time", "_tags", "_notes", "_version", "_duration", "_submitted_by",
               "_total_media", "_media_count", "_media_all_received"]  # fmt: skip
    row = ["tap", "Neema", "7", "n/a", "n/a", "TRUE", "FALSE", "-0.1", "34.7", "n/a", "n/a", ONE,
           "1", ONE[5:], "2024-05-03T06:00:00", "", "", "3", "12", "asha", "0", "0", "True"]  # fmt: skip
    found = brought(tmp_path, "ona.csv", table([heading, row]))
    assert found.platform == "ona"
    answers = submission.read(found.submissions[0].text)
    assert [v.text for v in answers.values if v.path == ("child", "name")] == ["Neema"]
    assert answers.value("use/what") == "drink"
    assert answers.value("use/well") == "-0.1 34.7"
    assert "source.missing" in codes(found)


def test_an_edited_submission_replaces_the_first_of_its_chain(tmp_path: Path) -> None:
    edited = [*CENTRAL_ROWS[1]]
    edited[CENTRAL_ROWS[0].index("meta-instanceID")] = "uuid:edit"
    central = brought(tmp_path, "c.csv", table([CENTRAL_ROWS[0], edited])).submissions[0]
    assert (central.instance_id, central.replaces) == ("uuid:edit", ONE)
    later = {
        **FIRST,
        "meta/instanceID": "uuid:later",
        "meta/deprecatedID": "uuid:between",
        "meta/rootUuid": ONE,
    }
    kobo = brought(tmp_path, "k.json", said({"results": [later]})).submissions[0]
    assert (kobo.instance_id, kobo.replaces) == ("uuid:later", ONE)
    assert submission.read(kobo.text).deprecated_id == ONE


def test_repeats_that_odata_did_not_bring_are_missed(tmp_path: Path) -> None:
    rows_ = [{k: v for k, v in ODATA["value"][0].items() if k != "child"}]  # type: ignore[attr-defined]
    found = brought(tmp_path, "w.json", said({**ODATA, "value": rows_}))
    assert "source.repeats_missing" in codes(found)


def test_a_repeat_without_its_submission_is_unreadable_and_the_rest_comes(tmp_path: Path) -> None:
    children = [*CENTRAL_CHILDREN, ["Zawadi", "3", "uuid:gone", "uuid:gone/child[1]"]]
    content = packed({"water.csv": table(CENTRAL_ROWS), "water-child.csv": table(children)})
    found = brought(tmp_path, "c.zip", content)
    assert len(found.submissions) == 2
    assert [(each.file, each.row) for each in found.unreadable] == [("water-child.csv", 4)]


def test_briefcases_english_dates_are_read(tmp_path: Path) -> None:
    heading = ["SubmissionDate", "start", "meta-instanceID", "KEY"]
    row = ["Apr 26, 2018 8:58:20 AM", "Apr 26, 2018 8:56:00 PM", ONE, ONE]
    found = brought(tmp_path, "b.csv", table([heading, row]), zone="+03:00")
    assert found.platform == "briefcase"
    assert submission.read(found.submissions[0].text).start == "2018-04-26T20:56:00+03:00"
    assert "source.zone" in codes(found)


def test_epicollects_branches_are_repeats(tmp_path: Path) -> None:
    form = [
        ["ec5_uuid", "created_at", "uploaded_at", "title", "1_Where_is_it", "lat_2_Place",
         "long_2_Place", "accuracy_2_Place", "UTM_Northing_2_Place", "UTM_Easting_2_Place",
         "UTM_Zone_2_Place"],
        [ONE[5:], "2024-05-03T06:00:00.000Z", "2024-05-03T07:00:00.000Z", "Well", "Hill", "-0.1",
         "34.7", "4", "9988945", "688990", "36S"],
    ]  # fmt: skip
    branch = [
        ["ec5_branch_owner_uuid", "ec5_branch_uuid", "created_at", "uploaded_at", "title",
         "3_Caption"],
        [ONE[5:], TWO[5:], "2024-05-03T06:00:00.000Z", "2024-05-03T07:00:00.000Z", "x", "North"],
    ]  # fmt: skip
    content = packed({"form-1__wells.csv": table(form), "branch-1__photos.csv": table(branch)})
    found = read(put(tmp_path, "e.zip", content))
    assert (found.platform, found.built) == ("epicollect", True)
    only = submission.read(found.submissions[0].text)
    assert only.instance_id == ONE
    assert only.value("Where_is_it") == "Hill"
    assert only.value("Place") == "-0.1 34.7 0 4"
    assert only.value("photos/Caption") == "North"
    assert found.questionnaire.question("Place").kind == "geopoint"
    entry = {**dict(zip(form[0], form[1], strict=True)), "2_Place": {"latitude": 1, "longitude": 2}}
    answer = {"data": {"id": "wells", "type": "entries", "entries": [entry]}}
    assert read(put(tmp_path, "e.json", said(answer))).submissions[0].instance_id == ONE


def test_epicollects_names_as_its_guide_writes_them(tmp_path: Path) -> None:
    rows_ = [
        ["ec5_uuid", "updated_at", "ec5_branch_ref", "1_Where", "lat_2_Place", "long_2_Place",
         "UTM_zone_2_Place"],
        [ONE[5:], "2024-05-03T07:00:00.000Z", "2", "Hill", "-0.1", "34.7", "36S"],
    ]  # fmt: skip
    found = read(put(tmp_path, "guide.csv", table(rows_)))
    only = submission.read(found.submissions[0].text)
    assert only.value("imported/submitted_at") == "2024-05-03T07:00:00.000Z"
    assert {each.name for each in found.questionnaire.questions} >= {"Where", "Place"}
    assert not [each for each in only.values if each.text in {"36S", "2"}]


def test_commcares_forms_are_read_from_csv_and_json(tmp_path: Path) -> None:
    rows_ = [
        ["number", "formid", "form.source", "form.use.what", "form.case.@case_id",
         "form.meta.deviceID", "completed_time", "started_time", "username", "received_on",
         "form_link"],
        ["0", ONE[5:], "tap", "---", "c1", "d1", "2024-05-03 06:10:00", "2024-05-03 06:00:00",
         "asha", "2024-05-03 06:11:00", "https://hq.example/1"],
    ]  # fmt: skip
    found = brought(tmp_path, "f.csv", table(rows_), zone="UTC")
    assert found.platform == "commcare"
    only = submission.read(found.submissions[0].text)
    assert (only.instance_id, only.value("source")) == (ONE, "tap")
    assert only.start == "2024-05-03T06:00:00+00:00"
    form = {
        "@name": "Water", "@xmlns": "http://x", "#type": "data", "source": "tap",
        "meta": {"timeStart": "2024-05-03T06:00:00Z", "username": "asha"},
        "child": [{"name": "Neema"}, {"name": "Juma"}],
    }  # fmt: skip
    api = {"meta": {"total_count": 1}, "objects": [{"id": ONE[5:], "form": form}]}
    one = submission.read(brought(tmp_path, "f.json", said(api)).submissions[0].text)
    assert one.instance_id == ONE
    assert len([v for v in one.values if v.path == ("child", "name")]) == 2


def test_google_forms_rows_get_ids_from_their_answers(tmp_path: Path) -> None:
    heading = ["Timestamp", "Where is the water from?", "What for?"]
    answers = [
        ["2024/05/03 8:00:00 AM GMT+3", "A tap", "To drink, To wash clothes"],
        ["2024/05/03 8:00:00 AM GMT+3", "A tap", "To drink, To wash clothes"],
        ["2024/05/04 8:00:00 AM GMT+3", "The river", ""],
    ]
    found = brought(tmp_path, "g.csv", table([heading, *answers]))
    assert found.platform == "google"
    ids = [each.instance_id for each in found.submissions]
    assert len(set(ids)) == 3
    assert submission.read(found.submissions[0].text).value("use/what") == "drink wash"
    moved = [[*heading, "New question"], *[[*row, ""] for row in (answers[2], *answers[:2])]]
    again = brought(tmp_path, "g.csv", table(moved))
    assert {each.instance_id for each in again.submissions} == set(ids)
    assert "source.no_ids" in codes(found)


def test_without_a_form_one_is_built_and_its_tables_are_typed(tmp_path: Path) -> None:
    found = read(put(tmp_path, "Water.csv", table(KOBO_ROWS)))
    assert found.built
    form = found.questionnaire
    assert (form.id, form.version) == ("Water", "imported")
    kinds = {question.path: question.kind for question in form.questions}
    assert kinds["use/well"] == "geopoint"
    assert kinds["use/what"] == "select_multiple"
    assert kinds["photo"] == "image"
    made = rows([submission.read(each.text, form) for each in found.submissions], form).main
    assert made.column("what_drink").to_pylist() == [True, None]
    assert made.column("well_latitude").to_pylist() == [-0.1, None]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("plain.csv", b"region,works\nA,yes\n"),
        ("plain.json", b'[{"region": "A"}]'),
        ("cut.json", b'{"value": [{"__id"'),
        ("empty.csv", b""),
        ("cut.zip", CENTRAL_ZIP[:200]),
        ("photo.jpg", b"\xff\xd8\xff\xe0 no table"),
    ],
)
def test_what_is_no_export_is_refused_in_one_sentence(
    name: str, content: bytes, tmp_path: Path
) -> None:
    with pytest.raises(Problem) as refused:
        read(put(tmp_path, name, content))
    assert name in str(refused.value)
    assert str(tmp_path) not in str(refused.value)
