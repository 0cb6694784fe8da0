"""What stands between head and foot on pages of which a site has hundreds, and parts of such pages.

Django's templates walk a tree of nodes for every page. Jinja makes functions of the same words and
writes these pages four times as fast; Django's own templates put what comes of it where it belongs.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.template import Engine
from django.template.defaultfilters import urlencode
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from datashift.kit.layout import closed_up
from datashift.web.explore import http

if TYPE_CHECKING:
    from jinja2 import Environment

_TEMPLATES = Path(__file__).parents[1] / "templates"


def written(name: str, request: HttpRequest | None = None, **told: Any) -> SafeString:
    """A body or a part: `explore/bodies/finding.html.j2`.

    Args:
        request: for whom; a page of a site of files offers only what such a site has.
        told: what the template speaks of.
    """
    served = not hasattr(request, "static_site")
    pictured = served or bool(getattr(request, "pictures", False))
    template = _environment().get_template(name)
    return SafeString(template.render(told, served=served, pictured=pictured))


def _source(name: str) -> tuple[str, str, None]:
    path = _TEMPLATES / name
    return closed_up(path.read_text(encoding="utf-8")), str(path), None


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    from datashift.figures.compiled import Compiled, speak
    from datashift.web.credibility.templatetags import credibility
    from datashift.web.explore.templatetags import credible, explore, pictured, voices

    made = Environment(
        loader=FunctionLoader(_source),
        bytecode_cache=Compiled(_TEMPLATES, by=Path(__file__)),
        autoescape=True,
        auto_reload=False,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )
    speak(made)
    own = (credibility.register, explore.register, voices.register)
    for library in (*reversed(Engine.get_default().template_builtins), *own):
        made.filters = {**library.filters, **made.filters}  # Jinja's own before Django's
    made.filters["urlencode"] = urlencode
    made.globals |= {
        "url": http.address,
        "component": render_to_string,
        "credibility_card": credible.credibility_card,
        "explored": pictured.explorable,
        "explored_map": pictured.explorable_map,
        "explored_over_time": pictured.explorable_over_time,
        "formats": explore.formats,
        "indicator_pictures": pictured.indicator_pictures,
        "map_pictures": pictured.map_pictures,
        "pictures": pictured.pictures,
    }
    return made
