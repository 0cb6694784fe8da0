"""``loadquestionnaire``: an open questionnaire of the invented country that everybody may try."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.timezone import now

from datashift.questionnaires import library, written, xlsform
from datashift.questionnaires.questionnaire import Question, Questionnaire
from datashift.web.accounts.models import Membership, Role
from datashift.web.collect.actions.questionnaires import publish_version
from datashift.web.collect.actions.xlsforms import add_version
from datashift.web.collect.models import Questionnaire as Asked
from datashift.web.evidence.models import Study
from datashift.web.fill.actions.links import make_public_link
from datashift.web.fill.models import Link

KEY = "water-in-ruvela"  # the address is no secret: /fill/water-in-ruvela/
_STUDY = "Water points that work in Ruvela"
_ASKED = ("setting", "water_source", "water_minutes", "water_enough", "handwashing")
_TITLE = "Water at home, in Ruvela"
_PHOTO = {
    "English (en)": "A photograph of the water point, without people",
    "Español (es)": "Una foto del punto de agua, sin personas",
    "Kiswahili (sw)": "Picha ya kituo cha maji, bila watu",
    "नेपाली (ne)": "पानीको धाराको तस्बिर, मानिसहरूबिना",
    "Français (fr)": "Une photo du point d'eau, sans personne dessus",
}


class Command(BaseCommand):
    help = "Open a questionnaire for everybody to try. Does nothing when it is there."

    def handle(self, *args: Any, **options: Any) -> None:
        study = Study.objects.filter(title=_STUDY).order_by("created_at").first()
        if study is None or Link.objects.filter(key=KEY).exists():
            return
        at, organisation = now(), study.organisation
        owner = Membership.objects.filter(organisation=organisation, role=Role.OWNER)[0].user
        with TemporaryDirectory() as folder:
            place = Path(folder) / "water.xlsx"
            place.write_bytes(written.xlsform(questionnaire()))
            converted = xlsform.convert(place, name=place.name)
        version = add_version(organisation, converted, by=owner, at=at)
        publish_version(version, by=owner, at=at)
        asked = Asked.objects.get(pk=version.questionnaire_id)
        link = make_public_link(asked, by=owner, at=at)
        Link.objects.filter(pk=link.pk).update(key=KEY)


def questionnaire() -> Questionnaire:
    """Five questions of the library in five languages, and a photograph."""
    made = library.questionnaire(_ASKED, id="water_at_home_ruvela", title=_TITLE)
    labels = {language: _PHOTO[language] for language in made.languages if language in _PHOTO}
    photo = Question("photo", "photo", "image", labels=labels)
    minutes = "${water_source} != 'piped_home'"
    contents = tuple(
        replace(item, relevant=minutes)
        if isinstance(item, Question) and item.name == "water_minutes"
        else item
        for item in made.contents
    )
    return replace(made, contents=(*contents, photo))
