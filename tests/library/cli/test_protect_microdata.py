"""`datashift protect FILE --microdata`: records out, a report beside them, or a plain sentence."""

from __future__ import annotations

import csv
import json
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from command import datashift

ASKED = ("protect", "people.csv", "--microdata", "--keys", "sex,age,district", "--quiet")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    chance = np.random.default_rng(1)
    with (tmp_path / "people.csv").open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["phone", "sex", "age", "district", "region", "illness", "income", "weight"])
        for at in range(800):
            district = min(int(chance.geometric(0.2)), 15)
            rows.writerow(
                [
                    f"+25471200{at:04d}",
                    chance.choice(["F", "M"]),
                    chance.integers(0, 90),
                    f"D{district:02d}",
                    f"R{district // 5}",
                    chance.choice(["none", "malaria"], p=[0.7, 0.3]),
                    round(float(chance.lognormal(5, 1)), 2),
                    150,
                ]
            )
    return tmp_path


def test_records_leave_in_groups_of_five_and_the_report_says_how(folder: Path) -> None:
    more = ("--sensitive", "illness", "--weight", "weight", "--amounts", "income")
    ended = datashift(
        *ASKED, *more, "--within", "district:region", "--out", "safe.csv", folder=folder
    )
    assert ended.code == 0, ended.err
    with (folder / "safe.csv").open() as file:
        released = list(csv.DictReader(file))
    assert set(released[0]) <= {"sex", "age", "district", "illness", "income", "weight"}
    keys = [name for name in ("sex", "age", "district") if name in released[0]]
    groups = Counter(tuple(row[name] for name in keys) for row in released)
    assert min(groups.values()) >= 5
    assert min(Counter(row["income"] for row in released).values()) >= 5
    total = sum(float(row["weight"]) for row in released)
    assert total == pytest.approx(150 * len(released), rel=1e-6)
    assert "Every record looks like at least" in ended.out
    report = (folder / "safe.report.html").read_text()
    for heading in ("As it came", "What was changed", "What somebody could still do"):
        assert heading in report


def test_names_of_columns_are_only_names(folder: Path) -> None:
    """Arrow reads a name that begins with a dot as a path, where it is not told otherwise."""
    people = folder / "people.csv"
    people.write_text(people.read_text().replace("illness", ".illness", 1))
    ended = datashift(*ASKED, "--sensitive", ".illness", "--out", "safe.csv", folder=folder)
    assert ended.code == 0, ended.err
    assert ".illness" in (folder / "safe.csv").read_text().splitlines()[0]


def test_the_report_for_machines(folder: Path) -> None:
    ended = datashift(*ASKED, "--weight", "weight", "--json", folder=folder)
    assert ended.code == 0, ended.err
    found = json.loads(ended.out)
    assert found["before"]["passes"] is False
    assert found["after"]["passes"] is True
    assert found["after"]["smallest_k"] >= 5
    assert "phone" in found["columns_left_out"]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--sensitive", "phone"), "This column may not leave, whatever else is changed"),
        (("--weight", "illnes"), 'There is no column "illnes"'),
        (("--within", "district"), "does not say which column lies within which"),
        (("--k", "1"), "At least 2 records must look alike"),
    ],
)
def test_what_cannot_be_is_one_sentence(folder: Path, more: tuple[str, ...], said: str) -> None:
    ended = datashift(*ASKED, *more, "--out", "safe.csv", folder=folder)
    assert ended.code == 2
    assert said in ended.err
    assert not (folder / "safe.csv").exists()


def test_a_handful_of_people_are_not_records_to_publish(folder: Path) -> None:
    lines = (folder / "people.csv").read_text().splitlines()[:5]
    (folder / "people.csv").write_text("\n".join(lines))
    ended = datashift(*ASKED, "--out", "safe.csv", folder=folder)
    assert ended.code == 2
    assert "No way was found to let these records leave safely" in ended.err


def test_no_spreadsheet_takes_an_answer_for_a_formula(folder: Path) -> None:
    path = folder / "people.csv"
    path.write_text(path.read_text().replace("malaria", "=HYPERLINK(x)"))
    ended = datashift(*ASKED, "--sensitive", "illness", "--out", "safe.csv", folder=folder)
    assert ended.code == 0, ended.err
    with (folder / "safe.csv").open() as file:
        said = {row["illness"] for row in csv.DictReader(file)}
    assert "'=HYPERLINK(x)" in said
    assert not any(word.startswith("=") for word in said)
