"""Sentences that are put together from parts, as wholes: so a stored one is recognised."""

from __future__ import annotations

from datashift.kit.language import marked

PHRASES = (
    marked("By %(words)s"),
    marked("%(number)s to %(high)s"),
    marked("%(number)s to %(high)s (%(areas)s)"),
    marked("%(number)s in 100 %(people)s"),
    marked("%(number)s of %(all)s rows"),
    marked("%(one)s: %(number)s more in 100 than %(other)s"),
    marked("%(one)s: %(number)s fewer in 100 than %(other)s"),
    marked("%(number)s dots, one for each %(things)s: %(parts)s"),
    marked("%(number)s filled (%(label)s)"),
    marked("%(number)s between (%(label)s)"),
    marked("%(number)s empty (%(label)s)"),
    marked("Map of %(areas)s"),
    marked("%(name)s: %(amount)s, between %(lower)s and %(upper)s, n = %(n)s"),
    marked("hidden to protect people (%(areas)s)"),
    marked("no figure (%(areas)s)"),
    marked("too few for a dot (%(areas)s)"),
    marked("Borders: %(source)s"),
    marked("To agree with the official figure (%(title)s, %(period)s): %(sentence)s"),
    marked("Of the data as they came, without the model: %(sentence)s"),
)

WORDS = (
    marked("area"),
    marked("areas"),
    marked("category"),
    marked("categories"),
    marked("more"),
    marked("fewer"),
    marked("less"),
    marked("higher"),
    marked("lower"),
    marked("times"),
    marked("twice"),
    marked("more than 100 times"),
    marked("a register"),
)
