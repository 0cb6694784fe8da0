"""One indicator of a release: what is made in memory is what its files say."""

from __future__ import annotations

import csv
import dataclasses
import io

import pytest

from datashift.exchange import FORMATS
from datashift.exchange.part import figures, only
from datashift.exchange.published import FIGURES, Published, dated, opened


def test_a_part_is_what_its_own_files_say(release: Published) -> None:
    assert len(release.findings) > 1
    for finding in release.findings:
        part = only(release, finding.id)
        again = dated(opened(part.documents), release.created)
        assert part.observations.equals(again.observations)
        for field in dataclasses.fields(Published):
            if field.name != "observations":
                assert getattr(part, field.name) == getattr(again, field.name), field.name


def test_the_only_indicator_keeps_its_files_as_they_are(release: Published) -> None:
    part = only(release, release.findings[0].id)
    assert only(part, part.findings[0].id).documents[FIGURES] == part.documents[FIGURES]


def test_its_figures_are_the_rows_of_the_whole(release: Published) -> None:
    whole = list(csv.reader(io.StringIO(release.documents[FIGURES].decode(), newline="")))
    for finding in release.findings:
        content = figures(release, finding.id).decode()
        own = [row for row in whole[1:] if row[0] == finding.id]
        assert list(csv.reader(io.StringIO(content, newline=""))) == [whole[0], *own]


@pytest.mark.parametrize("name", [name for name, form in FORMATS.items() if form.alone])
def test_a_first_file_made_alone_is_the_same(release: Published, name: str) -> None:
    form = FORMATS[name]
    for version in (None, *form.versions):
        assert form.first(release, version) == next(iter(form.files(release, version).values()))
