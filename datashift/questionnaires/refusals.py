"""What pyxform says about a workbook, in plain words and with its place."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from datashift.kit.language import verbatim
from datashift.kit.problem import Problem
from datashift.questionnaires import proofread
from datashift.tables.flag import Flag, Severity

_ROW = re.compile(r"\[row : (\d+)\]\s*")
_SHEET = re.compile(r"'(survey|choices|settings|entities|external_choices|osm)'")
_SHEET_WORDS = re.compile(r"\b(survey|choices|settings|entities|external choices) sheet")
_COLUMN = re.compile(r"the '([\w:]+)' value|headers were not found: '([\w:]+)'")
_QUOTED = re.compile(r"'([^'\s]+)'|\[([^\[\]\s]+)\]|: ([\w.-]+)$")
_SPACED = re.compile(r"names with spaces .* See \[(.+)\] in \[")
_NAMED = re.compile(r"\$\{([^}]+)\}")
_SURVEY = "survey"
_CIRCLE = verbatim("Cycle detected")
_LOCATED = re.compile(r"located in (\w+) expression for")
_FUNCTION = re.compile(r"cannot handle function '([^']+)'")
_EVALUATION = re.compile(r"^XPath evaluation: ")
# What JavaRosa calls the expressions: org.javarosa.core.model.condition.Triggerable and Condition.
_KINDS = verbatim(
    {
        "Calculate": ("calculation",),
        "Condition": ("relevant", "required", "read_only"),
        "Constraint": ("constraint",),
    }
)
_LEARN = re.compile(r"\s*Learn more: \S+\s*")
_COLUMN_OF = verbatim(
    (
        ("no type", "type"),
        ("Unknown question type", "type"),
        ("no name", "name"),
        (verbatim("Missing calculation"), "calculation"),
        ("no label or hint", "label"),
        ("List name", "type"),
        ("Parameter", "parameters"),
        ("parameter", "parameters"),
        ("Unmatched", "type"),
        ("Choice names with spaces", "name"),
        ("trigger", "trigger"),
        ("Audits", "name"),
    )
)

Blanks = Mapping[str, str]
Sentences = Callable[[Blanks], tuple[str, str]]

# Error of pyxform (pyxform.errors.ErrorCode) or of `proofread`: what happened, what to do.
_SAID: Mapping[str, Sentences] = {
    "HEADER_003": lambda b: (
        f"The sheet has no column {b['missing']}: this is no XLSForm, or its headings are missing",
        "Choose the questionnaire itself, not the data collected with it",
    ),
    "HEADER_004": lambda _: ("A heading is empty or has a space in it", "Give the column one word"),
    "NAMES_001": lambda b: (
        f'Two questions of one group are called "{b["value"]}"', "Rename one of them",
    ),
    "NAMES_004": lambda b: (f'Two repeats are called "{b["value"]}"', "Rename one of them"),
    "NAMES_005": lambda _: (
        '"meta" is a name that the form keeps for itself', "Rename the question",
    ),
    "NAMES_006": lambda _: ("The choice has no name", "Write what is stored when it is chosen"),
    "NAMES_007": lambda _: ("Two choices of one list have the same name", "Rename one of them"),
    "NAMES_008": lambda _: (
        "The name has letters that a name cannot have",
        "Begin with a letter, then letters, digits and underscores",
    ),
    "PYREF_001": lambda _: ("A reference to a question is not closed", "Write it as `${name}`"),
    "PYREF_003": lambda b: (
        f'It refers to "{b["q"]}", but no question is called so', "Correct the name",
    ),
    "PYREF_004": lambda b: (
        f'It refers to "{b["q"]}", but several questions are called so',
        "Give them different names",
    ),
    "SURVEY_001": lambda b: (
        f"A {b['type']} ends here that did not begin",
        f"Remove the row, or add the row with begin_{b['type']}",
    ),
    "SURVEY_002": lambda b: (
        f"The {b['type']} that begins here does not end", f"Add a row with end_{b['type']}",
    ),
    "LABEL_001": lambda _: ("The choice has no label", "Write what people read"),
    "LETTER": lambda _: (
        "A text has a character that cannot be seen and that no form can hold",
        "Write the text again without it",
    ),
    "TYPE": lambda b: (
        f'No kind of question is called "{b["value"]}"',
        f'Did you mean "{b["near"]}"?' if b.get("near") else "Write a type that XLSForm has",
    ),
    "HEADING": lambda b: (
        f'The heading "{b["value"]}" has signs that a heading cannot have',
        "Begin with a letter, then letters, digits and underscores",
    ),
    "LIST": lambda b: (
        f'No list of choices is called "{b["value"]}"', "Add it to the choices sheet",
    ),
    "QUOTES": lambda b: (
        f"A quotation mark is not closed in: {b['value']}", "Put one before and one after each text",
    ),
    "BRACKETS": lambda b: (
        f"A bracket is not closed, or one is too many, in: {b['value']}",
        "Close each bracket that is opened",
    ),
    "EXPRESSION": lambda b: (
        f"No phone can read the expression: {b['value']}", "Correct it and try again",
    ),
    "LONG": lambda b: (
        f"The expression is too long, or too deep in brackets, to be read here: {b['value']}",
        "Move parts of it into calculations of their own and refer to those",
    ),
    "CYCLE": lambda b: (
        f"Conditions or calculations wait for each other in a circle: {b['names']}",
        "Let one of them do without the others",
    ),
}  # fmt: skip
_SHEET_OF = {"NAMES_006": "choices", "NAMES_007": "choices", "LABEL_001": "choices"}


def problem(name: str, answer: Mapping[str, Any]) -> Problem:
    """The refusal of a workbook as a problem that names sheet, row and column.

    Args:
        name: the file's name as the person knows it.
        answer: of the child process: `error`, `code`, `context`, `rows`: (sheet, name) to row, and
            `wrong`: the mistakes that `proofread` found, of which the others stand in `others`.
    """
    wrong = problems(name, answer.get("wrong", ()))
    found = _refused(name, answer)
    if found.code == "xlsform.refused":  # pyxform names no row; proofreading does
        found = next((one for one in wrong if one.what.startswith(found.what)), found)
    place = (found.row, found.column)
    others = [one for one in wrong if (one.row, one.column) != place]
    first, *rest = sorted([found, *others], key=lambda one: one.row or 0)
    first.others = tuple(rest)
    return first


def problems(name: str, wrong: Sequence[Mapping[str, Any]]) -> list[Problem]:
    """What `proofread` found, in words; what does not stop a form is not among it."""
    found = []
    for one in wrong:
        what, do = _sentences(one["code"], one["blanks"])
        if what:
            place = f'{name}, sheet "{one["sheet"]}"'
            code = f"xlsform.{one['code'].lower()}"
            found.append(Problem(what, place, one["row"], one["column"], do=do, code=code))
    return found


def _refused(name: str, answer: Mapping[str, Any]) -> Problem:
    context, message = answer["context"], answer["error"]
    code = answer["code"]
    if code == "MEMORY":
        return too_much(name)
    if (
        code == "DAMAGED"
        or "was not recognized as a supported type" in message
        or "rror reading" in message
    ):
        return damaged(name)
    sheet, row = _place(answer)
    column = context.get("column") or _column(message)
    blanks = {key: str(value).strip("'") for key, value in context.items()}
    if code == "HEADER_003" and "missing" not in blanks:
        blanks["missing"] = column or "type"
    what, do = _sentences(code, blanks) if code else _uncoded(message)
    if not code:
        code = "refused"
    if not what:
        what = _LEARN.sub(" ", _ROW.sub("", message)).strip().splitlines()[0].rstrip(".: ")
        do = "Correct the cell and try again"
    return Problem(
        what,
        file=f'{name}, sheet "{sheet}"' if sheet else name,
        row=row,
        column=column,
        do=do,
        code=f"xlsform.{code.lower()}",
    )


def _sentences(code: str, blanks: Blanks) -> tuple[str, str]:
    try:
        return _SAID[code](blanks)
    except KeyError:  # a code, or a blank, that nobody has told us of
        return "", ""


# Beginnings of the messages that pyxform has no code for.
_UNCODED: tuple[tuple[str, str, str], ...] = (
    (
        verbatim("Unknown question type"),
        verbatim("No kind of question is called"),
        "Write a type that XLSForm has",
    ),
    (
        verbatim("List name not in"),
        verbatim("No list of choices is called"),
        "Add it to the choices sheet",
    ),
    (
        verbatim("There should be a choices sheet"),
        "The questions offer choices, but there is no sheet of them",
        "Add a sheet choices with list_name, name and label",
    ),
    (verbatim("has no label or hint"), "The question has nothing to read", "Write its label"),
    (verbatim("Question or group with no name"), "The question has no name", "Write a short name"),
    (verbatim("Question with no type"), "The question has no type", "Write what kind it is"),
    (verbatim("Missing calculation"), "The calculation is empty", "Write what to calculate"),
)


def _uncoded(message: str) -> tuple[str, str]:
    return next(((what, do) for words, what, do in _UNCODED if words in message), ("", ""))


def _place(answer: Mapping[str, Any]) -> tuple[str, int | None]:
    """The sheet and row of an error; the heading's row where only the heading can be meant."""
    context, message, code = answer["context"], answer["error"], answer["code"]
    found = _SHEET.search(message) or _SHEET_WORDS.search(message)
    sheet = context.get("sheet") or context.get("sheet_name") or (found[1] if found else "")
    sheet = _SHEET_OF.get(code, sheet)
    if "List name not in" in message:
        sheet = "survey"
    said = _ROW.search(message)
    row = int(said[1]) if said else None
    if row is None and code.startswith("HEADER"):
        row = 1
    if spaced := _SPACED.search(message):
        return "choices", answer.get("rows", {}).get(f"choices/{spaced[1]}")
    if row is None:
        for groups in _QUOTED.findall(message):
            places = answer.get("rows", {})
            wanted = next(filter(None, groups))
            for candidate in [sheet] if sheet else ["survey", "choices"]:
                if (at := places.get(f"{candidate}/{wanted}")) is not None:
                    return candidate, at
    return sheet or ("survey" if row is not None else ""), row


