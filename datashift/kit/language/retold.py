"""Stored sentences, told again in the reader's language.

Releases, flags and problems are stored in English with their numbers filled in, and a release
never changes. The catalogue holds each sentence with named blanks ("%(count)s rows have no
%(column)s"), so that a stored sentence can be recognised, its blanks read back, and the same said
in another language. What is not recognised stays as it is, and says so.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

from datashift.kit.language import current, marked
from datashift.kit.language.catalogue import messages
from datashift.kit.language.numbers import digits, percent, written

_BLANK = re.compile(r"%\((\w+)\)s")
_NUMBER = re.compile(r"(−|-)?([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(\.[0-9]+)?([ \u00a0]?%)?")
_COUNTED = "number"  # the blank that holds a number where a sentence begins with it
_THIN = "THIN"  # the blank that holds the space before a sign
_NUMBER_ALONE = r"(?:−|-)?[0-9][0-9,]*(?:\.[0-9]+)?"
_LIST = re.compile(r", | and (?!over\b)")  # "15 years old and over" is one group
_NAMED = re.compile(r"(\D+)[ \u00a0]((?:−|-)?[0-9].*)")  # "Male 44.3 %"
_MEASURED = frozenset(".%")  # of these a number has one, unless it counts
_SPACES = " \u00a0"
_CROSSED = " · "
PAIR = marked("%(first)s and %(last)s")
COUNTED = marked("%(number)s %(things)s")
# How a long list ends, alone where its names stand in a blank of their own.
SHORTENED = (marked("%(names)s and %(number)s more"), marked("and %(number)s more"))
_TORN = re.compile(r"^[^(]*\)")  # what no blank holds: the end of brackets that began before it
_SENTENCES = re.compile(r"(?<=[.?!]) (?=\S)")
SHEET, LINE = marked('sheet "%(name)s"'), marked("line %(number)s")
ROW, COLUMN = marked("row %(number)s"), marked('column "%(name)s"')
# Where a problem is, as `Problem.where` and the readers of workbooks write it.
_PLACE = re.compile(
    r'(?P<file>[^"]+?\.\w{1,8}(?=[,:]))?(?:(?:, |^)sheet "(?P<sheet>[^"]+)")?(?:(?:, |^)line (?P<line>\d+))?'
    r'(?:(?:, |^)row (?P<row>\d+))?(?:(?:, |^)column "(?P<column>[^"]+)")?: (?P<what>.+)',
    re.DOTALL,
)

# A pattern with fewer letters of its own would recognise anything; one that begins with a word of
# its own is known by that, and "%(number)s in 100" by its number.
_OWN, _OWN_AFTER_WORD, _OWN_AFTER_NUMBER = 7, 2, 2
_STOPS = {"ne": "।"}


@dataclass(frozen=True)
class Told:
    """A sentence and the language it came out in."""

    text: str
    language: str


@dataclass(frozen=True)
class _Pattern:
    message: str
    told: str
    own: tuple[int, int]
    pieces: tuple[str, ...]  # what stands around its blanks, the longest first

    def fits(self, text: str) -> re.Match[str] | None:
        for piece in self.pieces:  # few get past them, so that few expressions are made
            if piece not in text:
                return None
        if text.endswith(".") and self._last and not self.told.endswith(self._last):
            return None  # its stop would go where the last blank goes
        found = self._expression.fullmatch(text)
        if found is not None and any(_TORN.search(value) for value in found.groups()):
            return None
        return found

    @cached_property
    def _last(self) -> str:
        """The blank that it ends with, "" for none."""
        found = list(_BLANK.finditer(self.message))
        return found[-1][0] if found and self.message.endswith(found[-1][0]) else ""

    @cached_property
    def _expression(self) -> re.Pattern[str]:
        return _regex(self.message)


def retold(text: str) -> str:
    """A stored English text in the language spoken now, as far as the catalogue knows it."""
    return text if current() == "en" else told(text).text


def told(text: str) -> Told:
    """A stored English text in the language spoken now; else in English, and marked as such.

    A text of several sentences is told sentence by sentence; it counts as told when all are.
    """
    language = current()
    if language == "en" or not text:
        return Told(text, "en")
    found = _told(text, language)
    return Told(text, "en") if found is None else Told(found, language)


@lru_cache(maxsize=8192)
def _told(text: str, language: str) -> str | None:
    parts = _SENTENCES.split(text)
    if len(parts) < 2 or text in messages(language):
        return _sentence(text, language)
    said = [_sentence(part, language) for part in parts]
    return _sentence(text, language) if None in said else " ".join(filter(None, said))


def _sentence(text: str, language: str) -> str | None:
    """One sentence; a full stop that was added to it does not hide it."""
    forms = ((text, ""), (text.removesuffix("."), _STOPS.get(language, ".")))
    for find in (_exact, _placed, _fitted, _counted, _named, _list, _crossed):
        for form, end in forms:
            if said := find(form, language):
                return said + end
    return None


def _exact(text: str, language: str) -> str | None:
    if not text:  # "" is the catalogue's header
        return None
    known = messages(language)
    said = known.get(text)
    if said is None and " " in text and text[0].islower():  # "primary education" in a sentence
        said = known.get(f"{text[0].upper()}{text[1:]}")
        return f"{said[:1].lower()}{said[1:]}" if said else None
    return said


def _placed(text: str, language: str) -> str | None:
    """A problem behind the place where it is: `water.xlsx, sheet "survey", row 3: ...`."""
    found = _PLACE.fullmatch(text)
    if found is None or found.start("what") < 3:
        return None
    said = _sentence(found["what"], language)
    if said is None:
        return None
    words = {"sheet": SHEET, "line": LINE, "row": ROW, "column": COLUMN}
    parts = [
        messages(language).get(form, form) % {"name": found[name], "number": found[name]}
        for name, form in words.items()
        if found[name]
    ]
    return f"{', '.join((*filter(None, [found['file']]), *parts))}: {said}"


def _fitted(text: str, language: str) -> str | None:
    """By the sentence with blanks that has most words of its own."""
    patterns = _patterns(language)
    fitting = [
        (pattern, match)
        for pattern in (*patterns.get(_key(text), ()), *patterns[""])
        if (match := pattern.fits(text))
    ]
    if not fitting:
        return None
    pattern, match = max(fitting, key=lambda one: one[0].own)
    values = {name: _value(value, language) for name, value in match.groupdict().items()}
    return pattern.told % values


def _counted(text: str, language: str) -> str | None:
    """A number, or a number of things whose name is known: "33.5 minutes"."""
    number = _NUMBER.match(text)
    if number is None:
        return None
    if number.end() == len(text):
        return _number(number, language)
    if text[number.end()] not in _SPACES:
        return None
    things = text[number.end() + 1 :]
    said = _value(things, language)
    if said == things and things not in messages(language):
        return None
    order = messages(language).get(COUNTED, COUNTED)
    return order % {"number": _number(number, language), "things": said}


def _value(text: str, language: str) -> str:
    """What stood in a blank: a number in the language's way, known words, or as it was."""
    bare = text.strip()
    if not bare:
        return text
    if bare != text:  # " They were set aside."
        before, _, after = text.partition(bare)
        return f"{before}{_value(bare, language)}{after}"
    said = _told(text, language)
    if said:
        return said
    number = _NUMBER.match(text)
    if number is not None and text[number.end()] in _SPACES:  # things nobody has translated
        return f"{_number(number, language)}{text[number.end() :]}"
    return text


