"""Questionnaires and what is filled in on them: XLSForm, XForm, submissions."""