def _column(message: str) -> str | None:
    found = _COLUMN.search(message)
    if found:
        return found[1] or found[2]
    return next((column for words, column in _COLUMN_OF if words in message), None)


def flags(warnings: Sequence[str], wrong: Sequence[Mapping[str, Any]] = ()) -> tuple[Flag, ...]:
    """The converter's warnings as flags, the row of the sheet in `rows`.

    Args:
        wrong: what `proofread` found; functions that no phone knows stop a form only when it comes
            to them.
    """
    found = [
        Flag(
            "xlsform.function",
            Severity.LOOK,
            f'In row {one["row"]}, column "{one["column"]}", no phone knows the function '
            f'"{one["blanks"]["value"]}"; the form may stop there.',
            rows=(one["row"],),
            count=1,
            values={"name": one["blanks"]["value"]},
        )
        for one in wrong
        if one["code"] == "FUNCTION"
    ]
    said: dict[str, list[int]] = {}
    for warning in warnings:
        row = _ROW.search(warning)
        words = _LEARN.sub(" ", _ROW.sub("", warning)).strip()
        said.setdefault(words, []).extend([int(row[1])] if row else [])
    for words, rows in said.items():
        count, values = len(rows) or 1, {"said": words}
        found.append(
            Flag(
                "xlsform.warning",
                Severity.NOTE,
                words,
                rows=tuple(rows),
                count=count,
                values=values,
            )
        )
    return tuple(found)


