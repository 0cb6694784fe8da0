"""The method pages know every flag that counts, lists and small areas raise."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import datashift

PACKAGE = Path(datashift.__file__).parent
PAGES = PACKAGE.parent / "docs" / "methods"
FLAG = re.compile(r'(?:Flag|_look|_note)\(\s*"((?:linkage|lists|small_areas)\.[a-z_]+)"')


@pytest.mark.parametrize(
    ("folders", "page"),
    [
        (("harmonise/linkage", "estimates/lists"), "lists.md"),
        (("estimates/small_areas",), "small_areas.md"),
    ],
)
def test_every_flag_is_on_its_page(folders: tuple[str, ...], page: str) -> None:
    paths = [path for folder in folders for path in (PACKAGE / folder).glob("*.py")]
    raised = {code for path in paths for code in FLAG.findall(path.read_text(encoding="utf-8"))}
    assert len(raised) > 5
    said = (PAGES / page).read_text(encoding="utf-8")
    assert [code for code in sorted(raised) if f"`{code}`" not in said] == []
