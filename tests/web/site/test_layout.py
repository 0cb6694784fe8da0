"""Templates are laid out for people, and pages are as if they were not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from django.conf import settings

from datashift.kit.layout import closed_up

WEB = Path(settings.ROOT) / "datashift" / "web"
LONGEST = 160
SENTENCE = re.compile(
    r"\{% blocktranslate .*?\{% endblocktranslate %\}|\{% (?:block)?translate .*?%\}"
    r'|<pre>.*?</pre>|\b(?:_|ngettext)\(".*?"[^"]*?\)|[^{}<>%]+(?=\{% (?:plural|end))'
)
TAG = re.compile(r"(<\w+)(?:\{%.*?%\}|\{\{.*?\}\}|[^>])*>")
WORD = re.compile(r"[^\s<>{}%]")


def test_no_line_goes_on_in_the_middle_of_words() -> None:
    """A break between two words would make one of them."""
    faults = [
        f"{path.relative_to(WEB)}:{number}: {before.strip()} … {line.strip()}"
        for path, lines in _templates()
        for number, (before, line) in enumerate(pairwise(lines), start=2)
        if line.startswith(" ") and before and WORD.match(before[-1]) and WORD.match(line.lstrip())
    ]
    assert not faults


def test_a_line_can_be_seen_whole() -> None:
    """Beside sentences for people, attributes, and what is shown as it is typed."""
    faults = [
        f"{path.relative_to(WEB)}:{number}: {line.strip()[:60]}"
        for path, lines in _templates()
        for number, line in enumerate(lines, start=1)
        if len(line) > LONGEST and len(TAG.sub(r"\1>", SENTENCE.sub("", line))) > LONGEST
    ]
    assert not faults


def test_a_template_of_a_package_stays_as_it_is() -> None:
    from django.template import engines

    loader = engines["django"].engine.template_loaders[0].loaders[0]  # type: ignore[attr-defined]
    (ours, *_) = loader.get_template_sources("account/login.html")
    theirs = list(loader.get_template_sources("django/forms/widgets/input.html"))[-1]
    assert loader.get_contents(ours) == closed_up(Path(ours.name).read_text(encoding="utf-8"))
    assert loader.get_contents(theirs) == Path(theirs.name).read_text(encoding="utf-8")


def _templates() -> Iterator[tuple[Path, list[str]]]:
    for ending in ("html", "j2"):
        for path in sorted(WEB.rglob(f"templates/**/*.{ending}")):
            yield path, path.read_text(encoding="utf-8").split("\n")
