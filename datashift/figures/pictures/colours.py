"""The colours of the pages, read from their own style sheet, for pictures that have none."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from importlib import resources
from types import MappingProxyType
from typing import Literal

Ground = Literal["light", "dark"]
_COLOUR = re.compile(r"--([\w-]+): (#[0-9a-f]{6});")


@functools.cache
def sheet(name: str) -> str:
    """A style sheet of the pages."""
    folder = resources.files("datashift.figures") / "style"
    return (folder / name).read_text(encoding="utf-8")


@functools.cache
def colours(ground: Ground = "light") -> Mapping[str, str]:
    """Name of a colour, as the style sheet has it ("citizen"), to "#rrggbb"."""
    light, _, rest = sheet("tokens.css").partition("prefers-color-scheme: dark")
    text = light if ground == "light" else rest.partition("}")[0]
    return MappingProxyType(dict(_COLOUR.findall(text)))


@functools.cache
def goal_colours() -> Mapping[str, tuple[str, str]]:
    """Number of a goal to the colour of its tag and of the number in it."""
    found = {}
    for goal, rule in re.findall(r"^\.g(\d+) \{\n([^}]*)\}", sheet("figures.css"), re.MULTILINE):
        named = dict(re.findall(r"--(g|gt): (#[0-9a-f]{3,6});", rule))
        found[goal] = (named["g"], named.get("gt", colours()["ink"]))
    return MappingProxyType(found)
