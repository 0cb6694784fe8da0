"""The library's sentences for people, found in its source.

The library writes plain English: `f"{whole(count)} rows have no {column}"`. Each such sentence
becomes a message with named blanks, "%(count)s rows have no %(column)s", which
`datashift.kit.language.retold` recognises when it is read. A choice inside a sentence
(`{"is" if one else "are"}`) gives a message for each of its sides. So does a template that
`str.format` fills in later: `"{count} {values} in {column} {are} read as missing"`.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from itertools import islice, product
from pathlib import Path

# Calls whose words people read, wherever they stand.
_TOLD = frozenset(
    "Problem QuestionProblem Flag Said Reason Repair retold marked Side Kind Level".split()  # noqa: SIM905
)

# Calls whose words are for developers, machines or the command line's own help.
_NOT_TOLD = frozenset(
    {
        "ValueError", "TypeError", "KeyError", "RuntimeError", "AssertionError", "add_argument",
        "ArgumentParser", "add_parser", "compile", "execute", "sql", "raw_sql", "fullmatch", "sub",
        "search", "match", "split", "get_template", "field_validator", "import_module", "startswith",
        "endswith", "add_mutually_exclusive_group", "strptime", "strftime", "getLogger",
        "NotImplementedError", "literal_column", "cast", "removeprefix", "removesuffix", "findall",
        "partition", "rpartition", "warn", "verbatim", "filterwarnings", "Literal", "TypeVar", "replace",
        "pgettext", "npgettext", "pgettext_lazy", "npgettext_lazy",  # found with their context
    }
)  # fmt: skip
_CODE = re.compile(
    r"[<>{}\\=#]|\w\(|::|\bis null\b|^\W*(SELECT|CREATE|INSERT|WITH|COPY|SET|DROP|ATTACH|UPDATE|PRAGMA|FROM|ORDER|GROUP|UNION|CASE|WHERE|PARTITION|OVER)\b|https?:|\.(csv|json|py|yaml)$"
)
_WORD = re.compile(r"[^\W\d_]{2,}")
_MOST = 12  # forms of one sentence
_BLANK = re.compile(r"%\(\w+\)s")
_FIELD = re.compile(r"\{([a-z_]\w*)(?::[^{}\s]*)?\}")
_QUOTED = re.compile(r"`[^`]+`")  # what is to be typed
_ONE, _MANY = {"values": "value", "are": "is"}, {"values": "values", "are": "are"}


def sentences(path: Path, *, strict: bool = False) -> Iterator[tuple[int, str]]:
    """Line and message of each sentence in a module, in the order of the file.

    Args:
        strict: only what is given to a call that is known to speak to people.
    """
    yield from _Finder(ast.parse(path.read_text(encoding="utf-8")), strict=strict).found


class _Finder(ast.NodeVisitor):
    def __init__(self, tree: ast.Module, *, strict: bool) -> None:
        self.found: list[tuple[int, str]] = []
        self.inside, self.strict = False, strict
        self.visit(tree)

    def visit_Call(self, node: ast.Call) -> None:
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        self.visit(node.func)
        if name in _NOT_TOLD:
            return
        before, self.inside = self.inside, self.inside or name in _TOLD
        for child in (*node.args, *(word for word in node.keywords if word.arg not in _MACHINE)):
            self.visit(child)
        self.inside = before

    def visit_Expr(self, node: ast.Expr) -> None:
        if not isinstance(node.value, ast.Constant):  # a docstring
            self.generic_visit(node)

    def visit_Compare(self, node: ast.Compare) -> None:
        """What is compared is data."""

    def visit_Dict(self, node: ast.Dict) -> None:
        for value in node.values:
            self.visit(value)

    def visit_Subscript(self, node: ast.Subscript) -> None:
        """Keys and annotations."""
        self.visit(node.value)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if node.value is not None:
            self.visit(node.value)

    def visit_arguments(self, node: ast.arguments) -> None:
        """Annotations and defaults."""

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        self._keep(node)
        for part in node.values:
            if isinstance(part, ast.FormattedValue):
                self.visit(part.value)

    def visit_BinOp(self, node: ast.BinOp) -> None:
        if isinstance(node.op, ast.Add) and _is_text(node):
            self._keep(node)
        else:
            self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, str):
            self._keep(node)

    def _keep(self, node: ast.expr) -> None:
        if self.strict and not self.inside:
            return
        for message in dict.fromkeys(islice(_forms(node), _MOST)):
            if _is_for_people(message, told=self.inside):
                self.found.append((node.lineno, message))


_MACHINE = frozenset(
    {"code", "file", "column", "codes", "encoding", "mode", "id", "method", "name"}
)


def _is_text(node: ast.expr) -> bool:
    if isinstance(node, ast.BinOp):
        return isinstance(node.op, ast.Add) and (_is_text(node.left) or _is_text(node.right))
    return isinstance(node, ast.JoinedStr) or (
        isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def _is_for_people(message: str, *, told: bool) -> bool:
    own = _BLANK.sub("", message)
    words = _WORD.findall(own)
    if _CODE.search(_QUOTED.sub("", own)) or not words or (message != message.strip() and not told):
        return False
    if "%(" in message:
        if " " not in own.strip():
            return False
        return sum(map(len, words)) >= 7
    if told:
        return " " in own or own[:1].isupper()
    return (
        len(words) >= 2 and " " in own and (own[0].isupper() or own[0].isdigit() or len(words) >= 3)
    )


def _forms(node: ast.expr) -> Iterator[str]:
    """The messages that a text can become."""
    text = node.value if isinstance(node, ast.Constant) else None
    if isinstance(text, str) and _FIELD.search(_QUOTED.sub("", text)):
        yield from _filled(text)
        return
    for parts in product(*(list(_choices(part)) for part in _parts(node))):
        yield _named(parts)


def _filled(template: str) -> Iterator[str]:
    """The messages of a template, for one and for many; its fields become blanks."""
    for said in (_ONE, _MANY):
        message = template.replace("%", "%%")
        for field in _FIELD.finditer(message):
            message = message.replace(field[0], said.get(field[1], f"%({field[1]})s"))
        yield message


def _parts(node: ast.expr) -> list[ast.expr]:
    if isinstance(node, ast.BinOp):
        return [*_parts(node.left), *_parts(node.right)]
    if isinstance(node, ast.JoinedStr):
        return list(node.values)
    return [node]


def _choices(part: ast.expr) -> Iterator[str | ast.expr]:
    """What one part of a text can be: its words, either side of a choice, or a blank."""
    if isinstance(part, ast.Constant) and isinstance(part.value, str):
        yield part.value
        return
    inner = part.value if isinstance(part, ast.FormattedValue) else part
    if isinstance(inner, ast.IfExp):
        yield from _choices(inner.body)
        yield from _choices(inner.orelse)
    elif isinstance(inner, ast.JoinedStr) and isinstance(part, ast.FormattedValue):
        yield inner
    elif isinstance(inner, ast.Constant):
        yield str(inner.value)
    else:
        yield inner


def _named(parts: tuple[str | ast.expr, ...]) -> str:
    """The message: the words, and a named blank for each of the other parts."""
    blanks = any(not isinstance(part, str) for part in parts)
    used: dict[str, str] = {}
    message = ""
    for part in parts:
        if isinstance(part, str):
            message += part.replace("%", "%%") if blanks else part
            continue
        source = ast.dump(part)
        if source not in used:
            used[source] = _free(_name(part), set(used.values()))
        message += f"%({used[source]})s"
    return message


def _free(name: str, taken: set[str]) -> str:
    number = 2
    wanted = name
    while wanted in taken:
        wanted, number = f"{name}{number}", number + 1
    return wanted


def _name(node: ast.expr) -> str:
    """What a blank is called: the last name of the expression that fills it."""
    if isinstance(node, ast.Name):
        return node.id.strip("_")
    if isinstance(node, ast.Attribute):
        return node.attr.strip("_")
    if isinstance(node, ast.Call):
        inside = [_name(one) for one in node.args]
        return next((one for one in inside if one != "value"), _name(node.func))
    if isinstance(node, ast.Subscript):
        return _name(node.value)
    if isinstance(node, ast.BinOp):
        return _name(node.left)
    return "value"
