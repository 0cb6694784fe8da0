"""What is pinned is told as CycloneDX, and what is known to be vulnerable of it as well."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from django.conf import settings
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st
from packaging.version import Version

from datashift.web.site.management.packages import advisories
from datashift.web.site.management.packages.bill import BILL, made, pins

SCHEMA = Path(__file__).parents[2] / "reference/packages/cyclonedx-1.6.schema.json"
OURS = advisories.Package("PyPI", "wells", "2.0", ("requirements/run.txt",))
THEIRS = advisories.Package("npm", "@wells/map", "1.10.0", ("frontend/package-lock.json",))


def bill() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(BILL.read_text(encoding="utf-8"))
    return found


def advisory(
    *events: dict[str, str],
    name: str = "Wells",
    ecosystem: str = "PyPI",
    **more: Any,
) -> dict[str, Any]:
    kind = "SEMVER" if ecosystem == "npm" else "ECOSYSTEM"
    affected = {
        "package": {"ecosystem": ecosystem, "name": name},
        "ranges": [{"type": kind, "events": list(events)}],
    }
    return {
        "id": "GHSA-1",
        "modified": "2026-03-09T10:00:00Z",
        "published": "2026-03-01T10:00:00Z",
        "summary": "Wells run dry",
        "affected": [affected],
    } | more


def told(folder: Path, *documents: dict[str, Any]) -> list[advisories.Known]:
    for at, document in enumerate(documents):
        (folder / f"{at}.json").write_text(json.dumps(document), encoding="utf-8")
    return list(advisories.known([OURS, THEIRS], [folder]).known)


def test_the_bill_is_of_what_is_pinned_now() -> None:
    assert BILL.read_text(encoding="utf-8") == made(settings.ROOT), (
        "run: python -m datashift.web packages renew"
    )


def test_the_bill_holds_each_pin_with_its_hashes() -> None:
    held = {
        each["purl"]: {
            (one["alg"], one["content"]) for one in each["externalReferences"][0]["hashes"]
        }
        for each in bill()["components"]
    }
    every = list(pins(settings.ROOT))
    assert {pin.address for pin in every} == held.keys()
    assert all(pin.hashes and pin.hashes <= held[pin.address] for pin in every)
    for name in ("run", "test", "spark", "spark-build", "frontend", "uv"):
        text = (settings.ROOT / f"requirements/{name}.txt").read_text(encoding="utf-8")
        mine = [pin for pin in every if pin.file == f"requirements/{name}.txt"]
        assert len(mine) == sum("==" in line and line[0] != " " for line in text.splitlines())
        assert sum(len(pin.hashes) for pin in mine) == text.count("--hash=")
    locked = json.loads((settings.ROOT / "frontend/package-lock.json").read_text(encoding="utf-8"))
    assert sum(pin.kind == "npm" for pin in every) == len(locked["packages"]) - 1


def test_every_file_that_pins_is_in_the_bill() -> None:
    files = {f"requirements/{path.name}" for path in (settings.ROOT / "requirements").iterdir()}
    assert {pin.file for pin in pins(settings.ROOT)} == files | {"frontend/package-lock.json"}


def test_the_bill_is_cyclonedx() -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    jsonschema.Draft7Validator(schema).validate(bill())
    names = [each["bom-ref"] for each in bill()["components"]]
    assert len(names) == len(set(names))


def test_the_bill_is_printed_and_goes_into_the_wheel(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("packages", "bill")
    assert json.loads(capsys.readouterr().out) == bill()
    named = f'sbom-files = ["{BILL.relative_to(settings.ROOT)}"]'
    assert named in (settings.ROOT / "pyproject.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("events", "hit"),
    [
        ([{"introduced": "0"}, {"fixed": "2.1"}], True),
        ([{"introduced": "0"}, {"fixed": "2"}], False),
        ([{"introduced": "0"}, {"fixed": "2.0.post1"}], True),
        ([{"introduced": "2.0"}], True),
        ([{"introduced": "2.0.1"}], False),
        ([{"introduced": "0"}, {"last_affected": "2.0.0"}], True),
        ([{"introduced": "0"}, {"last_affected": "2.0rc1"}], False),
        ([{"fixed": "3"}, {"introduced": "1.9"}, {"fixed": "1.5"}, {"introduced": "0"}], True),
        ([{"introduced": "0"}, {"fixed": "1.5"}, {"introduced": "2.1"}], False),
        ([{"introduced": "0"}, {"fixed": "2.0"}, {"introduced": "2.0"}, {"fixed": "3"}], True),
        ([{"introduced": "0"}, {"limit": "2.0"}], False),
        ([{"introduced": "0"}, {"limit": "*"}], True),
    ],
)
def test_a_version_is_in_a_range_or_is_not(
    tmp_path: Path, events: list[dict[str, str]], hit: bool
) -> None:
    assert bool(told(tmp_path, advisory(*events))) is hit


@given(
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), min_size=1, max_size=4),
    st.integers(0, 30),
    st.randoms(use_true_random=False),
)
def test_ranges_say_what_the_list_of_their_versions_says(
    spans: list[tuple[int, int]], at: int, chance: Any
) -> None:
    """Spans that do not touch, in any order, against each of their versions by name."""
    cuts = sorted({cut for span in spans for cut in span})
    pairs = list(zip(cuts[::2], cuts[1::2], strict=False))
    events = [
        event
        for first, end in pairs
        for event in ({"introduced": f"1.{first}"}, {"fixed": f"1.{end}"})
    ]
    chance.shuffle(events)
    listed = [f"1.{each}.0" for first, end in pairs for each in range(first, end)]
    ranged = {"ranges": [{"type": "ECOSYSTEM", "events": events}]}
    for ecosystem in ("PyPI", "npm") if events else ():
        assert advisories.is_in(f"1.{at}.0", ranged, ecosystem) is (f"1.{at}.0" in listed)


def test_npm_has_an_order_of_its_own(tmp_path: Path) -> None:
    """The example of semver.org, number 11."""
    rising = ["alpha", "alpha.1", "alpha.beta", "beta", "beta.2", "beta.11", "rc.1"]
    for at, first in enumerate(rising):
        ranged = {"ranges": [{"type": "SEMVER", "events": [{"introduced": f"1.0.0-{first}"}]}]}
        later = [each for each in rising if advisories.is_in(f"1.0.0-{each}", ranged, "npm")]
        assert later == rising[at:]
        assert advisories.is_in("1.0.0", ranged, "npm")
    since = [{"introduced": "1.10.0-rc.1"}, {"fixed": "1.10.1"}]
    assert told(tmp_path, advisory(*since, name="@wells/map", ecosystem="npm"))
    assert not told(tmp_path, advisory(*since, name="map", ecosystem="npm"))


def test_a_version_that_is_named_is_hit_whatever_the_ranges_say(tmp_path: Path) -> None:
    document = advisory({"introduced": "0"}, {"fixed": "1.0"})
    document["affected"][0]["versions"] = ["0.1-of-old", "2.0.0"]
    assert told(tmp_path, document)


def test_what_was_withdrawn_is_no_advisory_and_what_cannot_be_read_is_one(tmp_path: Path) -> None:
    hit = {"introduced": "0"}
    assert not told(tmp_path, advisory(hit, withdrawn="2026-03-02T00:00:00Z"))
    for odd in (
        advisory({"introduced": "first"}),
        advisory(),
        advisory(hit, affected=[{"package": {"ecosystem": "PyPI", "name": "wells"}}]),
        advisory(hit, affected=[{"package": {"ecosystem": "PyPI", "name": "wells"}, "ranges": 7}]),
    ):
        (known,) = told(tmp_path, odd)
        assert not known.sure


def test_one_hole_under_two_names_is_one_as_old_as_the_older(tmp_path: Path) -> None:
    hit = [{"introduced": "0"}, {"fixed": "2.1"}]
    (known,) = told(
        tmp_path,
        advisory(*hit, aliases=["CVE-1"]),
        advisory(*hit, id="PYSEC-1", aliases=["CVE-1"], published="2026-02-01T00:00:00Z"),
    )
    assert set(known.names) == {"GHSA-1", "CVE-1", "PYSEC-1"}
    assert str(known.since) == "2026-02-01"
    assert known.mended == ("2.1",)


def checked(
    capsys: pytest.CaptureFixture[str], *paths: Path, at: str
) -> tuple[int | str | None, str]:
    code: int | str | None = 0
    try:
        call_command("packages", "check", *map(str, paths), f"--at={at}")
    except SystemExit as ended:
        code = ended.code
    captured = capsys.readouterr()
    return code, captured.out + captured.err


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A ZIP about the Django that is pinned, a stranger, and an npm package."""
    django = next(each for each in bill()["components"] if each["name"] == "django")
    after = f"{Version(django['version']).release[0]}.99"
    path = tmp_path / "all.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, document in {
            "GHSA-1.json": advisory(
                {"introduced": "0"},
                {"fixed": after},
                name="Django",
                summary="Pages \x1b[2J are wiped",
            ),
            "GHSA-2.json": advisory({"introduced": "0"}, name="no-package-of-ours", id="GHSA-2"),
            "GHSA-3.json": advisory(
                {"introduced": "0"}, {"fixed": "0.0.1"}, name="vega", ecosystem="npm", id="GHSA-3"
            ),
        }.items():
            archive.writestr(name, json.dumps(document))
    return path


