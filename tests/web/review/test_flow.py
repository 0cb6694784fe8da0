"""From a spreadsheet with concepts to an indicator on a page, with no mapping."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from people import NOW
from web.review.visits import sent, visit, visits

from datashift.web.accounts.models import Organisation, User
from datashift.web.collect.models import Submission
from datashift.web.evidence import queries as evidence
from datashift.web.evidence.queries import results
from datashift.web.review.actions.feeding import connect_study, feed
from datashift.web.review.queries.counting import counted

pytestmark = pytest.mark.django_db


def test_accepted(organisation: Organisation, amina: User) -> None:
    form = visits(organisation, amina)
    receipts = [sent(organisation, visit(number)) for number in range(1, 41)]
    Submission.objects.update(state="ACCEPTED")
    flow = connect_study(form, by=amina, at=NOW + timedelta(seconds=1))
    feed(flow, at=NOW + timedelta(seconds=2))
    flow.refresh_from_db()
    print(flow.problem, flow.notes)
    study = flow.questionnaire.study
    assert study is not None
    print(study.text, [f.state for f in study.files.all()], evidence.data_files(study))
    run = study.runs.first()
    from datashift.web.evidence.actions import compute_run

    compute_run(run, at=NOW)
    run.refresh_from_db()
    print(run.state, run.problem)
    print([(f.title, f.overall) for f in results.findings(run)])
    assert counted(receipts[0].submission)
