"""A register that exists becomes a list; its keys are the same whenever it is brought."""

from __future__ import annotations

from uuid import UUID, uuid5

import pytest

from datashift.kit.problem import Problem
from datashift.questionnaires.entries import entries

LIST = UUID(int=4410)
KEY = UUID(int=77)


def test_the_file_that_phones_have_comes_back_as_it_was() -> None:
    content = f"\ufeffname,label,__version,litres\r\n{KEY},Mto,3, 12 \r\n\r\n".encode()
    found = entries(content, within=LIST)
    assert found.properties == ("litres",)
    (row,) = found.rows
    assert (row.key, row.label, row.values) == (KEY, "Mto", {"litres": "12"})


def test_a_number_painted_on_a_pump_is_a_key() -> None:
    found = entries(b"name;label;village\nWP-17;Mto;Ahero, West\n", within=LIST)
    (row,) = found.rows
    assert row.key == uuid5(LIST, "WP-17")
    assert row.values == {"village": "Ahero, West", "reference": "WP-17"}
    assert found.properties == ("village", "reference")
    assert entries(b"label\tv\nMto\t1\n", within=LIST).rows[0].key == uuid5(LIST, "Mto")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"name,village\n1,Ahero\n", "no column"),
        (b"label,a,a\nMto,1,2\n", "Two columns"),
        (b"name,label\n1,Mto\n1,Other\n", "Two entries"),
        (b"name,label\n1,\n", "no label"),
        (b"name,label\n,Mto\n", "no key"),
        (b'name,label\n1,"Mto"x\n', "cannot be read"),
        ("label\nMtó\n".encode("latin-1"), "UTF-8"),
        (b"", "no column"),
    ],
)
def test_what_cannot_be_a_list_says_why(content: bytes, words: str) -> None:
    with pytest.raises(Problem, match=words):
        entries(content, within=LIST)
