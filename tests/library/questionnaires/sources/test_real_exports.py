"""Real exports: what is known of them outside is what is read."""

from __future__ import annotations

from shared_data import shared

from datashift.questionnaires import submission
from datashift.questionnaires.sources import read
from datashift.questionnaires.submission import rows


def test_onas_water_points_in_ghana() -> None:
    found = read(shared("1_cgd/ona_water_points_ghana.json"))
    assert (found.platform, len(found.submissions)) == ("ona", 712)
    assert found.questionnaire.id == "_08_Water_points_CV"
    first = found.submissions[0]
    assert first.instance_id == "uuid:f8bcee72d7a0400fb99ae11bbf804010"
    answers = submission.read(first.text, found.questionnaire)
    assert answers.value("communities_villages") == "Gumaryili"
    assert answers.attachments == ("1351696546452.jpg",)
    made = rows([submission.read(e.text) for e in found.submissions], found.questionnaire).main
    assert made.num_rows == 712
    latitudes = [each for each in made["water_point_geocode_latitude"].to_pylist() if each]
    assert 8 < min(latitudes) < max(latitudes) < 12


def test_ushahidis_reports_of_haiti() -> None:
    found = read(shared("1_cgd/ushahidi_haiti_2010.csv"), zone="America/Port-au-Prince")
    assert (found.platform, len(found.submissions)) == ("ushahidi", 3593)
    assert len({each.instance_id for each in found.submissions}) == 3593
    first = submission.read(found.submissions[0].text)
    assert first.value("INCIDENT_DATE") == "2010-07-05T17:26:00-05:00"  # 5 July
    assert first.value("point") == "18.233333 -72.533333"


def test_centrals_table_of_buildings() -> None:
    found = read(shared("5_forms/odk_submissions/test.csv"))
    assert (found.platform, len(found.submissions)) == ("central", 5)
    first = submission.read(found.submissions[0].text)
    assert first.instance_id == "uuid:fd2f9db8-ffba-4283-8db2-4f1eecac9a20"
    assert first.value("gps/highway_point").startswith("38.4064955 -106.4166233 2588.38")


def test_kobos_export_is_what_its_xml_instances_say() -> None:
    """The same four submissions as a workbook, as an older workbook, and as phones sent them."""
    folder = shared("5_forms/kobo_fixtures")
    new = read(folder / "transportation_export.xlsx")
    old = read(folder / "transportation_export.xls")
    ids = [each.instance_id for each in new.submissions]
    assert ids == [each.instance_id for each in old.submissions]
    handed_out = read(folder / "downloadSubmission.xml").submissions[0]
    assert handed_out.instance_id == ids[0]
    taxi = submission.read(new.submissions[3].text)
    where = "transport/available_transportation_types_to_referral_facility"
    assert taxi.value(where) == "taxi other"


def test_a_folder_of_instances_gives_the_form_that_most_answer() -> None:
    found = read(shared("5_forms/kobo_fixtures"))
    assert found.platform == "instances"
    assert {flag.code for flag in found.flags} >= {"source.other_form", "source.built"}
    assert all(b'id="' in each.text or b"id='" in each.text for each in found.submissions)
