"""Answers in the words of their form: labels of choices, also of those that stand in a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from uuid import UUID

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from datashift.kit.problem import Problem
from datashift.questionnaires import choices
from datashift.questionnaires import submission as filled
from datashift.questionnaires.marks import apart
from datashift.questionnaires.questionnaire import METADATA, UNNAMED, Question, Texts
from datashift.questionnaires.questionnaire import Questionnaire as Form
from datashift.web.collect import storage
from datashift.web.collect.models import Cover, Instance, Media, Version
from datashift.web.collect.queries.questionnaires import form_of

MOST_BYTES = 5_000_000  # of a list of choices in a file
MOST_SAID = 3  # answers that stand for a submission in a list
LONGEST = 40  # letters of each of them
_TELLING = frozenset({"select_one", "select_multiple", "text", "barcode"})
BY_PHONE = {
    "start": gettext_lazy("Begun"),
    "end": gettext_lazy("Ended"),
    "today": gettext_lazy("Day"),
    "deviceid": gettext_lazy("The phone’s own number"),
    "username": gettext_lazy("Name set in the phone"),
    "phonenumber": gettext_lazy("Telephone number set in the phone"),
    "email": gettext_lazy("E-mail set in the phone"),
}


@dataclass(frozen=True)
class Words:
    """What answers of a version say.

    Args:
        questions: by their path.
        groups: what groups are called, by their path.
        listed: name of a file with choices to their words, by what is stored.
    """

    form: Form | None
    questions: Mapping[str, Question] = field(default_factory=dict)
    groups: Mapping[str, Texts] = field(default_factory=dict)
    listed: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def asked(self, path: str) -> str:
        """What was asked, or what a group is called; "" where the form does not know it or has no words."""
        question = self.questions.get(path)
        if question is None:
            return said(self.groups.get(path, {}), self.form)
        return said(question.labels, self.form) or str(BY_PHONE.get(question.kind, ""))

    def by_phone(self, path: str) -> bool:
        """The phone filled it in; nobody was asked."""
        question = self.questions.get(path)
        return question is not None and question.kind in METADATA

    def answer(self, path: str, text: str) -> str:
        """The answer in words, or as it was sent."""
        question = self.questions.get(path)
        if question is None or not text:
            return text
        if question.kind == "geopoint":
            return _place(text)
        words: Mapping[str, str] = self.listed.get(question.choices_file, {})
        if question.choices:
            words = {one.name: said(one.labels, self.form) or one.name for one in question.choices}
        if not words or text in words:
            return words.get(text, text)
        return ", ".join(words.get(each, each) for each in text.split())

    def gist(self, answers: Iterable[tuple[str, str]]) -> str:
        """The first answers that tell one submission from another; "" where none does.

        Args:
            answers: paths and what was sent, in the form's order.
        """
        told = (
            Truncator(self.answer(path, text)).chars(LONGEST)
            for path, text in answers
            if text
            and (question := self.questions.get(path)) is not None
            and question.kind in _TELLING
        )
        return " · ".join(islice(told, MOST_SAID))


def words_of(version: Version | None) -> Words:
    """What the answers of a version say; nothing where the version is not known."""
    form = form_of(version)
    if version is None or form is None:
        return Words(None)
    wanted = {one.choices_file: one.parameters for one in form.questions if one.choices_file}
    media = Media.objects.filter(version=version, name__in=wanted).exclude(sha256="")
    organisation = version.questionnaire.organisation_id
    return Words(
        form,
        {question.path: question for question in form.questions},
        {group.path: group.labels for group in form.groups},
        {
            one.name: _listed(
                organisation,
                one.sha256,
                one.name,
                wanted[one.name].get("value", ""),
                wanted[one.name].get("label", ""),
            )
            for one in media
        },
    )


def gists(instances: Iterable[Instance]) -> dict[UUID, str]:
    """What stands for each instance that has no name of its own, by its key."""
    keys = [one.pk for one in instances if not one.title and one.cover == Cover.OPEN]
    known: dict[UUID | None, Words] = {}
    found = {}
    for each in Instance.objects.filter(pk__in=keys).select_related("version__questionnaire"):
        if each.version_id not in known:
            known[each.version_id] = words_of(each.version)
        words = known[each.version_id]
        if words.form is not None:
            found[each.pk] = words.gist(_sent(each, words.form))
    return found


def said(texts: Texts, form: Form | None) -> str:
    """The words in the form's first language, or in any, without marks of type."""
    first = form.languages[0] if form and form.languages else UNNAMED
    return apart(texts.get(first) or next(iter(texts.values()), ""))


def _sent(instance: Instance, form: Form) -> Iterator[tuple[str, str]]:
    try:
        values = filled.read(bytes(instance.xml), form).values
    except Problem:  # its page says so
        return
    yield from (("/".join(one.path), one.text) for one in values if one.leaf)


@lru_cache(maxsize=32)
def _listed(organisation: int, sha256: str, name: str, value: str, label: str) -> Mapping[str, str]:
    """The words of a list by what is stored: the columns that the form says, or ODK's."""
    own, told = choices.columns(name)
    with storage.read(organisation, sha256) as file:
        rows = choices.rows(file.read(MOST_BYTES), name)
    return {key: row.get(label or told) or key for row in rows if (key := row.get(value or own))}


def _place(text: str) -> str:
    """A point as people write it: latitude and longitude, and how exact they are."""
    parts = text.split()
    if len(parts) < 2:
        return text
    where = f"{parts[0]}, {parts[1]}"
    if len(parts) < 4:
        return where
    return _("%(where)s, within %(metres)s m") % {"where": where, "metres": parts[3]}
