"""Countries and years as the reader's language and the place's calendar have them."""

from __future__ import annotations

from datashift.kit.language import spoken
from datashift.kit.language.nepal import told_period, with_bikram_sambat
from datashift.kit.language.territories import country_called


def test_countries_are_called_as_the_cldr_calls_them() -> None:
    """Reference: Unicode CLDR, territories."""
    said = {}
    for language in ("en", "es", "sw", "ne", "fr"):
        with spoken(language):
            said[language] = country_called("DE", "Germany")
    assert said == {
        "en": "Germany",
        "es": "Alemania",
        "sw": "Ujerumani",
        "ne": "जर्मनी",
        "fr": "Allemagne",
    }


def test_a_year_lies_in_two_years_of_nepal() -> None:
    """Reference: 1 Baisakh 2081 BS was 13 April 2024, so that 2024 is 2080 and 2081."""
    assert with_bikram_sambat("2024") == "2024 (2080/81 BS)"
    with spoken("ne"):
        assert with_bikram_sambat("2024") == "२०२४ (२०८०/८१ बि.सं.)"
        assert with_bikram_sambat("2021–2023") == "२०२१–२०२३ (२०७७–२०८० बि.सं.)"
        assert told_period("2021–2023", "KE") == "२०२१–२०२३"
    assert with_bikram_sambat("2021–2023") == "2021–2023 (2077–2080 BS)"
    assert with_bikram_sambat("2024-05") == "2024-05"
