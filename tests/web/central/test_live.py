"""The server as it runs: files of any size in pieces, as pyodk sends them."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from pyodk.errors import PyODKError  # type: ignore[import-untyped]
from web.central.households import household
from web.central.live import signed_in
from web.collect.live import served
from web.collect.wells import new_id


@pytest.mark.slow
def test_a_photograph_comes_in_pieces(tmp_path: Path) -> None:
    photo = tmp_path / "Mto wa Wanjirū.jpg"
    photo.write_bytes(bytes(range(256)) * 2_000)
    other = tmp_path / "other.jpg"
    other.write_bytes(b"other")
    with served() as server, closing(signed_in(server.port, tmp_path)) as client:
        first = new_id()
        text = household(first, photo=photo.name)
        made = client.submissions.create(text, form_id="households")
        assert made.attachments is not None
        assert [(each.name, each.exists) for each in made.attachments] == [(photo.name, False)]
        system = client.submissions.get_table("households")["value"][0]["__system"]
        assert (system["attachmentsExpected"], system["attachmentsPresent"]) == (1, 0)

        made = client.submissions.create(text, form_id="households", attachments=[str(photo)])
        assert made.attachments is not None
        assert [(each.name, each.exists) for each in made.attachments] == [(photo.name, True)]
        project = client.project_id
        place = f"projects/{project}/forms/households/submissions/{first}/attachments/{photo.name}"
        assert client.get(place).content == photo.read_bytes()
        system = client.submissions.get_table("households")["value"][0]["__system"]
        assert (system["attachmentsExpected"], system["attachmentsPresent"]) == (1, 1)
        with pytest.raises(PyODKError, match=r"404\.1"):
            client.submissions.create(text, form_id="households", attachments=[str(other)])
