"""A questionnaire written as an XLSForm."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from datashift.kit.problem import Problem
from datashift.questionnaires.beside import Sheet
from datashift.questionnaires.questionnaire import (
    UNNAMED,
    Choice,
    Group,
    Question,
    Questionnaire,
    Texts,
)
from datashift.questionnaires.xml import UNWRITABLE

Row = dict[str, str]
_FIRST = ("type", "list_name", "name", "label")
# Of groups: pyxform refuses a sheet with both names of a column.
_COLUMNS = {
    "bind::required": "required",
    "bind::constraint": "constraint",
    "bind::calculate": "calculation",
}
_LONGEST = 32_767  # letters in a cell, Excel's limit
_PULLED = re.compile(r"pulldata\(\s*'([^']+)'")


def xlsform(questionnaire: Questionnaire, beside: Sequence[Sheet] = ()) -> bytes:
    """Write an XLSForm (XLSX) from which the same questionnaire is read again.

    Args:
        beside: sheets that it is not made of.

    Raises:
        Problem: a text that no cell can hold.
    """
    from openpyxl import Workbook

    book = Workbook()
    del book[book.sheetnames[0]]
    lists = _Lists()
    survey: list[Mapping[str, str]] = [*_rows(questionnaire.contents, lists)]
    survey += questionnaire.closing
    survey += _data_files(questionnaire, survey)
    for name, choices in questionnaire.lists.items():
        lists.name(name, choices)
    offered, settings = list(lists.rows()), _settings(questionnaire, lists)
    if any("  " in text for row in (*survey, *offered) for text in row.values()):
        settings["clean_text_values"] = "no"  # or pyxform makes one space of two
    sheets: dict[str, Sequence[Mapping[str, str]]] = {
        "survey": survey,
        "choices": offered,
        "settings": [settings],
        "entities": _entities(questionnaire),
    }
    for name, rows in sheets.items():
        if rows:
            _fill(book.create_sheet(name), rows)
    for sheet in beside:
        _copy(book.create_sheet(sheet.name), sheet)
    memory = io.BytesIO()
    book.save(memory)
    return memory.getvalue()


def _fill(sheet: Any, rows: Sequence[Mapping[str, str]]) -> None:
    heading = list(dict.fromkeys(column for row in rows for column in row if row[column]))
    heading.sort(key=lambda column: _FIRST.index(column) if column in _FIRST else len(_FIRST))
    for across, column in enumerate(heading, 1):
        _put(sheet, 1, across, column, column)
    for down, row in enumerate(rows, 2):
        for across, column in enumerate(heading, 1):
            if row.get(column):
                _put(sheet, down, across, row[column], column)
    sheet.freeze_panes = "A2"


def _copy(sheet: Any, copied: Sheet) -> None:
    for down, row in enumerate(copied.rows, 1):
        for across, text in enumerate(row, 1):
            if text:
                _put(sheet, down, across, text, "")


def _put(sheet: Any, row: int, across: int, text: str, column: str) -> None:
    if UNWRITABLE.search(text) or len(text) > _LONGEST:
        raise Problem(
            "The text cannot be kept in a cell: it is too long, or has letters that nobody sees",
            row=row,
            column=column,
            do="Write it again by hand",
            code="xlsform.no_cell",
        )
    cell = sheet.cell(row, across)
    cell.value = text
    cell.data_type = "s"  # "=x" is text, never a formula


def _said(column: str, texts: Texts) -> Row:
    return {
        column if language == UNNAMED else f"{column}::{language}": words
        for language, words in texts.items()
    }


def _media(media: Mapping[str, Texts]) -> Row:
    found: Row = {}
    for kind, names in media.items():
        found |= _said(f"media::{kind}", names)
    return found


def _more(item: Question | Group) -> Row:
    return {
        _COLUMNS.get(f"{where}::{name}", f"{where}::{name}"): value
        for where, attributes in (
            ("bind", item.bind),
            ("body", item.body),
            ("instance", item.instance),
        )
        for name, value in attributes.items()
    }


def _rows(contents: Sequence[Question | Group], lists: _Lists) -> Iterator[Mapping[str, str]]:
    for item in contents:
        yield from item.above
        if isinstance(item, Question):
            yield _question(item, lists)
            continue
        word = "repeat" if item.repeats else "group"
        yield {
            "type": f"begin_{word}",
            "name": item.name,
            **_said("label", item.labels),
            **_media(item.media),
            "relevant": item.relevant,
            "readonly": item.read_only,
            "appearance": item.appearance,
            "repeat_count": item.count,
            **_more(item),
            **item.own,
        }
        yield from _rows(item.contents, lists)
        yield from item.closing
        yield {"type": f"end_{word}", "name": item.name, **item.ending}


def _question(question: Question, lists: _Lists) -> Row:
    return {
        "type": _type(question, lists),
        "name": question.name,
        **_said("label", question.labels),
        **_said("hint", question.hints),
        **_said("guidance_hint", question.guidance),
        **_media(question.media),
        "required": question.required,
        **_said("required_message", question.required_messages),
        "relevant": question.relevant,
        "constraint": question.constraint,
        **_said("constraint_message", question.constraint_messages),
        "readonly": question.read_only,
        "calculation": question.calculation,
        "default": question.default,
        "appearance": question.appearance,
        "parameters": " ".join(f"{name}={value}" for name, value in question.parameters.items()),
        "choice_filter": question.choice_filter,
        "trigger": ", ".join(f"${{{name}}}" for name in question.triggers),
        "save_to": question.save_to,
        "datashift::concept": question.concept,
        "datashift::indicator": question.indicator,
        **_more(question),
        **question.own,
    }


def _type(question: Question, lists: _Lists) -> str:
    kind = question.kind
    if question.choices_file:
        return f"{kind}_from_file {question.choices_file}"
    if not question.choice_list:
        return kind
    if question.choice_list.startswith("${") or kind in {"select_one_external", "osm"}:
        return f"{kind} {question.choice_list}"
    return f"{kind} {lists.name(question.choice_list, question.choices)}"


class _Lists:
    """Lists of choices, each written once."""

    def __init__(self) -> None:
        self._of: dict[str, tuple[Choice, ...]] = {}

    def name(self, wanted: str, choices: tuple[Choice, ...]) -> str:
        """The list's name; another where that name is taken by other choices."""
        name, number = wanted, 1
        while self._of.setdefault(name, choices) != choices:
            number += 1
            name = f"{wanted}_{number}"
        return name

    @property
    def doubled(self) -> bool:
        """Whether a list has two choices of one name."""
        return any(
            len({choice.name for choice in choices}) < len(choices) for choices in self._of.values()
        )

    def rows(self) -> Iterator[Row]:
        """Rows of the choices sheet."""
        for name, choices in self._of.items():
            for choice in choices:
                yield {
                    "list_name": name,
                    "name": choice.name,
                    **_said("label", choice.labels),
                    **_media(choice.media),
                    "datashift::code": choice.code,
                    **choice.more,
                    **choice.own,
                }


