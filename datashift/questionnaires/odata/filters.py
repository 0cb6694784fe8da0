"""OData's $filter, as far as ODK Central takes it: what the server knows of a submission.

OData 4.01 URL Conventions, 5.1.1: comparisons, and, or, not, brackets, now() and parts of times.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from datashift.kit.problem import Problem

COMPARED = frozenset({"eq", "ne", "lt", "le", "gt", "ge"})
PARTS = frozenset({"year", "month", "day", "hour", "minute", "second"})
LONGEST, DEEPEST = 2_000, 20
_ROOT = "$root/Submissions/"
_TOKEN = re.compile(
    r"\s*(?:(?P<text>'(?:[^']|'')*')"
    r"|(?P<moment>\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?)?)"
    r"|(?P<number>-?\d{1,18})|(?P<name>[$\w][\w/$]*)|(?P<sign>[(),]))"
)


@dataclass(frozen=True)
class Compared:
    """One comparison.

    Args:
        field: what is compared, ``__system/submissionDate``.
        part: `year` ... `second` of it, or "".
        how: one of `COMPARED`.
        value: with what; None for null.
    """

    field: str
    part: str
    how: str
    value: str | int | datetime | None


@dataclass(frozen=True)
class Joined:
    """Several, of which all (`and`) or one (`or`) must be so."""

    how: str
    parts: tuple[Filter, ...]


@dataclass(frozen=True)
class Denied:
    """What must not be so."""

    part: Filter


Filter = Compared | Joined | Denied
Token = tuple[str, str]


def parse(text: str, *, now: datetime) -> Filter:
    """What a $filter says.

    Raises:
        Problem: it cannot be read, or says more than is understood here.
    """
    if len(text) > LONGEST:
        raise _odd(text[:40])
    reader = _Reader(_tokens(text), now)
    found = reader.either(0)
    if reader.left:
        raise _odd(reader.left[0][1])
    return found


def _tokens(text: str) -> list[Token]:
    found: list[Token] = []
    at = 0
    while text[at:].strip():
        match = _TOKEN.match(text, at)
        if match is None:
            raise _odd(text[at : at + 40].strip())
        found.append((match.lastgroup or "", match[match.lastgroup or 0]))
        at = match.end()
    return found


class _Reader:
    """Reads from the left; `or` binds least, `not` most."""

    def __init__(self, tokens: list[Token], now: datetime) -> None:
        self.left, self._now = tokens, now

    def either(self, depth: int) -> Filter:
        return self._joined("or", self._all, depth)

    def _all(self, depth: int) -> Filter:
        return self._joined("and", self._one, depth)

    def _joined(self, how: str, read: Callable[[int], Filter], depth: int) -> Filter:
        parts = [read(depth)]
        while self._next() == ("name", how):
            self._take()
            parts.append(read(depth))
        return parts[0] if len(parts) == 1 else Joined(how, tuple(parts))

    def _one(self, depth: int) -> Filter:
        if depth > DEEPEST:
            raise _odd("(")
        if self._next() == ("name", "not"):
            self._take()
            return Denied(self._one(depth + 1))
        if self._next() == ("sign", "("):
            self._take()
            inner = self.either(depth + 1)
            self._expect(")")
            return inner
        return self._compared()

    def _compared(self) -> Compared:
        field, part = self._field()
        how = self._take()[1]
        if how == "neq":
            how = "ne"
        if how not in COMPARED:
            raise _odd(how)
        return Compared(field, part, how, self._value())

    def _field(self) -> tuple[str, str]:
        kind, name = self._take()
        if kind != "name":
            raise _odd(name)
        if name not in PARTS:
            return name.removeprefix(_ROOT), ""
        self._expect("(")
        field = self._take()[1].removeprefix(_ROOT)
        self._expect(")")
        return field, name

    def _value(self) -> str | int | datetime | None:
        kind, said = self._take()
        match kind:
            case "text":
                return said[1:-1].replace("''", "'")
            case "number":
                return int(said)
            case "moment":
                return _moment(said)
            case "name" if said == "null":
                return None
            case "name" if said == "now":
                self._expect("(")
                self._expect(")")
                return self._now
        raise _odd(said)

    def _next(self) -> Token:
        return self.left[0] if self.left else ("", "")

    def _take(self) -> Token:
        if not self.left:
            raise _odd("")
        return self.left.pop(0)

    def _expect(self, sign: str) -> None:
        if (found := self._take()) != ("sign", sign):
            raise _odd(found[1])


def _moment(said: str) -> datetime:
    try:
        found = datetime.fromisoformat(said)
        found = found if found.tzinfo else found.replace(tzinfo=UTC)
        found = found.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise _odd(said) from error
    if not 1900 <= found.year < 3000:  # so that times next to it are times too
        raise _odd(said)
    return found


def _odd(near: str) -> Problem:
    return Problem(
        f'The filter cannot be read near "{near}"' if near else "The filter ends too early",
        do="Compare __system/submissionDate, updatedAt, reviewState or submitterId",
        code="odata.filter",
    )
