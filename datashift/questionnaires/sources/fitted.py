"""Records of an export made to answer a questionnaire: codes for labels, ISO dates, XML."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import tzinfo
from pathlib import PurePosixPath
from xml.sax.saxutils import escape, quoteattr

from datashift.kit.text import fold
from datashift.questionnaires import xml
from datashift.questionnaires.envelope import open_envelope
from datashift.questionnaires.questionnaire import Group, Question, Questionnaire
from datashift.questionnaires.sources import moments, numerals
from datashift.questionnaires.sources.export import Filled, Noticed, Path, Raw, Record, Tree
from datashift.questionnaires.sources.platforms.instances import content_id
from datashift.tables.flag import Severity

_SEVERAL = (", ", "; ", " | ", ",", ";", "|")
_WHOLE_NUMBER = re.compile(r"([+-]?\d{1,15})\.0+")


class Fit:
    """Writes records as submissions of a questionnaire.

    Args:
        zone: of moments that say none; None to leave them without.
        american: months come first in dates that do not show it.
    """

    def __init__(
        self, form: Questionnaire, raw: Raw, *, zone: tzinfo | None, american: bool
    ) -> None:
        self._form, self._raw, self._noticed = form, raw, raw.noticed
        self._zone = zone
        self._questions = {tuple(q.path.split("/")): q for q in form.questions}
        self._order = {
            tuple(item.path.split("/")): place for place, item in enumerate(_walked(form), start=1)
        }
        self._orders = _date_orders(raw, self._questions, american=american)
        self._numerals = _numerals(raw, self._questions)
        self._said: dict[tuple[Path, str], str] = {}
        self._labels: dict[Path, dict[str, str]] = {}
        self._seen: dict[str, int] = {}

    def filled(self, record: Record, by_name: dict[str, list[str]]) -> Filled:
        """The record as a submission, with the files that its answers name.

        Raises:
            Problem: no phone could send it: too large, an id too long.
        """
        tree = self._converted(record.answers, (), record.row)
        inside = "".join(self._written(tree, ()))  # an id is of what was written: 3,5 and not 3.5
        own, replaces = _plain(record.identity), _plain(record.replaces)
        if not own:
            again = self._seen[inside] = self._seen.get(inside, 0) + 1
            own = content_id(self._form.id, inside, *([str(again)] if again > 1 else []))
        elif own.startswith(("ushahidi:", "formhub:")):
            own = content_id(self._form.id, own)
        if self._numerals:
            tree = self._counted(tree, ())
            inside = "".join(self._written(tree, ()))
        text = self._document(inside, own, replaces, tree)
        named = {value for value in leaves(tree) if value in by_name} | set(record.files)
        files = {name: _nearest(by_name[name], own) for name in sorted(named) if name in by_name}
        open_envelope(text)  # whoever takes it in can read it
        return Filled(own, replaces, text, record.file, record.row, files)

    def _converted(self, tree: Tree, base: Path, row: int) -> Tree:
        found: Tree = {}
        for name, value in tree.items():
            path = (*base, name)
            if isinstance(value, str):
                text = self._convert(path, value, row)
                if text:
                    found[name] = text
            elif isinstance(value, list):
                found[name] = [self._converted(each, path, row) for each in value]
            else:
                below = self._converted(value, path, row)
                if below:
                    found[name] = below
        return found

    def _counted(self, tree: Tree, base: Path) -> Tree:
        """The same answers, numbers and places as phones write them."""
        found: Tree = {}
        for name, value in tree.items():
            path = (*base, name)
            if isinstance(value, str):
                found[name] = self._numerals.get(path, {}).get(value, value)
            elif isinstance(value, list):
                found[name] = [self._counted(each, path) for each in value]
            else:
                found[name] = self._counted(value, path)
        return found

    def _convert(self, path: Path, text: str, row: int) -> str:
        key = (path, text)
        if key in self._said:
            return self._said[key]
        question = self._questions.get(path)
        kind = question.kind if question else self._raw.kinds.get(path, "")
        said = self._as(kind, text, path, question, row)
        self._said[key] = said
        return said

    def _as(self, kind: str, text: str, path: Path, question: Question | None, row: int) -> str:
        column = self._raw.labels.get(path, "/".join(path))
        if kind in {"select_one", "select_multiple", "rank"} and question and question.choices:
            return self._coded(question, path, text, column, row, several=kind != "select_one")
        if kind in {"datetime", "start", "end"}:
            return self._moment(text, path, column)
        if kind in {"date", "today"}:
            return self._day(text, path)
        if kind == "time":
            return moments.clock(text) or text
        if kind == "integer" and (found := _WHOLE_NUMBER.fullmatch(text)):
            return found[1]
        return text

    def _moment(self, text: str, path: Path, column: str) -> str:
        order = self._orders.get(path, "dmy")
        found = moments.moment(text, order, self._zone) if order else None
        if found is None:
            return text
        said, sure = found
        if not sure:
            if self._zone is None:
                self._noticed.add(
                    "no_offset",
                    '"%(column)s" says no time zone; its %(count)s different times are kept as '
                    "they are written.",
                    column=column,
                )
            else:
                self._noticed.add(
                    "zone",
                    '"%(column)s" says no time zone; its %(count)s different times are read in '
                    "the zone that was given.",
                    column=column,
                )
        return said

    def _day(self, text: str, path: Path) -> str:
        order = self._orders.get(path, "dmy")
        found = moments.day(text, order) if order else None
        return found or text

    def _coded(
        self, question: Question, path: Path, text: str, column: str, row: int, *, several: bool
    ) -> str:
        names = {choice.name for choice in question.choices}
        if text in names or (several and names.issuperset(text.split())):
            return text
        labels = self._labels.setdefault(path, _by_label(question))
        found = labels.get(fold(text))
        if found is None and several:
            found = _split_labels(text, labels)
        if found is None:
            self._noticed.add(
                "unknown_choice",
                '%(count)s different answers to "%(column)s" are none of its choices and are kept '
                "as they are.",
                column=column,
                row=row,
                severity=Severity.LOOK,
            )
            return text
        self._noticed.add(
            "labels",
            '%(count)s different answers to "%(column)s" were labels and are kept as codes.',
            column=column,
        )
        return found

    def _written(self, tree: Tree, base: Path) -> Iterator[str]:
        """XML in the order of the questionnaire; what it does not ask comes last."""
        last = len(self._order) + 1
        for name in sorted(tree, key=lambda each: (self._order.get((*base, each), last), each)):
            value, path = tree[name], (*base, name)
            if not xml.is_name(name) or path[0] == "meta":
                continue
            for each in value if isinstance(value, list) else [value]:
                if isinstance(each, str):
                    yield f"<{name}>{escape(xml.UNWRITABLE.sub('', each))}</{name}>"
                else:
                    yield f"<{name}>{''.join(self._written(each, path))}</{name}>"

    def _document(self, inside: str, own: str, replaces: str, tree: Tree) -> bytes:
        root = self._form.root if xml.is_name(self._form.root) else "data"
        version = f" version={quoteattr(self._form.version)}" if self._form.version else ""
        meta = f"<instanceID>{escape(own)}</instanceID>"
        if replaces:
            meta += f"<deprecatedID>{escape(replaces)}</deprecatedID>"
        named = tree.get("meta")
        title = named.get("instanceName", "") if isinstance(named, dict) else ""
        if isinstance(title, str) and title:
            meta += f"<instanceName>{escape(xml.UNWRITABLE.sub('', title))}</instanceName>"
        return (
            f"<{root} id={quoteattr(self._form.id)}{version}>{inside}<meta>{meta}</meta></{root}>"
        ).encode()


def _plain(identifier: str) -> str:
    return xml.UNWRITABLE.sub("", identifier).strip()


def leaves(tree: Tree) -> Iterator[str]:
    """Every answer in a tree."""
    for value in tree.values():
        if isinstance(value, str):
            yield value
        elif isinstance(value, list):
            for row in value:
                yield from leaves(row)
        else:
            yield from leaves(value)


def unknown(raw: Raw, form: Questionnaire) -> list[str]:
    """Headings of answers that the questionnaire does not ask."""
    asked = {tuple(question.path.split("/")) for question in form.questions}
    own = {"meta", "imported"}
    groups = {tuple(group.path.split("/")) for group in form.groups}
    found = []
    for path, label in raw.labels.items():
        if path not in asked and path not in groups and path[0] not in own:
            found.append(label)
    return list(dict.fromkeys(found))


def by_basename(parts: Sequence[str]) -> dict[str, list[str]]:
    """Parts of a bundle by the last piece of their names."""
    found: dict[str, list[str]] = {}
    for part in parts:
        found.setdefault(PurePosixPath(part).name, []).append(part)
    return found


def _nearest(parts: Sequence[str], own: str) -> str:
    """Of several files of one name, the one in a folder that is called as the submission."""
    plain = own.removeprefix("uuid:")
    return next((part for part in parts if plain and plain in part), parts[0])


def _walked(form: Questionnaire) -> Iterator[Question | Group]:
    from datashift.questionnaires.questionnaire import walk

    return walk(form.contents)


def _by_label(question: Question) -> dict[str, str]:
    """Choices by their labels in every language; what two are called names none."""
    found: dict[str, str] = {}
    twice = set()
    for choice in question.choices:
        for said in {fold(label) for label in choice.labels.values()} | {fold(choice.name)}:
            if found.setdefault(said, choice.name) != choice.name:
                twice.add(said)
    return {said: name for said, name in found.items() if said not in twice}


def _split_labels(text: str, labels: dict[str, str]) -> str | None:
    """Several labels in one cell: parted by a mark, or only by spaces as Kobo does."""
    for mark in _SEVERAL:
        if mark in text:
            pieces = [fold(piece) for piece in text.split(mark) if piece.strip()]
            if all(piece in labels for piece in pieces):
                return " ".join(labels[piece] for piece in pieces)
    words, chosen, at = fold(text).split(" "), [], 0
    longest = max((label.count(" ") + 1 for label in labels), default=0)
    while at < len(words):
        ends = range(min(len(words), at + longest), at, -1)
        end = next((each for each in ends if " ".join(words[at:each]) in labels), None)
        if end is None:
            return None
        chosen.append(labels[" ".join(words[at:end])])
        at = end
    return " ".join(chosen)


def _answers(
    raw: Raw, questions: dict[Path, Question], kinds: set[str]
) -> dict[Path, dict[str, int]]:
    """Path of each question of these kinds to its different answers, each with its first row."""
    texts: dict[Path, dict[str, int]] = {}

    def gather(tree: Tree, base: Path, at: int) -> None:
        for name, value in tree.items():
            path = (*base, name)
            if isinstance(value, str):
                question = questions.get(path)
                if (question.kind if question else raw.kinds.get(path, "")) in kinds:
                    texts.setdefault(path, {}).setdefault(value, at)
            elif isinstance(value, list):
                for row in value:
                    gather(row, path, at)
            else:
                gather(value, path, at)

    for record in raw.records:
        gather(record.answers, (), record.row)
    return texts


def _numerals(raw: Raw, questions: dict[Path, Question]) -> dict[Path, dict[str, str]]:
    """Numbers and places as phones write them, for each question that has others; with flags."""
    found: dict[Path, dict[str, str]] = {}
    for path, texts in _answers(raw, questions, {"integer", "decimal", "range"}).items():
        if all(map(numerals.is_plain, texts)):
            continue
        read = numerals.read(texts)
        whole = path in questions and questions[path].kind == "integer"
        found[path] = {
            text: said for text, said in read.said.items() if not (whole and "." in said)
        }
        numerals.tell_unclear(raw, path, {text: texts[text] for text in read.unclear})
    for path, texts in _answers(raw, questions, {"geopoint"}).items():
        found[path] = {text: said for text in texts if (said := numerals.point(text))}
    for path, changed in found.items():
        if changed:
            numerals.tell(raw, path, changed)
    return {path: changed for path, changed in found.items() if changed}


def _date_orders(
    raw: Raw, questions: dict[Path, Question], *, american: bool
) -> dict[Path, moments.Order | None]:
    """Whether days or months come first, for each question with dates; flags where it is open."""
    kinds = {"date", "today", "datetime", "start", "end"}
    found: dict[Path, moments.Order | None] = {}
    for path, said in _answers(raw, questions, kinds).items():
        numeric = [text for text in said if moments.is_open(text)]
        if not numeric:
            continue
        order, sure = moments.order_of(numeric)
        column = raw.labels.get(path, "/".join(path))
        if order is None:
            _mixed(raw.noticed, column, len(numeric))
        elif not sure:
            order = "mdy" if american else "dmy"
            _open(raw.noticed, column, len(numeric), order)
        found[path] = order
    return found


def _mixed(noticed: Noticed, column: str, count: int) -> None:
    noticed.add(
        "dates_mixed",
        'Dates in "%(column)s" are written in two orders; %(count)s different ones are kept as '
        "text.",
        column=column,
        count=count,
        severity=Severity.LOOK,
    )


def _open(noticed: Noticed, column: str, count: int, order: str) -> None:
    words: Callable[[str], str] = {
        "dmy": 'Nothing in "%(column)s" shows whether days or months come first; days are taken to.',
        "mdy": 'Nothing in "%(column)s" shows whether days or months come first; months are taken '
        "to.",
    }.__getitem__
    noticed.add("dates_open", words(order), column=column, count=count, severity=Severity.LOOK)
