"""A data folder of its own in which unmistakable bytes are planted, and a search through all of it.

Run as a programme it does the planting and the erasing in a process of its own, on a SQLite file
as it is in use; what imports it looks afterwards at what lies in the folder.
"""

from __future__ import annotations

import base64
import gzip
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
MARK = "Zawadi Ñandutí नामकरण 7731"
PLAIN = "zawadi-plain-7731"  # where only letters of ASCII can stand
OTHER = "Otieno stays 4410"
ONCE = "uuid:once-7731-zawadi"  # came by a link for one submission
TEXT = """study: 1
title: Wells that work in Kisima
producer: Kisima Watch
licence: CC-BY-4.0
unit: well
data: {file: wells.csv}
design: {sampling: register}
place: {name: Kisima}
time: {value: 2024}
variables:
  works: {from: works, map: {yes: 1, no: 0}}
indicators:
  - id: works
    title: Wells that work
    sentence: wells work
    measure: proportion
    of: works
protect: {minimum: 10}
"""


def forms_of(mark: str) -> Iterator[bytes]:
    """The mark as different writers would write it."""
    text = mark.encode()
    yield text
    yield mark.encode("utf-16-le")
    yield mark.encode("utf-16-be")
    yield json.dumps(mark).strip('"').encode()
    yield mark.encode("ascii", "xmlcharrefreplace")
    yield text[::-1]
    yield text.hex().encode()
    for shift in range(3):  # base64 reads three bytes at once, from wherever it begins
        coded = base64.b64encode(b"\0" * shift + text)
        yield coded[4 if shift else 0 : -4]


def places_of(mark: str, folder: Path) -> list[str]:
    """Every file of the folder that holds the mark in any form, also inside what is packed."""
    forms = list(forms_of(mark))
    return sorted(
        {
            str(path.relative_to(folder))
            for path in folder.rglob("*")
            if path.is_file()
            for content in contents_of(path)
            if any(form in content for form in forms)
        }
    )


