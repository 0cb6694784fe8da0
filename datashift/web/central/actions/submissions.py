"""What programmes send of submissions: through the one way in, after asking what ODK Central asks.

Central refuses what our phones' door keeps and sets aside. A programme reads the answer and still
has what it sent, so here it is refused too, before anything is kept.
"""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.utils.translation import gettext as _

from datashift.kit.problem import Problem
from datashift.questionnaires.envelope import Envelope, open_envelope
from datashift.web.accounts.models import User
from datashift.web.central.http import Refused, unexpected, unreadable
from datashift.web.collect.actions.receive import Receipt, Sender, Sent, receive
from datashift.web.collect.models import Door, Questionnaire, Submission
from datashift.web.collect.queries.ids import texts_of


def create_submission(
    questionnaire: Questionnaire, text: bytes, *, by: User, at: datetime
) -> Receipt:
    """Keep a filled questionnaire; the same again is the same one.

    Raises:
        Refused: it is of another form, the form is closed, or the id was used for another text.
    """
    envelope = _opened(questionnaire, text)
    same = texts_of(questionnaire, [envelope.instance_id])
    digest = hashlib.sha256(text).hexdigest()
    if envelope.instance_id and same.exists() and not same.filter(sha256=digest).exists():
        raise _id_taken(409.3)
    return _received(questionnaire, text, by=by, at=at)


def edit_submission(submission: Submission, text: bytes, *, by: User, at: datetime) -> Receipt:
    """Keep a later version of a submission.

    Raises:
        Refused: it does not replace the version that counts, or its id was used before.
    """
    questionnaire = submission.questionnaire
    envelope = _opened(questionnaire, text)
    if not envelope.deprecated_id:
        raise Refused(400.19, _("An edit says in deprecatedID which version it replaces."))
    now = submission.instances.defer("xml").get(current=True)
    if envelope.deprecated_id != now.instance_id:
        words = _("%(id)s is not the version that counts now. Read that, and edit it again.")
        told = {"deprecatedId": envelope.deprecated_id}
        raise Refused(409.9, words % {"id": envelope.deprecated_id}, **told)
    used = texts_of(questionnaire, [envelope.instance_id])
    if not envelope.instance_id or used.exists():
        raise _id_taken(409.8)
    return _received(questionnaire, text, by=by, at=at)


def add_file(submission: Submission, file: Sent, *, by: User, at: datetime) -> Receipt:
    """Keep a file of a submission, as if it came with its text once more."""
    now = submission.instances.get(current=True)
    return receive(
        bytes(now.xml),
        organisation=submission.questionnaire.organisation_id,
        door=Door.API,
        at=at,
        sender=Sender(user=by.pk),
        files=[file],
    )


def _received(questionnaire: Questionnaire, text: bytes, *, by: User, at: datetime) -> Receipt:
    return receive(
        text,
        organisation=questionnaire.organisation_id,
        door=Door.API,
        at=at,
        sender=Sender(user=by.pk),
    )


def _opened(questionnaire: Questionnaire, text: bytes) -> Envelope:
    try:
        envelope = open_envelope(text)
    except Problem as problem:
        raise unreadable("xml", len(text)) from problem
    if envelope.form_id != questionnaire.form_id:
        reason = _("it is not the form in the address")
        raise unexpected("form id", envelope.form_id, reason)
    if questionnaire.state != Questionnaire.State.OPEN:
        raise Refused(409.2, _("This form does not take submissions now."))
    known = questionnaire.versions.exclude(published_at=None).filter(name=envelope.version)
    if not known.exists():
        words = _("There is no version %(version)s of this form.")
        told = {"formVersion": envelope.version}
        raise Refused(404.6, words % {"version": envelope.version or "“”"}, **told)
    return envelope


def _id_taken(code: float) -> Refused:
    return Refused(code, _("There is a submission with this instanceID already."))
