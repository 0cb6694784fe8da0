"""What is wrong with a study's shape, in plain words and with the line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from datashift.kit.problem import Problem
from datashift.studies import specification as spec
from datashift.studies.differences.declared import Difference
from datashift.studies.modelled import declared as modelled
from datashift.studies.weighting import declared

if TYPE_CHECKING:
    from pydantic import BaseModel, ValidationError

    from datashift.studies.document import Node

# Where each part stands and how a person calls it; "*" is any name or position.
_PARTS: tuple[tuple[tuple[str, ...], type[BaseModel], str], ...] = (
    ((), spec.Specification, "a study"),
    (("data",), spec.Data, "`data`"),
    (("design",), declared.Design, "`design`"),
    (("design", "nonresponse"), declared.Nonresponse, "`nonresponse`"),
    (("design", "trim"), declared.Trim, "`trim`"),
    (("design", "calibrate"), declared.Calibrate, "`calibrate`"),
    (("design", "replicates"), declared.Replicates, "`replicates`"),
    (("place",), spec.Place, "`place`"),
    (("place", "areas"), spec.Areas, "`areas`"),
    (("time",), spec.Time, "`time`"),
    (("variables", "*"), spec.Variable, "a variable"),
    (("indicators", "*"), spec.Indicator, "an indicator"),
    (("indicators", "*", "per"), spec.Per, "`per`"),
    (("indicators", "*", "differences", "*"), Difference, "a difference"),
    (("indicators", "*", "method"), modelled.Method, "`method`"),
    (("indicators", "*", "method", "reference"), modelled.Reference, "`reference`"),
    (("indicators", "*", "method", "reference", "design"), declared.Design, "`design`"),
    (
        ("indicators", "*", "method", "reference", "variables", "*"),
        modelled.ReferenceVariable,
        "a variable",
    ),
    (("official", "*"), spec.Official, "an official series"),
    (("protect",), spec.Protect, "`protect`"),
    (("protect", "points"), spec.Points, "`points`"),
    (("repairs", "*"), spec.RepairLine, "a repair"),
)

_KINDS: Mapping[type, str] = {
    dict: "a mapping",
    list: "a list",
    bool: "true or false",
    type(None): "nothing",
}


def explain(error: ValidationError, top: Node, *, name: str) -> tuple[Problem, ...]:
    """Every fault of the document's shape as a Problem, in the order of the lines."""
    faults = error.errors(include_url=False, include_context=True)
    problems = [_problem(fault, top, name) for fault in faults if not _follows(fault, top)]
    return tuple(sorted(problems, key=lambda problem: problem.line or 0))


def nearest(word: str, known: Sequence[str]) -> str:
    """`; did you mean `x`?`, or nothing when nothing is near.

    >>> nearest("measures", ["measure", "match"])
    '; did you mean `measure`?'
    """
    found = get_close_matches(word.casefold(), [item.casefold() for item in known], 1, 0.6)
    if not found:
        return ""
    return next(f"; did you mean `{item}`?" for item in known if item.casefold() == found[0])


def part_at(path: Sequence[str | int]) -> tuple[type[BaseModel], str] | None:
    """The model that stands at a place of the document, and what people call it."""
    for pattern, model, words in _PARTS:
        if len(pattern) == len(path) and all(
            expected in ("*", step) for expected, step in zip(pattern, path, strict=True)
        ):
            return model, words
    return None


def keys(model: type[BaseModel]) -> list[str]:
    """The keys a part knows, as written in the file."""
    return [field.alias or name for name, field in model.model_fields.items()]


def _follows(fault: Mapping[str, Any], top: Node) -> bool:
    """Whether a fault only follows from another one: a misspelt key is also a missing one."""
    path = _path(fault["loc"], top)
    if fault["type"] == "too_short":
        return bool(top.find(path).items)
    owner = part_at(path[:-1])
    if fault["type"] != "missing" or owner is None:
        return False
    known = keys(owner[0])
    strangers = [key for key in top.find(path[:-1]).entries if key not in known]
    return any(nearest(key, known) == f"; did you mean `{path[-1]}`?" for key in strangers)


def _problem(fault: Mapping[str, Any], top: Node, name: str) -> Problem:
    path = _path(fault["loc"], top)
    node = top.find(path)
    line = node.key_line if fault["type"] == "extra_forbidden" else node.line
    what, do = _words(fault, path, top)
    return Problem(what, file=name, line=line, do=do, code=f"study.{fault['type']}")


def _path(loc: tuple[str | int, ...], top: Node) -> tuple[str | int, ...]:
    """Pydantic's location without its own words such as `[key]` or a union's member."""
    path: list[str | int] = []
    for position, step in enumerate(loc):
        last = position == len(loc) - 1
        if top.has([*path, step]) or (last and part_at(path) is not None):
            path.append(step)
    return tuple(path)


