"""Sealed boxes, locked keys, receipts. The primitives are libsodium's; the laws here are ours."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nacl.public import PrivateKey, SealedBox

from datashift.questionnaires import sealing

CHEAP = sealing.Cost(1, 1 << 14)
PEPPER = b"p" * 32
OURS, THEIRS = sealing.new_pair(), sealing.new_pair()


@given(
    st.binary(max_size=20_000),
    st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20),
)
@settings(deadline=None, max_examples=60)
def test_what_is_sealed_is_opened_by_its_key_alone(contents: bytes, about: str) -> None:
    sealed = sealing.seal(contents, OURS.public, about=about)
    assert sealing.open_sealed(sealed, OURS.private, about=about) == contents
    for private, asked in ((THEIRS.private, about), (OURS.private, f"{about}!")):
        with pytest.raises(sealing.WrongSecret):
            sealing.open_sealed(sealed, private, about=asked)


@given(st.integers(0, 4_096 + 47), st.integers(0, 7))
@settings(deadline=None, max_examples=60)
def test_a_changed_bit_opens_nothing(place: int, bit: int) -> None:
    sealed = bytearray(sealing.seal(b"words", OURS.public, about="report"))
    sealed[place] ^= 1 << bit
    with pytest.raises(sealing.WrongSecret):
        sealing.open_sealed(bytes(sealed), OURS.private, about="report")


@given(st.integers(0, 60_000))
@settings(deadline=None, max_examples=60)
def test_sizes_fall_into_few_classes(size: int) -> None:
    inside = len(sealing.seal(bytes(size), OURS.public, about="x")) - 48
    assert inside >= sealing.SMALLEST
    assert inside & (inside - 1) == 0
    assert inside <= max(sealing.SMALLEST, 2 * (size + 3))


def test_anybody_with_libsodium_can_open_it() -> None:
    sealed = sealing.seal(b"words", OURS.public, about="report")
    padded = SealedBox(PrivateKey(OURS.private)).decrypt(sealed)
    assert padded.rstrip(b"\0") == b"report\0words\x80", "ISO/IEC 7816-4 padding"


@pytest.mark.parametrize("sealed", [b"", b"short", bytes(200)])
def test_what_was_never_sealed_is_refused(sealed: bytes) -> None:
    with pytest.raises(sealing.WrongSecret):
        sealing.open_sealed(sealed, OURS.private, about="report")
    with pytest.raises(sealing.WrongSecret):
        sealing.reveal(sealed, bytes(32))


def test_a_locked_key_opens_with_its_words_however_they_are_spaced() -> None:
    locked = sealing.lock(OURS.private, "paa la bati café", cost=CHEAP)
    assert OURS.private not in locked
    assert sealing.unlock(locked, "  paa la  bati cafe\u0301 ") == OURS.private
    with pytest.raises(sealing.WrongSecret):
        sealing.unlock(locked, "paa la bati cafe")
    again = sealing.lock(OURS.private, "paa la bati café", cost=CHEAP)
    assert again != locked, "a salt of its own"


def test_a_lock_that_was_made_dearer_still_opens() -> None:
    """What it cost is written beside it."""
    assert sealing.PASSPHRASE.memory >= 64 << 20
    dearer = sealing.Cost(2, 1 << 15)
    assert sealing.unlock(sealing.lock(b"s" * 32, "words", cost=dearer), "words") == b"s" * 32


def test_a_receipt_leads_to_one_report_and_its_secret() -> None:
    first = sealing.receipt_keys("1234567812345678", PEPPER, cost=CHEAP)
    assert first == sealing.receipt_keys("1234567812345678", PEPPER, cost=CHEAP)
    other = sealing.receipt_keys("1234567812345679", PEPPER, cost=CHEAP)
    elsewhere = sealing.receipt_keys("1234567812345678", b"q" * 32, cost=CHEAP)
    found = {first.lookup, first.secret, other.lookup, elsewhere.lookup, elsewhere.secret}
    assert len(found) == 5


@given(st.integers(0, 10**16 - 1))
def test_a_receipt_has_sixteen_digits(chance: int) -> None:
    receipt = sealing.new_receipt(lambda below: chance % below)
    assert len(receipt) == 16
    spaced = " - ".join(receipt[place : place + 4] for place in range(0, 16, 4))
    assert sealing.digits_of(spaced) == receipt


@pytest.mark.parametrize(
    ("written", "digits"),
    [
        ("१२३४ ५६७८ १२३४ ५६७८", "1234567812345678"),
        ("1234\u00a05678.1234/5678", "1234567812345678"),
        ("123", ""),
        ("12345678123456789", ""),
        ("²²²²²²²²²²²²²²²²", ""),
        ("", ""),
    ],
)
def test_digits_as_people_write_them(written: str, digits: str) -> None:
    assert sealing.digits_of(written) == digits


def test_the_same_contents_are_known_again_only_with_the_key() -> None:
    assert sealing.mark(b"a", b"k" * 32) == sealing.mark(b"a", b"k" * 32)
    assert sealing.mark(b"a", b"k" * 32) != sealing.mark(b"a", b"l" * 32)
    assert sealing.mark(b"a", b"k" * 32) != sealing.mark(b"b", b"k" * 32)
