"""Questions whose answers give SDG indicators, ready to be put into a questionnaire.

The concepts are those of international surveys, named with their source; the words are our own
and plain, so an answer is near an official figure and seldom the same: see `match`. The words in
`MACHINE_MADE` languages were translated by a machine and want a reader before they are used.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from datashift.kit.language import verbatim
from datashift.kit.problem import Problem
from datashift.questionnaires.questionnaire import Choice, Question, Questionnaire

LANGUAGES: Mapping[str, str] = verbatim(
    {
        "en": "English (en)",
        "es": "Español (es)",
        "sw": "Kiswahili (sw)",
        "ne": "नेपाली (ne)",
        "fr": "Français (fr)",
    }
)
MACHINE_MADE = ("es", "sw", "ne", "fr")
WARNINGS: Mapping[str, str] = {
    "violence": "Asking this can put people in danger. Ask only in private, with trained people, "
    "with help at hand to refer to, and never in a form that others in the home may see.",
    "children": "Ask this of an adult about a child only where answering cannot harm the child.",
}
_REFERENCE = re.compile(r"\$\{(\w+)\}")


@dataclass(frozen=True)
class Source:
    """Where the concept of a question comes from.

    Args:
        title: who defined it, and where.
        address: of its publisher.
    """

    title: str
    address: str


@dataclass(frozen=True)
class Known:
    """A question of the library.

    Args:
        question: in all languages; its concept, codes and indicator are filled in.
        theme: `water`, `food`, `safety` ...
        source: where its concept comes from.
        warning: what to mind before asking, or "".
        needs: names of the questions that it is calculated from.
    """

    question: Question
    theme: str
    source: Source
    warning: str = ""
    needs: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Its short name."""
        return self.question.name

    @property
    def sdg(self) -> str:
        """Code of the indicator it gives, or ""."""
        return self.question.indicator.split(" ")[0]


def questions(*, theme: str | None = None, sdg: str | None = None) -> tuple[Known, ...]:
    """The questions of the library, of a theme or for an indicator ("6.1.1", or a goal: "6")."""
    return tuple(
        known
        for known in _known().values()
        if (theme is None or known.theme == theme)
        and (sdg is None or known.sdg == sdg or known.sdg.startswith(f"{sdg}."))
    )


def question(name: str) -> Known:
    """The question of that name.

    Raises:
        KeyError: there is none.
    """
    return _known()[name]


def themes() -> tuple[str, ...]:
    """The themes, in order."""
    return tuple(dict.fromkeys(known.theme for known in _known().values()))


def with_needs(names: Iterable[str]) -> tuple[str, ...]:
    """The names with those of the questions that they are calculated from, each once.

    Raises:
        KeyError: the library has no such question.
    """
    found: dict[str, None] = {}
    for name in names:
        found.update(dict.fromkeys(question(name).needs))
        found[name] = None
    return tuple(found)


def questionnaire(
    names: Sequence[str],
    *,
    id: str,  # noqa: A002 - as `Questionnaire` calls it
    title: str,
    version: str = "1",
    languages: Sequence[str] = tuple(LANGUAGES),
) -> Questionnaire:
    """A questionnaire of these questions, with the day and with what they are calculated from.

    Args:
        languages: codes of `LANGUAGES`, the first shown first.

    Raises:
        Problem: the library has no such question or language.
    """
    try:
        chosen = [question(name).question for name in with_needs(names)]
        shown = tuple(LANGUAGES[code] for code in languages)
    except KeyError as error:
        raise Problem(f"The library has no {error.args[0]}", code="library.unknown") from error
    contents = (Question("today", "today", "today"), *(_only(item, shown) for item in chosen))
    return Questionnaire(id, version, title, shown, contents)


def _only(question: Question, languages: tuple[str, ...]) -> Question:
    """The question in these languages."""
    from dataclasses import replace

    choices = tuple(
        replace(choice, labels={name: choice.labels[name] for name in languages})
        for choice in question.choices
    )
    labels = {name: question.labels[name] for name in languages if name in question.labels}
    return replace(question, labels=labels, choices=choices)


@cache
def _known() -> Mapping[str, Known]:
    sources = {row["source"]: Source(row["title"], row["address"]) for row in _rows("sources.csv")}
    lists: dict[str, list[Choice]] = {}
    for row in _rows("choices.csv"):
        offered = lists.setdefault(row["list"], [])
        offered.append(Choice(row["name"], _labels(row), row["code"]))
    found = {}
    for row in _rows("questions.csv"):
        calculated = bool(row["calculation"])
        whole = calculated and bool(row["indicator"])
        found[row["name"]] = Known(
            question=Question(
                name=row["name"],
                path=row["name"],
                kind=row["kind"],
                labels=_labels(row),
                choices=tuple(lists.get(row["list"], ())),
                choice_list=row["list"],
                calculation=row["calculation"],
                concept=row["concept"],
                indicator=row["indicator"],
                bind={"type": "int"} if whole else {},
            ),
            theme=row["theme"],
            source=sources[row["source"]],
            warning=WARNINGS.get(row["warning"], ""),
            needs=tuple(dict.fromkeys(_REFERENCE.findall(row["calculation"]))),
        )
    return found


def _labels(row: Mapping[str, str]) -> dict[str, str]:
    return {name: row[code] for code, name in LANGUAGES.items() if row[code]}


def _rows(name: str) -> list[dict[str, str]]:
    text = resources.files(__package__).joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text)))
