"""Which question a heading belongs to, whatever the platform made of its name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from datashift.kit.text import fold
from datashift.questionnaires.questionnaire import Group, Question, Questionnaire, walk
from datashift.questionnaires.sources.export import Path

SEPARATORS = ("/", ".", "-", ":", "_", " / ")  # between a group and its question
_NO_LETTER = re.compile(r"[^\w.-]+")
_NO_START = re.compile(r"^[^A-Za-z]+")
_LONGEST = 60
_NOBODYS = "\x00"


@lru_cache(maxsize=1024)
def xml_name(text: str) -> str:
    """A name that XML and XLSForm allow, near the text.

    >>> xml_name("2. How old are you?"), xml_name("Âge (ans)"), xml_name("१")
    ('How_old_are_you', 'Age_ans', 'question')
    """
    plain = "".join(each if each.isascii() else _plain(each) for each in text.strip())
    name = _NO_LETTER.sub("_", plain).replace(".", "_").replace("-", "_")
    name = _NO_START.sub("", re.sub(r"_+", "_", name)) if not name.startswith("_") else name
    return name.rstrip("_")[:_LONGEST] or "question"


def odata_name(piece: str) -> str:
    """A name as ODK Central's OData tables write it: only letters, digits and underscores."""
    name = re.sub(r"[^A-Za-z0-9_]", "_", piece)
    return f"_{name}" if name[:1].isdigit() else name


def _plain(letter: str) -> str:
    import unicodedata

    base = unicodedata.normalize("NFKD", letter)[0]
    return base if base.isascii() and base.isalnum() else " "


@dataclass
class Names:
    """Paths by the headings that platforms give them.

    Args:
        form: the questionnaire; None when there is none, then paths are made of the headings.
        separator: between groups and questions, where paths are made.
    """

    form: Questionnaire | None
    separator: str = "/"
    _known: dict[str, Path] = field(default_factory=dict)
    _made: dict[tuple[Path, str], Path] = field(default_factory=dict)
    _found: dict[tuple[Path, str], Path | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.form is None:
            return
        for item in walk(self.form.contents):
            path = tuple(item.path.split("/"))
            for separator in SEPARATORS:
                self._offer(separator.join(path), path, sure=True)
            self._offer("/".join(odata_name(piece) for piece in path), path)
            self._offer(item.name, path)
            if isinstance(item, Question):
                for label in item.labels.values():
                    self._offer(fold(label), path)

    def _offer(self, said: str, path: Path, *, sure: bool = False) -> None:
        """What several questions are called names none of them, but for the one whose path it is."""
        known = self._known.get(said)
        if known is None or (sure and said == "/".join(path)):
            self._known[said] = path
        elif known != path and not sure and said != "/".join(known):
            self._known[said] = (_NOBODYS,)

    def known(self, heading: str, base: Path = ()) -> Path | None:
        """The path of the form that a heading names; None where it names none.

        Args:
            base: path of the repeat in whose table the heading stands.
        """
        key = (base, heading)
        if key not in self._found:  # a repeat says the same names thousands of times
            self._found[key] = self._looked_up(heading, base)
        return self._found[key]

    def _looked_up(self, heading: str, base: Path) -> Path | None:
        tries = [heading]
        if base:
            tries = [separator.join((*base, heading)) for separator in SEPARATORS] + tries
            tries += ["/".join(base) + "/" + heading.replace("-", "/")]
        for each in [*tries, fold(heading), *_ends(heading)]:
            found = self._known.get(each)
            if found and found != (_NOBODYS,) and found[: len(base)] == base:
                return found
        return None

    def path(self, heading: str, base: Path = ()) -> Path:
        """The same, with a path made of the heading where the form knows none."""
        key = (base, heading)
        if key in self._made:
            return self._made[key]
        found = self.known(heading, base)
        if found is not None:
            self._made[key] = found
        else:
            pieces = [xml_name(each) for each in heading.split(self.separator) if each.strip()]
            made = (*base, *(pieces or ["question"]))
            taken = {*self._made.values(), *self._known.values()}
            number, first = 2, made
            while made in taken:
                made = (*first[:-1], f"{first[-1]}_{number}")
                number += 1
            self._made[key] = made
        return self._made[key]

    def repeat(self, name: str, base: Path = ()) -> Path:
        """The path of a repeat by its name in the export."""
        if self.form is not None:
            groups = [tuple(each.path.split("/")) for each in self.form.repeats]
            inside = [path for path in groups if path[: len(base)] == base and path != base]
            for path in inside:
                if path[-1] == name or "/".join(path) == name:
                    return path
            for path in inside:  # names of sheets end after 31 letters
                if len(name) >= 25 and path[-1].startswith(name):
                    return path
        pieces = [xml_name(each) for each in name.split("/") if each]
        return tuple(pieces) if tuple(pieces[: len(base)]) == base else (*base, *pieces)

    def kind(self, path: Path) -> str:
        """The kind of question at a path, "" where nobody knows."""
        found = self.question(path)
        return found.kind if found else ""

    def question(self, path: Path) -> Question | None:
        """The question of the form at a path."""
        found = self._questions().get(path)
        return found if isinstance(found, Question) else None

    def _questions(self) -> dict[Path, Question | Group]:
        if not hasattr(self, "_by_path"):
            contents = self.form.contents if self.form else ()
            self._by_path = {tuple(item.path.split("/")): item for item in walk(contents)}
        return self._by_path


def _ends(heading: str) -> Sequence[str]:
    """The last piece of a heading that carries its groups' labels."""
    return [fold(heading.rsplit(mark, 1)[1]) for mark in ("/", " - ") if mark in heading]
