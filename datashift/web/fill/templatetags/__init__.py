"""Tags of the page at which a questionnaire is filled in."""
