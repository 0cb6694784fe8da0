"""Who may reach what: public pages."""

ROWS = """
explore:home  GET   200
explore:home  POST  405
"""