def _words(
    fault: Mapping[str, Any], path: tuple[str | int, ...], top: Node
) -> tuple[str, str | None]:
    kind, context = fault["type"], fault.get("ctx", {})
    key = _called(path)
    owner = part_at(path[:-1])
    if kind == "extra_forbidden" and owner is not None:
        model, words = owner
        known = keys(model)
        guess = nearest(str(path[-1]), known)
        what = f"{key} is not a known key of {words}{guess}"
        return what, None if guess else f"Known keys are {_listed(known)}"
    if kind == "missing" and owner is not None:
        return f"{key} is missing from {owner[1]}", _HELP.get(str(path[-1]))
    if kind in {"literal_error", "enum"}:
        given = top.find(path).plain()
        choices = context["expected"].replace("'", "").replace(" or ", ", ").split(", ")
        guess = nearest(str(given), choices)
        if top.find(path).value is None or isinstance(given, dict | list):
            return f"{key} must be one of {_listed(choices)}, not {_given(given)}", None
        if choices == ["1"]:
            return f"{key} is the version of the format and must be 1", None
        what = f"{key} is `{_short(str(given))}`; it must be one of {_listed(choices)}{guess}"
        return what, _HELP.get("sampling") if path[-1:] == ("sampling",) else None
    given = top.find(path).plain()
    wanted = _WANTED.get(kind)
    if wanted is None:
        wanted = _bounds(kind, context)
    if wanted is None:
        return f"{key} cannot be used: {str(fault['msg']).lower()}", None
    if isinstance(given, float | int | str) and not isinstance(given, bool):
        return f"{key} must be {wanted}, not `{_short(str(given))}`", None
    return f"{key} must be {wanted}, not {_given(given)}", _type_help(kind, given)


_WANTED: Mapping[str, str] = {
    "string_type": "text",
    "int_type": "a whole number",
    "int_parsing": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "float_parsing": "a number",
    "finite_number": "a number",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "tuple_type": "a list in square brackets",
    "list_type": "a list in square brackets",
    "mapping_type": "a mapping, `name: value` on lines of its own",
    "dict_type": "a mapping, `name: value` on lines of its own",
    "model_type": "a mapping, `name: value` on lines of its own",
    "model_attributes_type": "a mapping, `name: value` on lines of its own",
}


def _bounds(kind: str, context: Mapping[str, Any]) -> str | None:
    if kind == "greater_than_equal":
        return f"{context['ge']} or more"
    if kind == "greater_than":
        return f"more than {context['gt']:g}"
    if kind == "less_than_equal":
        return f"at most {context['le']}"
    if kind in {"too_short", "string_too_short"}:
        return "filled in"
    if kind in {"too_long", "string_too_long"}:
        return f"shorter than {context.get('max_length', 0):,} entries or letters"
    return None


def _called(path: tuple[str | int, ...]) -> str:
    """How to name a key in a sentence: ``entry 2 of `by` ``."""
    if not path:
        return "The study"
    if isinstance(path[-1], int):
        return f"Entry {path[-1] + 1} of {_called(path[:-1])}"
    return f"`{path[-1]}`"


def _given(value: object) -> str:
    return _KINDS.get(type(value), f"`{_short(str(value))}`")


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}…"


def _listed(words: Sequence[str]) -> str:
    quoted = [f"`{word}`" for word in words]
    return ", ".join(quoted[:-1]) + (" or " if len(quoted) > 1 else "") + quoted[-1]


def _type_help(kind: str, given: object) -> str | None:
    if kind == "string_type" and isinstance(given, bool):
        return "Put it in quotation marks"
    return None


_HELP: Mapping[str, str] = {
    "study": "Start with `study: 1`, the version of the format",
    "title": "Say in a few words what was counted and where",
    "data": "Say which file holds the rows: `data: {file: waterpoints.csv}`",
    "design": "Say how the rows came about: `design: {sampling: volunteer}`",
    "sampling": (
        "A register lists all there is; volunteer means whoever answered; probability means drawn "
        "by chance with known chances"
    ),
    "indicators": "Say what to compute: at least one entry with id, title, measure and of",
    "id": "Give it a short name of its own, such as `id: works`",
    "measure": (
        "Choose proportion, mean, ratio, total, count, rate, median, quantile, gini or quintile_ratio"
    ),
    "between": "Name what makes the groups: `between: SEX`",
    "answered": "Name the column of 1 for those who answered and 0 for those who did not",
    "file": "Name the file, relative to the study",
}
