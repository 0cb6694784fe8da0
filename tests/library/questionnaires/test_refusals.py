"""A workbook that cannot be used is refused with its sheet, row and column."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pytest
from endurance.biff import workbook

from datashift.kit.problem import Problem
from datashift.questionnaires import converting, odk_validate, proofread, refusals, xlsform

ANY_CHOICES = "| choices |\n| | list_name | name | label | {} |\n| | x | a | A | 5 |\n"
HEAD = "| survey |\n| | type | name | label | relevant | calculation |\n"
CHOICES = "| choices |\n| | list_name | name | label |\n"
WRONG = {
    "| | text | a | A | | |\n| | text | a | B | | |\n": ("survey", 3, "name", "two questions"),
    "| | foo | a | A | | |\n": ("survey", 2, "type", "no kind of question"),
    "| | text | a | A | ${zz} = 1 | |\n": ("survey", 2, "relevant", 'refers to "zz"'),
    "| | text | a | A | | |\n| | text | b | B | ${a} = '\x01' | |\n": (
        "survey",
        3,
        "relevant",
        "cannot be seen",
    ),
    "| | text | a | A | | |\n| | text | b | B\x1a | | |\n": (
        "survey",
        3,
        "label",
        "cannot be seen",
    ),
    "| | text | a | A | | |\n| | text | b | \x02 ${a} | | |\n": (
        "survey",
        3,
        "label",
        "no form can",
    ),
    "| | text | a b | A | | |\n": ("survey", 2, "name", "letters that a name cannot have"),
    "| | text | a | | | |\n": ("survey", 2, "label", "nothing to read"),
    "| | text | | A | | |\n": ("survey", 2, "name", "no name"),
    "| | begin group | g | G | | |\n| | text | a | A | | |\n": (
        "survey",
        2,
        "type",
        "does not end",
    ),
    "| | text | a | A | | |\n| | end group | | | | |\n": ("survey", 3, "type", "did not begin"),
    "| | calculate | c | | | |\n": ("survey", 2, "calculation", "calculation is empty"),
    f"| | select_one x | a | A | | |\n{CHOICES}| | y | a | A |\n": (
        "survey",
        2,
        "type",
        "no list of choices",
    ),
    f"| | select_one x | a | A | | |\n{CHOICES}| | x | a | A |\n| | x | a | B |\n": (
        "choices",
        3,
        "name",
        "two choices",
    ),
    f"| | select_one x | a | A | | |\n{ANY_CHOICES.format('what?')}": (
        "choices",
        1,
        "what?",
        "signs that a heading",
    ),
    f"| | select_one x | a | A | | |\n{ANY_CHOICES.format('hint::en')}": (
        "choices",
        1,
        "hint::en",
        "signs that a heading",
    ),
    f"| | select_multiple x | a | A | | |\n{CHOICES}| | x | b | B |\n| | x | c d | C |\n": (
        "choices",
        3,
        "name",
        "names with spaces",
    ),
}


ENTITIES = "| | text | a | A | | |\n| entities |\n"
WRONG |= {
    f"{ENTITIES}| | list_name | label |\n| | a.b | A |\n": (
        "entities",
        2,
        "list_name",
        "must not contain a period",
    ),
    f"{ENTITIES}| | dataset | label |\n| | my list | A |\n": (
        "entities",
        2,
        "dataset",
        "letters that a name cannot have",
    ),
    f"{ENTITIES}| | list_name | label |\n| | my list | A |\n": (
        "entities",
        2,
        "list_name",
        "that a name cannot",
    ),
}


@pytest.mark.parametrize("rows", WRONG, ids=[said[3] for said in WRONG.values()])
def test_the_place_of_a_mistake_is_named(rows: str, tmp_path: Path) -> None:
    sheet, row, column, words = WRONG[rows]
    form = tmp_path / "form.md"
    form.write_text(HEAD + rows)
    problem = refusals.problem("form.xlsx", converting.convert(form, ".md"))
    assert problem.where == f'form.xlsx, sheet "{sheet}", row {row}, column "{column}"'
    assert words in problem.what.lower()
    assert problem.do


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    bomb = tmp_path / "form.xlsx"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as zipped:
        zipped.writestr("[Content_Types].xml", "<Types/>")
        zipped.writestr("xl/workbook.xml", "<workbook>" + "x" * (64 << 20) + "</workbook>")
    with pytest.raises(Problem) as caught:
        xlsform.convert(bomb)
    assert caught.value.code.startswith("file.")


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02", b"PK\x03\x04broken"])
def test_what_is_no_workbook_is_refused(content: bytes, tmp_path: Path) -> None:
    form = tmp_path / "form.xlsx"
    form.write_bytes(content)
    with pytest.raises(Problem):
        xlsform.convert(form)


def test_another_kind_of_file_is_refused(tmp_path: Path) -> None:
    form = tmp_path / "form.pdf"
    form.write_bytes(b"%PDF")
    with pytest.raises(Problem, match="spreadsheet"):
        xlsform.convert(form)


def test_a_damaged_old_workbook_is_refused_by_the_child(tmp_path: Path) -> None:
    form = tmp_path / "form.xls"
    form.write_bytes(b"\xd0\xcf\x11\xe0" + b"\x00" * 600)
    with pytest.raises(Problem, match="damaged"):
        xlsform.convert(form)


def test_what_a_parser_remarks_on_is_no_refusal(tmp_path: Path) -> None:
    form = tmp_path / "form.xls"
    rows = [["type", "name", "label"], ["text", "who", "Who?"], ["note", "why", "Because"]]
    form.write_bytes(workbook({"survey": rows})[:-100])  # xlrd prints that no sector is so long
    assert [each.name for each in xlsform.convert(form).questionnaire.questions] == ["who", "why"]
    assert xlsform.read_beside(form).sheets == ()


def test_without_java_it_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    form = tmp_path / "form.md"
    form.write_text(HEAD + "| | image | photo | Photo | | |\n")
    monkeypatch.setenv("PATH", "")
    made = xlsform.convert(form, validate=True)
    assert not made.validated
    assert "xlsform.not_validated" in {flag.code for flag in made.flags}


def test_odk_validate_is_not_asked_without_java(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert odk_validate.validate(b"<x/>") == odk_validate.Verdict(asked=False)


def test_media_that_are_missing_are_named(tmp_path: Path) -> None:
    form = tmp_path / "form.md"
    form.write_text(
        "| survey |\n| | type | name | label | media::image |\n"
        "| | select_one_from_file villages.csv | v | Village | pump.jpg |\n"
    )
    made = xlsform.convert(form, media=["pump.jpg"])
    assert [flag.values["name"] for flag in made.flags] == ["villages.csv"]
    assert made.questionnaire.media == ("pump.jpg",)


ALL_AT_ONCE = (
    "| | selct_one yn | a | A | | |\n"
    "| | text | b | B | ${nobody} = 1 | |\n"
    "| | select_one xx | c | C | | |\n"
    "| | calculate | d | | | (1 + 2 |\n"
)
UNREADABLE = {
    "${a} = 'x' and (": "bracket is not closed",
    "${a} = 'x": "quotation mark is not closed",
    "${a} = = 3": "no phone can read",
}


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    form = tmp_path / "form.md"
    form.write_text(f"{HEAD}{ALL_AT_ONCE}{CHOICES}| | y | a | A |\n")
    with pytest.raises(Problem) as caught:
        xlsform.convert(form)
    told = [caught.value, *caught.value.others]
    assert [(one.row, one.column) for one in told] == [
        (2, "type"),
        (3, "relevant"),
        (4, "type"),
        (5, "calculation"),
    ]
    assert 'called "selct_one yn". Did you mean "select_one"?' in caught.value.lines
    assert len(caught.value.lines.splitlines()) == 4


@pytest.mark.parametrize("condition", UNREADABLE)
def test_what_no_phone_can_read_is_refused_where_it_stands(condition: str, tmp_path: Path) -> None:
    form = tmp_path / "form.md"
    form.write_text(f"{HEAD}| | text | a | A | | |\n| | text | b | B | {condition} | |\n")
    with pytest.raises(Problem, match=f'(?i)row 3, column "relevant": .*{UNREADABLE[condition]}'):
        xlsform.convert(form)


def test_a_function_that_no_phone_knows_is_noticed(tmp_path: Path) -> None:
    form = tmp_path / "form.md"
    form.write_text(f"{HEAD}| | text | a | A | | |\n| | calculate | b | | | lenght(${{a}}) |\n")
    (flag,) = [f for f in xlsform.convert(form).flags if f.code == "xlsform.function"]
    assert (flag.rows, flag.values) == ((3,), {"name": "lenght"})


def test_functions_that_phones_know_are_not_called_unknown(tmp_path: Path) -> None:
    written = "format-date(decimal-date-time(date-time(${a})), '%Y') + ends-with(${a}, 'x')"
    form = tmp_path / "form.md"
    form.write_text(f"{HEAD}| | text | a | A | | |\n| | calculate | b | | | {written} |\n")
    assert not [f for f in xlsform.convert(form).flags if f.code == "xlsform.function"]


def test_what_is_no_workbook_at_all_is_refused_too(tmp_path: Path) -> None:
    form = tmp_path / "form.md"
    form.write_text("no table\n")
    with pytest.raises(Problem):
        xlsform.convert(form)


def test_headings_alone_ask_nothing(tmp_path: Path) -> None:
    form = tmp_path / "form.md"
    form.write_text(HEAD)
    with pytest.raises(Problem):
        xlsform.convert(form)


def test_an_expression_that_is_too_deep_for_us_is_not_called_unreadable_for_phones(
    tmp_path: Path,
) -> None:
    form = tmp_path / "form.md"
    deep = "(" * 3000 + "${a} = 1" + ")" * 3000
    form.write_text(f"{HEAD}| | text | a | A | | |\n| | text | b | B | {deep} | |\n")
    with pytest.raises(Problem) as refused:
        xlsform.convert(form)
    assert 'row 3, column "relevant": The expression is too long' in str(refused.value)
    assert "into calculations of their own" in str(refused.value)
    long = " or ".join(["${a} = 1"] * 3000)
    form.write_text(f"{HEAD}| | text | a | A | | |\n| | text | b | B | {long} | |\n")
    assert len(xlsform.convert(form).questionnaire.questions) == 2


@pytest.mark.skipif(shutil.which("java") is None, reason="ODK Validate needs Java")
@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (
            "| | calculate | a | | | ${b} + 1 |\n| | calculate | b | | | ${a} + 1 |\n",
            'row 3, column "calculation": Conditions or calculations wait for each other in a circle',
        ),
        (
            "| | text | t | T | | |\n| | text | a | A | selectd(${t}, 'x') | |\n",
            'row 3, column "relevant": No phone knows the function "selectd". Did you mean',
        ),
        (
            "| | text | t | T | | |\n| | calculate | a | | | substr('a') |\n",
            'row 3, column "calculation": The function "substr" is given too little',
        ),
        (
            "| | text | t | T | | |\n| | calculate | a | | | instance('no')/root/item/label |\n",
            'row 3, column "calculation": ODK Validate refuses the form: Instance referenced',
        ),
    ],
)
def test_what_odk_validate_refuses_is_told_with_its_cell(
    tmp_path: Path, rows: str, said: str
) -> None:
    form = tmp_path / "form.md"
    form.write_text(f"{HEAD}{rows}")
    with pytest.raises(Problem) as refused:
        xlsform.convert(form, validate=True)
    assert str(refused.value).startswith(f'form.md, sheet "survey", {said}')


@pytest.mark.parametrize(
    "condition",
    [
        ". >= 0 and . <= 120",
        "selected(${a}, 'its') or not(selected(${a}, \"don't\"))",
        "count(${r}) > 1 and ${last-saved#a} != ''",
        "indexed-repeat(${a}, ${r}, position(..)) = instance('x')/root/item[name = ${a}]/label",
        "jr:choice-name(${a}, '${a}') = 'x' and today() - 7 < date('2020-01-01')",
        "“yes” = ${a}",
    ],
)
def test_what_phones_read_is_not_called_unreadable(condition: str) -> None:
    assert not proofread.broken(condition)


def test_what_is_noticed_in_many_rows_is_said_once() -> None:
    warnings = ["[row : 2] Smaller pictures.", "[row : 5] Smaller pictures.", "No label."]
    first, second = refusals.flags(warnings)
    assert (first.message, first.rows, first.count) == ("Smaller pictures.", (2, 5), 2)
    assert (second.message, second.rows, second.count) == ("No label.", (), 1)


def test_answers_that_the_phone_remembers_are_no_file_to_bring(tmp_path: Path) -> None:
    form = tmp_path / "form.md"
    rows = "|| text | road | Which road? | ${last-saved#road} |\n|| select_one_from_file a.csv | b | B | |\n"
    form.write_text("| survey |\n|| type | name | label | default |\n" + rows)
    converted = xlsform.convert(form)
    assert b"jr://instance/last-saved" in converted.xform
    assert converted.questionnaire.files == ("a.csv",)


@pytest.mark.parametrize("heading", ["जिल्ला", "old district?", "region", "media::image::English"])
def test_headings_that_forms_can_have_are_not_refused(heading: str, tmp_path: Path) -> None:
    sheets = tmp_path / "f.md"
    sheets.write_text(f"{HEAD}| | select_one x | a | A | | |\n{ANY_CHOICES.format(heading)}")
    assert xlsform.convert(sheets).questionnaire.questions[0].choices[0].name == "a"
