"""What an edit changed: the answers of an instance beside those of the one that it replaces."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from datashift.kit.problem import Problem
from datashift.questionnaires import submission as filled
from datashift.questionnaires.workers import Told
from datashift.web.collect.models import Cover, Instance
from datashift.web.collect.queries.worded import Words, words_of

MOST = 20  # edits of one submission that are looked into: the last
LONGEST = 300  # letters of an answer that are shown
Place = tuple[tuple[str, ...], tuple[int, ...]]  # the path of an answer, and which of a repeat


@dataclass(frozen=True)
class Changed:
    """An answer that two instances give differently, in words."""

    label: str
    before: str
    after: str


def changes_of(
    history: Sequence[Instance], hidden: Told | None = None
) -> dict[UUID, tuple[Changed, ...]]:
    """What each instance changed in the one before it; nothing for one that replaces none.

    Args:
        history: all instances of a submission, the last first.
        hidden: answers that are not told of.
    """
    found = {}
    for at, instance in enumerate(history[:MOST]):
        before = _before(instance, history[at + 1 :], history)
        if before is not None:
            found[instance.pk] = _changed(before, instance, hidden)
    return found


def _before(
    instance: Instance, earlier: Sequence[Instance], everything: Sequence[Instance]
) -> Instance | None:
    """Same id: the one that came before it. Otherwise the one it names, whenever that came."""
    same = (one for one in earlier if one.instance_id == instance.instance_id)
    named = (one for one in everything if one.instance_id == instance.deprecated_id)
    return next(same, None) or next(named, None)


def _changed(before: Instance, after: Instance, hidden: Told | None) -> tuple[Changed, ...]:
    if {before.cover, after.cover} != {Cover.OPEN}:
        return ()
    words = words_of(after.version)
    try:
        was, now = _answers(before, words), _answers(after, words)
    except Problem:  # its page says so
        return ()
    return tuple(
        Changed(
            label=words.asked("/".join(path)) or path[-1],
            before=_said(words, path, was.get((path, places), "")),
            after=_said(words, path, now.get((path, places), "")),
        )
        for path, places in dict.fromkeys((*now, *was))
        if not (hidden and hidden.by(path))
        and was.get((path, places), "") != now.get((path, places), "")
    )


def _answers(instance: Instance, words: Words) -> Mapping[Place, str]:
    return {
        (value.path, value.places): value.text
        for value in filled.read(bytes(instance.xml), words.form).values
        if value.leaf and value.path[0] != "meta" and not words.by_phone("/".join(value.path))
    }


def _said(words: Words, path: Sequence[str], text: str) -> str:
    told = words.answer("/".join(path), text)
    return Truncator(told).chars(LONGEST) if told else _("not answered")
