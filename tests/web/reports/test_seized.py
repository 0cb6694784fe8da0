"""A server that was taken away tells nothing of what people reported."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from web.collect.live import served
from web.reports.sealed import PASSPHRASE, photograph, receipt_of, slip_of
from web.reports.seized import PassersBy, set_up, spellings, traces

HEADERS = {
    "User-Agent": "Planted-Phone/7.3 Tecno-Spark",
    "X-Forwarded-For": "203.0.113.77",
    "Referer": "http://planted-referrer.example/page",
    "Cookie": "planted-cookie=planted-value-5521",
}
REPORTS = 4


def marks_of(number: int) -> dict[str, str]:
    """What one report holds that must not be found."""
    return {
        f"name {number}": f"Wanjiru Planted-{number}-Achieng’",
        f"phone {number}": f"+254 7{number}2 555 0{number}3",
        f"place {number}": f"-1.29207{number}, 36.82194{number}",
        f"added {number}": f"Planted-later-{number} Mwalimu",
        f"exif {number}": f"planted-exif-words-{number}",
        f"maker {number}": f"Planted-maker-{number}",
        f"file {number}": f"IMG_planted_{number}.jpg",
    }


@pytest.mark.slow
def test_nothing_that_was_reported_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    # The most that is ever written down; and no style sheets need to be collected.
    monkeypatch.setenv("DATASHIFT_DEBUG", "yes")
    monkeypatch.setenv("DATASHIFT_LOG", "DEBUG")
    marks = {"passphrase": PASSPHRASE} | {f"header {n}": v for n, v in HEADERS.items()}
    with served() as server:
        box = set_up()
        browser = PassersBy(server.port, HEADERS)
        for number in range(REPORTS):
            mark = marks_of(number)
            marks |= mark
            page = browser.get(f"/q/{box}/")
            words = f"{mark[f'name {number}']} {mark[f'phone {number}']} {mark[f'place {number}']}"
            # Larger than what Django keeps in memory by itself.
            picture = photograph(words=mark[f"exif {number}"], maker=mark[f"maker {number}"])
            sent = browser.post(
                f"/q/{box}/",
                {"slip": slip_of(page), "where": "clinic", "again": "yes", "who": words},
                {"photo": (mark[f"file {number}"], picture + bytes(3_000_000))},
            )
            marks[f"receipt {number}"] = receipt_of(sent)
            thread = browser.post("/q/number/", {"receipt": receipt_of(sent)}, {})
            browser.post(
                "/q/number/", {"slip": slip_of(thread), "text": mark[f"added {number}"]}, {}
            )
        server.kill()  # as it stands: with the log of the database, if there is one
        assert traces(server.folder, marks) == []
    assert traces(tmp_path, marks) == []
    out, err = capfd.readouterr()
    said = (out + err).encode()
    assert [name for name, mark in marks.items() if any(f in said for f in spellings(mark))] == []


def test_what_lies_about_is_found(tmp_path: Path) -> None:
    mark = {"name": "Wanjiru Planted-1-Achieng’"}
    for number, form in enumerate(dict.fromkeys(spellings(mark["name"]))):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / "file").write_bytes(b"before " + form + b" after")
        assert traces(folder, mark) == ["name in file"]
    inside = base64.b64encode(b"x" + mark["name"].encode() + b"yz")
    (tmp_path / "0" / "file").write_bytes(inside)
    assert traces(tmp_path / "0", mark) == ["name in file"]
