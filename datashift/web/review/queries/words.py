"""What each check says, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from datashift.figures.numbers import whole
from datashift.web.review.models import Sign


@dataclass(frozen=True)
class Check:
    """A check as people read it.

    Args:
        title: what its pile is.
        why: what is looked at, and what it may mean.
        words: about one submission, with blanks for its numbers; "" where the title says it all.
    """

    title: str | Promise
    why: str | Promise
    words: str | Promise = ""


CHECKS: Mapping[str, Check] = {
    "near_duplicate": Check(
        _("Nearly the same as another one"),
        _("Two visits share more answers than chance explains. One may be a copy, or sent twice."),
        _("%(same)s of %(of)s answers are those of another submission."),
    ),
    "too_fast": Check(
        _("Filled much faster than the others"),
        _("They took less than a third of the usual time. Some are short for a good reason."),
        _("Minutes it took: %(minutes)s. In the middle of the others: %(usual)s."),
    ),
    "far": Check(
        _("Made far from the others"),
        _("The place is far from where the others were made. The phone may not have known it."),
        _("It was made %(kilometres)s km from the middle of the others."),
    ),
    "outlier": Check(
        _("A number far from the others"),
        _("Right, or a slip of the finger: whoever asked will know."),
        _("%(question)s: %(value)s. In the middle of the others: %(usual)s."),
    ),
    "not_an_answer": Check(
        _("An answer that its question does not allow"),
        _(
            "A word where a number is asked, or a choice that is not on the list. No figure can use "
            "it; look at what was asked, and ask whoever sent it."
        ),
        _("It answers “%(question)s” with “%(answer)s”."),
    ),
    "left_open": Check(
        _("Questions left open that nearly all answer"),
        _("The visit may have been broken off."),
        _("%(open)s of %(of)s such questions are open."),
    ),
    "clock": Check(
        _("The phone's clock was wrong"),
        _("It ended before it began, or lies in the future. Its times cannot be used."),
    ),
    "overlap": Check(
        _("Begun before the same worker had ended another"),
        _("One person cannot ask in two places at once. Two may share a name."),
    ),
    "speed": Check(
        _("Further from the one before than a car drives in the time"),
        _("The place, the time or the name is not right."),
    ),
    "files_missing": Check(
        _("Files have not come yet"),
        _("Photographs or recordings are still on the phone. They come when it has a connection."),
        _("Files that have not come: %(files)s."),
    ),
    "two_texts": Check(
        _("The same id with two contents"),
        _("Both are kept, and the last one counts."),
    ),
    "edited_after": Check(
        _("Edited after somebody had decided"),
        _("What was decided was about the earlier answers."),
    ),
    "edited_late": Check(
        _("Edited more than a day after it came"),
        _("Look at what was changed, and why."),
    ),
}

WORKER_CHECKS: Mapping[str, str | Promise] = {
    "likeness": _("Each is very like another one of the same place"),
    "commonness": _("They give the usual answer more often than those of others"),
    "straightness": _("Neighbouring answers on a scale are equal more often"),
    "unanswered": _("They leave more questions open"),
    "haste": _("They take less time"),
    "ages": _("Ages end in 0 or 5 more often"),
    "roundness": _("Numbers are round more often"),
    "same_point": _("They share their point with another one more often"),
    "effect": _("The answers differ from those of others in the same places"),
}


def sentence(sign: Sign, labels: Mapping[str, str]) -> str:
    """What was noticed about one submission.

    Args:
        labels: path of a question to its words.
    """
    check = CHECKS.get(sign.check_name)
    if check is None:
        return sign.check_name
    if not check.words:
        return str(check.title)
    shown = {name: _number(value) for name, value in sign.values.items()}
    return str(check.words) % {**shown, "question": labels.get(sign.about, sign.about)}


def _number(value: object) -> str:
    if isinstance(value, float) and not value.is_integer() and abs(value) < 100:
        return f"{value:.1f}"
    return whole(round(value)) if isinstance(value, int | float) else str(value)
