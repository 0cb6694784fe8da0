"""The answers of a submission that an export has no table or column of: they stay as they are."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from datashift.questionnaires import xml
from datashift.questionnaires.questionnaire import Questionnaire
from datashift.questionnaires.sources.export import Path
from datashift.questionnaires.sources.same import written_alike

_Answers = tuple[tuple[Path, str], ...]


def with_kept(text: bytes, known: bytes, absent: Collection[Path], form: Questionnaire) -> bytes:
    """The text with the repeats and answers that it cannot have, from the one that is known.

    What stands inside a repeat goes to the turn of the same place; where there are more turns, or
    fewer, to the turn that says the same, for nobody can tell which of the others it was.

    Args:
        absent: the repeats and questions that were not brought.

    Raises:
        Problem: one of the two is no submission.
    """
    root, before = xml.parse(text, xml.Limits()), xml.parse(known, xml.Limits())
    repeats = {tuple(each.path.split("/")) for each in form.repeats}
    put = [_put_back(root, before, (), path, repeats) for path in absent]
    if not any(put):
        return text
    from lxml import etree

    whole: str = etree.tostring(root, encoding="unicode")
    return whole.encode()


def _put_back(new: Any, old: Any, above: Path, path: Path, repeats: Collection[Path]) -> bool:
    """Put what stands at a path below `old` at the same place below `new`, if there is one."""
    here = (*above, path[len(above)])
    olds, news = _named(old, here[-1]), _named(new, here[-1])
    if here == path:
        for each in olds:
            _add(new, _copy(each))
        return bool(olds)
    if here in repeats:
        pairs = _pairs(olds, news, path[len(here) :])
    elif olds:  # a group in which nothing else was answered is not written
        pairs = [(olds[0], news[0] if news else _copy(olds[0], whole=False))]
    else:
        return False
    put = [_put_back(inner, each, here, path, repeats) for each, inner in pairs]
    if any(put) and not news and here not in repeats:
        _add(new, pairs[0][1])
    return any(put)


def _pairs(olds: Sequence[Any], news: Sequence[Any], aside: Path) -> list[tuple[Any, Any]]:
    if len(olds) == len(news):
        return list(zip(olds, news, strict=True))
    left = [(_answers(each, aside), each) for each in olds]
    found = []
    for each in news:
        same = next((one for one in left if one[0] == _answers(each, aside)), None)
        if same is not None:
            left.remove(same)
            found.append((same[1], each))
    return found


def _answers(turn: Any, aside: Path) -> _Answers:
    """What a turn says beside what stands at a path in it."""

    def said(element: Any, above: Path) -> Iterator[tuple[Path, str]]:
        for each in element:
            path = (*above, xml.local(each.tag))
            if path == aside:
                continue
            if len(each):
                yield from said(each, path)
            elif text := written_alike((each.text or "").strip()):
                yield path, text

    return tuple(said(turn, ()))


def _named(element: Any, name: str) -> list[Any]:
    return [each for each in element if xml.local(each.tag) == name]


def _add(element: Any, inner: Any) -> None:
    meta = _named(element, "meta")
    if meta:
        meta[0].addprevious(inner)
    else:
        element.append(inner)


def _copy(element: Any, *, whole: bool = True) -> Any:
    """An element under its name alone: phones write namespaces that the new text has not."""
    from lxml import etree

    made = etree.Element(xml.local(element.tag))
    made.text = element.text
    for each in element if whole else ():
        made.append(_copy(each))
    return made
