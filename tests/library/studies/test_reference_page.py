"""docs/study.md: every key is on it, every example can be read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import datashift.studies as studies
from datashift.studies import to_yaml
from datashift.studies.messages import _PARTS, keys

PAGE = (Path(__file__).parents[3] / "docs" / "study.md").read_text()
EXAMPLES = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
REST = {
    "title": "title: Water\n",
    "data": "data: {file: rows.csv}\n",
    "design": "design: {sampling: census}\n",
    "indicators": "indicators: [{id: n, title: Rows, measure: count}]\n",
}


def whole(example: str) -> str:
    """An example with the parts that every study has."""
    if example.startswith("study:"):
        return example
    missing = [
        text for key, text in REST.items() if not re.search(rf"^{key}:", example, re.MULTILINE)
    ]
    if "[place]" in example:
        missing.append("place: {country: KE, column: county}\ntime: {column: day, period: year}\n")
    return "study: 1\n" + "".join(missing) + example


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_is_a_study_and_reads_back_the_same(example: str) -> None:
    study = studies.parse(whole(example))
    again = studies.parse(to_yaml(study))
    assert again.specification == study.specification


def test_every_key_is_on_the_page() -> None:
    words = set(re.findall(r"[a-z_]+", PAGE))
    for _, model, part in _PARTS:
        assert set(keys(model)) <= words, part
