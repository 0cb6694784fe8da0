"""What may leave: figures about few people are hidden, with those that would reveal them."""

from datashift.disclosure.protect import is_small, protect
from datashift.disclosure.protection import Audit, Cell, Protection, Status

__all__ = ["Audit", "Cell", "Protection", "Status", "is_small", "protect"]
