"""Lists of things visited more than once, one entry and all that was ever said about it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from datashift.kit.cells import guarded
from datashift.web.accounts.access import organisation as organisation_of
from datashift.web.accounts.http import SignedIn, form_page, typed
from datashift.web.accounts.models import Right
from datashift.web.review import access
from datashift.web.review.actions import visiting
from datashift.web.review.actions.bringing import bring
from datashift.web.review.actions.lists import content_of
from datashift.web.review.forms import BringList
from datashift.web.review.views.page import review_page

ON_A_PAGE = 100


@login_required
@require_safe
def entity_lists(request: SignedIn, organisation: str) -> HttpResponse:
    found = organisation_of(request.user, organisation, to=Right.SEE)
    lists = found.entity_lists.annotate(
        count=Count("entities"), conflicts=Count("entities", filter=Q(entities__conflict=True))
    )
    return review_page(request, "entity_lists", found, lists=list(lists))


@login_required
@form_page
def bring_list(request: SignedIn, organisation: str) -> HttpResponse:
    """A register that exists, as a list: the first visit finds it on the phone."""
    found = organisation_of(request.user, organisation, to=Right.EDIT)
    form = BringList(typed(request), request.FILES or None, initial=request.GET.dict())
    if form.is_valid():
        into, counted = bring(found, **form.cleaned_data, by=request.user, at=now())
        words = _("%(made)s entries made, %(changed)s changed, %(same)s as they were.")
        told = {"made": counted.made, "changed": counted.changed, "same": counted.same}
        messages.success(request, words % told)
        return redirect("review:entity_list", into.pk)
    status = 422 if form.errors else 200
    return review_page(request, "bring_list", found, form=form, status=status)


@login_required
@require_safe
def list_file(request: SignedIn, entity_list: UUID) -> HttpResponse:
    """The list as phones get it, safe to open in a spreadsheet."""
    found = access.entity_list(request.user, entity_list, to=Right.SEE)
    answer = HttpResponse(
        content_of(found, written=guarded), content_type="text/csv; charset=utf-8"
    )
    answer["Content-Disposition"] = f'attachment; filename="{found.pk}.csv"'
    return answer


@login_required
@require_safe
def entity_list(request: SignedIn, entity_list: UUID) -> HttpResponse:
    found = access.entity_list(request.user, entity_list, to=Right.SEE)
    entries = found.entities.order_by("-conflict", "label", "key")
    page = Paginator(entries, ON_A_PAGE).get_page(request.GET.get("page"))
    return review_page(request, "entity_list", found.organisation, list=found, page=page)


@login_required
@require_safe
def entity(request: SignedIn, entity: UUID) -> HttpResponse:
    found = access.entity(request.user, entity, to=Right.SEE)
    versions = list(found.versions.select_related("submission"))
    names = found.entity_list.properties
    return review_page(
        request,
        "entity",
        found.entity_list.organisation,
        entity=found,
        names=names,
        versions=[(each, [each.values.get(name, "") for name in names]) for each in versions],
    )


@login_required
@require_POST
def settle_entity(request: SignedIn, entity: UUID) -> HttpResponse:
    found = access.entity(request.user, entity, to=Right.REVIEW)
    text = request.POST.get("version", "")
    number = int(text) if text.isdecimal() and len(text) < 10 else found.number
    try:
        visiting.settle_entity(found, number, by=request.user, at=now())
    except visiting.NotThere as error:
        raise Http404 from error
    messages.success(request, _("It is settled. Phones get it with their next connection."))
    return redirect("review:entity", found.pk)
