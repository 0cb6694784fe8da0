"""Pages on which a questionnaire is made."""
