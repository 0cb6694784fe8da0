"""Filled questionnaires as OData 4.0 tables, in the shape that ODK Central gives them.

https://docs.getodk.org/central-api-odata-endpoints/
"""
