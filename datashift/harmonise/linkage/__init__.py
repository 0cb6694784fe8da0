"""Which records of two or more lists are about the same person or event.

Nothing here holds or writes what the records say: results are positions in the lists.
"""

from datashift.harmonise.linkage.link import link
from datashift.harmonise.linkage.linked import Agreement, Linked, Pairs
from datashift.harmonise.linkage.people import drawn, people, to_review
from datashift.harmonise.linkage.specification import Field, Linkage, Role

__all__ = [
    "Agreement",
    "Field",
    "Linkage",
    "Linked",
    "Pairs",
    "Role",
    "drawn",
    "link",
    "people",
    "to_review",
]
