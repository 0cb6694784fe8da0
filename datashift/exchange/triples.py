"""A small graph as Turtle and as JSON-LD: resources within resources, no reader needed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from datashift.exchange.text import quoted


@dataclass(frozen=True)
class Iri:
    """An address; "" is the document."""

    text: str


@dataclass(frozen=True)
class Literal:
    """A text with its type (a prefixed name) or its language."""

    text: str
    type: str = ""
    language: str = ""


@dataclass(frozen=True)
class Resource:
    """A node: its address (None for one that has none), its class, and what is said of it.

    Args:
        says: pairs of predicate (a prefixed name) and value, in order.
    """

    id: str | None
    type: str
    says: tuple[tuple[str, Value], ...] = ()


Value = Iri | Literal | Resource


def turtle(resources: tuple[Resource, ...], prefixes: Mapping[str, str]) -> str:
    """Turtle 1.1: a resource with an address is a block of its own, one without stands in place."""
    lines = [f"@prefix {name}: <{address}> ." for name, address in prefixes.items()]
    waiting, written = list(resources), set()
    for resource in waiting:
        if resource.id is None or resource.id in written:
            continue
        written.add(resource.id)
        lines += ["", f"<{_address(resource.id)}> a {resource.type} ;"]
        lines += [f"  {predicate} {_term(value)} ;" for predicate, value in resource.says]
        lines.append(".")
        waiting += _addressed(resource)
    return "\n".join(lines) + "\n"


def json_ld(resources: tuple[Resource, ...], prefixes: Mapping[str, str]) -> dict[str, Any]:
    """JSON-LD 1.1 with the prefixes as its context."""
    return {"@context": dict(prefixes), "@graph": [_object(one) for one in resources]}


def _addressed(resource: Resource) -> Iterator[Resource]:
    """The resources with an address that stand within another, at any depth."""
    for _, value in resource.says:
        if isinstance(value, Resource):
            if value.id is not None:
                yield value
            yield from _addressed(value)


def _term(value: Value) -> str:
    if isinstance(value, Iri):
        return f"<{_address(value.text)}>"
    if isinstance(value, Literal):
        text = quoted(value.text)  # JSON's escapes are among Turtle's
        if value.type:
            return f"{text}^^{value.type}"
        return f"{text}@{value.language}" if value.language else text
    if value.id is not None:
        return f"<{_address(value.id)}>"
    inside = [f"{predicate} {_term(one)}" for predicate, one in value.says]
    return f"[ {' ; '.join([f'a {value.type}', *inside])} ]"


def _object(resource: Resource) -> dict[str, Any]:
    made: dict[str, Any] = {} if resource.id is None else {"@id": resource.id}
    made["@type"] = resource.type
    for predicate, value in resource.says:
        made.setdefault(predicate, []).append(_json(value))
    return made


def _json(value: Value) -> dict[str, Any]:
    if isinstance(value, Iri):
        return {"@id": value.text}
    if isinstance(value, Resource):
        return _object(value)
    if value.type:
        return {"@value": value.text, "@type": value.type}
    if value.language:
        return {"@value": value.text, "@language": value.language}
    return {"@value": value.text}


def _address(text: str) -> str:
    """RFC 3987: what may not stand between < and > is percent-encoded."""
    return "".join(
        f"%{ord(letter):02X}" if letter <= " " or letter in '<>"{}|^`\\' else letter
        for letter in text
    )
