"""What would have to change for a better match, by the code of what differs."""

from __future__ import annotations

from collections.abc import Mapping

ACTIONS: Mapping[str, str] = {
    "concept.differs": "Measure what the other indicator asks, or compare with a series of your "
    "own indicator.",
    "concept.unrelated": "Choose a series of the indicator that you measured.",
    "concept.unknown": "Say which SDG indicator your figure is about.",
    "unit.differs": "Count what the other side counts: ask or look up how many there are for each "
    "of yours (how many people use each water point) and weigh by it.",
    "measure.differs": "Give the figure in the other unit too, from the same rows.",
    "population.differs": "Give the figure for the other side's people too, as one more group.",
    "population.theirs": "Say whom your figure is about; if it is these people, nothing is left.",
    "population.group": "Give the figure for that group too, or compare with a wider figure.",
    "population.groups": "Cut the groups at the same limits.",
    "population.apart": "Measure the other group, or compare with a figure of your own.",
    "coverage.differs": "Reach the rest of the area, or ask for the figure of the part you reached.",
    "area.part": "Compare figures of the same area: give yours for the whole, or ask for theirs of "
    "the part.",
    "area.redrawn": "Recompute one side within the borders of the other, from points or from the "
    "smaller areas that did not change.",
    "area.differs": "Take a figure of the same area.",
    "area.unknown": "Say which area the figure is for.",
    "period.apart": "Measure again in the year of the other figure, or ask for a newer one.",
    "period.unknown": "Say which year the figure is for.",
    "period.pooled": "Ask for the figure of a single year.",
    "wording": "Ask the question in the other side's words next time.",
    "mode.differs": "Ask in the same way next time, or ask some people in both ways.",
    "sampling.differs": "Draw the people at random, or count everybody; until then show how much "
    "the figure could move.",
    "sampling.theirs": "Ask the other side how many they cannot have reached.",
}
MISSING: Mapping[str, str] = {
    "concept": ACTIONS["concept.unknown"],
    "unit": "Say what one counted thing is, on both sides.",
    "unit_of_measure": "Say in which unit each figure is.",
    "population": "Say whom each figure is about.",
    "area": ACTIONS["area.unknown"],
    "period": ACTIONS["period.unknown"],
    "groups": "",
    "wording": "Find the other side's question and put it beside yours.",
    "mode": "Say how each side asked.",
    "sampling": "Say how each side chose whom to ask.",
}
