"""Who could be hurt by what is published, and by whom: five answers, and the rules they lead to.

The list of those who may do harm, and that violence, corruption and minors are sealed, follow the
practice of data responsibility in humanitarian work; the numbers are ours:
docs/methods/disclosure.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from datashift.disclosure.policy import TOPICS, Policy, Topic, rules_for

Who = Literal["things", "officials", "adults", "children"]
Hurter = Literal["family", "neighbours", "employer", "authority", "armed"]
Subject = Literal["health", "money", "belief", "complaints", "violence", "corruption"]
Certainty = Literal["no", "unsure", "yes"]

WHO: tuple[Who, ...] = ("things", "officials", "adults", "children")
HURTERS: tuple[Hurter, ...] = ("family", "neighbours", "employer", "authority", "armed")
SUBJECTS: tuple[Subject, ...] = (
    *("health", "money", "belief", "complaints"),
    *("violence", "corruption"),
)
_SEALED = frozenset({"violence", "corruption"})
_FEWEST = {"ordinary": (10, 10), "sensitive": (10, 20), "sealed": (20, 30)}
_FEWEST_THINGS = 5


@dataclass(frozen=True)
class Harm:
    """The five answers.

    Args:
        who: what the rows are about.
        by: who could hurt somebody that is recognised; empty when nobody.
        subjects: what else the rows tell of.
        neighbour: whether a neighbour could recognise somebody from the place and the group.
        listed: whether a list outside names the people: voters, members, patients.
    """

    who: Who = "adults"
    by: frozenset[Hurter] = frozenset()
    subjects: frozenset[Subject] = frozenset()
    neighbour: Certainty = "unsure"
    listed: Certainty = "unsure"

    @property
    def topic(self) -> Topic:
        """How much being recognised could hurt."""
        if self.who == "children" or self.subjects & _SEALED or "armed" in self.by:
            return "sealed"
        return "sensitive" if self.by or self.subjects else "ordinary"


def proposed(harm: Harm) -> Policy:
    """The rules that follow from the answers; not knowing counts as yes.

    Groups are larger where people can be told apart from outside: for things 5, else 10; 20 where
    somebody could be hurt and be found; of a sealed topic 20, or 30.
    """
    topic = harm.topic
    findable = harm.neighbour != "no" or harm.listed != "no"
    if topic == "ordinary" and harm.who == "things":
        return rules_for(topic, minimum=10 if findable else _FEWEST_THINGS)
    return rules_for(topic, minimum=_FEWEST[topic][findable])


def is_looser(rules: Policy, *, than: Policy) -> bool:
    """Whether any of the rules hides less."""
    return (
        TOPICS.index(rules.topic) < TOPICS.index(than.topic)
        or rules.minimum < than.minimum
        or rules.few < than.few
        or (than.whole_groups and not rules.whole_groups)
    )
