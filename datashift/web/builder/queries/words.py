"""Kinds, conditions, limits and changes as sentences for people."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from datashift.kit.language import whole
from datashift.questionnaires.drafting import changes, texts
from datashift.questionnaires.drafting.kinds import kind_of
from datashift.questionnaires.drafting.limits import Limits
from datashift.questionnaires.marks import apart
from datashift.questionnaires.questionnaire import UNNAMED, Group, Question
from datashift.web.builder.models import Step

KINDS: Mapping[str, tuple[str | Promise, str | Promise]] = {
    "yes_no": (gettext_lazy("Yes or no"), gettext_lazy("Does the pump work?")),
    "one": (
        gettext_lazy("One of several answers"),
        gettext_lazy("Where does the water come from?"),
    ),
    "several": (
        gettext_lazy("Several answers at once"),
        gettext_lazy("Which of these do you own?"),
    ),
    "number": (gettext_lazy("A whole number"), gettext_lazy("How many people live here?")),
    "decimal": (gettext_lazy("A number with a fraction"), gettext_lazy("How many hours a day?")),
    "text": (gettext_lazy("Words"), gettext_lazy("What should change?")),
    "date": (gettext_lazy("A date"), gettext_lazy("When did it break?")),
    "place": (gettext_lazy("A place on the map"), gettext_lazy("The phone finds it by satellite.")),
    "photo": (gettext_lazy("A photograph"), gettext_lazy("Taken now, or chosen from the phone.")),
    "sound": (
        gettext_lazy("A sound recording"),
        gettext_lazy("What somebody says, in their own voice."),
    ),
    "note": (
        gettext_lazy("A note to read"),
        gettext_lazy("Nothing is answered: an introduction, or a thank-you."),
    ),
    "group": (
        gettext_lazy("A group of questions"),
        gettext_lazy("Questions that belong together."),
    ),
    "repeat": (
        gettext_lazy("A group that is asked again"),
        gettext_lazy("For each child, for each field."),
    ),
}
MATCHES: Mapping[str, str | Promise] = {
    "direct": gettext_lazy("It is what the indicator measures"),
    "partial": gettext_lazy("It is a part of what the indicator measures"),
    "proxy": gettext_lazy("It is near what the indicator measures"),
}
BREAKDOWNS: Mapping[str, tuple[str | Promise, str]] = {
    "SEX": (gettext_lazy("women and men"), "sex"),
    "AGE": (gettext_lazy("ages"), "age"),
    "URBANISATION": (gettext_lazy("town and countryside"), "setting"),
    "DISABILITY_STATUS": (gettext_lazy("people with and without a disability"), "disability"),
}


def kind_words(item: Question | Group) -> str:
    """What kind of question it is; XLSForm's word for one that only a spreadsheet can make."""
    kind = kind_of(item)
    return str(KINDS[kind.key][0]) if kind else getattr(item, "kind", "")


def language_words(language: str) -> str:
    """What a language is called; words that name none are just words."""
    return _("Words") if language == UNNAMED else language


def limit_words(found: Limits, kind: str) -> list[str]:
    """Limits as sentences; nothing where there are none."""
    sentences = _limit_sentences(kind)
    which = 2 * bool(found.least) + bool(found.most)
    said = [sentences[which] % {"least": found.least, "most": found.most}] if which else []
    return [*said, _("A day that is not in the future.")] if found.past else said


def _limit_sentences(kind: str) -> tuple[str, str, str, str]:
    if kind == "date":
        return (
            "",
            _("A day no later than %(most)s."),
            _("A day no earlier than %(least)s."),
            _("A day from %(least)s to %(most)s."),
        )
    if kind == "text":
        return (
            "",
            _("At most %(most)s letters."),
            _("At least %(least)s letters."),
            _("From %(least)s to %(most)s letters."),
        )
    if kind == "select_multiple":
        return (
            "",
            _("At most %(most)s answers."),
            _("At least %(least)s answers."),
            _("From %(least)s to %(most)s answers."),
        )
    return (
        "",
        _("A number of %(most)s or less."),
        _("A number of %(least)s or more."),
        _("A number between %(least)s and %(most)s."),
    )


def step_words(step: Step) -> str:
    """What the last step did."""
    sentences = {
        Step.Done.ADDED: _("“%(about)s” was added."),
        Step.Done.CHANGED: _("“%(about)s” was changed."),
        Step.Done.MOVED: _("“%(about)s” was moved."),
        Step.Done.REMOVED: _("“%(about)s” was removed."),
        Step.Done.COPIED: _("“%(about)s” was copied."),
        Step.Done.CONDITION: _("When “%(about)s” is asked was changed."),
        Step.Done.SETTINGS: _("The title or the languages were changed."),
        Step.Done.TAKEN: _("Version %(about)s was taken up."),
    }
    return sentences[Step.Done(step.done)] % {"about": step.about}


def change_words(change: changes.Change, language: str) -> str:
    """What another version changes, and what that means for answers that were sent already."""
    sentences = {
        changes.ADDED: _("“%(question)s” is new: answers sent before have none."),
        changes.REMOVED: _("“%(question)s” is no longer asked. Its answers so far are kept."),
        changes.KIND: _(
            "“%(question)s” has another kind of answer. Old and new answers are then read as text."
        ),
        changes.MEANING: _(
            "“%(question)s” measures something else now. Answers sent before count in the new way."
        ),
        changes.MOVED: _("“%(question)s” stands elsewhere. Its answers stay together."),
        changes.WORDS: _(
            "“%(question)s” has other words. Answers to different words may not compare."
        ),
        changes.CONDITION: _("“%(question)s” is asked of others, or accepts other answers."),
    }
    question = apart(texts.named(change.question, language))
    if change.what == changes.ANSWERS_GONE:
        return ngettext(
            "“%(question)s” no longer offers %(number)s of its answers. Whoever gave it is kept.",
            "“%(question)s” no longer offers %(number)s of its answers. Whoever gave them is kept.",
            len(change.answers),
        ) % {"question": question, "number": whole(len(change.answers))}
    return sentences[change.what] % {"question": question}
