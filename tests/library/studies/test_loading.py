"""A study says what is wrong with it in one plain sentence that names the line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datashift.kit.problem import Problem
from datashift.studies import load, parse, problems

STUDY = """\
study: 1
title: Water points that work
data: {file: points.csv}
design: {sampling: volunteer}
place: {country: KE, column: county}
variables:
  works: {from: status, map: {"yes": 1, "no": 0}}
indicators:
  - id: works
    title: Water points that work
    sdg: 6.1.1
    match: proxy
    measure: proportion
    of: works
    by: [[], [place]]
"""


def said(text: str) -> str:
    with pytest.raises(Problem) as caught:
        parse(text)
    return str(caught.value)


def changed(before: str, after: str) -> str:
    assert before in STUDY
    return STUDY.replace(before, after, 1)


def test_a_study_is_read() -> None:
    study = parse(STUDY)
    spec = study.specification
    assert spec.title == "Water points that work"
    assert spec.data.file == ("points.csv",)
    assert spec.indicators[0].by == ((), ("place",))
    assert spec.protect.minimum == 10
    assert study.line("indicators", 0, "measure") == 13


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        (
            "    measure:",
            "    measures:",
            (
                "study.yaml, line 13: `measures` is not a known key of an indicator; "
                "did you mean `measure`?"
            ),
        ),
        (
            "title: Water",
            "titel: Water",
            "study.yaml, line 2: `titel` is not a known key of a study; did you mean `title`?",
        ),
        (
            "measure: proportion",
            "measure: proportoin",
            (
                "study.yaml, line 13: `measure` is `proportoin`; it must be one of `proportion`, "
                "`mean`, `ratio`, `total`, `count`, `rate`, `median`, `quantile`, `gini` or "
                "`quintile_ratio`; did you mean `proportion`?"
            ),
        ),
        (
            "title: Water points that work\ndata",
            "title: Water points that work\nlanguage: swahili\ndata",
            (
                "study.yaml, line 3: `swahili` is no code of a language. "
                "Write a code such as en, es, sw, ne, fr or luo, or leave it out."
            ),
        ),
        (
            "title: Water points that work\ndata",
            "title: [a, b]\ndata",
            "study.yaml, line 2: `title` must be text, not a list.",
        ),
        (
            "by: [[], [place]]",
            "by: [place]",
            "study.yaml, line 15: Entry 1 of `by` must be a list in square brackets, not `place`.",
        ),
        (
            "by: [[], [place]]",
            "by: [[], [time]]",
            (
                "study.yaml, line 15: `by` asks for time, and there is no `time`. "
                "Say which column holds it."
            ),
        ),
        (
            "    of: works\n",
            "",
            "study.yaml, line 9: The proportion `works` needs `of`, the column it is made from.",
        ),
        (
            "measure: proportion",
            "measure: ratio",
            "study.yaml, line 9: The ratio `works` needs `over`, its denominator.",
        ),
        (
            "measure: proportion",
            "measure: quantile",
            "The quantile `works` needs `at`, the share that lies below it.",
        ),
        (
            "measure: proportion",
            "measure: median\n    at: 0.3",
            "study.yaml, line 14: `at` belongs to a quantile, and this is a median.",
        ),
        (
            "measure: proportion",
            "measure: rate",
            "study.yaml, line 9: The rate `works` needs `per`, its denominator.",
        ),
        (
            "{sampling: volunteer}",
            "{sampling: volunteer, strata: ward}",
            (
                "study.yaml, line 4: `strata` belongs to a probability sample, and this study says "
                "`sampling: volunteer`. Take it out, or say `sampling: probability` if the rows were "
                "drawn by chance."
            ),
        ),
        (
            "{country: KE, column: county}",
            "{country: KE, longitude: x}",
            (
                "study.yaml, line 5: A point needs both columns: `longitude` is given and `latitude` "
                "is not."
            ),
        ),
        (
            "country: KE",
            "country: Keyna",
            (
                "study.yaml, line 5: `Keyna` is not a country that is known here. "
                "Give its two-letter code, such as `KE`."
            ),
        ),
        (
            "study: 1",
            "study: 2",
            "study.yaml, line 1: `study` is the version of the format and must be 1.",
        ),
        ("design: {sampling: volunteer}\n", "", "`design` is missing from a study"),
        ("sdg: 6.1.1", "sdg: 6.1.12", "There is no SDG indicator `6.1.12`; did you mean `6.1.1`?"),
        ("{from: status, map", "{expression: status, map", "`map` needs `from`"),
        ("match: proxy", "match: proxy\n    match: direct", "`match` is given twice"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(before: str, after: str, sentence: str) -> None:
    assert sentence in said(changed(before, after))


def test_all_faults_are_listed_for_an_editor() -> None:
    text = changed("measure: proportion", "measure: ratio\n    factor: 3").replace("KE", "Keyna")
    assert [problem.line for problem in problems(text)] == [5, 9, 14]


def test_the_first_fault_says_how_many_others_there_are() -> None:
    text = changed("title: Water", "titel: Water").replace("measure:", "measures:")
    assert "one more thing is wrong further on" in said(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "- a\n- b\n",
        "just words",
        "a: &x [1]\nb: *x\n",
        "a: !!python/object/apply:os.system [ls]\n",
        "a: b: c\n",
        "a:\n\t- tab\n",
        'title: "never closed\n',
        "title: {a: 1\n",
        "title: nul\0byte\n",
        f"{STUDY}---\n{STUDY}",
        "[" * 100_000,
        "a: {" * 50_000,
        "x: " + "y" * 1_000_001,
        "{[a]: b}",
        "- " * 5_000,
        "\n".join(f"k{number}: 1" for number in range(60_000)),
    ],
)
def test_hostile_text_is_one_short_sentence(text: str) -> None:
    sentence = said(text)
    assert sentence.startswith("study.yaml")
    assert len(sentence) < 400


def test_countries_and_codes_keep_their_spelling() -> None:
    study = parse(
        changed("country: KE", "country: NO").replace(
            'map: {"yes": 1, "no": 0}', "map: {yes: 01, no: 1.10, 5: x}"
        )
    )
    place = study.specification.place
    mapping = study.specification.variables["works"].mapping
    assert place is not None
    assert place.country == "NO"
    assert mapping == {"yes": "01", "no": 1.1, "5": "x"}


def test_a_missing_study_file_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(Problem, match=r"^none\.yaml: There is no study file of this name"):
        load(tmp_path / "none.yaml")


def test_a_study_in_another_encoding_is_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "study.yaml"
    path.write_bytes("study: 1\ntitle: Día\n".encode("latin-1"))
    with pytest.raises(Problem, match="line 2: The study is not UTF-8 text"):
        load(path)


def test_files_outside_the_folder_are_refused_when_confined(tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    (tmp_path / "secret.csv").write_text("a\n1\n")
    for written in ("../secret.csv", str(tmp_path / "secret.csv")):
        study = parse(STUDY, folder=tmp_path / "inner", confined=True)
        with pytest.raises(Problem, match="must be brought together") as caught:
            study.file(written, "data", "file")
        assert caught.value.line == 3
        assert str(tmp_path) not in str(caught.value)
    free = parse(STUDY, folder=tmp_path / "inner")
    assert free.file("../secret.csv", "data", "file").is_file()


@given(st.text(max_size=300))
def test_any_text_is_a_study_or_a_problem(text: str) -> None:
    assert problems(text)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
        lambda inner: (
            st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
        ),
        max_leaves=12,
    ),
    st.sampled_from(["data", "design", "place", "time", "variables", "indicators", "repairs"]),
)
def test_wrong_types_anywhere_are_said_in_words(value: object, key: str) -> None:
    import yaml

    text = yaml.safe_dump({"study": 1, "title": "x", key: value}, allow_unicode=True)
    for problem in problems(text):
        assert "validation" not in str(problem)
        assert "pydantic" not in str(problem)
