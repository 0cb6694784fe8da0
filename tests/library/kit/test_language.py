"""The reader's language: numbers as it writes them, stored sentences told in it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel import Locale
from babel.messages.pofile import read_po as read_by_babel
from babel.numbers import format_decimal, format_percent
from hypothesis import given
from hypothesis import strategies as st

from datashift.figures import Row, words
from datashift.kit import language
from datashift.kit.language import catalogue, numbers, retold, spoken

SPANISH = """\
# Finished: no
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "Between %(low)s and %(high)s in 100."
msgstr "Entre %(low)s y %(high)s de cada 100."

msgid "about %(round)s in 10"
msgstr "unas %(round)s de cada 10"

msgid "%(count)s rows have no \\"%(column)s\\"."
msgstr "Faltan valores de «%(column)s» en %(count)s filas."

msgid "%(number)s in 100"
msgstr "%(number)s de cada 100"

msgid "%(said)s, %(weighted)s%(THIN)s%% of the whole."
msgstr "%(said)s, el %(weighted)s%(THIN)s%% del total."

msgid "The file is empty"
msgstr "El archivo está vacío"

msgid "row %(number)s"
msgstr "fila %(number)s"

msgid "column \\"%(name)s\\""
msgstr "columna «%(name)s»"

msgid "hidden"
msgstr "oculto"

msgid "By %(words)s"
msgstr "Por %(words)s"

msgid "region"
msgstr "región"

msgid "sex"
msgstr "sexo"

msgid "%(first)s and %(last)s"
msgstr "%(first)s y %(last)s"

#, fuzzy
msgid "a guess"
msgstr "una conjetura"
"""


def forget() -> None:
    for known in (catalogue.messages, catalogue.translations, retold._patterns, retold._told):
        known.cache_clear()


@pytest.fixture
def spanish(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A small Spanish catalogue, spoken."""
    path = tmp_path / "es.po"
    path.write_text(SPANISH, encoding="utf-8")
    monkeypatch.setattr(catalogue, "source", lambda code: tmp_path / f"{code}.po")
    forget()
    with spoken("es"):
        yield
    forget()


@pytest.mark.parametrize("code", language.LANGUAGES)
@pytest.mark.parametrize("value", [0.0, 7.0, 54.3, -12.25, 12345.6, 1234567.0, 98765432.1])
def test_numbers_are_written_as_the_unicode_repository_says(code: str, value: float) -> None:
    theirs = format_decimal(round(value, 1), locale=code, decimal_quantization=False)
    ours = "".join(str(unicodedata.digit(sign, sign)) for sign in numbers.written(value, 1, code))
    assert ours.removesuffix(f"{numbers.STYLES[code].decimal}0") == theirs.replace("-", "−")


@pytest.mark.parametrize("code", language.LANGUAGES)
def test_digits_are_those_of_the_language(code: str) -> None:
    system = Locale(code).default_numbering_system
    own = {"latn": "DIGIT", "deva": "DEVANAGARI DIGIT"}[system]
    assert all(unicodedata.name(digit).startswith(own) for digit in numbers.STYLES[code].digits)


@pytest.mark.parametrize("code", ["es", "fr", "sw", "ne"])
def test_percent_is_written_as_the_unicode_repository_says(code: str) -> None:
    assert numbers.percent("54", code) == format_percent(0.54, locale=code)


@given(st.text(alphabet="a %()\"\\\n\t'éन", min_size=1), st.text(alphabet='b %"\\\né', min_size=1))
def test_a_catalogue_is_read_as_others_read_it(message: str, translation: str) -> None:
    import io

    from babel.messages.catalog import Catalog
    from babel.messages.pofile import write_po

    made = Catalog(locale="es")
    made.add(message, translation)
    file = io.BytesIO()
    write_po(file, made)
    file.seek(0)
    theirs = read_by_babel(file).get(message)
    ours = catalogue.read_po(file.getvalue().decode())
    assert theirs is not None
    assert ours[message] == theirs.string == translation


def test_a_stored_sentence_is_told_again_with_its_numbers(spanish: None) -> None:
    said = words.range_in_words(
        Row("all", value=1.1, lower=0.4, upper=2.9), "proportion", reason=""
    )
    assert retold.retold(said) == "Entre 0,4 y 2,9 de cada 100."
    assert retold.retold('1,234 rows have no "Name of well".') == (
        "Faltan valores de «Name of well» en 1234 filas."
    )


def test_a_problem_is_told_with_its_place(spanish: None) -> None:
    place = 'my wells.xlsx, row 15, column "latitude"'
    told = retold.retold(f"{place}: The file is empty.")
    assert told == "my wells.xlsx, fila 15, columna «latitude»: El archivo está vacío."
    assert retold.retold("wells.xlsx: The file is empty.").startswith("wells.xlsx: El archivo")
    assert retold.retold("Whatever: The file is empty.").startswith("Whatever: The")


def test_words_in_a_blank_are_told_too(spanish: None) -> None:
    assert retold.retold("By region and sex") == "Por región y sexo"


def test_what_is_not_known_stays_english_and_says_so(spanish: None) -> None:
    assert retold.told("Nobody has translated this.") == retold.Told(
        "Nobody has translated this.", "en"
    )
    assert retold.told("hidden") == retold.Told("oculto", "es")
    assert retold.retold("a guess") == "a guess"


def test_a_number_is_known_by_itself_and_nothing_else_is(spanish: None) -> None:
    assert retold.retold("29 in 100") == "29 de cada 100"
    assert retold.retold("wells in 100") == "wells in 100"


def test_a_sign_keeps_its_space(spanish: None) -> None:
    assert retold.retold("hidden, 26\u2009% of the whole.") == "oculto, el 26\u2009% del total."


def test_nothing_is_told_as_nothing(spanish: None) -> None:
    assert [retold.retold(text) for text in ("", ".", " ")] == ["", ".", " "]


def test_a_year_is_not_a_quantity(spanish: None) -> None:
    assert retold.retold("2024") == "2024"
    assert retold.retold("1,234.5") == "1234,5"


def test_groups_stand_beside_their_figures_in_the_readers_words() -> None:
    with language.spoken("es"):
        said = retold.retold("Njombe 81.3\u00a0%, Male 29.8\u00a0%: their ranges overlap")
        assert said == "Njombe 81,3\u00a0% y Hombre 29,8\u00a0%: sus intervalos se solapan"
        assert retold.retold("page 3, section 4") == "page 3, section 4"


def test_english_is_what_it_always_was() -> None:
    assert retold.retold("1,234 rows") == "1,234 rows"
    assert language.gettext("anything") == "anything"


@pytest.mark.parametrize(
    ("stored", "told"),
    [
        ("Kisumu · Female", "Kisumu · Mujer"),
        ("444 dots, one for each 5 water points: 234 filled (yes), 210 empty (no).",
         "444 puntos, uno por cada 5 puntos de agua: 234 llenos (sí) y 210 vacíos (no)."),
        ("Map of 3 areas. The table beneath has every number.",
         "Mapa de 3 zonas. La tabla de abajo tiene todos los números."),
        ("20 dots from 3.1 to 3.3 hours, each for one chance in 20.",
         "20 puntos desde 3,1 a 3,3 horas, cada uno por una posibilidad de 20."),
    ],
)  # fmt: skip
def test_a_stop_ends_a_sentence_and_a_list_is_the_last_thing_it_may_be(
    stored: str, told: str
) -> None:
    with spoken("es"):
        assert retold.retold(stored) == told
