"""Groups of people as the SDG code lists call them, for the catalogue of translations.

Each is a phrase of its own: "15 to 49 years old" must not be read as a number "to" other words.
"""

from __future__ import annotations

from datashift.kit.language import marked

SEXES = (
    *(marked("Both sexes or no breakdown by sex"), marked("Non response"), marked("Not available")),
    *(marked("Other"), marked("other"), marked("Unknown"), marked("unknown")),
)
AGES = (
    marked("All age ranges or no breakdown by age"),
    marked("under 1 month old"),
    marked("under 1 year old"),
    marked("under %(high)s years old"),
    marked("Under %(high)s years old"),
    marked("%(number)s years old"),
    marked("%(number)s years old and over"),
    marked("%(number)s to %(high)s months old"),
    marked("%(number)s to %(high)s years old"),
    marked("%(number)s to exact %(high)s years old"),
)
PLACES = (marked("Total"), marked("total"), marked("No breakdown"))
QUANTILES = (
    *(marked("Quintile 1 (poorest)"), marked("Quintile 5 (richest)")),
    *(marked("Quintile %(place)s"), marked("quintile %(place)s")),
    *(marked("Bottom %(share)s"), marked("bottom %(share)s")),
    *(marked("Richest %(share)s"), marked("richest %(share)s")),
    marked("Total (national average) or no breakdown"),
)
DISABILITY = (marked("Persons with disability"), marked("Persons without disability"))
EDUCATION = (
    marked("Total or no breakdown by education level"),
    *(marked("Early childhood education"), marked("Early childhood educational development")),
    *(marked("Pre-primary education"), marked("Primary education")),
    marked("Lower secondary education"),
    marked("Lower secondary general education"),
    marked("Lower secondary vocational education"),
    marked("Upper secondary education"),
    marked("Upper secondary general education"),
    marked("Upper secondary vocational education"),
    marked("Post-secondary non-tertiary education"),
    marked("Post-secondary non-tertiary general education"),
    marked("Post-secondary non-tertiary vocational education"),
    marked("Short-cycle tertiary education"),
    marked("Short-cycle tertiary general education"),
    marked("Short-cycle tertiary vocational education"),
    *(marked("Bachelor’s or equivalent level"), marked("Master’s or equivalent level")),
    *(marked("Doctoral or equivalent level"), marked("Not elsewhere classified")),
    marked("Less than primary education"),
    marked("Never attended an education programme / No schooling"),
    marked("Some early childhood education"),
    marked("Some primary education"),
    marked("Some primary education, grades 2 or 3"),
    marked("%(level)s, sufficient for level completion"),
    marked("No primary schooling"),
    marked("Pre-primary to tertiary education"),
    marked("Primary and lower secondary education (basic education)"),
    marked("Primary and secondary education"),
    marked("Tertiary education"),
    marked("Secondary education (lower and upper secondary education)"),
    marked("Secondary and post-secondary non-tertiary education (intermediate)"),
    marked("Vocational secondary education"),
    marked("Primary education or first stage of basic education"),
    marked("Lower secondary or second stage of basic education"),
    marked(
        "First stage of tertiary education "
        "(not leading directly to an advanced research qualification)"
    ),
    marked("First stage of tertiary education (theoretically based/research preparatory)"),
    marked("First stage of tertiary education (practical/technical/occupationally specific)"),
    marked("Second stage of tertiary education (leading to an advanced research qualification)"),
)
UNITS = (
    *(marked("Percent"), marked("Number"), marked("Ratio"), marked("Index"), marked("Score")),
    *(marked("percent"), marked("ratio"), marked("index"), marked("score")),
    *(marked("Probability"), marked("probability"), marked("Hectares"), marked("hectares")),
    marked("Per %(many)s live births"),
    marked("per %(many)s live births"),
    marked("Per %(many)s population"),
    marked("per %(many)s population"),
    marked("Per %(many)s uninfected population"),
    marked("per %(many)s uninfected population"),
    marked("Per %(many)s employees"),
    marked("per %(many)s employees"),
)
