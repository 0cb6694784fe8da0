"""Who may reach what: pages that belong to no part."""

ARGUMENTS = {"language": lambda scene: "en"}
ROWS = """
language  GET   302
language  POST  405
well      GET   200
well      POST  405
"""
