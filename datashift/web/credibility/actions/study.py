"""What a study hands over to assessors, and what it says of its other sides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction

from datashift.quality.credibility import Side
from datashift.web.accounts.models import User
from datashift.web.audit.log import record
from datashift.web.credibility.models import Document, SideAnswer
from datashift.web.evidence.models import Study
from datashift.web.evidence.storage import keep, safe_name


@transaction.atomic
def add_document(
    study: Study,
    *,
    kind: Document.Kind,
    words: str = "",
    link: str = "",
    file: Iterable[bytes] | None = None,
    name: str = "",
    language: str = "",
    by: User,
    at: datetime,
) -> Document:
    """Hand over a document, or write down what one would say.

    Args:
        language: code of the one that `words` is written in; "" where nobody said.

    Raises:
        Problem: the file is empty or larger than the installation takes.
    """
    kept = ("", 0)
    if file is not None:
        name = safe_name(name)
        kept = keep(file, name=name)
    made = study.documents.create(
        kind=kind,
        words=words,
        link=link,
        name=name if file is not None else "",
        sha256=kept[0],
        size=kept[1],
        language=language,
        by=by,
        at=at,
    )
    details = {"kind": kind.value, "sha256": kept[0]}
    organisation = study.organisation
    record("document.added", by=by, at=at, organisation=organisation, on=made, details=details)
    return made


@transaction.atomic
def remove_document(document: Document, *, by: User, at: datetime) -> None:
    """Hand a document over no longer."""
    document.removed_at = at
    document.save(update_fields=["removed_at"])
    organisation = document.study.organisation
    record("document.removed", by=by, at=at, organisation=organisation, on=document)


@transaction.atomic
def answer_side(
    study: Study,
    side: Side,
    *,
    answers: Mapping[str, tuple[int | None, str]],
    language: str = "",
    by: User,
    at: datetime,
) -> int:
    """Say how the study stands on one side; what did not change is not said again.

    Args:
        answers: by id of the question ("level" for a side that is a scale): the value (None: not
            known) and what it rests on.
        language: code of the one that new words are written in, "" where nobody said; where
            nothing else changed, it corrects that of all words.

    Returns:
        How many answers changed.
    """
    last = {one.item: one for one in study.side_answers.filter(side=side.id)}
    changed = {
        item: said
        for item, said in answers.items()
        if said != ((last[item].value, last[item].evidence) if item in last else (None, ""))
    }
    alone = not changed
    if alone:
        changed = {
            item: said
            for item, said in answers.items()
            if said[1] and last[item].language != language
        }
    for item, (value, evidence) in changed.items():
        is_said = alone or item not in last or last[item].evidence != evidence
        SideAnswer.objects.create(
            study=study,
            side=side.id,
            item=item,
            value=value,
            evidence=evidence,
            language=(language if is_said else last[item].language) if evidence else "",
            by=by,
            at=at,
        )
    if changed:
        record(
            "side.answered",
            by=by,
            at=at,
            organisation=study.organisation,
            on=study,
            details={"side": side.id, "answers": {key: said[0] for key, said in changed.items()}},
        )
    return len(changed)
