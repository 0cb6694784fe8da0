"""A letter drafted from the facts of a comparison, and from nothing else."""

from __future__ import annotations

import json
import re
from dataclasses import replace

from library.comparison.official_files import cell
from library.comparison.sides import KNOWN, OURS

from datashift.comparison import Observation, OfficialSeries, comparability, compare, letter
from datashift.comparison.letter import BLANKS

MEASURED = replace(OURS, definition=replace(KNOWN, population="people", sampling="volunteer"))
OFFICIAL = OfficialSeries(
    "SH_H2O_SAFE",
    "",
    replace(KNOWN, sampling=None),
    (Observation("TZ", "2015", 61.5),),
    source="the office",
)
(BESIDE,) = compare([cell(0.4)], [OFFICIAL], measure="water", definition=MEASURED.definition)


def test_it_says_what_we_measured_how_it_differs_and_what_we_ask() -> None:
    found = letter(
        BESIDE,
        ours=MEASURED,
        compared=comparability(MEASURED, "SH_H2O_SAFE", declared="direct"),
        page="https://example.org/water",
    )
    assert (
        found.subject
        == "People with safe water: our figure and yours for United Republic of Tanzania"
    )
    assert found.measured[:2] == (
        "People with safe water, United Republic of Tanzania, 2020: 40 %, without a range.",
        "It is about people.",
    )
    assert "Those who answered chose to take part" in found.measured[2]
    assert found.differs[0] == "The official figure (the office) for 2015: 61.5 %, without a range."
    assert found.differs[1] == "Ours is 21.5 percentage points lower."
    assert "Please tell us the range of your figure and how many people it stands on." in found.asks
    assert "Is there a figure nearer to 2020?" in found.asks
    assert any("in the words in which it was asked" in ask for ask in found.asks)
    assert "wrong;" in found.text


def test_the_group_and_the_area_of_the_figure_are_named() -> None:
    women = Observation("TZ-18", "2020", 61.5, 60, 63, {"SEX": "F"})
    ours = [cell(0.61, 0.02, domain={"REF_AREA": "TZ-18", "SEX": "F"})]
    series = replace(OFFICIAL, observations=(women,))
    (beside,) = compare(ours, [series], measure="water", definition=KNOWN)
    found = letter(beside, ours=MEASURED)
    assert found.measured[0] == "People with safe water, Mwanza, 2020, female: 61 % (59 to 63)."
    assert "we would like to see them read together" in found.text


def test_blanks_are_named_and_filled() -> None:
    draft = letter(BESIDE, ours=MEASURED)
    assert draft.blanks == tuple(f"[{blank}]" for blank in BLANKS)
    assert all(blank in draft.text for blank in draft.blanks)
    full = letter(
        BESIDE, ours=MEASURED, office="NBS", official="Chidi", organisation="Maji Yetu", name="Amina",
        contact="amina@example.org",
    )  # fmt: skip
    assert full.blanks == ()
    assert "[" not in full.text
    assert json.loads(full.to_json())["subject"] == full.subject


def test_every_figure_in_it_is_in_the_comparison() -> None:
    found = letter(BESIDE, ours=replace(MEASURED, question=None))
    known = {"40", "61.5", "21.5", "2015", "2020", "5"}
    assert set(re.findall(r"\d+(?:\.\d+)?", found.text.replace("SH_H2O_SAFE", ""))) <= known
