"""From what a question measures to a study: no mapping to make by hand.

Three columns of an XLSForm carry it:

- ``datashift::concept`` (survey): the variable that the answer becomes: `SEX`, `AGE`, `SAFE_WATER`.
  `REF_AREA` says where, `TIME_PERIOD` when, `WEIGHT`, `STRATUM` and `CLUSTER` how it was sampled.
- ``datashift::code`` (choices): what a choice means for that variable: `F`, or `1`.
- ``datashift::indicator`` (survey): ``6.1.1``, ``6.1.1 proxy``, ``4.1.1 mean``, ``6.1.1 by SEX``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from datashift.kit.language.tags import code_named
from datashift.kit.problem import Problem
from datashift.questionnaires.merged import Asked, asked
from datashift.questionnaires.questionnaire import Question, Questionnaire
from datashift.sdg import framework
from datashift.tables.flag import Flag, Severity

PLACE, PERIOD = "REF_AREA", "TIME_PERIOD"
_DESIGN = {"WEIGHT": "weight", "STRATUM": "strata", "CLUSTER": "cluster"}
_GROUPS = ("SEX", "AGE", "URBANISATION", "DISABILITY_STATUS", "EDUCATION_LEV")
_MATCHES = ("direct", "partial", "proxy")
_MEASURES = ("proportion", "mean", "ratio", "total", "count")
_NAME = re.compile(r"[A-Za-z_]\w*")
_MARKUP = re.compile(r"<[^>]*>|\$\{[^}]*\}|[*_#]{1,6}")

Sampling = Literal["census", "probability", "volunteer", "register", "sensor"]


@dataclass(eq=False)
class QuestionProblem(Problem):
    """What a question says of itself cannot be used.

    Args:
        question: its name, by which whoever has the sheet finds its row.
    """

    question: str = ""


@dataclass(frozen=True)
class Wanted:
    """An indicator that a question gives.

    Args:
        question: path of the question.
        sdg: code of the SDG indicator.
        match: how near the question is to it; `proxy` where nothing is said.
        measure: `proportion`, `mean`, `total`, `count`; "" for what fits the question.
        by: variables that the figure is split by; () for those the questionnaire has.
    """

    question: str
    sdg: str
    match: str = "proxy"
    measure: str = ""
    by: tuple[str, ...] = ()


@dataclass(frozen=True)
class Drafted:
    """A study made from a questionnaire.

    Args:
        text: the whole study.yaml.
        indicators: what it computes.
        flags: what was left out or assumed.
    """

    text: str
    indicators: tuple[Wanted, ...]
    flags: tuple[Flag, ...] = ()


def wanted(questionnaire: Questionnaire) -> tuple[Wanted, ...]:
    """The indicators that the questionnaire's answers give, in its order.

    Raises:
        Problem: the column `datashift::indicator` names no indicator, or says what it cannot.
    """
    wrong = [one for question in questionnaire.questions for one in faults(question)]
    if wrong:
        first, *others = wrong
        first.others = tuple(others)
        raise first
    return tuple(
        _wanted(question, part.strip())
        for question in questionnaire.questions
        for part in question.indicator.split(";")
        if part.strip()
    )


def unit_repeat(questionnaire: Questionnaire) -> str:
    """Path of the repeat whose rows the indicators are about: "" where the submissions' are.

    Raises:
        Problem: as `wanted`.
    """
    inside = [
        max(
            (repeat.path for repeat in questionnaire.repeats if path.startswith(f"{repeat.path}/")),
            key=len,
            default="",
        )
        for path in (item.question for item in wanted(questionnaire))
    ]
    return "" if not inside or "" in inside else inside[0]


def faults(question: Question) -> Iterator[Problem]:
    """What is wrong with the indicators that a question names."""
    for part in question.indicator.split(";"):
        try:
            if part.strip():
                _wanted(question, part.strip())
        except Problem as problem:
            yield problem


def _wanted(question: Question, text: str) -> Wanted:
    said, _, groups = text.partition(" by ")
    code, *words = said.split()
    try:
        framework.indicator(code)
    except (KeyError, Problem) as error:
        raise _refused(question, f'"{code}" is no SDG indicator') from error
    unknown = [word for word in words if word not in (*_MATCHES, *_MEASURES)]
    if unknown:
        raise _refused(question, f'"{unknown[0]}" is neither a match nor a measure')
    return Wanted(
        question=question.path,
        sdg=code,
        match=next((word for word in words if word in _MATCHES), "proxy"),
        measure=next((word for word in words if word in _MEASURES), ""),
        by=tuple(re.findall(r"\w+", groups)),
    )


def _refused(question: Question, what: str) -> Problem:
    return QuestionProblem(
        f'{what}, in the question "{question.name}"',
        column="datashift::indicator",
        do="Write a code such as 6.1.1, then direct, partial or proxy",
        code="concepts.no_indicator",
        question=question.name,
    )


def study(
    questionnaire: Questionnaire,
    *,
    file: str = "submissions.parquet",
    repeat: str = "",
    older: Sequence[Questionnaire] = (),
    producer: str = "",
    licence: str = "",
    sampling: Sampling = "volunteer",
    country: str | None = None,
    areas: Mapping[str, str] | None = None,
) -> Drafted:
    """The study of a questionnaire's table, to be run as it is by `datashift.studies`.

    Args:
        file: where the table will stand, beside the study.
        repeat: path of the repeat whose table it is (`rows.joined`); "" for the main one.
        older: earlier versions, as they are given to `rows.tables`.
        sampling: how the answers came about; nobody can see it in a form.
        country: two-letter code; without it there is no place.
        areas: `file`, `name` and `code` of boundaries of one's own.

    Raises:
        Problem: no question gives an indicator; a concept is no name.
    """
    form = asked(questionnaire, older)
    table = _Table(questionnaire, form, tuple(repeat.split("/")) if repeat else (), tuple(older))
    flags: list[Flag] = list(table.gone())
    everything = wanted(questionnaire)
    chosen = [item for item in everything if table.holds(item.question)]
    if not chosen:
        raise Problem(
            "No question of this questionnaire gives an indicator",
            column="datashift::indicator",
            do="Name one beside a question, or take a question from the library",
            code="concepts.nothing",
        )
    flags += (
        _flag(
            "other_unit",
            f"{item.sdg} from “{item.question}” is left out: it is about the rows of another "
            "table, which need a study of their own.",
        )
        for item in everything
        if item not in chosen
    )
    place = table.place(country, areas, flags)
    content: dict[str, Any] = {
        "study": 1,
        "title": questionnaire.title or questionnaire.id,
        "producer": producer,
        "licence": licence,
        "language": code_named(questionnaire.languages[0]),
        "unit": table.unit(),
        "data": {"file": file},
        "design": {"sampling": sampling, **table.design(sampling)},
        "place": place,
        "time": table.time(),
        "variables": dict(table.variables(flags)),
        "indicators": [table.indicator(item, place=bool(place)) for item in chosen],
    }
    kept = {key: value for key, value in content.items() if value or key == "study"}
    return Drafted(_yaml(kept), tuple(chosen), tuple(flags))


@dataclass(frozen=True)
class _Table:
    """The questions whose answers stand in one table."""

    questionnaire: Questionnaire
    form: Asked
    repeat: tuple[str, ...]
    older: tuple[Questionnaire, ...] = ()

    def gone(self) -> Iterator[Flag]:
        """A note for each question that gave figures in an earlier version and is asked no more."""
        asked_now = {tuple(question.path.split("/")) for question in self.questionnaire.questions}
        for path, question in self._earlier():
            if path not in asked_now and (question.concept or question.indicator):
                asked_now.add(path)
                yield _flag(
                    "gone",
                    f"“{question.name}” is asked no more: its answers stay in the table, but no "
                    "figure is made of them.",
                )

    def _earlier(self) -> Iterator[tuple[tuple[str, ...], Question]]:
        """Questions of earlier versions, the latest first, and where they stand now."""
        for version in reversed(self.older):
            for question in version.questions:
                yield self.form.now(tuple(question.path.split("/"))), question

    def codes(self, question: Question, flags: list[Flag]) -> dict[str, str]:
        """What its choices mean; those that only earlier versions offered mean what they meant.

        Left out, one side of a share would go with a choice that was only given another name.
        """
        found = {item.name: item.code for item in question.choices if item.code}
        now, path = set(found.values()), tuple(question.path.split("/"))
        offered, other = {item.name for item in question.choices}, set[str]()
        for place, before in self._earlier():
            if place != path or before.concept != question.concept:
                continue
            for item in before.choices:
                if item.name in offered:
                    if item.code and item.code != found.get(item.name, ""):
                        other.add(item.name)
                elif item.code and (now - {"0", "1"} or item.code in {"0", "1"}):
                    found.setdefault(item.name, item.code)
        flags += (
            _flag(
                "recoded",
                f"The answer “{name}” to “{question.name}” had another code in an earlier "
                "version; all such answers are counted by the code of now.",
            )
            for name in sorted(other)
        )
        return found

    def holds(self, path: str) -> bool:
        return self.form.inside(tuple(path.split("/"))) == self.repeat

    def questions(self) -> Iterator[Question]:
        """Those with a concept, of this table and of what it belongs to."""
        for question in self.questionnaire.questions:
            path = tuple(question.path.split("/"))
            inside = self.form.inside(path)
            if path in self.form.names and self.repeat[: len(inside)] == inside:
                yield question

    def column(self, question: Question, ending: str = "") -> str:
        return self.form.ending(tuple(question.path.split("/")), ending)

    def of(self, concept: str) -> Question | None:
        return next((item for item in self.questions() if item.concept == concept), None)

    def unit(self) -> str:
        return self.repeat[-1].replace("_", " ") if self.repeat else "submission"

    def place(
        self, country: str | None, areas: Mapping[str, str] | None, flags: list[Flag]
    ) -> dict[str, Any]:
        said = self.of(PLACE)
        if said is None:
            said = next((item for item in self.questions() if item.kind == "geopoint"), None)
        if said is None:
            return {}
        if country is None and areas is None:
            flags.append(
                _flag("no_country", "No country is given, so there are no figures by place.")
            )
            return {}
        found: dict[str, Any] = {"country": country} if country else {}
        if self.form.kinds[tuple(said.path.split("/"))] == "point":
            if areas is None:
                words = "The answers are points; figures by place need boundaries of areas."
                flags.append(_flag("no_areas", words))
                return {}
            found |= {end: self.column(said, end) for end in ("longitude", "latitude")}
        else:
            found["column"] = self.column(said)
        return found | ({"areas": dict(areas)} if areas else {})

    def time(self) -> dict[str, Any]:
        said = self.of(PERIOD)
        for kind in ("today", "start", "end"):
            said = said or next((item for item in self.questions() if item.kind == kind), None)
        if said is None:
            return {}
        moment = self.form.kinds[tuple(said.path.split("/"))] == "moment"
        return {"column": self.column(said, "day" if moment else ""), "period": "year"}

    def design(self, sampling: str) -> dict[str, Any]:
        if sampling != "probability":
            return {}
        found: dict[str, Any] = {}
        for concept, key in _DESIGN.items():
            if (question := self.of(concept)) is not None:
                column = self.column(question)
                found[key] = [column] if key == "cluster" else column
        return found

    def variables(self, flags: list[Flag]) -> Iterator[tuple[str, Any]]:
        seen: set[str] = set()
        for question in self.questions():
            concept = question.concept
            if not concept or concept in {PLACE, PERIOD, *_DESIGN}:
                continue
            if not _NAME.fullmatch(concept):
                raise QuestionProblem(
                    f'"{concept}" is no name of a concept, in the question "{question.name}"',
                    column="datashift::concept",
                    do="Use letters, digits and underscores",
                    code="concepts.no_name",
                    question=question.name,
                )
            if concept in seen:
                flags.append(_flag("twice", f"{concept} is asked twice; the first answer counts."))
                continue
            seen.add(concept)
            if (variable := self._variable(question, flags)) is not None:
                yield concept, variable

    def _variable(self, question: Question, flags: list[Flag]) -> Any:
        codes = self.codes(question, flags)
        column = self.column(question)
        if codes and question.kind == "select_multiple":
            counted = [name for name, code in codes.items() if code != "0"]
            return {
                "expression": " or ".join(_named(self.column(question, name)) for name in counted)
            }
        if codes:
            return {"from": column, "map": {name: _plain(code) for name, code in codes.items()}}
        return None if column == question.concept else {"expression": _named(column)}

    def indicator(self, item: Wanted, *, place: bool) -> dict[str, Any]:
        question = self.questionnaire.question(item.question)
        codes = {choice.code for choice in question.choices if choice.code}
        numeric = question.kind in {"integer", "decimal", "range"}
        measure = item.measure or ("mean" if numeric else "proportion")
        has = {one.concept for one in self.questions()}
        groups = item.by or tuple(name for name in _GROUPS if name in has)
        by: list[list[str]] = [[], *([name] for name in groups if name != question.concept)]
        if place and "place" not in groups:
            by.append(["place"])
        found: dict[str, Any] = {
            "id": f"{question.name}_{item.sdg.replace('.', '_')}",
            "title": _title(question) or item.sdg,
            "sdg": item.sdg,
            "match": item.match,
            "measure": measure,
        }
        if item.match != "direct":
            found["because"] = "The answers come from the questionnaire's own question."
        if measure != "count":
            found["of"] = question.concept or self.column(question)
        if codes and measure == "proportion" and not codes <= {"0", "1"}:
            raise QuestionProblem(
                f'A proportion needs the codes 0 and 1, in the question "{question.name}"',
                column="datashift::code",
                code="concepts.no_share",
                question=question.name,
            )
        if words := _wording(question):
            found["question"] = words
        return {**found, "by": by}


def _title(question: Question) -> str:
    return _plain_words(next(iter(question.labels.values()), "")).rstrip("?.: ")[:200]


def _wording(question: Question) -> dict[str, Any]:
    """The question in the first language whose code is known; nothing where none is."""
    for language, words in question.labels.items():
        if (code := code_named(language)) and (text := _plain_words(words)):
            offered = (_plain_words(choice.labels.get(language, "")) for choice in question.choices)
            answers = [answer for answer in offered if answer]
            found = {"text": text, "answers": answers, "language": code}
            return {key: value for key, value in found.items() if value}
    return {}


def _plain_words(text: str) -> str:
    return " ".join(_MARKUP.sub(" ", text).split())


def _named(column: str) -> str:
    return column if _NAME.fullmatch(column) else f"`{column}`"


def _plain(code: str) -> int | str:
    return int(code) if re.fullmatch(r"0|[1-9]\d{0,8}", code) else code


def _yaml(content: Mapping[str, Any]) -> str:
    import yaml

    text: str = yaml.safe_dump(
        content, allow_unicode=True, sort_keys=False, width=100, default_flow_style=False
    )
    return text


def _flag(code: str, message: str) -> Flag:
    return Flag(f"concepts.{code}", Severity.NOTE, message, count=1)