def contents_of(path: Path) -> Iterator[bytes]:
    """A file's bytes as they are, and what is packed in them."""
    content = path.read_bytes()
    yield content
    if content[:4] == b"PAR1":
        import pyarrow.parquet

        yield json.dumps(
            pyarrow.parquet.read_table(path).to_pydict(), default=str, ensure_ascii=False
        ).encode()
    elif content[:2] == b"\x1f\x8b":
        yield gzip.decompress(content)
    elif content[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(path) as packed:
            yield from (packed.read(name) for name in packed.namelist())


def planted(folder: Path, *steps: str) -> list[str]:
    """Do the steps in the folder; what each of them said."""
    environment = {
        **os.environ,
        "DATASHIFT_DATA": str(folder),
        "DATASHIFT_DATABASE": "",
        "PYTHONWARNINGS": "ignore",
    }
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    done = subprocess.run(
        [sys.executable, __file__, *steps],
        cwd=ROOT,
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )
    said: list[str] = json.loads(done.stdout.splitlines()[-1])
    return said


def _plant() -> str:
    from unmigrated import make_tables

    make_tables()
    from django.conf import settings
    from people import NOW, person
    from web.collect.wells import filled, new_id, wells

    from datashift.web.accounts import actions as accounts
    from datashift.web.collect import storage
    from datashift.web.collect.actions.receive import Sent, receive
    from datashift.web.collect.models import Door, Submission
    from datashift.web.evidence.actions import ask_run, compute_run, read_file, write_study
    from datashift.web.evidence.models import DataFile, Run, Study
    from datashift.web.fill.actions import sending
    from datashift.web.fill.actions.links import make_single_links
    from datashift.web.review.actions.feeding import connect_study, feed
    from datashift.web.review.models import Comment, Flow

    amina = person("Amina")
    organisation = accounts.create_organisation(name="Kisima Watch", by=amina, at=NOW)
    questionnaire = wells(organisation, amina)

    def send(text: bytes, photo: bytes = b"") -> Submission:
        files = []
        if photo:
            kept = storage.keep(organisation.pk, [photo])
            files = [Sent(f"{PLAIN}.jpg", kept.sha256, kept.size, "image/jpeg")]
        receipt = receive(
            text, organisation=organisation.pk, door=Door.OPENROSA, at=NOW, files=files
        )
        return Submission.objects.get(pk=receipt.submission)

    for number in range(60):
        send(filled(new_id(number + 10), works="yes" if number % 3 else "no"))
    shared = b"the same photograph " + OTHER.encode()
    first = send(
        filled(new_id(1), works=MARK, photo=f"{PLAIN}.jpg"), PLAIN.encode() + MARK.encode()
    )
    send(filled(new_id(2), replaces=new_id(1), works=f"not {MARK}"))
    send(filled(new_id(3), works=MARK.upper(), photo=f"{PLAIN}.jpg"), shared)
    send(filled(new_id(4), works=OTHER, photo=f"{PLAIN}.jpg"), shared)
    (link,) = make_single_links(questionnaire, count=1, by=amina, at=NOW)
    sending.send(link, filled(ONCE, works=MARK), at=NOW)
    Comment.objects.create(submission=first, text=f"I know {MARK}", by=amina, at=NOW)
    Submission.objects.update(state=Submission.State.ACCEPTED)
    flow = connect_study(questionnaire, by=amina, at=NOW)
    feed(Flow.objects.get(pk=flow.pk), at=NOW)
    file = DataFile.objects.get()
    read_file(file, today=NOW.date())
    study = Study.objects.get()
    write_study(study, text=TEXT.replace("wells.csv", file.name), by=amina, at=NOW)
    run = ask_run(study, by=amina, at=NOW)
    compute_run(run, at=NOW)
    run.refresh_from_db()
    assert run.state == Run.State.DONE, run.problem
    return " ".join(sorted({place.split("/")[0] for place in places_of(MARK, settings.DATA)}))


def _erase() -> str:
    from django.conf import settings
    from django.utils.timezone import now

    from datashift.web.accounts.models import Organisation
    from datashift.web.evidence.actions import read_file
    from datashift.web.evidence.models import DataFile
    from datashift.web.keeping.actions.erasing import Reason, ask_erasure, run_erasure
    from datashift.web.keeping.queries.people import look_for

    organisation = Organisation.objects.get()
    found = look_for(organisation, MARK.lower(), within=True)
    erasure = ask_erasure(
        organisation,
        [match.submission.pk for match in found.matches],
        reason=Reason.PERSON,
        by=None,
        at=now(),
    )
    run_erasure(erasure, at=now())
    for file in DataFile.objects.filter(replaced_at=None):
        read_file(file, today=now().date())
    # The database is still open here, so that its write-ahead log lies beside it.
    left = places_of(MARK, settings.DATA)
    return f"{len(found.matches)} {erasure.count} {len(left)}"


def _look() -> str:
    from people import NOW
    from web.collect.wells import filled, new_id

    from datashift.web.accounts.models import Organisation
    from datashift.web.audit.log import events, first_break
    from datashift.web.collect.models import Attachment, Submission
    from datashift.web.fill.actions import sending
    from datashift.web.fill.models import Link, Use

    organisation = Organisation.objects.get()
    erased = events(organisation).filter(action="submissions.erased").values_list("details")
    kept = Attachment.objects.exclude(sha256="").count()
    said = [
        Submission.objects.count(),
        kept,
        [each[0] for each in erased],
        first_break(organisation),
        Use.objects.get().used_at,
    ]
    again = sending.send(Link.objects.get(), filled(new_id(5)), at=NOW)
    return json.dumps([*said, again.quarantine])


if __name__ == "__main__":
    sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
    os.environ["DJANGO_SETTINGS_MODULE"] = "datashift.web.site.settings"
    import django

    django.setup()
    doing = {"plant": _plant, "erase": _erase, "look": _look}
    print(json.dumps([doing[step]() for step in sys.argv[1:]]))  # noqa: T201
