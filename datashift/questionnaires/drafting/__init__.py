"""A questionnaire while it is being made: pure steps from one to the next.

For people who have never seen an XLSForm: kinds, conditions and limits in plain words, and what is
still missing. Every step takes a `Questionnaire` and returns another; paths follow by themselves.
"""
