"""A study written as YAML reads back as the same study."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from datashift.studies import parse, to_yaml
from datashift.studies.specification import (
    Data,
    Indicator,
    Place,
    Specification,
    Variable,
)
from datashift.studies.weighting.declared import Design

words = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20)
values = st.none() | st.booleans() | st.integers(-(10**9), 10**9) | words


@st.composite
def specifications(draw: st.DrawFn) -> Specification:
    name = draw(words.filter(lambda name: name not in {"place", "time", "REF_AREA", "TIME_PERIOD"}))
    return Specification(
        study=1,
        title=draw(words),
        producer=draw(words),
        data=Data(file=tuple(draw(st.lists(words, min_size=1, max_size=3)))),
        design=Design(sampling=draw(st.sampled_from(["census", "volunteer", "register"]))),
        place=Place(country=draw(st.sampled_from(["NO", "KE", "TZ"])), column=draw(words)),
        variables={
            name: Variable(source=draw(words), mapping=draw(st.dictionaries(words, values)))
        },
        indicators=(
            Indicator(id=draw(words), title="t", measure="mean", of=name, by=((), (name, "place"))),
        ),
    )


@given(specifications())
def test_reading_what_was_written_gives_the_same(specification: Specification) -> None:
    text = to_yaml(specification)
    assert parse(text).specification == specification
    assert to_yaml(parse(text)) == text


def test_words_that_look_like_other_things_are_quoted() -> None:
    specification = Specification(
        study=1,
        title="2013",
        data=Data(file=("a.csv",), missing=("01", "no", "~", "1e3")),
        design=Design(sampling="census"),
        indicators=(Indicator(id="n", title="Rows", measure="count"),),
    )
    assert parse(to_yaml(specification)).specification == specification
