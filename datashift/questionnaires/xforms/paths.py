"""XPath as an XForm says it, turned back into the ``${name}`` of an XLSForm."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

Path = tuple[str, ...]

_NAME = r"[A-Za-z_À-ɏ][\w.\-À-ɏ]*"
_PIECE = re.compile(
    r"(?P<quoted>'[^']*'|\"[^\"]*\")"
    rf"|(?P<last>\binstance\('__last-saved'\)(?P<lastpath>(?:/{_NAME})+))(?![\w/\[(.\-])"
    rf"|(?P<relative> (?:current\(\)/)?(?:\.\./)+{_NAME}(?:/{_NAME})* )"
    rf"|(?P<absolute> (?:/{_NAME})+ )"
)


@dataclass(frozen=True)
class Names:
    """Where everything stands, so that a path can be said by name.

    Args:
        root: name of the submission's first element.
        paths: every question's and group's path.
        repeats: which of them repeat.
    """

    root: str
    paths: frozenset[Path]
    repeats: frozenset[Path]
    _once: Mapping[str, Path] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        count = Counter(path[-1] for path in self.paths)
        once = {path[-1]: path for path in self.paths if count[path[-1]] == 1}
        object.__setattr__(self, "_once", once)

    def said(self, expression: str, at: Path = ()) -> str:
        """The expression with ``${name}`` wherever the path can be found again from the name.

        Args:
            at: path of the question that the expression belongs to.
        """

        def replace(match: re.Match[str]) -> str:
            if match["quoted"]:
                return match[0]
            if match["last"]:
                path = self._inside(match["lastpath"])
                return f"${{last-saved#{path[-1]}}}" if path else match[0]
            if match["absolute"]:
                path = self._inside(match["absolute"].strip())
                nearby = path and self._shared(path, at)
            else:
                path = self._outward(match["relative"].strip(), at)
                nearby = not (path and self._shared(path, at))
            return f"${{{path[-1]}}}" if path and not nearby else match[0]

        return _even(_PIECE.sub(replace, expression))

    def _inside(self, written: str) -> Path | None:
        first, *rest = written.strip("/").split("/")
        return self._known(tuple(rest)) if first == self.root else None

    def _outward(self, written: str, at: Path) -> Path | None:
        steps = written.removeprefix("current()/").split("/")
        up = steps.count("..")
        if up > len(at):
            return None
        return self._known((*at[: len(at) - up], *steps[up:]))

    def _known(self, path: Path) -> Path | None:
        return path if path and self._once.get(path[-1]) == path else None

    def _shared(self, path: Path, at: Path) -> bool:
        """Both stand in the same repeat, where a path begins from the question itself.

        A repeat does not stand in itself: its own condition says whole paths.
        """
        return any(
            path[: len(repeat)] == repeat and at[: len(repeat)] == repeat != at
            for repeat in self.repeats
        )


_QUOTED = re.compile(r"('[^']*'|\"[^\"]*\")")
_SPACES = re.compile(r"\s+")


def _even(expression: str) -> str:
    """One space where there are several, but not inside quotation marks."""
    parts = _QUOTED.split(expression)
    parts[::2] = [_SPACES.sub(" ", part) for part in parts[::2]]
    return "".join(parts).strip()
