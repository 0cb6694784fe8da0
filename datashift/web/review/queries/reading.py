"""What the checks see of a submission, taken from its text once."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from datashift.kit.problem import Problem
from datashift.questionnaires import submission
from datashift.questionnaires.misfits import misfits
from datashift.questionnaires.questionnaire import FILES, METADATA, Question
from datashift.questionnaires.questionnaire import Questionnaire as Form
from datashift.web.collect.models import Instance
from datashift.web.collect.queries.questionnaires import form_of
from datashift.web.review.models import Reading

LONGEST = 200  # letters of an answer that are compared
MOST = 400  # answers
_SILENT = {"note", "calculate", "hidden", "acknowledge", "geopoint", "geotrace", "geoshape"}
_SKIPPED = _SILENT | FILES | METADATA
_WORKERS = re.compile(
    r"(enumerator|interviewer|surveyor|collector|field_?worker)(_?(id|name|code))?"
)
_CONSENT = re.compile(r"(consent|agree|agrees|consented)(_.*)?")
_NO = {"0", "no", "n", "refused", "refuse", "hapana", "non", "hoina"}


@dataclass(frozen=True)
class Seen:
    """Which questions of a form tell the checks something; paths, or ""."""

    worker: str
    point: str
    consent: str
    refusing: frozenset[str]
    compared: frozenset[str]


def seen_of(form: Form) -> Seen:
    """Where a form says who asked, where, and whether the person agreed."""
    repeats = tuple(f"{group.path}/" for group in form.repeats)
    asked = [one for one in form.questions if not one.path.startswith(repeats)]
    worker = _first(asked, "INTERVIEWER", _WORKERS)
    consent = _first([one for one in asked if one.choices], "CONSENT", _CONSENT)
    point = next((one.path for one in asked if one.kind == "geopoint"), "")
    return Seen(
        worker=worker.path if worker else "",
        point=point,
        consent=consent.path if consent else "",
        refusing=_refusing(consent) if consent else frozenset(),
        compared=frozenset(one.path for one in asked if one.kind not in _SKIPPED),
    )


def _first(asked: list[Question], concept: str, named: re.Pattern[str]) -> Question | None:
    by_concept = (one for one in asked if one.concept == concept)
    by_name = (one for one in asked if named.fullmatch(one.name.casefold()))
    return next(by_concept, None) or next(by_name, None)


def _refusing(consent: Question) -> frozenset[str]:
    coded = {one.name for one in consent.choices if one.code == "0"}
    return frozenset(coded or {one.name for one in consent.choices if one.name.casefold() in _NO})


def reading_of(instance: Instance) -> Reading:
    """The instance as the checks see it; empty where its text cannot be read."""
    reading = Reading(
        questionnaire_id=instance.questionnaire_id,
        submission_id=instance.submission_id,
        instance=instance,
        received_at=instance.received_at,
    )
    form = form_of(instance.version)
    if form is None:
        return reading
    try:
        sent = submission.read(bytes(instance.xml), form)
    except Problem:  # its page says so; no check can see it
        return reading
    seen = seen_of(form)
    said = {"/".join(value.path): value.text for value in sent.values if value.leaf}
    reading.worker = (said.get(seen.worker) or _metadata(form, said, "username"))[:250]
    reading.started_at = moment(sent.start or _metadata(form, said, "start"))
    reading.ended_at = moment(sent.end or _metadata(form, said, "end"))
    reading.longitude, reading.latitude, reading.accuracy = point(said.get(seen.point, ""))
    if seen.consent and said.get(seen.consent):
        reading.refused = said[seen.consent] in seen.refusing
    compared = [path for path in said if path in seen.compared][:MOST]
    reading.misfits = [[one.path, one.text] for one in misfits(sent, form)]
    reading.answers = {path: said[path][:LONGEST] for path in compared}
    return reading


def _metadata(form: Form, said: Mapping[str, str], kind: str) -> str:
    return next((said.get(one.path, "") for one in form.questions if one.kind == kind), "")


def moment(text: str) -> datetime | None:
    """A moment as phones write it, in universal time."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)


def point(text: str) -> tuple[float | None, float | None, float | None]:
    """Longitude, latitude and accuracy of an answer: "latitude longitude altitude accuracy"."""
    parts = text.split()
    try:
        numbers = [float(part) for part in parts]
    except ValueError:
        return None, None, None
    if len(numbers) < 2 or not all(map(math.isfinite, numbers)):
        return None, None, None
    latitude, longitude = numbers[:2]
    if abs(latitude) > 90 or abs(longitude) > 180:
        return None, None, None
    return longitude, latitude, numbers[3] if len(numbers) > 3 else None
