"""Five questions about who could be hurt; their answers set the rules for what may leave."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.utils.translation import gettext as _

from datashift import disclosure
from datashift.kit.problem import Problem
from datashift.web.accounts.http import SignedIn, form_page, typed
from datashift.web.accounts.models import Right
from datashift.web.evidence import access, actions
from datashift.web.evidence.forms import WhoCouldBeHurt
from datashift.web.evidence.models import Study
from datashift.web.evidence.queries import drafts, results
from datashift.web.evidence.queries import harm as asked
from datashift.web.evidence.views.page import study_page


@login_required
@form_page
def harm(request: SignedIn, study: UUID) -> HttpResponse:
    right = Right.EDIT if request.method == "POST" else Right.SEE
    found = access.study(request.user, study, to=right)
    if drafts.written(found) is None:
        return redirect("evidence:questions", found.pk)
    form = WhoCouldBeHurt(typed(request), study=found)
    if form.is_valid():
        chosen = form.cleaned_data
        try:
            actions.assess_harm(
                found,
                form.answers(),
                topic=chosen["topic"] or None,
                minimum=chosen["minimum"],
                because=chosen["because"],
                by=request.user,
                at=now(),
            )
        except Problem as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, _("Your answers are kept. The rules follow from them."))
            return _onward(found)
    return study_page(
        request,
        "harm",
        found,
        step="publish" if results.last_result(found) else "questions",
        status=422 if form.errors else 200,
        form=form,
        last=asked.last(found),
        guide=[
            (topic, list(asked.rules_in_words(disclosure.rules_for(topic))))
            for topic in disclosure.TOPICS
        ],
    )


def _onward(study: Study) -> HttpResponse:
    """On to the next question while the study is being made; then to what stays hidden."""
    if results.last_result(study) is None:
        return redirect("evidence:question", study.pk, "credit")
    return redirect("evidence:protect", study.pk)
