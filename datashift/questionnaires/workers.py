"""What a submission says of whoever carried the phone, by itself and unasked.

A questionnaire records it (`username`, `deviceid`, `phonenumber`, `email`), a phone adds it to the
metadata (https://docs.getodk.org/openrosa-metadata/), another platform names who sent it (`imported/`).
A question that asks for the worker's name is a question like others.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from datashift.questionnaires import xml
from datashift.questionnaires.questionnaire import Questionnaire

KINDS = frozenset({"deviceid", "username", "phonenumber", "email", "subscriberid", "simserial"})
_URIS = frozenset(f"uri:{kind}" for kind in KINDS)
_NAMES = KINDS | {"userid", "submitted_by"}
_BESIDE = frozenset({"meta", "imported"})


@dataclass(frozen=True)
class Told:
    """Which answers tell of the worker.

    Args:
        recorded: paths that a version records.
        asked: paths that are questions of every version that has them.
    """

    recorded: frozenset[str] = frozenset()
    asked: frozenset[str] = field(default_factory=frozenset)

    def by(self, path: Sequence[str]) -> bool:
        """Whether the answer at that path tells of the worker."""
        where, last = "/".join(path), path[-1].lower()
        if where in self.recorded:
            return True
        beside = path[0] in _BESIDE or where not in self.asked
        return beside and last in _NAMES


def told(versions: Iterable[Questionnaire]) -> Told:
    """Of submissions of these versions; what one records is told in all.

    What no version asks is known by its name: it may be of a version that never came here.
    """
    questions = [each for version in versions for each in version.questions]
    recorded = frozenset(each.path for each in questions if each.kind in KINDS | _URIS)
    return Told(recorded, frozenset(each.path for each in questions) - recorded)


def without(document: bytes, told: Told) -> bytes:
    """The submission with nothing where it tells of the worker; all else stays.

    Raises:
        Problem: it is no XML that can be read.
    """
    from lxml import etree

    root = xml.parse(document, xml.Limits())
    for path, element in _leaves(root, ()):
        if told.by(path):
            element.text = None
    text: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
    return text


def _leaves(element: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    for item in element:
        here = (*path, xml.local(item.tag))
        if len(item):
            yield from _leaves(item, here)
        else:
            yield here, item
