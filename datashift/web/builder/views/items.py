"""Questions: add, change, move, copy, remove, and when they are asked."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import now
from django.views.decorators.http import require_POST

from datashift.questionnaires.drafting import arranging, kinds, texts
from datashift.questionnaires.marks import apart
from datashift.questionnaires.questionnaire import Group, Question, Questionnaire
from datashift.web.accounts.http import SignedIn, form_page, typed
from datashift.web.accounts.models import Right
from datashift.web.builder import access
from datashift.web.builder.actions.steps import ChangedMeanwhile, change_draft
from datashift.web.builder.forms.conditions import ChangeCondition
from datashift.web.builder.forms.items import AddItem, ChangeItem, number_of, rearranged
from datashift.web.builder.models import Draft, Step
from datashift.web.builder.queries import board
from datashift.web.builder.queries.phone import phone
from datashift.web.builder.views.page import CHANGED, builder_page, reader_of


@login_required
@form_page
def add_item(request: SignedIn, draft: UUID) -> HttpResponse:
    found = access.draft(request.user, draft, to=Right.EDIT)
    said = {key: request.GET.get(key, "") for key in ("after", "into")}
    form = AddItem(typed(request), form=found.form, initial=said)
    if form.is_valid():
        item, after, into = form.made(), form.cleaned_data["after"], form.cleaned_data["into"]
        try:
            change_draft(
                found,
                lambda before: arranging.add(before, item, after=after, into=into),
                done=Step.Done.ADDED,
                about=apart(form.cleaned_data["words"]),
                by=request.user,
                at=now(),
            )
        except KeyError as error:
            raise Http404 from error
        above = into or after.rpartition("/")[0]
        path = f"{above}/{item.name}" if above else item.name
        kind = kinds.kind(form.cleaned_data["kind"])
        if kind.chooses and kind.key != "yes_no":
            return redirect("builder:change_item", found.pk, path)
        return _shown(found, path)
    status = 422 if form.errors else 200
    return builder_page(request, "add_item", found, status=status, form=form)


@login_required
@form_page
def change_item(request: SignedIn, draft: UUID, item: str) -> HttpResponse:
    found, asked = access.item(request.user, draft, item, to=Right.EDIT)
    if not texts.is_spoken(asked):
        raise Http404
    said = typed(request)
    other = rearranged(said) if said is not None else None
    form = ChangeItem(other or said, item=asked, form=found.form)
    unsaved = other is not None or bool(request.htmx)
    saved = form.is_valid() and not unsaved
    if saved and _changed(request, found, asked, form.applied(), Step.Done.CHANGED):
        return _shown(found, item)
    shown = form.applied() if form.is_bound and form.is_valid() else asked
    looked = phone(arranging.change(found.form, item, shown), shown=item, reader=reader_of(request))
    if request.htmx:
        return builder_page(request, "parts/phone", found, phone=looked)
    status = 422 if form.errors and not unsaved else 200
    when = board.when(found.form, asked, looked.tongue)
    context = {"form": form, "item": asked, "path": item, "phone": looked, "when": when}
    return builder_page(request, "change_item", found, status=status, **context)


def _changed(
    request: SignedIn,
    draft: Draft,
    before: Question | Group,
    after: Question | Group,
    done: Step.Done,
) -> bool:
    """Whether the change was made; False, with a message, where somebody was quicker."""
    try:
        change_draft(
            draft,
            lambda form: arranging.change(form, before.path, after),
            done=done,
            about=apart(texts.named(after, draft.form.languages[0])),
            seen=request.POST.get("stamp", ""),
            by=request.user,
            at=now(),
        )
    except ChangedMeanwhile:
        draft.refresh_from_db()
        messages.error(request, CHANGED)
        return False
    return True


@login_required
@form_page
def change_condition(request: SignedIn, draft: UUID, item: str) -> HttpResponse:
    found, asked = access.item(request.user, draft, item, to=Right.EDIT)
    said = typed(request)
    more = said.copy() if said is not None and "more" in said else None
    if more is not None:
        more["rows"] = str(number_of(more, "rows") + 2)
    language = board.tongue(found.form, reader_of(request))
    form = ChangeCondition(more or said, item=asked, form=found.form, language=language)
    if more is None and form.is_valid():
        after = replace(asked, relevant=form.applied())
        if _changed(request, found, asked, after, Step.Done.CONDITION):
            return _shown(found, item)
    status = 422 if form.errors and more is None else 200
    context = {"form": form, "path": item, "words": apart(texts.named(asked, language))}
    return builder_page(request, "change_condition", found, status=status, **context)


@login_required
@require_POST
def move_item(request: SignedIn, draft: UUID, item: str) -> HttpResponse:
    found, asked = access.item(request.user, draft, item, to=Right.EDIT)
    before, way = request.POST.get("before"), request.POST.get("way")

    def moves(form: Questionnaire) -> Questionnaire:
        if before is not None:
            return arranging.reorder(form, item, before=before)
        return arranging.move(form, item, "up" if way == "up" else "down")

    changed = _stepped(request, found, asked, moves, Step.Done.MOVED)
    moved = [each.path for each in texts.spoken(changed.form) if each.name == asked.name]
    return _shown(found, item if item in moved or not moved else moved[0])


@login_required
@require_POST
def copy_item(request: SignedIn, draft: UUID, item: str) -> HttpResponse:
    found, asked = access.item(request.user, draft, item, to=Right.EDIT)
    _stepped(request, found, asked, lambda form: arranging.copy(form, item)[0], Step.Done.COPIED)
    return _shown(found, arranging.copy(found.form, item)[1])


@login_required
@require_POST
def remove_item(request: SignedIn, draft: UUID, item: str) -> HttpResponse:
    found, asked = access.item(request.user, draft, item, to=Right.EDIT)
    _stepped(request, found, asked, lambda form: arranging.remove(form, item), Step.Done.REMOVED)
    return redirect("builder:draft", found.pk)


def _stepped(
    request: SignedIn,
    draft: Draft,
    item: Question | Group,
    changed: arranging.Changed,
    done: Step.Done,
) -> Draft:
    about = apart(texts.named(item, board.tongue(draft.form, reader_of(request))))
    try:
        return change_draft(draft, changed, done=done, about=about, by=request.user, at=now())
    except KeyError as error:
        raise Http404 from error


def _shown(draft: Draft, path: str) -> HttpResponse:
    """Back to the list, with that question on the phone."""
    from django.utils.http import urlencode

    return redirect(f"{reverse('builder:draft', args=[draft.pk])}?{urlencode({'shown': path})}")
