"""A questionnaire filled in without a script: what a phone would compute, computed here."""
