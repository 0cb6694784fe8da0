"""The files translators edit: brought up to date, filled, and counted."""

from __future__ import annotations

import gettext
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import allauth
import django
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

from datashift.kit.language import LANGUAGES
from datashift.kit.language.catalogue import source
from datashift.web.site.catalogues.extract import catalogue

TRANSLATED = tuple(language for language in LANGUAGES if language != "en")

# What stands over a translation that no person has read yet.
UNREAD = "machine-made, to be reviewed"

_HEAD = """\
Finished: {finished}
{name} for DataShift, made from its source by `python -m datashift.web translations`.
docs/languages.md tells how to edit and confirm it."""
# Dates in the head would change the file without changing a word.
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)

_NAMES = {"es": "Spanish", "sw": "Swahili", "ne": "Nepali", "fr": "French"}


@dataclass(frozen=True)
class Count:
    """How much of a catalogue is done; words are those of the English messages."""

    messages: int
    words: int
    missing: int
    missing_words: int
    unread: int


def opened(language: str) -> Catalog:
    """The catalogue as it is on disk; an empty one where there is none."""
    path = source(language)
    if not path.is_file():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def update(language: str) -> Catalog:
    """Bring a catalogue up to date with the source: new messages come, old ones are put aside.

    What is put aside stands at the end of the file and comes back with its message.
    """
    old, new = opened(language), _empty(language, finished=is_marked_finished(language))
    for message in _source():
        if not message.id:
            continue
        before = old.get(message.id, message.context)
        if before is None:
            before = old.obsolete.get(_key(message))
        kept = before if before is not None and _same_shape(before, message) else None
        text, comments = _known(language, message) if kept is None else (kept.string, ())
        new.add(
            message.id,
            text,
            locations=message.locations,
            flags=message.flags,
            auto_comments=message.auto_comments,
            user_comments=comments if kept is None else kept.user_comments,
            context=message.context,
        )
    for one in [*old, *old.obsolete.values()]:
        if one.id and one.string and any(_forms(one)) and new.get(one.id, one.context) is None:
            new.obsolete[_key(one)] = one
    write(language, new)
    return new


@cache
def _source() -> Catalog:
    return catalogue()


def _empty(language: str, *, finished: bool) -> Catalog:
    head = _HEAD.format(finished="yes" if finished else "no", name=_NAMES[language])
    return Catalog(
        locale=language,
        project="DataShift",
        header_comment="\n".join(f"# {line}" for line in head.splitlines()),
        fuzzy=False,
        version="0.1",
        msgid_bugs_address="docs/languages.md",
        last_translator="",
        language_team=_NAMES[language],
        creation_date=_NEVER,
        revision_date=_NEVER,
    )


def is_marked_finished(language: str) -> bool:
    path = source(language)
    return path.is_file() and path.read_text(encoding="utf-8").startswith("# Finished: yes")


def write(language: str, content: Catalog) -> None:
    """Write the file that a translator edits, in the order of the catalogue."""
    made = io.BytesIO()
    write_po(made, content, width=100, include_lineno=False)
    lines = made.getvalue().decode("utf-8").split("\n")
    empty = ('"Last-Translator', '"POT-Creation-Date', '"PO-Revision-Date', '"Generated-By')
    text = "\n".join(line for line in lines if not line.startswith(empty))
    path = source(language)
    part = path.with_suffix(".part")
    part.write_text(text, encoding="utf-8")
    part.replace(path)


def fill(language: str, told: Mapping[str, str | Sequence[str]], *, read: bool = False) -> int:
    """Put translations into a catalogue; those that stand in it already are replaced.

    Args:
        told: message to translation; the two forms of a plural under its first message. A message
            with a context is `context|message`.
        read: whether a person has read them; otherwise each is marked for review.

    Raises:
        KeyError: there is no such message.
    """
    content = opened(language)
    keys = {_written(message): message for message in content if message.id}
    for key, text in told.items():
        message = keys[key]
        message.string = text if isinstance(text, str) else tuple(text)
        message.user_comments = [] if read else [UNREAD]
    write(language, content)
    return len(told)


def untranslated(language: str) -> list[dict[str, object]]:
    """What is missing, the most read first: as `fill` takes it, and where it stands."""
    return [
        {
            "message": _written(message),
            **({"plural": message.id[1]} if isinstance(message.id, tuple) else {}),
            "where": [place for place, _ in message.locations][:2],
        }
        for message in opened(language)
        if message.id and not all(_forms(message))
    ]


def counted(language: str) -> Count:
    """How far a catalogue is."""
    messages = [message for message in opened(language) if message.id]
    missing = [message for message in messages if not all(_forms(message))]
    unread = [message for message in messages if UNREAD in message.user_comments]
    return Count(len(messages), _words(messages), len(missing), _words(missing), len(unread))


def _words(messages: Sequence[Message]) -> int:
    return sum(len(str(_first(message)).split()) for message in messages)


def _first(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _written(message: Message) -> str:
    return f"{message.context}|{_first(message)}" if message.context else _first(message)


def _forms(message: Message) -> tuple[str, ...]:
    if isinstance(message.string, str):
        return (message.string,)
    return tuple(message.string or ()) or ("",)


def _same_shape(one: Message, other: Message) -> bool:
    return isinstance(one.id, str) == isinstance(other.id, str)


def _key(message: Message) -> str | tuple[str, str]:
    return (_first(message), message.context) if message.context else _first(message)


def _known(language: str, message: Message) -> tuple[str | tuple[str, ...], tuple[str, ...]]:
    """What the package that says it has in this language already, made by its own translators."""
    if all(not place.startswith(("django.", "allauth")) for place, _ in message.locations):
        return "", ()
    first = _first(message)
    for known in _packages(language):
        if isinstance(message.id, str):
            text = (
                known.pgettext(message.context, first) if message.context else known.gettext(first)
            )
            if text != first:
                return _edged(text, first), ()
            continue
        forms = tuple(known.ngettext(message.id[0], message.id[1], count) for count in (1, 2))
        if forms != tuple(message.id):
            return tuple(_edged(text, one) for text, one in zip(forms, message.id, strict=True)), ()
    return "", ()


def _edged(text: str, like: str) -> str:
    """A translation of other people with the spaces of its message at its ends."""
    inner = like.strip()
    return like.replace(inner, text.strip()) if inner else like


@cache
def _packages(language: str) -> tuple[gettext.NullTranslations, ...]:
    roots = (Path(django.__file__).parent, Path(allauth.__file__).parent)
    folders = [
        roots[0] / "conf" / "locale",
        roots[0] / "contrib" / "auth" / "locale",
        roots[0] / "contrib" / "humanize" / "locale",
        roots[1] / "locale",
    ]
    return tuple(
        gettext.translation("django", folder, [language], fallback=True) for folder in folders
    )