def invalid(
    name: str,
    remarks: Sequence[str],
    rows: Mapping[str, int],
    expressions: Mapping[str, Mapping[str, str]],
) -> Problem:
    """ODK Validate's refusal, with the cell that it is about.

    Args:
        remarks: what it says, questions as ``${name}``.
        rows: `survey/age` to the row in which that name stands.
        expressions: of each name, the headings and what stands below them (`proofread`).
    """
    named = list(dict.fromkeys(one for remark in remarks for one in _NAMED.findall(remark)))
    first = next((one for one in named if f"survey/{one}" in rows), "")
    row = rows.get(f"survey/{first}")
    place = name if row is None else f'{name}, sheet "{_SURVEY}"'
    said = expressions.get(first, {})
    if remarks and _CIRCLE in remarks[0]:
        column = proofread.column_with(said, kinds=(), words=named)
        what, do = _sentences("CYCLE", {"names": ", ".join(named)})
        return Problem(what, place, row, column or None, do=do, code="xlsform.cycle")
    located = next((found[1] for one in remarks if (found := _LOCATED.search(one))), "")
    function = next((found[1] for one in remarks if (found := _FUNCTION.search(one))), "")
    kinds = _KINDS.get(located, ())
    words = [function] if function else named
    column = proofread.column_with(said, kinds=kinds, words=words)
    what, do = _functional(function) if function else _told(remarks)
    return Problem(what, place, row, column or None, do=do, code="xlsform.invalid")


def _functional(function: str) -> tuple[str, str]:
    near = proofread.meant(function)
    if near is None:
        return (
            f'The function "{function}" is given too little, too much, or what it cannot use',
            "Look up what it needs between its brackets",
        )
    return (
        f'No phone knows the function "{function}"',
        f'Did you mean "{near}"?' if near else "Use a function that XLSForm has",
    )


def _told(remarks: Sequence[str]) -> tuple[str, str]:
    # Where an expression fails, the first remark is only the place, which we name ourselves.
    reasons = [_EVALUATION.sub("", one) for one in remarks if not _LOCATED.search(one)]
    said = next(iter([*reasons, *remarks]), "no reason given").rstrip(".")
    return f"ODK Validate refuses the form: {said}", "Correct the expression it names"


def empty(name: str) -> Problem:
    """Headings, and nothing below them."""
    return Problem(
        "The questionnaire asks nothing: below the headings there are no questions",
        file=f'{name}, sheet "survey"',
        do="Write a row for each question",
        code="xlsform.empty",
    )


def too_much(name: str) -> Problem:
    """More work than any questionnaire needs."""
    return Problem(
        "The questionnaire takes too long or too much memory to convert",
        file=name,
        do="Look for a sheet with far too many rows",
        code="xlsform.too_much",
    )


def damaged(name: str) -> Problem:
    """Nothing that a reader of spreadsheets understands."""
    return Problem(
        "The spreadsheet is damaged, or it is no questionnaire",
        file=name,
        do="Open it, save it as XLSX and try again",
        code="xlsform.damaged",
    )
