"""What is larger than it should be: kept and not shown, or refused before it is read; in words."""

from __future__ import annotations

import resource
import subprocess
import sys
import zlib
from pathlib import Path

import pytest
from bombs.pictures import chunk, gif, jpeg, png
from django.test import Client
from django.urls import reverse
from people import Scene
from web.collect.phone import phone
from web.collect.wells import filled, new_id, wells

from datashift.kit.problem import Problem
from datashift.web.collect.models import Submission
from datashift.web.collect.queries import pictures


def words(megabytes: int) -> bytes:
    """A chunk of text that unfolds to so much."""
    return chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(megabytes * 1_000_000), 9))


BOMBS = {
    "a hundred million pixels": jpeg(12_000, 9_000),
    "as many pixels as a JPEG can claim": jpeg(65_535, 65_535),
    "as many pixels as a PNG can claim": png(2**31 - 1, 2**31 - 1),
    "zeros that unfold to pixels": png(30_000, 30_000, bytes(9_000_000)),
    "just more than can be unfolded": png(6_000, 4_001, bytes(1_000)),
    "a frame larger than its screen": gif(65_535, 65_535),
    "a text that unfolds to a gigabyte": png(10, 10, bytes(500), words(100)),
    "nothing but a head": jpeg(10, 10)[:9],
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_picture_that_unfolds_without_end_is_not_unfolded(name: str, tmp_path: Path) -> None:
    path = tmp_path / "picture"
    path.write_bytes(BOMBS[name])
    with pytest.raises(Problem, match=r"picture (has more pixels|cannot be read)") as told:
        pictures.shown(path)
    assert "It is kept as it came" in str(told.value)


def test_the_largest_picture_that_is_shown_fits_in_memory(tmp_path: Path) -> None:
    path = tmp_path / "picture"
    width, height = 6_000, 4_000
    path.write_bytes(png(width, height, (b"\0" + b"\x80" * 4 * width) * height))
    code = (
        "import sys; from pathlib import Path; from datashift.web.collect.queries import pictures;"
        "sys.stdout.write(str(len(pictures.shown(Path(sys.argv[1])))))"
    )

    def bounded() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (768_000_000, 768_000_000))

    done = subprocess.run(
        [sys.executable, "-c", code, str(path)],
        check=False,
        capture_output=True,
        preexec_fn=bounded,
    )
    assert int(done.stdout) > 1_000, done.stderr


def test_two_gigabytes_are_refused_before_they_are_read(scene: Scene) -> None:
    organisation, amina = scene.organisation, scene.people["editor"]
    wells(organisation, amina)
    answer = phone(organisation, amina).ask(
        "POST",
        "submission",
        data=b"--b\r\n",
        content_type="multipart/form-data; boundary=b",
        CONTENT_LENGTH="2000000000",
    )
    assert answer.status_code == 413
    assert b"Send fewer or smaller files" in answer.content
    assert not Submission.objects.exists()


@pytest.mark.parametrize("name", ["as many pixels as a PNG can claim", "nothing but a head"])
def test_a_picture_that_cannot_be_shown_is_kept_and_said(name: str, scene: Scene) -> None:
    organisation, amina = scene.organisation, scene.people["editor"]
    wells(organisation, amina)
    sent = phone(organisation, amina).send(filled(new_id(1), photo="p.jpg"), p=BOMBS[name])
    assert sent.status_code == 201
    submission = Submission.objects.get()
    file = submission.instances.get().attachments.get()
    hers = Client()
    hers.force_login(amina)
    answer = hers.get(reverse("collect:photo", args=[submission.pk, file.pk]))
    assert answer.status_code == 400
    assert b"It is kept as it came" in answer.content
    assert file.size == len(BOMBS[name])
