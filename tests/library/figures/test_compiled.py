"""Compiled templates are kept beside them, and never used for another text."""

from __future__ import annotations

from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader
from jinja2.compiler import CodeGenerator

from datashift.figures.compiled import Compiled, speak
from datashift.kit.language import spoken


def said(templates: Path, by: Path, **told: object) -> str:
    """What a process that begins now makes of page.j2."""
    made = Environment(
        loader=FileSystemLoader(templates),
        autoescape=True,
        bytecode_cache=Compiled(templates, by=by),
    )
    speak(made)
    return made.get_template("page.j2").render(told)


@pytest.fixture
def by(tmp_path: Path) -> Path:
    path = tmp_path / "by.py"
    path.write_text("autoescape=True")
    return path


@pytest.fixture
def templates(tmp_path: Path) -> Path:
    folder = tmp_path / "templates"
    folder.mkdir()
    (folder / "page.j2").write_text("{{ name }}")
    return folder


def test_a_later_process_compiles_nothing(
    templates: Path, by: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said(templates, by, name="Ostel")
    monkeypatch.delattr(CodeGenerator, "visit_Template")
    assert said(templates, by, name="<Besk>") == "&lt;Besk&gt;"


def test_another_text_is_compiled_anew(templates: Path, by: Path) -> None:
    said(templates, by, name="Ostel")
    (templates / "page.j2").write_text("In {{ name }}")
    assert said(templates, by, name="Ostel") == "In Ostel"


def test_another_way_to_compile_is_another_template(templates: Path, by: Path) -> None:
    said(templates, by, name="Ostel")
    by.write_text("autoescape=False")
    said(templates, by, name="Ostel")
    assert len(list((templates / "__pycache__").iterdir())) == 2


def test_a_folder_that_cannot_be_written_to_serves_too(templates: Path, by: Path) -> None:
    (templates / "__pycache__").write_text("no folder")
    assert said(templates, by, name="Ostel") == "Ostel"


def test_blanks_of_sentences_are_escaped_and_said_in_the_language(
    templates: Path, by: Path
) -> None:
    (templates / "page.j2").write_text(
        '{{ _("from %(base)s", base=name) }} {{ _("no answer") }} '
        '{{ ngettext("%(num)s more", "%(num)s more", 2) }} {{ pgettext("usable answers", "n") }}'
    )
    assert said(templates, by, name="a<b") == "from a&lt;b no answer 2 more n"
    with spoken("fr"):
        french = said(templates, by, name="a<b")
    assert "a&lt;b" in french
    assert "no answer" not in french
