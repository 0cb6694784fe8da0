"""What personal data a column holds, by its heading and its content."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from datashift.kit.text import fold
from datashift.quality import personal_words as vocabulary
from datashift.quality.headings import YES_NO, is_identifier, says, says_all, words
from datashift.quality.inspection import Distinct
from datashift.tables.table import Column

# RE2 patterns. A digit, point, comma, slash or colon beside would make it an amount, a
# coordinate, a date or a time; a year range ("2010-2015") starts with 1 or 2.
_BEFORE, _AFTER = r"(?:^|[^\w.,:/+-])", r"(?:$|[^\w.,:/-]|[.,](?:\s|$))"
PHONE_INSIDE = (
    rf"{_BEFORE}(?:(?:\+|00)[1-9](?:[\s().-]{{0,2}}\d){{8,14}}"
    r"|\(?0[1-9]\d{1,3}\)?[\s-]\d{3}[\s-]?\d{3,4}"
    r"|0[1-9]\d{8}"
    r"|\d{3}[-\s]\d{3}[-\s]\d{4}"
    rf"|[3-9]\d{{3}}-\d{{4}}){_AFTER}"
)
EMAIL_INSIDE = r"[\w.+-]+@[\w-]+\.[\w.-]*[a-zA-Z]{2}"
_PHONE = r"^\s*(?:(?:\+|00)[1-9][\d\s().-]{7,18}|\(?0[1-9][\d\s().-]{7,12})\s*$"
_EMAIL = rf"^\s*{EMAIL_INSIDE}\s*$"
_IMEI = r"^(?:01|35|86|99)\d{13}$"
_ICCID = r"^89\d{17,18}F?$"
_FORM_DEVICE = r"^(?:collect|ee\.\w+|enketo|imei|android|tel):\S{6,}$"
_FILE = r"(?i)\.(?:jpe?g|png|heic|webp|gif|bmp|mp4|3gpp?|mov|webm|m4a|amr|wav|mp3|aac|ogg)\W*$"
# Latitude, longitude and often height and accuracy in one cell, as ODK writes a point.
_EXACT_POINT = r"^-?\d{1,2}\.\d{4,} -?\d{1,3}\.\d{4,}(?: -?\d+(?:\.\d+)?){0,2}$"
_DIGITS = r"\d\D?\d\D?\d\D?\d\D?\d\D?\d"
_PERSONS_NAME = r"^\p{Lu}[\p{L}\p{M}'’.-]*(?:\s+\p{L}[\p{L}\p{M}'’.-]*){1,4}$"

_MOSTLY = 0.8
_FEW = 5
_SAMPLE = 5_000


def kind_of(column: Column, distinct: Distinct) -> str | None:
    """Code of the flag for the personal data in a column, or None."""
    if not len(distinct):
        return None
    texts = _texts(distinct)
    if texts is None or column.kind == "boolean":
        return "personal.birth_date" if _is_birth(column) else None
    return (
        _kind_of_mark(column.name, texts)
        or _kind_of_number(column.name, texts)
        or (_kind_of_words(column.name, distinct, texts) if distinct.is_text else None)
        or ("personal.birth_date" if _is_birth(column) else None)
    )


def _kind_of_mark(heading: str, texts: pa.Array) -> str | None:
    for code, mark, announced, held in (
        ("personal.photo", ".", vocabulary.PHOTO, _FILE),
        ("personal.email", "@", vocabulary.EMAIL, _EMAIL),
    ):
        least = 0.5 if says(heading, announced) else _MOSTLY
        # The mark alone is found many times faster than the pattern.
        if has(texts, mark) and _share(texts, held) >= least:
            return code
    return None


def _kind_of_number(heading: str, texts: pa.Array) -> str | None:
    with_digits = _share(texts, _DIGITS)
    if _is_device(heading, texts, with_digits):
        return "personal.device"
    if _is_phone(heading, texts, with_digits):
        return "personal.phone"
    return "personal.id" if with_digits >= 0.5 and _is_id(heading) else None


def _kind_of_words(heading: str, distinct: Distinct, texts: pa.Array) -> str | None:
    if _is_address(heading) and not _is_yes_no(texts):
        return "personal.home"
    if _is_name(heading, distinct, texts) and not _is_yes_no(texts):
        return "personal.name"
    return None


def _texts(distinct: Distinct) -> pa.Array | None:
    """A sample of the values as text, or None for dates and fractions."""
    values = distinct.values[:_SAMPLE]
    if distinct.is_text:
        return values
    if pa.types.is_integer(values.type):
        return pc.cast(values, pa.string())
    if pa.types.is_floating(values.type):  # whole numbers with gaps often arrive as floats
        whole = values.to_numpy(zero_copy_only=False)
        if (whole == np.floor(whole)).all() and (np.abs(whole) < 1e18).all():
            return pc.cast(pc.cast(values, pa.int64()), pa.string())
    return None


def holds_exact_points(distinct: Distinct) -> bool:
    """Whether most values of a text column are points to about ten metres."""
    return distinct.is_text and _share(distinct.values[:_SAMPLE], _EXACT_POINT) > 0.5


def has(texts: pa.Array, mark: str) -> bool:
    """Whether any of the texts has the mark in it."""
    return bool(pc.any(pc.match_substring(texts, mark)).as_py())


def _share(texts: pa.Array, pattern: str) -> float:
    matches = pc.match_substring_regex(texts, pattern)
    return float(pc.mean(pc.cast(matches, pa.float64())).as_py() or 0.0)


def _is_yes_no(texts: pa.Array) -> bool:
    return len(texts) <= len(YES_NO) and all(
        fold(text).replace(" ", "_") in YES_NO or fold(text) in YES_NO for text in texts.to_pylist()
    )


def _is_device(heading: str, texts: pa.Array, with_digits: float) -> bool:
    if says(heading, vocabulary.DEVICE) or says_all(heading, vocabulary.DEVICE_TOGETHER):
        return not _is_yes_no(texts)
    if has(texts, ":") and _share(texts, _FORM_DEVICE) >= 0.9:
        return True
    return with_digits >= _MOSTLY and any(
        _share(texts, pattern) >= 0.9 for pattern in (_IMEI, _ICCID)
    )


def _is_phone(heading: str, texts: pa.Array, with_digits: float) -> bool:
    if says(heading, vocabulary.PHONE) or says_all(heading, vocabulary.PHONE_TOGETHER):
        return with_digits >= 0.3
    return len(texts) >= _FEW and not is_identifier(heading) and _share(texts, _PHONE) >= _MOSTLY


def _is_id(heading: str) -> bool:
    return (
        says(heading, vocabulary.ID)
        or says_all(heading, vocabulary.ID_TOGETHER)
        or frozenset(words(heading)) in vocabulary.ID_ALONE
    )


def _is_address(heading: str) -> bool:
    announced = says(heading, vocabulary.ADDRESS) or says_all(heading, vocabulary.ADDRESS_TOGETHER)
    return announced and not says(heading, vocabulary.NO_HOME)


def _is_name(heading: str, distinct: Distinct, texts: pa.Array) -> bool:
    """With any other word in the heading, a name is the name of that."""
    named, person = says(heading, vocabulary.NAME), says(heading, vocabulary.PERSON)
    sure = (
        says(heading, vocabulary.PERSONS_NAME)
        or (named and person)
        or (
            says_all(heading, vocabulary.PERSONS_NAME_TOGETHER)
            and not says(heading, vocabulary.THING)
        )
    )
    if sure:
        return _share(texts, r"\p{L}") >= _MOSTLY
    # "Name" or "victim" alone: the content must look like the names of many people.
    return (
        (named or person)
        and set(words(heading)) <= vocabulary.NAME | vocabulary.PERSON | vocabulary.FILLING
        and len(distinct) >= max(_FEW, distinct.present / 2)
        and _share(texts, _PERSONS_NAME) >= _MOSTLY
    )


def _is_birth(column: Column) -> bool:
    return column.kind in ("date", "datetime", "text", "integer") and (
        says(column.name, vocabulary.BIRTH) or says_all(column.name, vocabulary.BIRTH_TOGETHER)
    )
