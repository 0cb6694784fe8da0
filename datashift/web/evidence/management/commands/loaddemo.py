"""``loaddemo``: the invented country with two organisations, their people, studies and findings."""

from __future__ import annotations

import json
import os
import secrets
import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.timezone import localdate, now

from datashift import demonstration, studies
from datashift.disclosure import Harm
from datashift.web.accounts import actions as accounts
from datashift.web.accounts.models import Organisation, Role, User
from datashift.web.evidence import actions
from datashift.web.evidence.models import DataFile, Run

# Organisation, its study, the file with the rows.
_STUDIES = (
    ("Count Us In", "How people live in Ruvela", "survey.yaml", "survey.csv"),
    ("Clear Water Watch", "Water points that work in Ruvela", "water_points.yaml", "water_points.csv"),
)  # fmt: skip
_EARLIER = ("How people lived in Ruvela, 2021", "survey_2021.yaml", "survey_2021.csv")
# Pumps are things; who answers a survey is somebody, but nobody is hurt by living as they do.
_HARM = {
    "survey.csv": Harm("adults", neighbour="no", listed="no"),
    "survey_2021.csv": Harm("adults", neighbour="no", listed="no"),
    "water_points.csv": Harm("things", neighbour="yes", listed="no"),
}
_PARTS = {"provinces.geojson": DataFile.Part.AREAS, "official.csv": DataFile.Part.OFFICIAL}


class Command(BaseCommand):
    help = "Load the demonstration: an invented country. Does nothing when it is loaded."

    def handle(self, *args: Any, **options: Any) -> None:
        if Organisation.objects.filter(name=_STUDIES[0][0]).exists():
            return
        at = now()
        people = _people()
        with tempfile.TemporaryDirectory() as folder:
            demonstration.write(Path(folder))
            demonstration.write_earlier(Path(folder))
            for name, title, study, rows in _STUDIES:
                owner = people["Chidi"] if name == _STUDIES[1][0] else people["Amina"]
                organisation = accounts.create_organisation(name=name, by=owner, at=at)
                if owner == people["Amina"]:
                    before = at - timedelta(minutes=1)
                    _publish(organisation, Path(folder), *_EARLIER, by=owner, at=before)
                _publish(organisation, Path(folder), title, study, rows, by=owner, at=at)
        first = Organisation.objects.get(name=_STUDIES[0][0])
        _join(first, people["Bruno"], Role.VIEWER, by=people["Amina"], at=at)


def _people() -> dict[str, User]:
    """Three people with random passwords, written down for whoever runs the demonstration."""
    told = {
        "Amina": f"Amina, owner of {_STUDIES[0][0]}",
        "Bruno": f"Bruno, who may look at {_STUDIES[0][0]}",
        "Chidi": f"Chidi, owner of {_STUDIES[1][0]}",
    }
    people, lines = {}, []
    for name, who in told.items():
        email, password = f"{name.lower()}@ruvela.example", secrets.token_urlsafe(9)
        people[name] = User.objects.create_user(email=email, password=password, name=name)
        lines.append({"who": who, "email": email, "password": password})
    path = Path(settings.DATA) / "demonstration.json"
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:  # noqa: PTH123
        json.dump(lines, file, indent=1)
    return people


def _join(organisation: Organisation, user: User, role: Role, *, by: User, at: datetime) -> None:
    invitation, _ = accounts.invite(organisation, email=user.email, role=role, by=by, at=at)
    accounts.accept_invitation(invitation, by=user, at=at)


def _publish(
    organisation: Organisation,
    folder: Path,
    title: str,
    study_name: str,
    rows: str,
    *,
    by: User,
    at: datetime,
) -> None:
    """Bring the files, compute and publish, at once instead of in the background."""
    study = actions.create_study(organisation, title=title, by=by, at=at)
    for name in (rows, *_PARTS):
        content = (folder / name).read_bytes()
        part = _PARTS.get(name, DataFile.Part.DATA)
        file = actions.bring_file(study, [content], name=name, part=part, by=by, at=at)
        actions.read_file(file, today=localdate())
    text = (folder / study_name).read_text(encoding="utf-8")
    actions.write_study(study, text=text, by=by, at=at)
    minimum = studies.parse(text).specification.protect.minimum
    actions.assess_harm(study, _HARM[rows], minimum=minimum, by=by, at=at)
    run = actions.ask_run(study, by=by, at=at)
    actions.compute_run(run, at=at)
    actions.publish_release(Run.objects.get(pk=run.pk), by=by, at=at)
