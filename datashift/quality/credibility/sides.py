"""What no score of statistical quality says: community relevance, consent, safety, participation.

Each side is shown by itself; none is averaged with another or with a framework's verdict, so that a
high mark on one cannot hide a failure on another. They follow the Copenhagen Framework on Citizen
Data (participation with informed and voluntary consent; relevance to the community; ethical and
safe production; a scale of participation whose fifth level is self-determination) and the Human
Rights-Based Approach to Data (OHCHR 2018: participation, disaggregation, self-identification,
transparency, privacy, accountability). The questions are ours; levels one to four of the scale
were not to be had and are worded here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Side:
    """One side of a study's standing.

    Args:
        questions: by id, each answered yes or no.
        scale: levels in rising order, for a side that is a matter of degree.
        source: whose principle it is.
    """

    id: str
    name: str
    questions: Mapping[str, str]
    scale: tuple[str, ...]
    source: str


_COPENHAGEN = "Copenhagen Framework on Citizen Data"
_RIGHTS = "Human Rights-Based Approach to Data, OHCHR 2018"

_SIDES = (
    Side(
        "community",
        "Relevance to the community",
        {
            "asked": "Did the people concerned say what should be counted?",
            "returned": "Were the results shown to them before or when they were published?",
            "used": "Has the community used them, or said how it will?",
        },
        (),
        _COPENHAGEN,
    ),
    Side(
        "consent",
        "Consent",
        {
            "informed": "Did each person know what it was for, and who would see it?",
            "voluntary": "Could each person say no, or stop, without a loss?",
            "withdraw": "Can a person still have their answers taken out?",
            "themselves": "Did people say for themselves which group they belong to?",
        },
        (),
        f"{_COPENHAGEN}; {_RIGHTS}",
    ),
    Side(
        "safety",
        "Safety",
        {
            "thought": "Was it thought through who could be hurt by these data, and by whom?",
            "kept": "Are names and places kept apart from the answers?",
            "help": "Did the people asking know where to send somebody who needs help?",
            "answerable": "Is it said who answers for harm?",
        },
        (),
        f"{_COPENHAGEN}; {_RIGHTS}",
    ),
    Side(
        "participation",
        "Participation",
        {},
        (
            "People were counted or observed.",
            "People answered questions that others wrote.",
            "People collected the data.",
            "People also shaped what was asked, or what the answers mean.",
            "People began it, lead it and own it: self-determination.",
        ),
        _COPENHAGEN,
    ),
)


def sides() -> tuple[Side, ...]:
    """The four sides that are shown beside a framework's verdict."""
    return _SIDES
