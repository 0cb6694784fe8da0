"""Law: a group of people is said whole, in the language of the reader, alone and in a sentence."""

import pytest

from datashift import sdg
from datashift.comparison.comparability.people import group_name
from datashift.kit.language import offered, spoken
from datashift.kit.language.retold import told
from datashift.sdg.ages import age_name

OF_PEOPLE = (
    "SEX", "AGE", "URBANISATION", "INCOME_WEALTH_QUANTILE", "DISABILITY_STATUS", "EDUCATION_LEV",
)  # fmt: skip
LANGUAGES = [one for one in offered() if one != "en"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("dimension", OF_PEOPLE)
def test_every_group_has_a_phrase(dimension: str, language: str) -> None:
    with spoken(language):
        for code in sdg.dimension(dimension).codes.values():
            for name in (code.name, group_name(dimension, code.code)):
                said = told(name)
                assert said.language == language, name
                english = ("old", "over", "exact", "months", "years", "education", "richest")
                assert not {*english} & {*said.text.lower().split()}, said.text


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("es", "de 15 a 49 años"),
        ("sw", "miaka 15 hadi 49"),
        ("ne", "१५ देखि ४९ वर्ष"),
        ("fr", "de 15 à 49 ans"),
    ],
)
def test_ages_are_one_phrase(language: str, said: str) -> None:
    with spoken(language):
        assert told("15 to 49 years old").text == said
        assert said in told("Our figure is for one group only: 15 to 49 years old.").text
        assert said in told("Kisumu · 15 to 49 years old").text


def test_an_open_age_in_a_list_is_not_torn() -> None:
    with spoken("es"):
        assert told("female, 15 years old and over").text == "mujer y de 15 años o más"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", ["Y25T49", "Y_GE50"])
def test_ages_that_stand_in_no_list_are_said_in_words(code: str, language: str) -> None:
    with spoken(language):
        said = told(age_name(code))
    assert said.language == language
    assert "old" not in said.text
    assert age_name("senior") == "senior"
