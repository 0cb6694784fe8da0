"""Questionnaires as people make them: any steps of the builder, in any order."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy, composite

from datashift.questionnaires import library
from datashift.questionnaires.drafting import (
    arranging,
    choices,
    conditions,
    kinds,
    limits,
    starting,
    texts,
)
from datashift.questionnaires.questionnaire import Group, Question, Questionnaire, walk

LETTERS = "abcXYZ éñü ज़ा سلام 水 0123 ,.;!<>&\"'=+@()"
ENGLISH, NEPALI = "English (en)", "नेपाली (ne)"
KNOWN = [known.name for known in library.questions()]


def words() -> SearchStrategy[str]:
    lines = st.text(LETTERS, min_size=1, max_size=20).map(lambda text: " ".join(text.split()))
    return lines.filter(lambda text: text not in {"", "-"})


def said(languages: tuple[str, ...]) -> SearchStrategy[dict[str, str]]:
    first, *others = languages
    return st.fixed_dictionaries({first: words()}, optional=dict.fromkeys(others, words()))


@composite
def values(draw: DrawFn, question: Question) -> str:
    if question.kind in {"integer", "decimal"}:
        return str(draw(st.integers(-9, 120)))
    if question.kind in {"date", "today"}:
        return str(draw(st.dates()))
    if question.choices:
        return draw(st.sampled_from([choice.name for choice in question.choices]))
    return draw(words().filter(lambda text: not ("'" in text and '"' in text)))


@composite
def a_condition(draw: DrawFn, asked: list[Question]) -> conditions.Condition:
    clauses = []
    for _ in range(draw(st.integers(1, 3))):
        on = draw(st.sampled_from(asked))
        verb = draw(st.sampled_from(conditions.verbs(on)))
        bare = verb in {"answered", "unanswered"}
        clauses.append(conditions.Clause(on.name, verb, "" if bare else draw(values(on))))
    joined = draw(st.sampled_from(["and", "or"])) if len(clauses) > 1 else "and"
    return conditions.Condition(tuple(clauses), "or" if joined == "or" else "and")


def written(condition: conditions.Condition, questionnaire: Questionnaire) -> str:
    known = {item.name: item.kind for item in questionnaire.questions}
    return conditions.written(condition, known)


@composite
def an_item(draw: DrawFn, form: Questionnaire) -> Question | Group:
    kind = draw(st.sampled_from(kinds.KINDS))
    item = kinds.made(kind.key, draw(said(form.languages)), form)
    asked = [each for each in form.questions if conditions.verbs(each)]
    conditional = draw(st.booleans())
    relevant = written(draw(a_condition(asked)), form) if conditional and asked else ""
    if isinstance(item, Group):
        inner = kinds.made("text", draw(said(form.languages)), form)
        inner = replace(inner, name=f"in_{item.name}")
        return replace(item, contents=(inner,), relevant=relevant)
    if kind.chooses and not item.choices:
        labels = draw(st.lists(said(form.languages), min_size=1, max_size=4))
        item = choices.offering(item, [choices.Offered(each) for each in labels])
    low, high = sorted(draw(st.tuples(st.integers(0, 50), st.integers(51, 99))))
    bounds = limits.Limits(str(low), str(high))
    if kind.key == "date":
        bounds = limits.Limits("2020-01-01", past=draw(st.booleans()))
    return replace(
        item,
        hints=draw(st.just({}) | said(form.languages)),
        required=draw(st.sampled_from(["", "true()"])) if kind.key != "note" else "",
        relevant=relevant,
        constraint=limits.written(bounds, item.kind) if kind.measured else "",
        constraint_messages=draw(said(form.languages)) if kind.measured else {},
    )


@composite
def drafts(draw: DrawFn) -> Questionnaire:
    languages = draw(st.sampled_from([(ENGLISH,), (ENGLISH, NEPALI)]))
    form = starting.begin(draw(words()), form_id="wells_1", languages=languages)
    form = starting.with_known(form, draw(st.lists(st.sampled_from(KNOWN), max_size=2)))
    for _ in range(draw(st.integers(1, 4))):
        groups = ["", *(group.path for group in form.groups)]
        form = arranging.add(form, draw(an_item(form)), into=draw(st.sampled_from(groups)))
    for _ in range(draw(st.integers(0, 3))):
        paths = [item.path for item in walk(form.contents)][1:]
        path = draw(st.sampled_from(paths))
        step = draw(st.sampled_from(["up", "down", "copy"]))
        if step == "copy":
            form, _path = arranging.copy(form, path)
        else:
            form = arranging.move(form, path, "up" if step == "up" else "down")
    if languages == (ENGLISH,) and draw(st.booleans()):
        form = texts.with_language(form, library.LANGUAGES["sw"])
    return form
