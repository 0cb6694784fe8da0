"""Pages of the builder as somebody at a desk uses them."""

from __future__ import annotations

from typing import Any

from django.test import Client
from django.urls import reverse

from datashift.web.builder.models import Draft
from datashift.web.collect.models import Version


def at(name: str, draft: Draft, *more: str) -> str:
    return reverse(f"builder:{name}", args=[draft.pk, *more])


def page(desk: Client, where: str, **said: Any) -> str:
    return desk.get(where, said).content.decode()


def posted(desk: Client, where: str, **changed: str) -> Any:
    """The page's own form, sent with something changed, as a browser sends it."""
    from lxml import html

    tree = html.fromstring(desk.get(where).content)
    form = max(tree.forms, key=lambda each: len(each.fields))
    said = {key: value or "" for key, value in form.form_values()}
    return desk.post(where, {**said, **changed})


def turned(desk: Client, name: str, draft: Draft) -> None:
    """The last step undone, or done again, by somebody who sees the page as it is."""
    desk.post(at(name, draft), {"stamp": seen(desk, draft)})


def seen(desk: Client, draft: Draft) -> str:
    """The stamp of the draft on its page; "" where nothing can be undone."""
    return (*page(desk, at("draft", draft)).split('name="stamp" value="'), "")[1].split('"')[0]


def published(desk: Client, draft: Draft, run: Any) -> Version:
    with run(execute=True):
        answer = desk.post(at("publish_draft", draft))
    followed: Any = desk.get(answer["Location"], follow=True)
    assert b"is ready for the phones" in followed.content
    return Version.objects.order_by("-number")[0]
