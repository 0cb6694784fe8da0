"""What stays hidden to protect people, before and after, seen before anything is public."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from datashift.web.accounts.access import membership
from datashift.web.accounts.http import SignedIn
from datashift.web.accounts.models import Right
from datashift.web.evidence import access
from datashift.web.evidence.queries import account, harm, results
from datashift.web.evidence.queries.agreements import standing
from datashift.web.evidence.views.page import study_page


@login_required
@require_safe
def protect(request: SignedIn, study: UUID) -> HttpResponse:
    found = access.study(request.user, study, to=Right.SEE)
    run = results.last_result(found)
    if run is None:
        return study_page(request, "protect", found, step="publish")
    rules = harm.rules_of_run(run)
    known = account.account(run)
    mine = membership(request.user, found.organisation_id, to=Right.SEE)
    # Who decides sees how few a hidden figure is about; of a sealed topic nobody does.
    counts = mine.may(Right.REVIEW) and rules.topic != "sealed"
    told = results.findings(run)
    return study_page(
        request,
        "protect",
        found,
        step="publish",
        run=run,
        protection=results.manifest(run)["protection"],
        assessed=harm.last(found),
        rules=list(harm.rules_in_words(rules)),
        is_looser=harm.is_looser_than_agreed(run),
        is_telling=account.is_telling(run),
        account=known,
        counts=counts,
        cost=account.cost(known) if known else None,
        findings=[
            (one, account.before_and_after(known, one, counts=counts)) if known else (one, [])
            for one in told
        ],
        is_current=results.is_current(run),
        agreement=standing(run, at=now()),
    )
