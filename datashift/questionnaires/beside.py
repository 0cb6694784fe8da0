"""What a workbook has beside its form: columns, rows and sheets of its author's own.

No XForm carries them, and pyxform reads over them. A questionnaire that was taken up from a workbook
keeps them, so that they stand in the workbook that is written of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from datashift.questionnaires.questionnaire import Choice, Group, Question, Questionnaire

Row = Mapping[str, str]


@dataclass(frozen=True)
class Sheet:
    """A sheet that the form is not made of: a row is the texts of its cells."""

    name: str
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Beside:
    """What stands in a workbook beside the form.

    Args:
        own: path of a question or group to its own columns.
        above: path to the rows above it that ask nothing.
        closing: path of a group ("" for the whole sheet) to such rows above its end.
        ending: path of a group to own columns of the row that ends it.
        tags: path of a question of kind `osm` to its list in the sheet `osm`.
        choices: list, name and cells of each choice, in order; what the form carries among them.
        settings: cells of the settings sheet that no part of a questionnaire stands for.
        sheets: the others, whole.
        left: names of sheets that are too large to come along.
    """

    own: Mapping[str, Row] = field(default_factory=dict)
    above: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)
    closing: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)
    ending: Mapping[str, Row] = field(default_factory=dict)
    tags: Mapping[str, str] = field(default_factory=dict)
    choices: tuple[tuple[str, str, Row], ...] = ()
    settings: Row = field(default_factory=dict)
    sheets: tuple[Sheet, ...] = ()
    left: tuple[str, ...] = ()

    @classmethod
    def of(cls, said: Mapping[str, Any]) -> Beside:
        """From what `gathering` says in JSON."""
        return cls(
            own=said["own"],
            above={path: tuple(rows) for path, rows in said["above"].items()},
            closing={path: tuple(rows) for path, rows in said["closing"].items()},
            ending=said["ending"],
            tags=said["tags"],
            choices=tuple((listed, name, cells) for listed, name, cells in said["choices"]),
            settings=said["settings"],
            sheets=sheets(said["sheets"]),
            left=tuple(said["left"]),
        )


def sheets(said: list[list[Any]]) -> tuple[Sheet, ...]:
    """Sheets that were kept as JSON: a name, and rows of texts."""
    return tuple(Sheet(name, tuple(tuple(row) for row in rows)) for name, rows in said)


def laid(questionnaire: Questionnaire, beside: Beside) -> Questionnaire:
    """The questionnaire with what its workbook has beside it.

    What is of no question or choice of the questionnaire is left out: a `loop` is written as the
    groups that it stands for.
    """
    offered: dict[tuple[str, str], list[Row]] = {}
    for listed, name, cells in beside.choices:
        offered.setdefault((listed, name), []).append(cells)
    return replace(
        questionnaire,
        contents=_contents(questionnaire.contents, beside, offered),
        lists={
            name: _choices(name, choices, offered) for name, choices in questionnaire.lists.items()
        },
        settings={**beside.settings, **questionnaire.settings},
        closing=beside.closing.get("", ()),
    )


def _contents(
    contents: tuple[Question | Group, ...],
    beside: Beside,
    offered: Mapping[tuple[str, str], list[Row]],
) -> tuple[Question | Group, ...]:
    found: list[Question | Group] = []
    for item in contents:
        path = item.path
        own, above = beside.own.get(path, {}), beside.above.get(path, ())
        if isinstance(item, Group):
            found.append(
                replace(
                    item,
                    own=own,
                    above=above,
                    closing=beside.closing.get(path, ()),
                    ending=beside.ending.get(path, {}),
                    contents=_contents(item.contents, beside, offered),
                )
            )
            continue
        listed = beside.tags.get(path, "") if item.kind == "osm" else item.choice_list
        choices = _choices(listed, item.choices, offered)
        found.append(replace(item, own=own, above=above, choices=choices, choice_list=listed))
    return tuple(found)


def _choices(
    listed: str, choices: tuple[Choice, ...], offered: Mapping[tuple[str, str], list[Row]]
) -> tuple[Choice, ...]:
    seen: Counter[str] = Counter()  # names may be there twice, where another answer filters them
    found = []
    for choice in choices:
        rows = offered.get((listed, choice.name), [])
        cells = rows[seen[choice.name]] if seen[choice.name] < len(rows) else {}
        seen[choice.name] += 1
        own = {heading: text for heading, text in cells.items() if heading not in choice.more}
        found.append(replace(choice, own=own))
    return tuple(found)
