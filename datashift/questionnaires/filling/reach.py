"""How many nodes an expression of a form may look at, told before it is evaluated.

Conditions within conditions look at everything once for each of what stands around them: four of them
over a list of 200 are busy for a minute, and nothing stops libxml2 on the way.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

LONGEST = 20_000  # letters of an expression
_MARKS = re.compile(
    r"instance\(\s*(?P<quote>['\"])(?P<list>.*?)(?P=quote)\s*\)"
    r"|(?P<text>'[^']*'|\"[^\"]*\")"
    r"|(?P<beside>(?:preceding|following)-sibling::)"
    r"|(?P<all>//|(?:ancestor|descendant|following|preceding)(?:-or-self)?::)"
    r"|(?P<bracket>[\[\]])"
)


@dataclass(frozen=True)
class Sizes:
    """How much there is to look at.

    Args:
        nodes: elements of the instance, with the lists in it.
        times: how often what is asked most often is asked.
        lists: name of a list to how many entries it has.
    """

    nodes: int
    times: int
    lists: Mapping[str, int]


def reach(expression: str, sizes: Sizes) -> int:
    """How many nodes the expression looks at, at most; about.

    A path reaches every time of what is asked several times, all of a list, or all there is where it
    goes down or along freely; what stands in brackets is looked at for each of those.

    >>> reach("/data/child[age < 5]", Sizes(300, 50, {}))
    2550
    >>> reach("count(//*[count(//*) > 0])", Sizes(300, 50, {}))
    90300
    >>> reach("instance('pumps')/root/item[place = /data/place]", Sizes(300, 1, {"pumps": 80}))
    160
    """
    around: list[tuple[int, int, int]] = []
    free, listed, inner = 1, 0, 0
    for kind, name in _marks(expression):
        match kind:
            case "list":
                listed += sizes.lists.get(name, 1)
            case "all":
                free *= sizes.nodes
            case "beside":
                free *= sizes.times
            case "[":
                around.append((free, listed, inner))
                free, listed, inner = 1, 0, 0
            case "]" if around:
                within = max(sizes.times, free, listed) * (1 + inner)
                free, listed, inner = around.pop()
                inner += within
    return max(sizes.times, free, listed) * (1 + inner)


@lru_cache(maxsize=4096)
def _marks(expression: str) -> tuple[tuple[str, str], ...]:
    found = []
    for match in _MARKS.finditer(expression):
        if match["bracket"]:
            found.append((match["bracket"], ""))
        elif match["list"] is not None:
            found.append(("list", match["list"]))
        elif match["all"] or match["beside"]:
            found.append(("all" if match["all"] else "beside", ""))
    return tuple(found)