def _settings(questionnaire: Questionnaire, lists: _Lists) -> Row:
    first = questionnaire.languages[0] if questionnaire.languages else UNNAMED
    spaces = questionnaire.namespaces.items()
    return {
        "form_title": questionnaire.title,
        "form_id": questionnaire.id,
        "version": questionnaire.version,
        "default_language": "" if first == UNNAMED else first,
        "name": "" if questionnaire.root == "data" else questionnaire.root,
        "instance_name": questionnaire.instance_name,
        "public_key": questionnaire.public_key,
        "namespaces": " ".join(f'{prefix}="{address}"' for prefix, address in spaces),
        **questionnaire.settings,
        **({"allow_choice_duplicates": "yes"} if lists.doubled else {}),
    }


def _entities(questionnaire: Questionnaire) -> list[Row]:
    return [
        {
            "list_name": entity.name,
            "label": entity.label,
            "entity_id": entity.entity_id,
            "create_if": entity.create_if,
            "update_if": entity.update_if,
        }
        for entity in questionnaire.entities
    ]


def _data_files(questionnaire: Questionnaire, survey: Sequence[Mapping[str, str]]) -> Iterator[Row]:
    """Files that no row names, but expressions look into."""
    told = {f"{row.get('type')} {row.get('name')}" for row in survey}
    expressions = [
        text
        for question in questionnaire.questions
        for text in (
            question.calculation,
            question.relevant,
            question.constraint,
            question.required,
        )
    ]
    named = {question.choices_file.rpartition(".")[0] for question in questionnaire.questions}
    pulled = {name for text in expressions for name in _PULLED.findall(text)}
    for file in questionnaire.files:
        stem, _, ending = file.rpartition(".")
        if f"{ending}-external {stem}" in told:
            continue
        if stem not in named | pulled and ending in {"csv", "xml"}:
            yield {"type": f"{ending}-external", "name": stem}
