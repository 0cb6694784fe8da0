"""Numbers in the sentences of templates, with the digits of the reader's language.

Django fills `{{ number }}` of a `blocktranslate` in Latin digits whatever the language: in Nepali a
counted sentence would have other digits than the page around it.
"""

from __future__ import annotations

from typing import Any

from django import template
from django.template.base import FilterExpression, Parser, Token, TokenType
from django.templatetags import i18n
from django.utils.translation import get_language

from datashift.kit.language.numbers import digits


class _Number(int):
    """A number that is written with the digits of the language it is written in."""

    def __str__(self) -> str:
        return digits(int.__repr__(self), get_language() or "en")


class _Written:
    """An expression of a template whose whole numbers are so written."""

    def __init__(self, expression: FilterExpression) -> None:
        self.expression = expression

    def resolve(self, context: template.Context) -> Any:
        value = self.expression.resolve(context)
        return _Number(value) if type(value) is int else value


def blocktranslate(parser: Parser, token: Token) -> i18n.BlockTranslateNode:
    """As Django's ``{% blocktranslate %}``; every blank in it is asked for by name."""
    node = i18n.do_block_translate(parser, token)
    words = (*node.singular, *(node.plural or ()))
    named = {word.contents for word in words if word.token_type is TokenType.VAR}
    if node.countervar and node.counter:
        node.counter = _Written(node.counter)  # type: ignore[assignment]  # only asked to resolve
        named.discard(node.countervar)
    for name in named:
        asked = node.extra_context.get(name) or parser.compile_filter(name)
        node.extra_context[name] = _Written(asked)  # type: ignore[assignment]
    return node


def take_over() -> None:
    """Let ``{% load i18n %}`` bring this one: a library loaded later wins over what is built in."""
    for name in ("blocktranslate", "blocktrans"):
        i18n.register.tags[name] = blocktranslate
