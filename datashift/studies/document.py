"""YAML as a tree that remembers its lines, read without executing or expanding anything.

Only what a study needs of YAML 1.2: mappings, lists and plain values. Anchors, aliases, tags and
several documents in one file are refused, so that a small file cannot become a large one. `no`,
`on` and `12:30` stay text, as in YAML 1.2: `NO` is Norway.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import yaml

from datashift.kit.problem import Problem

LARGEST = 1_000_000
DEEPEST = 20
MOST_EVENTS = 100_000

Key = str | int
Path = tuple[Key, ...]

_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]{0,99})")
_CODE = re.compile(r"[-+]?0[0-9]+|[0-9]{100,}")  # 01 is a code, not a number
_NUMBER = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_NOTHING = frozenset({"", "~", "null", "Null", "NULL"})
_TRUTH = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class WholeNumber(int):
    """An integer that remembers how it was written: the code `01` is not the code `1`."""

    written: str


class DecimalNumber(float):
    """A number that remembers how it was written: `1.10` is not `1.1` when it is a code."""

    written: str


@dataclass
class Node:
    """One value of the document: plain value, list of nodes, or mapping of nodes."""

    value: object
    line: int
    key_line: int
    items: list[Node] = field(default_factory=list)
    entries: dict[str, Node] = field(default_factory=dict)

    def plain(self) -> object:
        """The same as dictionaries, lists and values."""
        if isinstance(self.value, dict):
            return {key: node.plain() for key, node in self.entries.items()}
        if isinstance(self.value, list):
            return [node.plain() for node in self.items]
        return self.value

    def find(self, path: Iterable[Key]) -> Node:
        """The deepest node that exists on the way to `path`."""
        node = self
        for step in path:
            if isinstance(step, int) and step < len(node.items):
                node = node.items[step]
            elif isinstance(step, str) and step in node.entries:
                node = node.entries[step]
        return node

    def has(self, path: Iterable[Key]) -> bool:
        """Whether the document says anything at `path`."""
        node = self
        for step in path:
            if isinstance(step, int) and step < len(node.items):
                node = node.items[step]
            elif isinstance(step, str) and step in node.entries:
                node = node.entries[step]
            else:
                return False
        return True


def compose(text: str, *, name: str) -> Node:
    """The tree of a YAML document whose top is a mapping.

    Raises:
        Problem: too large, too deep, not YAML, or uses what a study does not need.
    """
    if len(text) > LARGEST:
        raise Problem(
            f"A study is text of a few pages; this one is larger than {LARGEST // 1_000_000} MB",
            file=name,
            do="Check that this is the study and not the data",
            code="study.too_large",
        )
    if (at := text.find("\0")) >= 0:
        line = text.count("\n", 0, at) + 1
        raise Problem(
            "There are bytes that are not text; a study is a YAML text file",
            file=name,
            line=line,
            code="study.not_text",
        )
    try:
        top = _build(yaml.parse(text, Loader=_LOADER), name)
    except yaml.YAMLError as error:
        raise _syntax(error, text, name) from None
    if top is None:
        raise Problem(
            "The study is empty",
            file=name,
            do="Let `datashift suggest` draft one from the data",
            code="study.empty",
        )
    if not isinstance(top.value, dict):
        raise Problem(
            "A study starts with lines such as `title: …`; this file is something else",
            file=name,
            line=top.line,
            do="Let `datashift suggest` draft one from the data",
            code="study.not_a_mapping",
        )
    return top


def _build(events: Iterator[yaml.Event], name: str) -> Node | None:
    """Iterative, so that deep nesting meets our limit and not that of the call stack."""
    top: Node | None = None
    open_nodes: list[Node] = []
    open_keys: list[Node | None] = []
    documents = 0
    for count, event in enumerate(events):
        mark = event.start_mark
        line = mark.line + 1 if mark is not None else 1
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise _refused("A study is one document; a second one starts", name, line)
            continue
        if isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            open_nodes.pop()
            open_keys.pop()
            continue
        if not isinstance(event, yaml.NodeEvent):
            continue
        _refuse_extras(event, name, line)
        if len(open_nodes) >= DEEPEST or count > MOST_EVENTS:
            raise _refused("This is nested or repeated far more than any study", name, line)
        node = Node(_value(event), line, line)
        if not open_nodes:
            top = node
        elif not _place(node, open_nodes[-1], open_keys, name):
            continue
        if isinstance(node.value, dict | list):
            open_nodes.append(node)
            open_keys.append(None)
    return top


def _place(node: Node, parent: Node, open_keys: list[Node | None], name: str) -> bool:
    """Hang a node under its parent; False when it was the key of the next one."""
    if isinstance(parent.value, list):
        parent.items.append(node)
        return True
    key = open_keys[-1]
    if key is None:
        if isinstance(node.value, dict | list):
            raise _refused("A key must be a word, not a list or a mapping", name, node.line)
        written = getattr(node.value, "written", node.value)
        node.value = str(written if written is not None else "")
        if node.value in parent.entries:
            first = parent.entries[node.value].key_line
            raise Problem(
                f"`{node.value}` is given twice, first in line {first}",
                file=name,
                line=node.line,
                do="Keep one of the two",
                code="study.duplicate_key",
            )
        open_keys[-1] = node
        return False
    node.key_line = key.line
    parent.entries[str(key.value)] = node
    open_keys[-1] = None
    return True


def _refuse_extras(event: yaml.NodeEvent, name: str, line: int) -> None:
    if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
        raise _refused("Anchors and aliases (`&name`, `*name`) are not used in a study", name, line)
    if (tag := getattr(event, "tag", None)) is not None:
        raise _refused(f"Tags such as `{tag}` are not used in a study", name, line)


def _value(event: yaml.NodeEvent) -> object:
    if isinstance(event, yaml.MappingStartEvent):
        return {}
    if isinstance(event, yaml.SequenceStartEvent):
        return []
    assert isinstance(event, yaml.ScalarEvent)
    # quoted or a block: always text
    return event.value if event.style else plain_scalar(event.value)


def plain_scalar(text: str) -> object:
    """What an unquoted word means: nothing, true or false, a number, or the word itself."""
    if text in _NOTHING:
        return None
    if text in _TRUTH:
        return _TRUTH[text]
    number: WholeNumber | DecimalNumber
    if _INTEGER.fullmatch(text):
        number = WholeNumber(text)
    elif _NUMBER.fullmatch(text) and not _CODE.fullmatch(text):
        number = DecimalNumber(text)
    else:
        return text
    number.written = text
    return number


def _refused(what: str, name: str, line: int) -> Problem:
    return Problem(what, file=name, line=line, code="study.refused")


def _syntax(error: yaml.YAMLError, text: str, name: str) -> Problem:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    line = mark.line + 1 if mark is not None else None
    lines = text.splitlines()
    written = lines[line - 1] if line is not None and line <= len(lines) else ""
    what, do = "This line cannot be read as YAML", "Compare it with the lines around it"
    if "\t" in written[: len(written) - len(written.lstrip())]:
        what, do = "The line starts with a tab", "Indent with spaces"
    elif "mapping values are not allowed" in str(error):
        what = "There is a second colon, or the line is indented differently from its neighbours"
        do = "Put the text in quotes, or line it up"
    elif "unexpected end" in str(error) or "end of stream" in str(error):
        what, do = "A bracket or quotation mark is opened and never closed", "Close it"
    elif "special characters" in str(error):
        what, do = "There are bytes that are not text", "Save the file as UTF-8 text"
    return Problem(what, file=name, line=line, do=do, code="study.not_yaml")
