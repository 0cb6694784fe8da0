"""Who may reach what: the workspace."""

ROWS = """
#                     anonymous signed in
evidence:today  GET   in        200
evidence:today  POST  in        405
"""
