"""What is played of a sound or a film tells nothing of who recorded it, where and with what."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st
from web.collect.recorded import PLACE, SAMPLES, SOUND, film, track, webm

from datashift.kit.problem import Problem
from datashift.web.collect.http.playing import played
from datashift.web.collect.queries import recordings


@pytest.mark.parametrize("kind", SAMPLES)
def test_the_place_and_the_phone_stay_behind_and_the_sound_does_not(
    kind: str, tmp_path: Path
) -> None:
    path = tmp_path / "recording"
    path.write_bytes(SAMPLES[kind])
    found = recordings.shown(path)
    out = b"".join(found.read(path))
    assert found.kind == kind
    assert len(out) == found.size
    assert SOUND in out
    assert not any(PLACE[start : start + 7] in out for start in range(len(PLACE) - 7))
    for first, last in ((0, 0), (7, 90), (found.size - 5, found.size - 1)):
        assert b"".join(found.read(path, first, last)) == out[first : last + 1]
    assert path.read_bytes() == SAMPLES[kind]


def test_nothing_moves_so_that_every_table_still_points_to_its_sound(tmp_path: Path) -> None:
    for kind in ("video/mp4", "audio/webm", "audio/ogg"):
        path = tmp_path / "recording"
        path.write_bytes(SAMPLES[kind])
        out = b"".join(recordings.shown(path).read(path))
        assert out.find(SOUND) == SAMPLES[kind].find(SOUND)


@pytest.mark.parametrize(
    "content", [film(track(b"soun"), track(b"meta")), film(track(b"text")), webm(17)]
)
def test_a_track_that_is_neither_sound_nor_picture_is_not_played(
    content: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "recording"
    path.write_bytes(content)
    with pytest.raises(Problem, match="more than sound and picture"):
        recordings.shown(path)


@given(
    st.one_of(
        st.binary(max_size=300),
        st.tuples(
            st.sampled_from(sorted(SAMPLES.values())),
            st.integers(0, 400),
            st.binary(max_size=9),
            st.integers(0, 700),
        ).map(lambda t: (t[0][: t[1]] + t[2] + t[0][t[1] + len(t[2]) :])[: t[3] + 40]),
    )
)
def test_a_damaged_recording_is_played_in_its_length_or_refused(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "damaged"
    path.write_bytes(content)
    try:
        found = recordings.shown(path)
    except Problem:
        return
    assert len(b"".join(found.read(path))) == found.size


def test_a_player_gets_the_part_it_asks_for(tmp_path: Path, rf: RequestFactory) -> None:
    path = tmp_path / "recording"
    path.write_bytes(SAMPLES["audio/wav"])
    size = recordings.shown(path).size
    for asked, status, length in (
        ("", 200, size),
        ("bytes=0-", 206, size),
        ("bytes=10-19", 206, 10),
        ("bytes=-7", 206, 7),
        (f"bytes={size}-", 416, 0),
        ("bytes=-", 200, size),
        ("lines=1-2", 200, size),
    ):
        answer = played(rf.get("/", headers={"range": asked}), path)
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
        assert (answer.status_code, len(content)) == (status, length), asked
        assert "no-store" in answer["Cache-Control"]
