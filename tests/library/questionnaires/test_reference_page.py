"""docs/questionnaires.md: its example converts and computes, its columns and limits are real."""

from __future__ import annotations

import re
from pathlib import Path

from datashift import studies
from datashift.cli.options import parser
from datashift.questionnaires import concepts, converting, library, xform, xml

PAGE = (Path(__file__).parents[3] / "docs" / "questionnaires.md").read_text()


def test_every_example_is_a_form_that_makes_a_study(tmp_path: Path) -> None:
    examples = re.findall(r"```xlsform\n(.*?)```", PAGE, re.DOTALL)
    assert examples
    for example in examples:
        sheets = tmp_path / "form.md"
        sheets.write_text(example)
        answer = converting.convert(sheets, ".md")
        assert "error" not in answer, answer
        drafted = concepts.study(xform.read(answer["xform"].encode()))
        assert studies.parse(drafted.text).specification.indicators[0].sdg == "6.1.1"


def test_every_command_on_the_page_can_be_typed() -> None:
    block = re.search(r"```\n(datashift.*?)```", PAGE, re.DOTALL)
    assert block
    for line in block[1].strip().splitlines():
        assert parser().parse_args(line.split()[1:]).execute


def test_the_limits_on_the_page_are_those_of_the_reader() -> None:
    limits = xml.Limits()
    assert f"{limits.bytes >> 20} MB, {limits.nodes:,} elements" in PAGE
    assert f"{limits.depth} levels" in PAGE
    assert f"{converting.MEMORY >> 30} GB and {converting.SECONDS} seconds" in PAGE


def test_the_library_is_as_large_as_the_page_says() -> None:
    assert "some sixty questions" in PAGE
    assert 55 <= len(library.questions()) <= 69
