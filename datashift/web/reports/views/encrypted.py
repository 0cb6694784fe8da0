"""Encrypted submissions, opened by who holds the private key. The key is used and forgotten."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.utils.timezone import now
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.debug import sensitive_post_parameters

from datashift.kit.problem import Problem
from datashift.questionnaires import encryption
from datashift.web.accounts.http import SignedIn, form_page, key_of, typed
from datashift.web.accounts.models import Right
from datashift.web.collect import access as collect
from datashift.web.reports.actions.encrypted import opened_encrypted
from datashift.web.reports.forms import PrivateKey
from datashift.web.reports.http import in_memory
from datashift.web.reports.queries import decrypted as queries
from datashift.web.reports.views.page import readers_page


# Exempt and then protected: what is uploaded must go to memory before the token is looked for.
@csrf_exempt
@in_memory
@csrf_protect
@sensitive_post_parameters()
@login_required
@form_page
def encrypted(request: SignedIn, questionnaire: UUID) -> HttpResponse:
    found = collect.questionnaire(request.user, questionnaire, to=Right.REVIEW)
    one = request.GET.get("submission", "")
    submission = collect.submission(request.user, key_of(one), to=Right.REVIEW).pk if one else None
    instances = queries.encrypted_in(found, submission)
    page = Paginator(instances, queries.ON_A_PAGE).get_page(request.GET.get("page"))
    form = PrivateKey(typed(request), request.FILES if request.method == "POST" else None)
    opened: list[queries.Decrypted] = []
    if form.is_valid():
        password = form.cleaned_data["password"].encode() or None
        try:
            key = encryption.private_key(form.cleaned_data["key"].read(), password)
        except Problem as problem:
            form.add_error("key", str(problem))
        else:
            opened = list(queries.decrypted(list(page), key, found.organisation_id))
            opened_encrypted(found, count=len(opened), by=request.user, at=now())
    return readers_page(
        request,
        "encrypted",
        questionnaire=found,
        organisation=found.organisation,
        page=page,
        form=form,
        opened=opened,
        status=422 if form.errors else 200,
    )
