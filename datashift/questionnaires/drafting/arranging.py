"""Where questions stand: add, remove, replace, move, copy."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Literal

from datashift.kit.problem import Problem
from datashift.questionnaires.drafting import names
from datashift.questionnaires.questionnaire import (
    Choice,
    Group,
    Question,
    Questionnaire,
    walk,
)

Item = Question | Group
Contents = tuple[Item, ...]
Way = Literal["up", "down"]
Changed = Callable[[Questionnaire], Questionnaire]


def find(questionnaire: Questionnaire, path: str) -> Item:
    """The question or group at that path.

    Raises:
        KeyError: there is none.
    """
    for item in walk(questionnaire.contents):
        if item.path == path:
            return item
    raise KeyError(path)


def add(
    questionnaire: Questionnaire, *items: Item, into: str = "", after: str = ""
) -> Questionnaire:
    """With more questions: after one of them, or at the end of a group, or at the very end.

    Raises:
        KeyError: nothing stands at `into` or `after`.
        Problem: a question of that name stands there already.
    """
    if after:
        return _around(questionnaire, after, lambda item: (item, *items))
    if not into:
        return placed(questionnaire, (*questionnaire.contents, *items))
    return _around(questionnaire, into, lambda group: (_with(group, (*_inside(group), *items)),))


def remove(questionnaire: Questionnaire, path: str) -> Questionnaire:
    """Without what stands at that path, and without what is in it.

    Raises:
        KeyError: nothing stands there.
    """
    return _around(questionnaire, path, lambda _: ())


def change(questionnaire: Questionnaire, path: str, item: Item) -> Questionnaire:
    """With another question or group in that place.

    Raises:
        KeyError: nothing stands there.
    """
    kept = replace(item, path=path)
    return _around(questionnaire, path, lambda _: (kept,))


def move(questionnaire: Questionnaire, path: str, way: Way) -> Questionnaire:
    """One place up or down as people see the list; a question also goes into and out of groups.

    What is at the end already stays there.

    Raises:
        KeyError: nothing stands there.
        Problem: a question of that name stands there already.
    """
    find(questionnaire, path)
    # Down is up in a list that is read from its end.
    turned = way == "down"
    contents = _turned(questionnaire.contents) if turned else questionnaire.contents
    moved = _raised(contents, path)
    return placed(questionnaire, _turned(moved) if turned else moved)


def reorder(questionnaire: Questionnaire, path: str, *, before: str) -> Questionnaire:
    """Before another of its own group (or of those in none); `before` is "" for the end of it.

    Raises:
        KeyError: nothing stands at one of them, or they are of different groups.
    """
    find(questionnaire, path)

    def put(contents: Contents) -> Contents:
        own = [item for item in contents if item.path == path]
        if not own:
            return tuple(
                replace(item, contents=put(item.contents)) if isinstance(item, Group) else item
                for item in contents
            )
        others = [item for item in contents if item.path != path]
        places = {item.path: place for place, item in enumerate(others)} | {"": len(others)}
        others[places[before] : places[before]] = own
        return tuple(others)

    return questionnaire if path == before else placed(questionnaire, put(questionnaire.contents))


def copy(questionnaire: Questionnaire, path: str) -> tuple[Questionnaire, str]:
    """With a copy after it, which measures nothing yet; and the copy's path.

    Two questions for one concept would make two answers of one variable.

    Raises:
        KeyError: nothing stands there.
    """
    item = find(questionnaire, path)
    taken = set(names.taken(questionnaire))
    renamed: dict[str, str] = {}
    for each in walk((item,)):
        renamed[each.name] = names.free(each.name, taken)
        taken.add(renamed[each.name])
    copied = names.renamed(_bare(item), renamed)
    parent = path.rpartition("/")[0]
    made = f"{parent}/{copied.name}" if parent else copied.name
    return add(questionnaire, copied, after=path), made


def placed(questionnaire: Questionnaire, contents: Contents) -> Questionnaire:
    """With these contents: paths are made anew and lists of things follow them.

    Raises:
        Problem: two questions of one name stand in one group.
    """
    moved: dict[str, str] = {}
    found = _pathed(contents, "", moved)
    entities = tuple(
        replace(
            each,
            path=moved.get(each.path, ""),
            properties={
                name: moved[path] for name, path in each.properties.items() if path in moved
            },
        )
        for each in questionnaire.entities
    )
    return replace(questionnaire, contents=_listed(found), entities=entities)


def _pathed(contents: Contents, above: str, moved: dict[str, str]) -> Contents:
    found: list[Item] = []
    seen: set[str] = set()
    for item in contents:
        path = f"{above}{item.name}"
        if item.name in seen:
            raise Problem(
                f'There is another question called "{item.name}" in this place',
                safe="Nothing was changed",
                do="Copy the question instead, and remove this one",
                code="drafting.same_name",
            )
        seen.add(item.name)
        if item.path:
            moved.setdefault(item.path, path)
        here: Item = replace(item, path=path)
        if isinstance(here, Group):
            here = replace(here, contents=_pathed(here.contents, f"{path}/", moved))
        found.append(here)
    return tuple(found)


def _listed(contents: Contents) -> Contents:
    """Lists of choices that are not the same have names that are not the same."""
    owners: dict[str, tuple[Choice, ...]] = {}
    for item in walk(contents):
        if isinstance(item, Question) and item.choices:
            owners.setdefault(item.choice_list, item.choices)

    def own(item: Item) -> Item:
        if isinstance(item, Group):
            return replace(item, contents=tuple(own(each) for each in item.contents))
        if not item.choices or owners[item.choice_list] == item.choices:
            return item
        name = names.free(item.name, owners)
        owners[name] = item.choices
        return replace(item, choice_list=name)

    return tuple(own(item) for item in contents)


def _around(
    questionnaire: Questionnaire, path: str, made: Callable[[Item], Sequence[Item]]
) -> Questionnaire:
    find(questionnaire, path)

    def put(contents: Contents) -> Contents:
        found: list[Item] = []
        for item in contents:
            if item.path == path:
                found.extend(made(item))
            elif isinstance(item, Group):
                found.append(replace(item, contents=put(item.contents)))
            else:
                found.append(item)
        return tuple(found)

    return placed(questionnaire, put(questionnaire.contents))


def _raised(contents: Contents, path: str) -> Contents:
    """One place earlier."""
    found: list[Item] = []
    for at, item in enumerate(contents):
        if item.path != path:
            found.append(_lifted(item, path, found))
            continue
        before = found.pop() if found else None
        if before is None:
            return contents
        goes_in = isinstance(before, Group) and isinstance(item, Question)
        pair = (_with(before, (*_inside(before), item)),) if goes_in else (item, before)
        return (*found, *pair, *contents[at + 1 :])
    return tuple(found)


def _lifted(item: Item, path: str, before: list[Item]) -> Item:
    """A group whose first question, if it is the one, has gone out before it."""
    if not isinstance(item, Group):
        return item
    first = item.contents[0] if item.contents else None
    if first is not None and first.path == path and isinstance(first, Question):
        before.append(first)
        return replace(item, contents=item.contents[1:])
    return replace(item, contents=_raised(item.contents, path))


def _turned(contents: Contents) -> Contents:
    return tuple(
        replace(item, contents=_turned(item.contents)) if isinstance(item, Group) else item
        for item in reversed(contents)
    )


def _inside(item: Item) -> Contents:
    if isinstance(item, Group):
        return item.contents
    raise KeyError(item.path)


def _with(item: Item, contents: Contents) -> Item:
    return replace(item, contents=contents) if isinstance(item, Group) else item


def _bare(item: Item) -> Item:
    """As new: without a place, measuring nothing, and without rows that ask nothing."""
    if isinstance(item, Group):
        inside = tuple(_bare(each) for each in item.contents)
        return replace(item, path="", contents=inside, above=(), closing=())
    return replace(item, path="", concept="", indicator="", save_to="", above=())


def uses(questionnaire: Questionnaire) -> Mapping[str, tuple[str, ...]]:
    """Name of a question to the paths of those that look at its answer."""
    found: dict[str, list[str]] = {}
    for item in walk(questionnaire.contents):
        for name in names.references(item):
            found.setdefault(name, []).append(item.path)
    return {name: tuple(paths) for name, paths in found.items()}