def _named(text: str, language: str, *, whoever: bool = False) -> str | None:
    """A group and its figure: "Male 44.3 %". Of a group that is not known, only when asked to."""
    found = _NAMED.fullmatch(text)
    if found is None:
        return None
    name, figure = found.groups()
    whoever = whoever and not _MEASURED.isdisjoint(figure)
    known = messages(language).get(name, name if whoever else None)
    return None if known is None else f"{known} {_value(figure, language)}"


def _list(text: str, language: str) -> str | None:
    """ "region, sex and age", when every word of it is known; "Njombe 81.3 %, Lindi 29.8 %"."""
    parts = _LIST.split(text)
    if len(parts) < 2:
        return None
    said = [_sentence(part, language) or _named(part, language, whoever=True) for part in parts]
    if None in said:
        return None
    *most, last = filter(None, said)
    pair = messages(language).get(PAIR, PAIR)
    return pair % {"first": ", ".join(most), "last": last}


def _crossed(text: str, language: str) -> str | None:
    """Groups that are crossed, "Kisumu · Female", when one of them is known."""
    parts = text.split(_CROSSED)
    if len(parts) < 2:
        return None
    said = [_value(part, language) for part in parts]
    return _CROSSED.join(said) if said != parts else None


def _number(found: re.Match[str], language: str) -> str:
    sign, whole, part, share = found.groups()
    plain = float(f"{whole.replace(',', '')}{part or ''}")
    if not part and "," not in whole and len(whole) > 3 and not share:
        return digits(found[0], language)  # a year, a row: not in groups
    said = written(-plain if sign else plain, len(part) - 1 if part else 0, language)
    return percent(said, language) if share else said


def _key(text: str) -> str:
    return text.partition(" ")[0]


@cache
def _patterns(language: str) -> Mapping[str, tuple[_Pattern, ...]]:
    """Every sentence with blanks, by its first word; those that begin with a blank under ""."""
    made: dict[str, list[_Pattern]] = {"": []}
    for source, target in messages(language).items():
        forms = zip(source.split("\0"), target.split("\0"), strict=False)
        for message, translation in forms:
            words = _BLANK.sub("", message)
            own = len(re.sub(r"\W", "", words))
            first = _key(message)
            key = "" if "%" in first else first
            least = _OWN_AFTER_WORD if key else _OWN
            if first == f"%({_COUNTED})s":
                least = _OWN_AFTER_NUMBER
            if own < least or not _BLANK.search(message) or "\x04" in message:
                continue
            pieces = [part.replace("%%", "%") for part in _BLANK.split(message)[::2] if part]
            longest_first = tuple(sorted(pieces, key=len, reverse=True))
            pattern = _Pattern(message, translation, (own, len(words)), longest_first)
            made.setdefault(key, []).append(pattern)
    return {key: tuple(patterns) for key, patterns in made.items()}


def _regex(message: str) -> re.Pattern[str]:
    seen: set[str] = set()
    parts, end = [], 0
    for blank in _BLANK.finditer(message):
        parts.append(re.escape(message[end : blank.start()].replace("%%", "%")))
        name = blank[1]
        any_text = _text_of(name, message, blank)
        parts.append(f"(?P={name})" if name in seen else f"(?P<{name}>{any_text})")
        seen.add(name)
        end = blank.end()
    parts.append(re.escape(message[end:].replace("%%", "%")))
    return re.compile("".join(parts), re.DOTALL)


def _text_of(name: str, message: str, blank: re.Match[str]) -> str:
    """What a blank can hold; nothing at all only where it touches what stands before it."""
    if name == _THIN:
        return r"\s"
    if name == _COUNTED and not blank.start():
        return _NUMBER_ALONE
    before = message[: blank.start()]
    if not before:
        return r"(?:(?![.?!] ).)+?"  # within one sentence
    return ".*?" if before[-1:].isalnum() or before[-1:] in (".", ")", '"') else ".+?"
