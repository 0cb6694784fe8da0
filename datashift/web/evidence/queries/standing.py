"""Where a study stands: what is done, what is under way, what is next."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from datashift.kit.language import whole
from datashift.web.accounts.models import User
from datashift.web.evidence import access
from datashift.web.evidence.models import DataFile, Run, Study
from datashift.web.evidence.queries import agreements, readiness, results
from datashift.web.evidence.queries.files import BUSY
from datashift.web.evidence.queries.piles import Checked, check_of


@dataclass(frozen=True)
class Step:
    """One step of the way from a file to a published finding.

    Args:
        key: its name in the masthead and in the line of steps.
        title: what is done in it.
        words: how it stands.
        page: name of the URL where it goes on.
        button: what the link there says.
        done: whether nothing is left to do.
        busy: whether the platform works on it, and nobody need do anything.
    """

    key: str
    title: str
    words: str
    page: str
    button: str
    done: bool = False
    busy: bool = False


@dataclass(frozen=True)
class Standing:
    """A study and its steps."""

    study: Study
    steps: tuple[Step, ...]

    @property
    def done(self) -> int:
        return sum(step.done for step in self.steps)

    @property
    def next(self) -> Step | None:
        """The first step that is not done; None when everything is published as it is."""
        return next((step for step in self.steps if not step.done), None)


def standings(user: User) -> list[Standing]:
    """Every study the user can see, the last changed first."""
    return [standing_of(study) for study in access.studies(user)]


def standing_of(study: Study) -> Standing:
    """How far a study has come."""
    checked = check_of(study)
    last = results.last_run(study)
    steps = (
        _bring(study, checked),
        _check(checked),
        _questions(study, checked),
        _compare(last),
        _publish(study, last),
    )
    return Standing(study, steps)


def _bring(study: Study, checked: Checked) -> Step:
    files = list(study.files.filter(replaced_at=None))
    refused = [file for file in files if file.state == DataFile.State.REFUSED]
    reading = [file for file in files if file.state in BUSY]
    page, title = "evidence:bring", _("Bring the files")
    if reading:
        words = _("%(file)s is being read.") % {"file": reading[0].name}
        return Step("bring", title, words, page, _("Watch it"), busy=True)
    if refused:
        words = _("%(file)s could not be read.") % {"file": refused[0].name}
        return Step("bring", title, words, page, _("Look at it"))
    if not checked.is_ready:
        words = _("No file with rows is here yet.")
        return Step("bring", title, words, page, _("Bring a file"))
    words = ngettext(
        "%(count)s file, %(rows)s rows.", "%(count)s files, %(rows)s rows.", len(files)
    )
    counted = words % {"count": len(files), "rows": whole(checked.rows)}
    return Step("bring", title, counted, page, _("Look at the files"), done=True)


def _check(checked: Checked) -> Step:
    page, title = "evidence:check", _("Look at what was noticed")
    if not checked.is_ready:
        return Step("check", title, _("Begins when a file is here."), page, _("Check"))
    if checked.open:
        words = ngettext("%(count)s pile waits.", "%(count)s piles wait.", checked.open)
        return Step(
            "check", title, words % {"count": whole(checked.open)}, page, _("Look at the piles")
        )
    words = (
        ngettext("%(count)s pile is done.", "All %(count)s piles are done.", checked.total)
        % {"count": whole(checked.total)}
        if checked.total
        else _("Nothing needs your attention.")
    )
    return Step("check", title, words, page, _("Look again"), done=True)


def _questions(study: Study, checked: Checked) -> Step:
    page, title = "evidence:questions", _("Say what the rows are")
    if not study.text.strip():
        return Step("questions", title, _("No question is answered yet."), page, _("Answer"))
    missing = readiness.wanted(study)
    if missing and checked.is_ready:
        return Step("questions", title, missing[0].words, page, _("Go on answering"))
    done = not missing
    words = _("All questions are answered.") if done else _("Waits for a file.")
    return Step("questions", title, words, page, _("Look at the answers"), done=done)


def _compare(last: Run | None) -> Step:
    page, title = "evidence:run", _("Compute the figures")
    button = _("Compute")
    if last is None:
        return Step("compare", title, _("Nothing is computed yet."), page, button)
    if last.state in {Run.State.QUEUED, Run.State.RUNNING}:
        words = _("The figures are being computed.")
        return Step("compare", title, words, page, _("Watch it"), busy=True)
    if last.state == Run.State.FAILED:
        return Step("compare", title, last.problem, page, _("Look at it"))
    if not results.is_current(last):
        words = _("The study has changed since the figures were computed.")
        return Step("compare", title, words, page, _("Compute again"))
    words = _("The figures are computed.")
    return Step("compare", title, words, "evidence:compare", _("Look at the figures"), done=True)


def _publish(study: Study, last: Run | None) -> Step:
    page, title = "evidence:publish", _("Publish")
    release = study.releases.select_related("run").first()
    if release is not None and release.run == last:
        words = _("Release %(number)s is public.")
        if release.withdrawn_at is not None:
            words = _("Release %(number)s was withdrawn.")
        told = words % {"number": whole(release.number)}
        return Step("publish", title, told, "evidence:releases", _("Look at it"), done=True)
    words = _("Nothing is public yet.")
    asked = agreements.waiting(study, at=now())
    if asked is not None:
        words = _("%(who)s asks for a second person to agree.") % {"who": asked.asked_by.name}
        return Step("publish", title, words, page, _("Look at it, and agree or decline"))
    if release is not None:
        words = _("Release %(number)s is public; the newer figures are not.") % {
            "number": release.number
        }
    return Step("publish", title, words, page, _("Look at what will be public"))
