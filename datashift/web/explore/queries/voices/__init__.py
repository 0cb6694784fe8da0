"""What citizens, offices and instruments say of one indicator in one place, over time."""

from datashift.web.explore.queries.voices.asked import Asked, Choice, Picture, areas_of, pictured
from datashift.web.explore.queries.voices.beside import Pair, beside, every
from datashift.web.explore.queries.voices.charted import charted
from datashift.web.explore.queries.voices.cited import cited
from datashift.web.explore.queries.voices.gathered import (
    counted,
    countries_of,
    has_countries,
    of_place,
    places_of,
)
from datashift.web.explore.queries.voices.of_area import Newest, of_area
from datashift.web.explore.queries.voices.relied import cannot_tell
from datashift.web.explore.queries.voices.said import in_words, side_by_side
from datashift.web.explore.queries.voices.shares import shares
from datashift.web.explore.queries.voices.stated import stated
from datashift.web.explore.queries.voices.table import COLUMNS, rows
from datashift.web.explore.queries.voices.towards import Assessed, assessed
from datashift.web.explore.queries.voices.voice import Seen, Voice

__all__ = [
    "COLUMNS",
    "Asked",
    "Assessed",
    "Choice",
    "Newest",
    "Pair",
    "Picture",
    "Seen",
    "Voice",
    "areas_of",
    "assessed",
    "beside",
    "cannot_tell",
    "charted",
    "cited",
    "counted",
    "countries_of",
    "every",
    "has_countries",
    "in_words",
    "of_area",
    "of_place",
    "pictured",
    "places_of",
    "rows",
    "shares",
    "side_by_side",
    "stated",
]
