"""Words that stand in stored findings by themselves, for the catalogue of translations.

`retold` looks up what fills a blank; only what is listed here, or is a sentence of its own
elsewhere, can be found. A unit or a group that is missing stays in the language of its study.
"""

from __future__ import annotations

from datashift.kit.language import marked

UNITS = (
    *(marked("person"), marked("people"), marked("woman"), marked("women")),
    *(marked("man"), marked("men"), marked("child"), marked("children")),
    *(marked("household"), marked("households"), marked("family"), marked("families")),
    *(marked("water point"), marked("water points"), marked("school"), marked("schools")),
    *(marked("health facility"), marked("health facilities"), marked("farm"), marked("farms")),
    *(marked("community"), marked("communities"), marked("village"), marked("villages")),
    *(marked("respondent"), marked("respondents"), marked("answer"), marked("answers")),
    *(marked("case"), marked("cases"), marked("event"), marked("events")),
    *(marked("minutes"), marked("hours"), marked("days"), marked("litres"), marked("metres")),
    *(marked("times"), marked("points"), marked("deaths"), marked("births")),
)
GROUPS = (
    *(marked("Women"), marked("Men"), marked("Female"), marked("Male"), marked("Girls")),
    *(marked("Boys"), marked("Urban"), marked("Rural"), marked("All"), marked("Yes")),
    *(marked("No"), marked("female"), marked("male"), marked("urban"), marked("rural")),
)
KINDS = (
    *(marked("region"), marked("district"), marked("province"), marked("county")),
    *(marked("municipality"), marked("ward"), marked("sex"), marked("age"), marked("place")),
    *(marked("period"), marked("year"), marked("month"), marked("urban or rural")),
)
SHORT = (
    *(marked("all"), marked("none"), marked("yes"), marked("no"), marked("hidden")),
    *(marked("not known"), marked("counted"), marked("the others")),
    *(marked("direct"), marked("partial"), marked("proxy")),
    *(marked("Direct"), marked("Partial"), marked("Proxy"), marked("None")),
    *(marked("Not stated"), marked("Not stated.")),
)
LABELS = (
    *(marked("Coordinates"), marked("Duplicates"), marked("Types"), marked("Missing")),
    *(marked("Categories"), marked("Outliers"), marked("Dates"), marked("Encoding")),
    *(marked("Layout"), marked("Personal"), marked("Weights"), marked("Places")),
    *(marked("Period"), marked("Definition"), marked("People"), marked("Method")),
    *(marked("Concept"), marked("Place"), marked("Unit"), marked("Source")),
    *(marked("Population"), marked("Sampling"), marked("Note"), marked("Coverage")),
    *(marked("Area"), marked("Measure"), marked("Mode"), marked("Wording")),
)
TYPES = (
    *(marked("text"), marked("number"), marked("integer"), marked("date"), marked("boolean")),
    *(marked("datetime"), marked("geometry")),
)
