"""What a model gave for one indicator, before it is protected."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from datashift.estimates import Estimate
from datashift.figures.finding import Grid
from datashift.kit.problem import Problem
from datashift.tables import Flag

if TYPE_CHECKING:
    from datashift.studies.loading import Study

__all__ = ["Domain", "Found", "Grid", "domain_of", "of_file", "speaking_of"]

Domain = frozenset[tuple[str, str]]


@dataclass(frozen=True)
class Found:
    """What a model gave for one indicator.

    Args:
        method: its name, as in the study and in observations.csv.
        estimates: figures that take the place of the plain ones of their domain.
        own: of a domain, the share of its figure that comes from its own answers, 0-1.
        said: what was done and how well it fits, plain sentences. Nothing in it is about a group
            that is too small to be shown.
        grids: the same as small tables.
        facts: the same, and every setting, for release.json.
        flags: what must be known.
    """

    method: str
    estimates: tuple[Estimate, ...]
    own: Mapping[Domain, float] = field(default_factory=dict)
    said: tuple[str, ...] = ()
    grids: tuple[Grid, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)
    flags: tuple[Flag, ...] = ()


def domain_of(estimate: Estimate) -> Domain:
    """The group of an estimate, whatever the order of its columns."""
    return frozenset(estimate.domain.items())


@contextmanager
def of_file(name: str) -> Iterator[None]:
    """A Problem from within names this file where it names a column and no file."""
    try:
        yield
    except Problem as problem:
        if problem.file is None and problem.column is not None:
            problem.file = name
        raise


@contextmanager
def speaking_of(study: Study, *path: str | int) -> Iterator[None]:
    """A Problem from within names the study and the line of `path` where it names no file."""
    try:
        yield
    except Problem as problem:
        if problem.file is None:
            problem.file = study.name
            problem.line = problem.line or study.line(*path)
        raise
