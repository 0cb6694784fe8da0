"""The catalogues that translators edit: made from the source, merged, checked and counted.

`python -m datashift.web translations` is their one door; docs/languages.md tells how to use it.
"""
