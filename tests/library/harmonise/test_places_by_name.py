"""Names and codes of areas: sure ones are taken, alike ones suggested, old ones told apart."""

from __future__ import annotations

from library.harmonise.at_hand import codes, column, flag, the

from datashift.harmonise import Harmonised, Place, harmonise
from datashift.tables import Severity


def placed(country: str | None, *names: str | None, level: str | None = None) -> Harmonised:
    """A column of names, placed."""
    return harmonise(the({"where": list(names)}), place=Place(country, column="where", level=level))


def test_spelling_accents_case_and_codes_do_not_matter_and_are_noted() -> None:
    found = placed("AR", "Córdoba", "CORDOBA ", "Rio Negro", "AR-B", "caba")
    assert column(found, "REF_AREA") == ["AR-X", "AR-X", "AR-R", "AR-B", "AR-C"]
    assert codes(found.flags) == {"place.spelling"}
    assert flag(found.flags, "place.spelling").values["map"] == {
        "CORDOBA": "Córdoba",
        "Rio Negro": "Río Negro",
        "caba": "Ciudad Autónoma de Buenos Aires",
    }


def test_a_name_that_is_only_alike_is_a_suggestion() -> None:
    found = placed("KE", "Kisumu", "Kisummu", "Kisummu", "Atlantis", None)
    assert column(found, "REF_AREA")[1:] == [None, None, None, None]
    similar = flag(found.flags, "place.similar")
    assert similar.severity is Severity.LOOK
    assert similar.rows == (3, 4)
    assert similar.repairs[0].action == "recode"
    assert similar.repairs[0].values == {"map": {"Kisummu": "Kisumu"}}
    assert 70 <= similar.values["scores"]["Kisummu"] < 97
    assert flag(found.flags, "place.unknown").values["names"] == {"Atlantis": 1}
    assert flag(found.flags, "place.missing").rows == (6,)


def test_names_of_one_past_year_are_areas_of_that_year() -> None:
    found = placed("KE", "Central", "Nairobi", "Rift Valley")
    former = flag(found.flags, "place.former")
    assert former.severity is Severity.LOOK
    assert former.values["areas"] == ["Central", "Nairobi", "Rift Valley"]
    assert None not in column(found, "REF_AREA")


def test_old_and_new_areas_are_never_mixed_silently() -> None:
    found = placed("KE", "Rift Valley", "Kisumu", "Nairobi")
    former = flag(found.flags, "place.former")
    assert former.severity is Severity.STOPS
    assert former.rows == (2,)
    assert former.values["today"] == ["Kisumu", "Nairobi"]


def test_the_countrys_own_word_tells_which_areas_are_meant() -> None:
    assert column(placed("NP", "Jhapa", "Ilam", level="district"), "REF_AREA") == [
        "NP-P1-JHAPA",
        "NP-P1-ILAM",
    ]
    # No areas of this level are known: its names are looked for among the first.
    assert column(placed("KE", "Kisumu", level="ward"), "REF_AREA") == ["KE-17"]


def test_whole_countries_are_places_too() -> None:
    found = placed(None, "Kenya", "Tanzanie", "NPL", "Argentinaa", level="country")
    assert column(found, "REF_AREA") == ["KE", "TZ", "NP", None]
    assert flag(found.flags, "place.similar").values["map"] == {"Argentinaa": "Argentina"}
