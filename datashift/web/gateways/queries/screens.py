"""What the screen of a questionnaire says: its length, what is left out, its connections."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from datashift.kit.language import current
from datashift.questionnaires.asked.cost import Cost, cost
from datashift.questionnaires.asked.script import Script, plain, spoken_code
from datashift.questionnaires.questionnaire import UNNAMED, Questionnaire
from datashift.web.gateways.models import Gateway


@dataclass(frozen=True)
class Length:
    """What asking takes in a language.

    Args:
        language: its name, "" where the form names none.
    """

    language: str
    cost: Cost


@dataclass(frozen=True)
class Connection:
    """A gateway with what people must know of it: where it sends to, and what went wrong."""

    gateway: Gateway
    doors: tuple[tuple[str, str], ...]
    trouble: str
    going_on: int


def lengths_of(script: Script, *, now: datetime) -> tuple[Length, ...]:
    """What asking takes, in every language."""
    return tuple(
        Length("" if language == UNNAMED else language, cost(script, language, now=now))
        for language in script.languages
    )


def left_out(script: Script) -> tuple[tuple[str, bool], ...]:
    """Questions that no message can answer: their words, and whether the form requires them."""
    language = _shown(script.paper.form)
    return tuple(
        (plain(question.labels, language) or question.name, question.required == "true()")
        for question in script.left_out
    )


def _shown(form: Questionnaire) -> str:
    return next((each for each in form.languages if spoken_code(each) == current()), "")


def connections(found: Sequence[Gateway], addresses: dict[str, dict[str, str]]) -> list[Connection]:
    """The gateways of a questionnaire.

    Args:
        addresses: kind to what its doors are called and where they are, with `{key}` in it.
    """
    return [
        Connection(
            gateway,
            tuple(
                (name, address.replace("{key}", gateway.key))
                for name, address in addresses[gateway.kind].items()
            ),
            trouble_in_words(gateway.trouble),
            gateway.conversations.exclude(talk="").count(),
        )
        for gateway in found
    ]


def trouble_in_words(trouble: str) -> str:
    """Why the last message did not go out, and what to do."""
    if not trouble:
        return ""
    known = {
        "off": _("Questions cannot go out: sending is off on this installation."),
        "silent": _("The gateway did not answer. The message goes out when it is repeated."),
        "odd": _("The gateway answered with something unexpected. Look into its own log."),
        "secret": _("The kept key cannot be read any more. Connect the gateway again."),
        "http 401": _("The gateway does not accept the key. Connect it again with a valid one."),
        "http 403": _("The gateway does not accept the key. Connect it again with a valid one."),
        "code 405": _("The account at the gateway has no money left."),
        "code 402": _("The gateway does not know the number that sends."),
        "code 406": _("The person does not want messages from this number."),
    }
    return str(
        known.get(trouble)
        or _("The gateway refused the last message: %(code)s") % {"code": trouble}
    )
