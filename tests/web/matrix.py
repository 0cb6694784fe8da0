"""Every address and every person: who gets which answer. One table, put together from the apps.

Each app declares its part in ``tests/web/<app>/matrix_rows.py``:

- ``ROWS``: one line per address and method, ``name METHOD answers``. One answer is everybody's; of
  two, the first is for passers-by and the second for everybody who signed in; otherwise there is
  one per role, in the order of `people.ROLES`. An answer is a status code, or ``in``: sent to the
  sign-in page.
- ``ARGUMENTS``: what an argument of an address stands for, made for the scene:
  ``{"study": lambda scene: make_study(scene).pk}``. For one address only: ``{"accounts:log study":
  ...}``.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RegexPattern, RoutePattern
from people import ROLES, Scene

METHODS = ("GET", "POST")
SIGN_IN = "in"


@dataclass(frozen=True)
class Address:
    """A pattern of the resolver."""

    name: str
    route: str
    arguments: tuple[str, ...]


@dataclass(frozen=True)
class Row:
    """What everybody gets from one address with one method."""

    name: str
    method: str
    answers: dict[str, str]

    def __str__(self) -> str:
        return f"{self.method} {self.name}"


def addresses(
    patterns: list[URLPattern | URLResolver] | None = None,
    *,
    space: str = "",
    route: str = "",
    arguments: tuple[str, ...] = (),
) -> Iterator[Address]:
    """Every address that the site answers, however deep it was included."""
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        here = route + str(entry.pattern)
        taken = arguments + arguments_of(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from addresses(entry.url_patterns, space=inner, route=here, arguments=taken)
        else:
            yield Address(f"{space}{entry.name or ''}", here, taken)


def arguments_of(pattern: Any) -> tuple[str, ...]:
    """Names of the arguments in one part of an address."""
    if isinstance(pattern, RoutePattern):
        return tuple(pattern.converters)
    if isinstance(pattern, RegexPattern):
        return tuple(pattern.regex.groupindex)
    return ()


def rows_of(text: str) -> Iterator[Row]:
    """The rows of one part of the table."""
    for line in filter(None, (line.split("#")[0].split() for line in text.splitlines())):
        name, method, *answers = line
        if len(answers) <= 2:
            answers = [answers[0], *answers[-1:] * (len(ROLES) - 1)]
        yield Row(name, method, dict(zip(ROLES, answers, strict=True)))


def parts() -> Iterator[Any]:
    """The modules of the apps that declare rows."""
    for path in sorted(Path(__file__).parent.glob("*/matrix_rows.py")):
        yield importlib.import_module(f"web.{path.parent.name}.matrix_rows")


def rows() -> list[Row]:
    return [row for part in parts() for row in rows_of(part.ROWS)]


def arguments() -> dict[str, Callable[[Scene], Any]]:
    found: dict[str, Callable[[Scene], Any]] = {}
    for part in parts():
        declared = getattr(part, "ARGUMENTS", {})
        if twice := found.keys() & declared.keys():
            raise ValueError(f"{part.__name__} says again what {sorted(twice)} stand for")
        found |= declared
    return found


def faults(known: list[Address], declared: list[Row]) -> list[str]:
    """Addresses without a row or a name, rows without an address, rows told twice."""
    wanted = {(address.name, method) for address in known for method in METHODS}
    told = [(row.name, row.method) for row in declared]
    return [
        *(f"no name: {address.route}" for address in known if not address.name.split(":")[-1]),
        *(f"no row: {name} {method}" for name, method in sorted(wanted - set(told))),
        *(f"no such address: {name} {method}" for name, method in sorted(set(told) - wanted)),
        *(
            f"told twice: {name} {method}"
            for name, method in set(told)
            if told.count((name, method)) > 1
        ),
    ]