def test_a_hole_of_more_than_seven_days_fails(
    database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, said = checked(capsys, database, at="2026-03-08")
    assert code == 0
    assert "django" in said
    assert "(made known 2026-03-01, 7 days ago; mended in" in said
    assert "Pages [2J are wiped" in said
    assert "2 advisories about PyPI, the newest of 2026-03-09" in said
    code, said = checked(capsys, database, at="2026-03-09")
    assert code == 1
    assert "Known to be vulnerable: 1, 1 of them for more than 7 days." in said


def test_a_database_that_is_old_or_tells_of_half_is_no_answer(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "GHSA-2.json"
    path.write_text(json.dumps(advisory({"introduced": "0"})), encoding="utf-8")
    code, said = checked(capsys, path, at="2026-03-10")
    assert code == 2
    assert "There is no advisory about npm packages in what was named" in said
    code, said = checked(capsys, path, at="2026-03-20")
    assert code == 2
    assert "These advisories about PyPI are too old to tell" in said


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b'{"id": 7}', b"PK\3\4", b"PK\5\6" + b"\0" * 18, b"[" * 100_000]
)
def test_what_is_no_database_is_a_plain_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes
) -> None:
    path = tmp_path / "all.zip"
    path.write_bytes(content)
    code, said = checked(capsys, path, at="2026-03-10")
    assert code == 2
    assert "Traceback" not in said
    assert checked(capsys, tmp_path / "nothing", at="2026-03-10")[0] == 2
