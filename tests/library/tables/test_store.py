"""A table kept and loaded is the same table."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from library.tables.files import columns, table

from datashift.kit.problem import Problem
from datashift.tables import load, slices, store

cell = st.sampled_from(["", "NA", "007", "3,5", "1.234", "28 dic. 2018", "03/04/2015", "नमस्ते", '"q"', "true"]) | st.text(
    st.characters(codec="utf-8", exclude_characters='\0\r\n,"'), max_size=6
)  # fmt: skip


@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(cell, cell), min_size=1, max_size=15))
def test_round_trip(tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]]) -> None:
    folder = tmp_path_factory.mktemp("law")
    text = "keep;first;second\n" + "".join(f"x y;{one};{two}\n" for one, two in rows)
    before = table(folder, text.replace('"', ""))
    after = load(store(before, folder / "store"))
    assert columns(after) == columns(before)
    assert (after.columns, after.flags, after.source) == (
        before.columns,
        before.flags,
        before.source,
    )
    assert after.row_numbers.equals(before.row_numbers)
    assert after.data.schema.equals(before.data.schema)


def test_storing_again_leaves_one_table(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    store(table(tmp_path, "a,b\n1,2\n"), folder)
    store(table(tmp_path, "a,b\n3,4\n"), folder)
    assert columns(load(folder)) == {"a": [3], "b": [4]}
    assert sorted(path.name.split("-")[0] for path in folder.iterdir()) == [
        "data",
        "rows",
        "table.json",
    ]


def test_the_same_table_is_stored_under_the_same_names(tmp_path: Path) -> None:
    one = table(tmp_path, "a,b\n1,x\n")
    names = [sorted(p.name for p in store(one, tmp_path / name).iterdir()) for name in "xy"]
    assert names[0] == names[1]


def test_a_folder_without_a_table_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="not there or damaged"):
        load(tmp_path / "nowhere")


def test_some_rows_of_a_stored_table(tmp_path: Path) -> None:
    whole = table(tmp_path, "a,b\n" + "".join(f"{n},x\n" for n in range(120_000)))
    folder = store(whole, tmp_path / "store")
    for start, count in ((0, 3), (49_999, 2), (119_998, 50)):
        rows, numbers = slices.some_rows(folder, start, count)
        assert rows["a"].to_pylist() == list(range(start, min(start + count, 120_000)))
        assert numbers == [n + 2 for n in rows["a"].to_pylist()]
