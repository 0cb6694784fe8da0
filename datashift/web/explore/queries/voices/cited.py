"""How a picture of several voices is cited: each voice by its own name."""

from __future__ import annotations

from django.utils.translation import gettext as _

from datashift.kit.language import whole
from datashift.web.explore.queries.voices.asked import Picture


def cited(indicator: str, picture: Picture, address: str) -> str:
    """One line that names every source with its version."""
    sources = []
    for voice in picture.voices:
        if voice.official is not None:
            told = {"who": voice.who, "number": whole(voice.official.version)}
            sources.append(_("%(who)s (version %(number)s here)") % told)
        else:
            sources.append(voice.who)
    return _("%(sources)s. SDG indicator %(code)s, %(place)s. DataShift. %(address)s") % {
        "sources": "; ".join(dict.fromkeys(sources)),
        "code": indicator,
        "place": picture.part.name if picture.part is not None else picture.place.called,
        "address": address if "://" in address else "",
    }
